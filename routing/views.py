"""Two public pages: the period calculator and the work calendar."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Role, User
from routing import workdays
from routing.calendar import weekday_name
from routing.forms import FIRST_DAY, LAST_DAY, CalculatorForm
from routing.models import CalendarChange, PublishedYear, SpecialDay, calendar_version
from routing.periods import Unit
from routing.timelimits import in_force, limit_on_or_first

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from routing.limits import Due

RECENT_CHANGES = 10


@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    """The page of the calculator. What was typed stays in the address, so it can be passed on."""
    limits = [row for row in in_force() if row.unit != Unit.FIXED]
    form = CalculatorForm(request.GET or None, limits=limits)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        limit, notes = limit_on_or_first(form.cleaned_data["rule"], on=form.cleaned_data["start"])
        if due := form.due(limit):
            context |= {"limit": limit, "due": due, "due_text": _due_text(due)}
            context["explanation"] = [*notes, *due.explanation]
    status = HTTPStatus.BAD_REQUEST if form.is_bound and form.errors else HTTPStatus.OK
    return render(request, "routing/calculator.html", context, status=status)


@require_safe
def work_calendar(request: HttpRequest) -> HttpResponse:
    published = list(PublishedYear.objects.values_list("year", flat=True))
    year = _year(request.GET.get("year", "")) or timezone.localdate().year
    may_change = isinstance(request.user, User) and request.user.holds(Role.SYSADMIN)
    context = {
        "year": year,
        "earlier": _year(str(year - 1)),
        "later": _year(str(year + 1)),
        "is_published": year in published,
        "days": [(row, weekday_name(row.day)) for row in SpecialDay.objects.filter(day__year=year)],
        "ordinary": workdays.ORDINARY,
        "version": calendar_version(),
        "may_change": may_change,
        "missing": workdays.year_to_publish(timezone.localdate()) if may_change else None,
        "changes": _recent_changes() if may_change else [],
    }
    return render(request, "routing/work_calendar.html", context)


def _due_text(due: Due) -> str:
    day = due.due_on
    return f"{day.year}年{day.month}月{day.day}日（{weekday_name(day)}）"


def _year(typed: str) -> int | None:
    is_number = typed.isascii() and typed.isdigit() and len(typed) == len("2026")
    year = int(typed) if is_number else 0
    return year if FIRST_DAY.year <= year <= LAST_DAY.year else None


def _recent_changes() -> QuerySet[CalendarChange]:
    return CalendarChange.objects.select_related("by")[:RECENT_CHANGES]
