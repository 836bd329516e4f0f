"""大屏: figures for a room. No names of people, no numbers or titles of petitions, nothing sealed,
and no count so small that it could point at somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from oversight.boards import load, needs, rates, steps
from oversight.boards.census import census
from oversight.boards.tiles import percent
from oversight.boards.topics import FEWEST

if TYPE_CHECKING:
    from oversight.boards.census import Census
    from oversight.boards.load import Day
    from oversight.boards.rates import Point
    from oversight.boards.scope import Scope

UNITS, DAYS = 7, 15
#: The drawing of the trend, in its own measure.
WIDTH, HEIGHT, EDGE = 880, 160, 60


@dataclass(frozen=True)
class Big:
    label: str
    value: str
    tone: str = ""
    told: str = ""


@dataclass(frozen=True)
class Line:
    """按期办结率 of twelve months as a drawing; `dots` are x, y, the month and its rate."""

    points: str
    dots: tuple[tuple[int, int, str, str], ...]
    newest: str


def figures(scope: Scope) -> dict[str, object]:
    """What the wall shows, at a fixed number of queries."""
    counted = census(scope)
    levels = counted.by_level()
    units = needs.units(scope, counted)
    late = sum(unit.late for unit in units)
    opened = sum(step.count for step in steps.by_step(scope))
    return {
        "numbers": [
            Big("在办", shown(opened)),
            Big("超期未办结", shown(late), "late" if late else ""),
            Big("今日到期", shown(levels["today"]), "near" if levels["today"] else ""),
            Big("黄牌 · 将到期", shown(levels["yellow"])),
        ],
        "rates": _rates(scope),
        "units": [
            (unit.organization.name, shown(unit.late), percent(unit.rate)) for unit in units[:UNITS]
        ],
        "days": [(day, shown(day.count)) for day in _next_workdays(scope, counted)],
        "trend": _drawn(rates.trend(scope, rates.ON_TIME).points),
    }


def shown(count: int) -> str:
    """A count as a room may read it."""
    return f"不足 {FEWEST}" if 0 < count < FEWEST else f"{count:,}"


def _rates(scope: Scope) -> list[Big]:
    labels = {
        rates.ACCEPTANCE[scope.is_wide]: "及时受理率",
        rates.ON_TIME: "按期办结率",
        rates.SATISFIED: "满意率",
    }
    found = rates.recent(scope)
    return [
        Big(label, "样本少" if found[code].is_small else percent(found[code].value))
        for code, label in labels.items()
        if code in found
    ]


def _next_workdays(scope: Scope, counted: Census) -> list[Day]:
    return [day for day in load.load(scope, counted).days if day.is_workday][:DAYS]


def _drawn(points: tuple[Point, ...]) -> Line | None:
    """Months with a handful of cases are left out of the line; none of it where there are but
    two."""
    known = [
        (n, float(point.figure.value), point)
        for n, point in enumerate(points)
        if point.figure.value is not None and point.figure.denominator >= FEWEST
    ]
    if len(known) < 3:  # noqa: PLR2004 - two points are no trend
        return None
    low = min(value for _, value, _ in known)
    floor, span = (low - 0.02, 1.02 - (low - 0.02))
    dots = tuple(
        (
            round(EDGE + n * (WIDTH - 2 * EDGE) / (len(points) - 1)),
            round(HEIGHT - 52 - (value - floor) / span * (HEIGHT - 64)),
            f"{int(point.period.name[5:7])}月",
            percent(point.figure.value),
        )
        for n, value, point in known
    )
    return Line(" ".join(f"{x},{y}" for x, y, _, _ in dots), dots, dots[-1][3])
