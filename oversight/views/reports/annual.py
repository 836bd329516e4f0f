"""年度报告 as a numbered letter (D40): written, looked at, issued once, kept."""

from __future__ import annotations

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
from django.views.decorators.http import require_http_methods, require_safe

from oversight.models import AnnualPaper
from oversight.reports import annual
from oversight.reports.freezing import freezing_post
from oversight.views.reports.yearly import YearForm
from petitions.acts.base import field_for
from petitions.errors import FieldError, NotAllowedError
from petitions.letters import LETTERS, Letter
from petitions.views.pdf import inline

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import Post, User
    from oversight.indicators import Period

_REMARKS = next(row for row in LETTERS[Letter.ANNUAL_REPORT].fields if row.name == "remarks")


class RemarksForm(forms.Form):
    remarks = field_for(_REMARKS)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    post, period, on = _writer(request), _asked_period(request), timezone.localdate()
    form = RemarksForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = _answer(request, form, period, post=post, on=on)
        if answer is not None:
            return answer
    reason = annual.reason_against(post.organization, period, on=on)
    context = {"form": form, "period": period, "reason_against": reason, "post": post}
    context["values"] = _shown(annual.values_of(period, remarks="", by=post, on=on))
    return render(
        request, "oversight/reports/annual.html", context, status=400 if form.errors else 200
    )


@login_required
@require_safe
def paper(request: HttpRequest, pk: str) -> HttpResponse:
    user = cast("User", request.user)
    found = get_object_or_404(AnnualPaper.objects.visible_to(user), pk=pk)
    return inline(bytes(found.content), name=found.number)


def _answer(
    request: HttpRequest, form: RemarksForm, period: Period, *, post: Post, on: dt.date
) -> HttpResponse | None:
    """The draft, the issued report, or `None` where the form says what is wrong."""
    remarks = form.cleaned_data["remarks"]
    try:
        if "preview" in request.POST:
            return inline(annual.preview(period, remarks=remarks, by=post, on=on), name="年度报告")
        issued = annual.issue(period, remarks=remarks, by=post, on=on)
    except NotAllowedError as error:
        back = f"{reverse('oversight:yearly')}?year={period.name}"
        context = {"reason": error.reason, "back_url": back, "back_text": "看年度报告"}
        return render(request, "409.html", context, status=409)
    except FieldError as error:
        form.add_error("remarks", error.reason)
        return None
    messages.success(request, f"已签发{issued}。")
    return redirect(f"{reverse('oversight:yearly')}?year={period.name}")


def _writer(request: HttpRequest) -> Post:
    post = freezing_post(cast("User", request.user))
    if post is None:
        raise PermissionDenied("年度报告由信访部门的督办员或者领导签发（第四十一条）。")
    return post


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
