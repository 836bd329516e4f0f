"""报表 of one period: every indicator with last year's, and every body's line beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings

from accounts.models import Organization
from oversight.indicators import (
    INDICATORS,
    Figure,
    Measure,
    Party,
    Period,
    Scope,
    figures,
)
from oversight.reports import frozen
from petitions.models import BaseFlag
from petitions.models.statistics import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User
    from oversight.models import Snapshot

#: The columns of the matrix of bodies, in the order in which a petition meets them.
MATRIX = (
    "body_acceptance", "notice", "on_time_answer", "days_to_answer", "satisfied_body",
    "resolved_once",
)  # fmt: skip
#: A rating is given in confidence: to the body rated, fewer than this many say nothing.
HIDDEN_BELOW = 5
CONFIDENTIAL = frozenset({"rated_body", "satisfied_body", "rated_office", "satisfied_office"})
#: Flags shown below the table; the lists show them all.
MOST_FLAGS = 12
PERCENT = Decimal(100)


@dataclass(frozen=True)
class Line:
    """One figure beside last year's; either may be missing."""

    figure: Figure
    earlier: Figure | None
    is_linked: bool = True
    is_hidden: bool = False

    @property
    def difference(self) -> Decimal | None:
        if self.figure.value is None or self.earlier is None or self.earlier.value is None:
            return None
        return self.figure.value - self.earlier.value

    @property
    def is_worse(self) -> bool:
        gap = self.difference
        return gap is not None and (gap > 0) is self.figure.indicator.lower_is_better and gap != 0


@dataclass(frozen=True)
class BodyLine:
    """One body's cells in the order of `MATRIX`, and how many of its cases are late."""

    organization: Organization
    cells: tuple[Line | None, ...]
    late: int


@dataclass(frozen=True)
class Report:
    period: Period
    lines: list[Line]
    bodies: list[BodyLine]
    snapshot: Snapshot | None
    earlier_snapshot: Snapshot | None
    organization: Organization | None
    is_wide: bool

    @property
    def columns(self) -> list[str]:
        return [INDICATORS[code].name for code in MATRIX]


def report(
    user: User,
    period: Period,
    *,
    on: dt.date,
    organization: Organization | None = None,
    live: bool = False,
    with_bodies: bool = True,
) -> Report:
    """The frozen figures where there are any, unless `live` asks for today's count."""
    scope = Scope.of(user)
    now = None if live else frozen.snapshot_of(user, scope, period)
    before = period.last_year()
    then = frozen.snapshot_of(user, scope, before)
    earlier = {
        row.indicator.code: row
        for row in _all(user, before, then, on=on, organization=organization)
    }
    found = _all(user, period, now, on=on, organization=organization)
    is_wide = scope.is_wide
    wants_bodies = with_bodies and is_wide and organization is None
    return Report(
        period=period,
        lines=[_line(row, earlier.get(row.indicator.code), is_wide=is_wide) for row in found],
        bodies=_bodies(user, period, now, on=on) if wants_bodies else [],
        snapshot=now,
        earlier_snapshot=then,
        organization=organization,
        is_wide=is_wide,
    )


def periods(on: dt.date) -> list[Period]:
    """What can be chosen: thirteen months back from the present one, the years and the quarters
    that lie in them."""
    starts_at = settings.STATISTICAL_MONTH_STARTS_ON
    months = [Period.month_of(on, month_starts_on=starts_at)]
    while len(months) < MONTHS_SHOWN:
        months.append(months[-1].before())
    quarters = dict.fromkeys(
        f"{month.name[:4]}-Q{(int(month.name[5:]) + 2) // 3}" for month in months
    )
    years = dict.fromkeys(month.name[:4] for month in months)
    wider = [Period.named(name, month_starts_on=starts_at) for name in (*quarters, *years)]
    return [*months, *wider]


MONTHS_SHOWN = 14


def marks_in_force(user: User, period: Period) -> tuple[list[BaseFlag], int]:
    """Who took what out of the base, for petitions that this period counts, the newest first."""
    since = period.starts_on - dt.timedelta(days=LOOK_BACK)
    rows = (
        BaseFlag.objects.visible_to(user)
        .newest()
        .filter(value=True, flag__in=Mark.values)
        .filter(
            petition__registered_at__date__range=(since, period.ends_on),
            petition__is_sealed=False,
        )
    )
    shown = rows.select_related("petition", "set_by").order_by("-set_at", "-pk")
    return list(shown[:MOST_FLAGS]), rows.count()


#: The longest way from a registration into a period: ninety days of handling and thirty before.
LOOK_BACK = 120


def _all(
    user: User,
    period: Period,
    snapshot: Snapshot | None,
    *,
    on: dt.date,
    organization: Organization | None,
) -> list[Figure]:
    if snapshot is not None:
        return frozen.figures_in(snapshot, organization)
    return figures(user, period, on=on, organization=organization)


def _line(figure: Figure, earlier: Figure | None, *, is_wide: bool) -> Line:
    is_told = is_wide or figure.indicator.code not in CONFIDENTIAL
    is_hidden = not is_told and 0 < figure.denominator < HIDDEN_BELOW
    return Line(figure, earlier, is_linked=is_told, is_hidden=is_hidden)


def _bodies(
    user: User, period: Period, snapshot: Snapshot | None, *, on: dt.date
) -> list[BodyLine]:
    """Who needs help first: the most late cases at the top, then the most work."""
    found = (
        frozen.figures_by_organization(snapshot)
        if snapshot is not None
        else figures(user, period, on=on, by_organization=True, codes=MATRIX)
    )
    cells: dict[int, dict[str, Figure]] = {}
    for row in found:
        if row.organization_id is not None and row.indicator.party is Party.BODY:
            cells.setdefault(row.organization_id, {})[row.indicator.code] = row
    names = Organization.objects.in_bulk(cells)
    lines = [_body(names[pk], cells[pk]) for pk in cells]
    return sorted(lines, key=lambda row: (-row.late, -_work(row), row.organization.code))


def _body(organization: Organization, found: dict[str, Figure]) -> BodyLine:
    cells = tuple(_cell(found.get(code)) for code in MATRIX)
    return BodyLine(organization, cells, late=_late(found.values()))


def _cell(figure: Figure | None) -> Line | None:
    return Line(figure, None) if figure is not None else None


def _late(found: Iterable[Figure]) -> int:
    return sum(
        count
        for figure in found
        for code, count in figure.states.items()
        if figure.indicator.states[code].is_late
    )


def _work(row: BodyLine) -> int:
    return sum(cell.figure.denominator for cell in row.cells if cell is not None)


def shown(figure: Figure) -> str:
    """92.31 %, 26.5 日 (the mean), or 无 where nothing was counted."""
    if figure.value is None:
        return "—"
    if figure.indicator.measure is Measure.DAYS:
        return f"{figure.value:.1f} 日"
    return f"{figure.value * PERCENT:.2f} %"


def shown_median(figure: Figure) -> str:
    return f"{figure.median:.1f} 日" if figure.median is not None else ""


def shown_difference(line: Line) -> str:
    """In percentage points, or in days."""
    gap = line.difference
    if gap is None:
        return "—"
    if line.figure.indicator.measure is Measure.DAYS:
        return f"{gap:+.1f} 日"
    return f"{gap * PERCENT:+.2f} 个百分点"
