"""统计期间: months, quarters and years, natural or from the 21st to the 20th."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

ONE_DAY = dt.timedelta(days=1)
NATURAL, PETITION_MONTH = 1, 21
#: What a statistical month may begin with.
MONTH_STARTS = (NATURAL, PETITION_MONTH)
_NAME = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")
_EARLIEST, _LATEST = 2000, 2199


@dataclass(frozen=True, order=True)
class Period:
    """Both days belong to it. `name` is what stands in an address: 2026-10, 2026-Q3 or 2026."""

    starts_on: dt.date
    ends_on: dt.date
    name: str = ""

    @classmethod
    def named(cls, name: str, *, month_starts_on: int = NATURAL) -> Period:
        """Raises `ValueError` where the name says no month, quarter or year."""
        said = _NAME.fullmatch(name)
        if said is None or not _EARLIEST <= int(said[1]) <= _LATEST:
            raise ValueError(f"No month, quarter or year: {name!r}")
        year, quarter, month = int(said[1]), said[2], said[3]
        if quarter:
            first, last = int(quarter) * 3 - 2, int(quarter) * 3
        else:
            first, last = (int(month), int(month)) if month else (1, 12)
        starts_on, _ = _month(year, first, month_starts_on)
        _, ends_on = _month(year, last, month_starts_on)
        return cls(starts_on, ends_on, name)

    @classmethod
    def month_of(cls, day: dt.date, *, month_starts_on: int = NATURAL) -> Period:
        """The statistical month that holds the day: from the 21st on it is the next one's."""
        year, month = day.year, day.month
        if month_starts_on != NATURAL and day.day >= month_starts_on:
            year, month = _after(year, month)
        starts_on, ends_on = _month(year, month, month_starts_on)
        return cls(starts_on, ends_on, f"{year}-{month:02}")

    @classmethod
    def year_of(cls, day: dt.date, *, month_starts_on: int = NATURAL) -> Period:
        year = cls.month_of(day, month_starts_on=month_starts_on).name[:4]
        return cls.named(year, month_starts_on=month_starts_on)

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1

    @property
    def label(self) -> str:
        """2026年10月, 2026年第三季度, 2026年; the two days where it has no name."""
        said = _NAME.fullmatch(self.name)
        if said is None:
            return f"{self.starts_on} 至 {self.ends_on}"
        if said[2]:
            return f"{said[1]}年第{'一二三四'[int(said[2]) - 1]}季度"
        return f"{said[1]}年{int(said[3])}月" if said[3] else f"{said[1]}年"

    @property
    def span(self) -> str:
        """From which day to which."""
        return f"{_day(self.starts_on)}至{_day(self.ends_on)}"

    def last_year(self) -> Period:
        """The same month, quarter or year one year before; only what has a name has one."""
        name = f"{int(self.name[:4]) - 1}{self.name[4:]}"
        return Period.named(name, month_starts_on=self.starts_on.day)

    def before(self) -> Period:
        """The month before this month."""
        day = self.starts_on - ONE_DAY
        month_starts_on = self.starts_on.day
        return Period.month_of(day, month_starts_on=month_starts_on)

    def __contains__(self, day: dt.date) -> bool:
        return self.starts_on <= day <= self.ends_on


def _month(year: int, month: int, starts_at: int) -> tuple[dt.date, dt.date]:
    """A month from the 21st is named after the month in which it ends."""
    if starts_at == NATURAL:
        return dt.date(year, month, 1), dt.date(*_after(year, month), 1) - ONE_DAY
    before = (year - 1, 12) if month == 1 else (year, month - 1)
    return dt.date(*before, starts_at), dt.date(year, month, starts_at) - ONE_DAY


def _after(year: int, month: int) -> tuple[int, int]:
    return (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004 - December


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
