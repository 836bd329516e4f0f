"""建议采纳台账: the list, its counts and its export, all from one query."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from oversight import tickets
from oversight.forms import LedgerFilters
from oversight.models import SUGGESTIONS, Adoption, Ticket
from oversight.tickets import ledger
from oversight.views.ticket_marks import chip, tags
from petitions.downloads import download
from petitions.paging import CappedPaginator

if TYPE_CHECKING:
    from accounts.models import User


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    user, today = cast("User", request.user), timezone.localdate()
    form = _filters(request)
    rows = ledger.suggestions(user)
    found = form.narrow(rows) if form.is_valid() else rows.none()
    pages = CappedPaginator(cast("Any", found))
    page = pages.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "counts": ledger.counts(found, on=today),
        "page_obj": page,
        "count": pages.count_text,
        "rows": [_shown(cast("Ticket", row), on=today) for row in page.object_list],
        "tags": tags(request, form),
        "query": request.GET.urlencode(),
        "may_open": any(kind in SUGGESTIONS for kind in tickets.kinds_open_to(user)),
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "oversight/suggestions.html", context, status=status)


@require_safe
@login_required
def export(request: HttpRequest) -> HttpResponse:
    form = _filters(request)
    rows = ledger.suggestions(cast("User", request.user))
    found = form.narrow(rows) if form.is_valid() else rows.none()
    name = f"建议采纳台账-{timezone.localdate():%Y%m%d}.xlsx"
    return download(ledger.workbook(found), name=name)


def _filters(request: HttpRequest) -> LedgerFilters:
    user = cast("User", request.user)
    return LedgerFilters(request.GET or {}, ledger.suggestions(user), ledger.years(user))


def _shown(row: Ticket, *, on: Any) -> dict[str, Any]:
    adoption = getattr(row, "adoption", None)
    return {
        "ticket": row,
        "number": getattr(row, "number", None) or "",
        "replied_at": getattr(row, "replied_at", None),
        "adoption": Adoption(adoption).label if adoption else "",
        "chip": chip(row, on=on),
    }
