"""工作时间: when a person may be disturbed by what is not urgent. Pure; the moment is given."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from routing.calendar import WorkCalendar


@dataclass(frozen=True)
class Hours:
    """From `opens` until before `closes` on every day that is worked, make-up days (调休) too."""

    opens: dt.time
    closes: dt.time

    @classmethod
    def parse(cls, text: str) -> Self:
        """“08:30-18:00”; anything else is a `ValueError` with a sentence."""
        try:
            opens, closes = (dt.time.fromisoformat(part.strip()) for part in text.split("-"))
        except ValueError:
            raise ValueError(f"SENDING_HOURS 应当像 08:30-18:00，现在是“{text}”。") from None
        if opens >= closes:
            raise ValueError(f"SENDING_HOURS 的开始应当早于结束，现在是“{text}”。")
        return cls(opens, closes)

    def hold(self, at: dt.datetime, calendar: WorkCalendar) -> bool:
        """Whether this moment lies within them. `at` is local time."""
        return calendar.is_workday(at.date()) and self.opens <= at.time() < self.closes

    def next_opening(self, at: dt.datetime, calendar: WorkCalendar) -> dt.datetime:
        """`at` itself within the hours, otherwise the moment they begin again."""
        if self.hold(at, calendar):
            return at
        day = at.date()
        if not calendar.is_workday(day) or at.time() >= self.closes:
            day = calendar.next_workday(day)
        return dt.datetime.combine(day, self.opens, tzinfo=at.tzinfo)
