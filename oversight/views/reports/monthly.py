"""报表: the page, its workbook, and its freezing."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from oversight.indicators import (
    BASE_TEXT,
    DENOMINATOR,
    ENOUGH,
    INDICATORS,
    LEFT_BASE,
    NUMERATOR,
    Measure,
)
from oversight.reports import freezing, monthly, workbook
from oversight.views.reports.asking import (
    Asked,
    asked,
    query_of,
    refuse_nonsense,
    rows_url,
)
from petitions import register
from petitions.downloads import download
from petitions.errors import NotAllowedError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from oversight.indicators import Figure
    from oversight.reports.monthly import BodyLine, Line, Report


@dataclass(frozen=True)
class Number:
    """A count with the address of its list; an empty address where the list is confidential."""

    label: str
    count: int
    url: str
    is_late: bool = False


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    question = asked(request)
    found = _report(question)
    flags, flagged = monthly.marks_in_force(question.user, question.period)
    context = {
        "form": question.form,
        "report": found,
        "lines": [_line(line, question) for line in found.lines],
        "bodies": [_body(row, question) for row in found.bodies],
        "base_text": BASE_TEXT,
        "enough": ENOUGH,
        "flags": flags,
        "flagged": flagged,
        "query": question.query,
        "is_live": question.is_live,
        "live_query": query_of(question.period, question.organization, is_live=True),
        "may_freeze": _may_freeze(question, found),
        "keeps_register": bool(register.bodies(question.user)),
        "is_running": question.on <= question.period.ends_on,
    }
    status = HTTPStatus.BAD_REQUEST if question.form.errors else HTTPStatus.OK
    return render(request, "oversight/reports/monthly.html", context, status=status)


@require_safe
@login_required
def export(request: HttpRequest) -> HttpResponse:
    question = asked(request)
    refuse_nonsense(question)
    content = workbook.of_report(
        _report(question), who=question.user.name, when=f"{question.on:%Y-%m-%d}"
    )
    return download(content, name=f"报表-{question.period.name}.xlsx")


@require_POST
@login_required
def freeze(request: HttpRequest) -> HttpResponse:
    """Keeps the office's figures of the period in the address."""
    question = asked(request, wide=True)
    refuse_nonsense(question)
    by = freezing.freezing_post(cast("User", request.user))
    if by is None:
        raise PermissionDenied("报表由督办员或者信访局领导冻结。")
    address = f"{reverse('oversight:reports')}?{query_of(question.period, None)}"
    try:
        freezing.freeze(by.organization, question.period, by=by, at=timezone.now())
    except NotAllowedError as error:
        context = {"reason": error.reason, "back_url": address, "back_text": "看这份报表"}
        return render(request, "409.html", context, status=HTTPStatus.CONFLICT)
    messages.success(request, f"{question.period.label}的报表已冻结，以后打开都是这些数。")
    return redirect(address)


def _report(question: Asked) -> Report:
    return monthly.report(
        question.user,
        question.period,
        on=question.on,
        organization=question.organization,
        live=question.is_live,
    )


def _may_freeze(question: Asked, found: Report) -> bool:
    is_over = question.on > question.period.ends_on
    return is_over and found.snapshot is None and freezing.freezing_post(question.user) is not None


def _line(line: Line, question: Asked) -> dict[str, Any]:
    figure = line.figure
    indicator = figure.indicator

    def number(label: str, count: int, part: str, *, is_late: bool = False) -> Number:
        url = rows_url(indicator.code, part, question.query) if line.is_linked else ""
        return Number(label, count, url, is_late=is_late and count > 0)

    is_days = indicator.measure is Measure.DAYS
    return {
        "indicator": indicator,
        "is_hidden": line.is_hidden,
        "is_small": figure.is_small and figure.value is not None,
        "value": monthly.shown(figure),
        "median": monthly.shown_median(figure),
        "numerator": None if is_days else number("分子", figure.numerator, NUMERATOR),
        "days": figure.numerator if is_days else None,
        "denominator": number("分母", figure.denominator, DENOMINATOR),
        "left": number("未纳入", figure.left_base, LEFT_BASE),
        "states": [
            number(state.label, figure.states.get(code, 0), code, is_late=state.is_late)
            for code, state in indicator.states.items()
            if state.is_late or not state.is_hit
        ],
        "earlier": monthly.shown(line.earlier) if line.earlier else "—",
        "difference": monthly.shown_difference(line),
        "is_worse": line.is_worse,
    }


def _body(row: BodyLine, question: Asked) -> dict[str, Any]:
    query = query_of(question.period, row.organization, is_live=question.is_live)
    return {
        "organization": row.organization,
        "late": row.late,
        "url": f"{reverse('oversight:reports')}?{query}",
        "cells": [
            _cell(cell.figure, query) if cell else {"label": INDICATORS[code].name}
            for code, cell in zip(monthly.MATRIX, row.cells, strict=True)
        ],
    }


def _cell(figure: Figure, query: str) -> dict[str, Any]:
    code, is_days = figure.indicator.code, figure.indicator.measure is Measure.DAYS
    return {
        "label": figure.indicator.name,
        "is_small": figure.is_small,
        "value": (monthly.shown_median(figure) or "—") if is_days else monthly.shown(figure),
        "numerator": None
        if is_days
        else Number("分子", figure.numerator, rows_url(code, NUMERATOR, query)),
        "denominator": Number("分母", figure.denominator, rows_url(code, DENOMINATOR, query)),
    }
