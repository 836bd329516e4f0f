"""期限日历: how many periods end on each of the next sixty days, against what is usually closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from django.db.models import Count

from oversight.boards.census import DAYS
from petitions.words import month_day
from routing.calendar import weekday_name

if TYPE_CHECKING:
    from accounts.models import Organization
    from oversight.boards.census import Census
    from oversight.boards.scope import Scope

WEEKS_BACK = 12


@dataclass(frozen=True)
class Day:
    """`parts` splits the count by the name of the period; `is_over` is more than is usual."""

    on: dt.date
    count: int
    parts: tuple[tuple[str, int], ...]
    is_workday: bool
    why: str
    is_over: bool

    @property
    def words(self) -> str:
        """What the cell says aloud and on hover."""
        day = f"{month_day(self.on)} {weekday_name(self.on)}"
        off = "" if self.is_workday else f"（{self.why}）"
        if not self.count:
            return f"{day}{off}：没有到期"
        split = "，".join(f"{name} {n} 项" for name, n in self.parts)
        over = "，超过日常办结量" if self.is_over else ""
        return f"{day}{off}：到期 {self.count} 项{over}（{split}）"


@dataclass(frozen=True)
class Load:
    """`usual` is the median of what was met on a working day; `None` where nothing was."""

    usual: float | None
    weeks: list[list[Day | None]]

    @property
    def days(self) -> list[Day]:
        return [day for week in self.weeks for day in week if day]


def load(scope: Scope, counted: Census, *, organization: Organization | None = None) -> Load:
    """Sixty days from today in weeks from Monday; `None` pads the first and the last week."""
    due = counted.due(organization=organization.pk if organization else None)
    usual = _usual(scope, organization)
    cells: list[Day | None] = [None] * scope.on.weekday()
    for ahead in range(DAYS):
        on = scope.on + dt.timedelta(ahead)
        parts = tuple(sorted(due.get(on, {}).items(), key=lambda part: (-part[1], part[0])))
        count = sum(n for _, n in parts)
        cells.append(
            Day(
                on=on,
                count=count,
                parts=parts,
                is_workday=scope.calendar.is_workday(on),
                why=scope.calendar.why(on),
                is_over=usual is not None and count > usual,
            )
        )
    cells += [None] * (-len(cells) % 7)
    return Load(usual, [cells[start : start + 7] for start in range(0, len(cells), 7)])


def _usual(scope: Scope, organization: Organization | None) -> float | None:
    """Median of periods met for each working day of the last twelve weeks; days without any
    count too."""
    first = scope.on - dt.timedelta(weeks=WEEKS_BACK)
    rows = scope.met().filter(closed_on__range=(first, scope.on - dt.timedelta(1)))
    if organization is not None:
        rows = rows.filter(organization=organization)
    met = dict(
        rows.order_by()
        .values_list("closed_on")
        .annotate(n=Count("pk"))
        .values_list("closed_on", "n")
    )
    if not met:
        return None
    days = [first + dt.timedelta(n) for n in range((scope.on - first).days)]
    return median(met.get(day, 0) for day in days if scope.calendar.is_workday(day))
