"""Two public pages, the period calculator and the work calendar, and the acts on the latter."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Role, User
from routing import workdays
from routing.calendar import weekday_name
from routing.forms import FIRST_DAY, LAST_DAY, CalculatorForm, SpecialDayForm
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
    return _calendar_page(request, SpecialDayForm())


@require_POST
@login_required
def change_day(request: HttpRequest) -> HttpResponse:
    by = _system_administrator(request)
    form = SpecialDayForm(request.POST)
    if form.is_valid():
        try:
            version = _apply(form, by=by)
        except ValidationError as error:
            form.add_error(None, error.messages[0])
        else:
            return _saved(request, form.cleaned_data["day"].year, version)
    return _calendar_page(request, form, status=HTTPStatus.BAD_REQUEST)


@require_POST
@login_required
def publish_year(request: HttpRequest) -> HttpResponse:
    by = _system_administrator(request)
    year = _year(request.POST.get("year", ""))
    if year is None:
        messages.error(request, "年份有误，请重新选择。")
        return redirect("routing:work-calendar")
    try:
        version = workdays.publish(year, by=by)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return _to_year(year)
    return _saved(request, year, version)


def _due_text(due: Due) -> str:
    day = due.due_on
    return f"{day.year}年{day.month}月{day.day}日（{weekday_name(day)}）"


def _system_administrator(request: HttpRequest) -> User:
    if isinstance(request.user, User) and request.user.holds(Role.SYSADMIN):
        return request.user
    raise PermissionDenied("只有系统管理员可以修改工作日历。")


def _apply(form: SpecialDayForm, *, by: User) -> int:
    day, arrangement = form.cleaned_data["day"], form.cleaned_data["arrangement"]
    if arrangement == SpecialDayForm.ORDINARY:
        return workdays.restore(day, by=by)
    is_workday = arrangement == SpecialDayForm.WORK
    return workdays.change(day, is_workday=is_workday, name=form.cleaned_data["name"], by=by)


def _saved(request: HttpRequest, year: int, version: int) -> HttpResponse:
    messages.success(request, f"已保存。工作日历现为第{version}版，今后的推算按新日历进行。")
    return _to_year(year)


def _to_year(year: int) -> HttpResponse:
    return redirect(f"{reverse('routing:work-calendar')}?{urlencode({'year': year})}")


def _year(typed: str) -> int | None:
    is_number = typed.isascii() and typed.isdigit() and len(typed) == len("2026")
    year = int(typed) if is_number else 0
    return year if FIRST_DAY.year <= year <= LAST_DAY.year else None


def _calendar_page(
    request: HttpRequest, form: SpecialDayForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    published = list(PublishedYear.objects.values_list("year", flat=True))
    year = _year(request.GET.get("year", "")) or timezone.localdate().year
    may_change = isinstance(request.user, User) and request.user.holds(Role.SYSADMIN)
    context = {
        "form": form,
        "year": year,
        "earlier": _year(str(year - 1)),
        "later": _year(str(year + 1)),
        "is_published": year in published,
        "days": [(row, weekday_name(row.day)) for row in SpecialDay.objects.filter(day__year=year)],
        "ordinary": workdays.ORDINARY,
        "version": calendar_version(),
        "may_change": may_change,
        "changes": _recent_changes() if may_change else [],
    }
    return render(request, "routing/work_calendar.html", context, status=status)


def _recent_changes() -> QuerySet[CalendarChange]:
    return CalendarChange.objects.select_related("by")[:RECENT_CHANGES]
