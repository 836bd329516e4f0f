"""假设办结: choose open claims and a day, and see the rate that would follow."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from oversight.reports import monthly, whatif
from oversight.reports.forms import WhatIfForm
from oversight.views.reports.asking import Asked, asked

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from oversight.reports.whatif import Outcome


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """A POST because hundreds of keys do not fit into an address; nothing is written."""
    question = asked(request, is_running=True)
    rows = whatif.open_claims(
        question.user, question.period, on=question.on, organization=question.organization
    )
    shown = list(rows[: whatif.MOST])
    is_asked = request.method == "POST"
    latest = max(question.period.ends_on, question.on)
    form = WhatIfForm(request.POST if is_asked else None, on=question.on, initial={"by": latest})
    chosen = _chosen(request) if is_asked else {row.pk for row in shown}
    context: dict[str, Any] = {
        "form": question.form,
        "date_form": form,
        "period": question.period,
        "entries": [_entry(row, question, chosen=row.pk in chosen) for row in shown],
        "total": rows.count(),
        "most": whatif.MOST,
        "query": question.query,
        "outcome": None,
        "report_url": f"{reverse('oversight:reports')}?{question.query}",
    }
    if is_asked and form.is_valid():
        context["outcome"] = _said(
            whatif.suppose(
                question.user,
                question.period,
                chosen,
                by=form.cleaned_data["by"],
                on=question.on,
                organization=question.organization,
            )
        )
    wrong = bool(question.form.errors) or bool(form.errors)
    status = HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK
    return render(request, "oversight/reports/what_if.html", context, status=status)


def _chosen(request: HttpRequest) -> set[UUID]:
    found = set()
    for text in request.POST.getlist("claim"):
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


def _entry(row: Any, question: Asked, *, chosen: bool) -> dict[str, Any]:
    left = (row.limit_on - question.on).days
    is_near = row.near_on is not None and row.near_on <= question.on
    return {
        "claim": row,
        "petition": row.petition,
        "chosen": chosen,
        "tone": "late" if left < 0 else "due" if left == 0 else "near" if is_near else "ok",
        "left": f"超期 {-left} 天" if left < 0 else "今日到期" if left == 0 else f"剩 {left} 天",
    }


def _said(outcome: Outcome) -> dict[str, Any]:
    return {
        "outcome": outcome,
        "now": monthly.shown(outcome.now),
        "then": monthly.shown(outcome.then),
        "too_late": outcome.chosen - outcome.helped,
    }
