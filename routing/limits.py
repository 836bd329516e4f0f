"""When is it due, and why: `due_on` is the only date arithmetic of the law. Pure Python.

The start day is day 0 and the whole last day counts (`24:00`). 日 are calendar days, 工作日 the
working days of the calendar given, 月 end on the same day of a later month. Only pauses and a
granted extension move the last day.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from routing import derivation
from routing.calendar import ONE_DAY, WorkCalendar
from routing.periods import Limit, LimitError, Part, Pause, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Due", "Limit", "LimitError", "Part", "Pause", "Unit", "due_on", "months_after"]


@dataclass(frozen=True)
class Due:
    """The last day and its derivation; `unrolled_on` is the last day before 顺延."""

    due_on: date
    unrolled_on: date
    rolled: bool
    provisional: bool
    explanation: tuple[str, ...]


def due_on(
    start: date,
    limit: Limit,
    calendar: WorkCalendar,
    *,
    pauses: Sequence[Pause] = (),
    extension: int = 0,
) -> Due:
    """The last day of `limit`. Raises LimitError for what the rule does not allow.

    A pause counts only if it begins no later than the last day as it then stands, before any
    roll; the part of it before `start` is nothing. An open pause moves nothing until it ends.
    """
    number = _number(limit)
    _check_extension(limit, extension)
    pauses = _in_order(pauses)
    if limit.unit is Unit.DAYS:
        unrolled = _after_days(start, number + extension, pauses)
    elif limit.unit is Unit.MONTHS:
        span = months_after(start, number + extension) - start
        unrolled = _after_days(start, span.days, pauses)
    else:
        unrolled = _after_workdays(start, number + extension, pauses, calendar)
    last = unrolled
    if limit.rolls and not calendar.is_workday(last):
        last = calendar.next_workday(last)
    counted = derivation.Counted(start, limit, calendar, pauses, extension, unrolled, last)
    return Due(
        due_on=last,
        unrolled_on=unrolled,
        rolled=last != unrolled,
        provisional=bool(derivation.unpublished_years(counted)),
        explanation=derivation.explain(counted),
    )


def _number(limit: Limit) -> int:
    if limit.number is None or limit.unit is Unit.FIXED:
        raise LimitError(f"“{limit.name}”的期限由文书指定，不能推算。")
    return limit.number


def _check_extension(limit: Limit, extension: int) -> None:
    if extension < 0:
        raise LimitError("延长天数不能是负数。", Part.EXTENSION)
    if extension and not limit.extension_cap:
        raise LimitError(f"“{limit.name}”的期限不得延长。", Part.EXTENSION)
    if extension > limit.extension_cap:
        raise LimitError(
            f"“{limit.name}”最多延长{limit.extension_cap}{limit.unit.label}"
            f"（{limit.article}），不能延长{extension}{limit.unit.label}。",
            Part.EXTENSION,
        )


def _in_order(pauses: Sequence[Pause]) -> tuple[Pause, ...]:
    """Sorted pauses; a pause that runs backwards or overlaps the next one is refused."""
    ordered = tuple(sorted(pauses, key=lambda pause: (pause.start, pause.end or date.max)))
    for pause in ordered:
        if pause.end is not None and pause.end < pause.start:
            raise LimitError("暂停的结束日不能早于开始日。", Part.PAUSES)
    for earlier, later in pairwise(ordered):
        if earlier.end is None or earlier.end > later.start:
            raise LimitError("几次暂停的时间不能重叠。", Part.PAUSES)
    return ordered


def months_after(start: date, number: int) -> date:
    """1月31日 + 1 个月 is the last of February."""
    years, month = divmod(start.month - 1 + number, 12)
    first = date(start.year + years, month + 1, 1)
    return first.replace(day=min(start.day, monthrange(first.year, first.month)[1]))


def _after_days(start: date, number: int, pauses: Sequence[Pause]) -> date:
    last = start + timedelta(days=number)
    for pause in pauses:
        if pause.end is not None and pause.start <= last:
            last += max(pause.end - max(pause.start, start), timedelta())
    return last


def _after_workdays(
    start: date, number: int, pauses: Sequence[Pause], calendar: WorkCalendar
) -> date:
    day, left = start, number
    while left:
        day += ONE_DAY
        if calendar.is_workday(day) and not any(pause.covers(day) for pause in pauses):
            left -= 1
    return day
