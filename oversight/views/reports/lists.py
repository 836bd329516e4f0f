"""清单: the rows behind one number of a report, as a page and as a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from oversight.indicators import INDICATORS, Scope, UnknownPartError, part_labels, rows
from oversight.reports import frozen, listing, workbook
from oversight.reports.monthly import CONFIDENTIAL
from oversight.views.reports.asking import Asked, asked, refuse_nonsense
from petitions.downloads import download

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from oversight.indicators import Indicator
    from oversight.indicators.cohorts import Rows
    from oversight.models import Snapshot

PER_PAGE = 50


@dataclass(frozen=True)
class Listing:
    """`hidden` is how many of a frozen list this person no longer sees."""

    indicator: Indicator
    label: str
    rows: Rows
    snapshot: Snapshot | None
    hidden: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        """A frozen list keeps the keys, not the days that were compared."""
        if self.snapshot is not None:
            return listing.plain_columns(self.rows)
        return listing.columns(self.indicator)


@require_safe
@login_required
def index(request: HttpRequest, code: str, part: str) -> HttpResponse:
    question = asked(request)
    found = _listing(question, code, part)
    pages = Paginator(listing.listed(found.rows), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    is_frozen = found.snapshot is not None
    context: dict[str, Any] = {
        "listing": found,
        "period": question.period,
        "organization": question.organization,
        "page_obj": page,
        "columns": found.columns,
        "entries": listing.entries(page.object_list, found.columns, plain=is_frozen),
        "report_url": f"{reverse('oversight:reports')}?{question.query}",
        "export_url": f"{reverse('oversight:report-rows-export', args=[code, part])}"
        f"?{question.query}",
    }
    return render(request, "oversight/reports/rows.html", context)


@require_safe
@login_required
def export(request: HttpRequest, code: str, part: str) -> HttpResponse:
    question = asked(request)
    found = _listing(question, code, part)
    content = workbook.of_list(
        found.rows,
        f"{found.indicator.name} · {found.label} · {question.period.label}",
        columns=found.columns,
        plain=found.snapshot is not None,
        who=question.user.name,
    )
    name = f"{found.indicator.name}-{found.label}-{question.period.name}.xlsx"
    return download(content, name=name)


def _listing(question: Asked, code: str, part: str) -> Listing:
    """A 404 for what is no number of ours, and for a list that would tell a body who rated it."""
    refuse_nonsense(question)
    scope = Scope.of(question.user)
    if code in CONFIDENTIAL and not scope.is_wide:
        raise Http404
    user, period, organization = question.user, question.period, question.organization
    snapshot = None if question.is_live else frozen.snapshot_of(user, scope, period)
    try:
        if snapshot is None:
            found = rows(user, period, code, part, organization, on=question.on)
            hidden = 0
        else:
            found, kept = frozen.rows_in(snapshot, user, code, part, organization)
            hidden = kept - found.count()
        indicator = INDICATORS[code]
        return Listing(indicator, part_labels(indicator)[part], found, snapshot, hidden)
    except (UnknownPartError, KeyError) as error:
        raise Http404 from error
