"""修改工作日历: typed, rehearsed, and only then done."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Role, User
from petitions.errors import NotAllowedError
from petitions.lifecycle import calendar_change
from routing.forms import RearrangementForm
from routing.models import PublishedYear, calendar_version

if TYPE_CHECKING:
    from petitions.lifecycle.calendar_change import Consequences

#: So many coming years can be declared complete.
YEARS_AHEAD = 2


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def create(request: HttpRequest) -> HttpResponse:
    by = _system_administrator(request)
    form = RearrangementForm(request.POST or None, years=_unpublished())
    if not form.is_valid():
        status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
        return _page(request, form, status=status)
    try:
        if request.POST.get("step") == "apply":
            return _applied(request, form, by=by)
        found = calendar_change.rehearse(form.wanted, by=by, at=timezone.now())
    except ValidationError as error:
        form.add_error("days", error.messages[0])
        return _page(request, form, status=HTTPStatus.BAD_REQUEST)
    return _page(request, form, found=found)


def _applied(request: HttpRequest, form: RearrangementForm, *, by: User) -> HttpResponse:
    try:
        found = calendar_change.change_calendar(
            form.wanted, by=by, at=timezone.now(), version=_version(request)
        )
    except NotAllowedError as error:
        form.add_error(None, error.reason)
        return _page(request, form, status=HTTPStatus.CONFLICT)
    messages.success(
        request,
        f"已保存。工作日历现为第{calendar_version()}版，{len(found.moved)} 个期限随之变动，"
        "已记入各件的办理过程。",
    )
    return redirect(f"{reverse('routing:work-calendar')}?year={form.wanted.span[0].year}")


def _page(
    request: HttpRequest,
    form: RearrangementForm,
    *,
    found: Consequences | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form}
    if found is not None:
        context |= {
            "found": found,
            "places": calendar_change.by_organization(found.moved).items(),
        }
    return render(request, "petitions/calendar_change.html", context, status=status)


def _unpublished() -> list[int]:
    year = timezone.localdate().year
    known = set(PublishedYear.objects.values_list("year", flat=True))
    return [one for one in range(year, year + YEARS_AHEAD + 1) if one not in known]


def _version(request: HttpRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else -1  # noqa: PLR2004


def _system_administrator(request: HttpRequest) -> User:
    if isinstance(request.user, User) and request.user.holds(Role.SYSADMIN):
        return request.user
    raise PermissionDenied("只有系统管理员可以修改工作日历。")
