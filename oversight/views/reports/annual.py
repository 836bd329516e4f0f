"""年度报告 as a numbered letter (D40): written, looked at, issued once, kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oversight.models import AnnualPaper
from oversight.reports import annual
from oversight.reports.freezing import freezing_post
from oversight.views.reports.yearly import YearForm
from petitions.acts.base import field_for
from petitions.errors import FieldError, NotAllowedError
from petitions.letters import LETTERS, Letter
from petitions.previews import shown
from petitions.views.pdf import inline
from petitions.views.previews import pdf_of, piece, typed_so_far

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import Post, User
    from oversight.indicators import Period
    from petitions.documents import Rehearsed
    from petitions.previews import Preview

_REMARKS = next(row for row in LETTERS[Letter.ANNUAL_REPORT].fields if row.name == "remarks")


FORM_ID = "annual-form"


class RemarksForm(forms.Form):
    remarks = field_for(_REMARKS)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    desk = _desk(request)
    form = RemarksForm(request.POST if request.method == "POST" else None)
    if "preview" in request.POST:
        return _look(desk, form)
    if request.method == "POST" and form.is_valid():
        answer = _issue(desk, form)
        if answer is not None:
            return answer
    return _page(desk, form, status=400 if form.errors else 200)


@login_required
@never_cache
@require_POST
def letters(request: HttpRequest) -> HttpResponse:
    """The report while its form is being filled in."""
    desk, form = _desk(request), RemarksForm(request.POST)
    return piece(request, shown(form, [_unissued(desk, form)]), form_id=FORM_ID)


@login_required
@require_safe
def paper(request: HttpRequest, pk: str) -> HttpResponse:
    user = cast("User", request.user)
    found = get_object_or_404(AnnualPaper.objects.visible_to(user), pk=pk)
    return inline(bytes(found.content), name=found.number)


@dataclass(frozen=True)
class Desk:
    """Who writes the report of which year, today."""

    request: HttpRequest
    post: Post
    period: Period
    on: dt.date


def _desk(request: HttpRequest) -> Desk:
    post = freezing_post(cast("User", request.user))
    if post is None:
        raise PermissionDenied("年度报告由信访部门的督办员或者领导签发（第四十一条）。")
    return Desk(request, post, _asked_period(request), timezone.localdate())


def _unissued(desk: Desk, form: RemarksForm) -> Rehearsed:
    """The report with what is typed so far; what is wrong with it is left out."""
    form.full_clean()
    remarks = form.cleaned_data.get("remarks", "")
    return annual.unissued(desk.period, remarks=remarks, by=desk.post, on=desk.on)


def _look(desk: Desk, form: RemarksForm) -> HttpResponse:
    """The report as PDF or on the page itself; nothing is stored."""
    found, asked = [_unissued(desk, form)], desk.request.POST["preview"]
    if asked != "page":
        return pdf_of(form, found, "", code=asked) or _page(desk, form, status=400)
    unsent = RemarksForm(initial=typed_so_far(desk.request))
    return _page(desk, unsent, preview=shown(form, found))


def _issue(desk: Desk, form: RemarksForm) -> HttpResponse | None:
    """The issued report, or `None` where the form says what is wrong."""
    period, back = desk.period, f"{reverse('oversight:yearly')}?year={desk.period.name}"
    remarks = form.cleaned_data["remarks"]
    try:
        issued = annual.issue(period, remarks=remarks, by=desk.post, on=desk.on)
    except NotAllowedError as error:
        context = {"reason": error.reason, "back_url": back, "back_text": "看年度报告"}
        return render(desk.request, "409.html", context, status=409)
    except FieldError as error:
        form.add_error("remarks", error.reason)
        return None
    messages.success(desk.request, f"已签发{issued}。")
    return redirect(back)


def _page(
    desk: Desk, form: RemarksForm, *, status: int = 200, preview: Preview | None = None
) -> HttpResponse:
    values = annual.values_of(desk.period, remarks="", by=desk.post, on=desk.on)
    context = {
        "form": form,
        "form_id": FORM_ID,
        "letters_url": f"{reverse('oversight:annual-letter')}?year={desk.period.name}",
        "period": desk.period,
        "post": desk.post,
        "preview": preview,
        "reason_against": annual.reason_against(desk.post.organization, desk.period, on=desk.on),
        "values": _shown(values),
    }
    return render(desk.request, "oversight/reports/annual.html", context, status=status)


def _asked_period(request: HttpRequest) -> Period:
    form = YearForm(request.GET, on=timezone.localdate())
    if not form.is_valid():
        raise Http404
    return form.period


def _shown(values: dict[str, object]) -> list[tuple[str, list[str]]]:
    """What the report says from the records, under its headings."""
    fields = LETTERS[Letter.ANNUAL_REPORT].fields
    told = [(row.label, values[row.name]) for row in fields if row.name in values]
    return [(label, [str(line) for line in said]) for label, said in told if isinstance(said, list)]
