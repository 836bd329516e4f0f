"""Which days are worked: weekends, statutory holidays and make-up days (调休). Pure Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ONE_DAY = timedelta(days=1)
_WEEKDAYS = "一二三四五六日"
_SATURDAY = 5


def is_weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY


def weekday_name(day: date) -> str:
    return f"周{_WEEKDAYS[day.weekday()]}"


@dataclass(frozen=True, eq=False)
class WorkCalendar:
    """One version of the calendar. A year outside `published_years` knows weekends only."""

    holidays: Mapping[date, str]
    makeups: Mapping[date, str]
    published_years: frozenset[int]
    version: int

    def is_workday(self, day: date) -> bool:
        # 调休: a Saturday moved into the working week counts, so look here before the weekday.
        if day in self.makeups:
            return True
        return day not in self.holidays and not is_weekend(day)

    def is_makeup(self, day: date) -> bool:
        """A day off by the week that is worked all the same."""
        return day in self.makeups and is_weekend(day)

    def why(self, day: date) -> str:
        """The name of the day: a holiday, a make-up day, 周末 or 工作日."""
        if day in self.makeups:
            return self.makeups[day]
        if day in self.holidays:
            return self.holidays[day]
        return "周末" if is_weekend(day) else "工作日"

    def next_workday(self, day: date) -> date:
        """The first working day after `day`."""
        day += ONE_DAY
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def is_published(self, day: date) -> bool:
        return day.year in self.published_years
