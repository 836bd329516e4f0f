"""信访情况年度报告: the page, the Word draft, and the list behind every number of both."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from oversight.indicators import Measure, Period, Scope
from oversight.reports import annual, listing, monthly, word, workbook, yearly
from oversight.reports.freezing import freezing_post
from oversight.views.reports.asking import WORD, query_of, rows_url
from petitions.downloads import download

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from oversight.indicators import Figure

YEARS = 5
PER_PAGE = 50


class YearForm(forms.Form):
    year = forms.ChoiceField(label="年度", required=False)

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        starts_at = settings.STATISTICAL_MONTH_STARTS_ON
        newest = int(Period.year_of(on, month_starts_on=starts_at).name)
        years = [(str(newest - back), f"{newest - back}年") for back in range(YEARS)]
        self.fields["year"].choices = years  # type: ignore[attr-defined]
        self.default = years[0][0]

    @property
    def period(self) -> Period:
        name = self.cleaned_data.get("year") or self.default
        return Period.named(name, month_starts_on=settings.STATISTICAL_MONTH_STARTS_ON)


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    user, on = _reader(request), timezone.localdate()
    form = YearForm(request.GET, on=on)
    form.is_valid()
    period = form.period
    found = yearly.year_report(user, period, on=on)
    context = {
        "form": form,
        "report": found,
        "parts": [(title, found.part(number)) for number, title in enumerate(yearly.PARTS)],
        "figures": [_figure(row, period) for row in found.figures],
        "is_running": on <= period.ends_on,
        "all": yearly.ALL,
        "paper": annual.paper_of(user, found.office, int(period.name)),
        "may_sign": freezing_post(user) is not None,
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "oversight/reports/yearly.html", context, status=status)


@require_safe
@login_required
def as_word(request: HttpRequest) -> HttpResponse:
    user, on = _reader(request), timezone.localdate()
    period = _asked_period(request)
    found = yearly.year_report(user, period, on=on)
    content = word.draft(found, base_url=request.build_absolute_uri("/").rstrip("/"), on=on)
    return download(
        content, name=f"{period.name}年信访情况年度报告（草稿）.docx", content_type=WORD
    )


@require_safe
@login_required
def rows(request: HttpRequest, code: str, key: str) -> HttpResponse:
    period = _asked_period(request)
    found = _rows(_reader(request), period, code, key)
    page = Paginator(listing.listed(found), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "tally": yearly.TALLIES[code],
        "period": period,
        "page_obj": page,
        "columns": _columns(found),
        "entries": listing.entries(page.object_list, _columns(found), plain=True),
        "report_url": f"{reverse('oversight:yearly')}?year={period.name}",
        "export_url": f"{reverse('oversight:yearly-rows-export', args=[code, key])}"
        f"?year={period.name}",
    }
    return render(request, "oversight/reports/yearly_rows.html", context)


@require_safe
@login_required
def export(request: HttpRequest, code: str, key: str) -> HttpResponse:
    user, period = _reader(request), _asked_period(request)
    found = _rows(user, period, code, key)
    title = f"{yearly.TALLIES[code].title} · {period.label}"
    content = workbook.of_list(found, title, columns=_columns(found), who=user.name, plain=True)
    return download(content, name=f"年度报告-{code}-{period.name}.xlsx")


def _reader(request: HttpRequest) -> User:
    user = cast("User", request.user)
    if not Scope.of(user).is_wide:
        raise PermissionDenied("年度报告由信访部门编制（第四十一条）。")
    return user


def _asked_period(request: HttpRequest) -> Period:
    form = YearForm(request.GET, on=timezone.localdate())
    if not form.is_valid():
        raise Http404
    return form.period


def _rows(user: User, period: Period, code: str, key: str) -> Any:
    try:
        return yearly.rows_behind(user, period, code, key)
    except KeyError as error:
        raise Http404 from error


def _columns(rows: Any) -> tuple[str, ...]:
    return listing.plain_columns(rows)


def _figure(figure: Figure, period: Period) -> dict[str, Any]:
    query = query_of(period, None)
    code = figure.indicator.code
    return {
        "figure": figure,
        "value": monthly.shown(figure),
        "is_days": figure.indicator.measure is Measure.DAYS,
        "numerator_url": rows_url(code, "numerator", query),
        "denominator_url": rows_url(code, "denominator", query),
    }
