"""率: the indicators of the reports over the windows of a board, and a trend of twelve months."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Case, CharField, Count, Q, Value, When

from oversight.indicators import (
    DENOMINATOR,
    INDICATORS,
    NUMERATOR,
    Figure,
    Period,
    Question,
    figures,
)
from oversight.indicators import Scope as Counted
from oversight.indicators.figures import is_shown, parts_of

if TYPE_CHECKING:
    from oversight.boards.scope import Scope
    from oversight.indicators import Indicator

MONTHS = 12
ONE_DAY = dt.timedelta(1)
#: A board looks back over whole days: what ends today may still be met.
TILE_DAYS, UNIT_DAYS = 30, 90
ON_TIME = "on_time_answer"
ACCEPTANCE = {True: "office_acceptance", False: "body_acceptance"}
SATISFIED, RATED = "satisfied_body", "rated_body"
#: The day by which an indicator's rows fall into a month.
_DAY = {
    "office_acceptance": "limit_on",
    "body_acceptance": "limit_on",
    ON_TIME: "limit_on",
    SATISFIED: "done_on",
    RATED: "done_on",
}


@dataclass(frozen=True)
class Point:
    """One month of a trend. The present month is counted up to yesterday."""

    period: Period
    figure: Figure

    @property
    def label(self) -> str:
        return f"{self.period.name[2:4]}年{int(self.period.name[5:7])}月"


@dataclass(frozen=True)
class Trend:
    indicator: Indicator
    points: tuple[Point, ...]


def window(scope: Scope, days: int) -> Period:
    """So many days that ended yesterday."""
    return Period(scope.on - dt.timedelta(days), scope.on - ONE_DAY)


def codes_of(scope: Scope) -> tuple[str, ...]:
    """The four rates of a board; a body answers for its own acceptance, not for the office's."""
    return (ACCEPTANCE[scope.is_wide], ON_TIME, SATISFIED, RATED)


def recent(scope: Scope) -> dict[str, Figure]:
    """The four rates of the last thirty days, by code."""
    found = figures(scope.user, window(scope, TILE_DAYS), on=scope.on, codes=codes_of(scope))
    return {figure.indicator.code: figure for figure in found}


def by_body(scope: Scope) -> dict[int, Figure]:
    """按期办结率 of what was due in the last ninety days, for each body that answers."""
    found = figures(
        scope.user,
        window(scope, UNIT_DAYS),
        on=scope.on,
        by_organization=True,
        codes=(ON_TIME,),
    )
    return {row.organization_id: row for row in found if row.organization_id is not None}


def trends(scope: Scope) -> list[Trend]:
    """Twelve months of each rate: one query for each, however long the past is."""
    months = _months(scope)
    found = [Trend(INDICATORS[code], _points(code, scope, months)) for code in codes_of(scope)]
    return [one for one in found if one.points]


def trend(scope: Scope, code: str) -> Trend:
    """Twelve months of one rate."""
    return Trend(INDICATORS[code], _points(code, scope, _months(scope)))


def _points(code: str, scope: Scope, months: list[Period]) -> tuple[Point, ...]:
    indicator = INDICATORS[code]
    whole = Period(months[0].starts_on, months[-1].ends_on)
    question = Question(Counted.of(scope.user), whole, scope.on)
    if not is_shown(indicator, question.scope):
        return ()
    conditions = parts_of(indicator)
    month = Case(
        *(
            When(Q(**{f"{_DAY[code]}__range": (one.starts_on, one.ends_on)}), then=Value(one.name))
            for one in months
        ),
        output_field=CharField(),
    )
    rows = (
        indicator.cohort(question)
        .order_by()
        .annotate(month=month)
        .values("month")
        .annotate(
            hits=Count("pk", filter=conditions[NUMERATOR]),
            cases=Count("pk", filter=conditions[DENOMINATOR]),
        )
    )
    counted = {row["month"]: (row["hits"], row["cases"]) for row in rows}
    return tuple(Point(one, Figure(indicator, *counted.get(one.name, (0, 0)))) for one in months)


def _months(scope: Scope) -> list[Period]:
    """The oldest first; the present one ends yesterday, and is left out on its first day."""
    month = Period.month_of(scope.on, month_starts_on=settings.STATISTICAL_MONTH_STARTS_ON)
    months = []
    if month.starts_on < scope.on:
        months.append(Period(month.starts_on, scope.on - ONE_DAY, month.name))
    while len(months) < MONTHS:
        month = month.before()
        months.append(month)
    return months[::-1]
