"""The numbers: `figures` counts, `rows` lists what was counted, both by the same query."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Aggregate, Count, FloatField, Q, Sum

from oversight.indicators.cohorts import Question, Supposition
from oversight.indicators.scope import Scope
from oversight.indicators.table import (
    DENOMINATOR,
    INDICATORS,
    LEFT_BASE,
    NUMERATOR,
    PARTS,
    Indicator,
    Measure,
    Party,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from accounts.models import Organization, User
    from oversight.indicators.cohorts import Rows
    from oversight.indicators.periods import Period

FOUR_DECIMALS = Decimal("0.0001")
#: Fewer cases than this are shown as 样本少, since one more would turn the rate over.
ENOUGH = 20


class UnknownPartError(LookupError):
    """No indicator of this code, or none that has this part."""


class Median(Aggregate):
    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True)
class Figure:
    """One number with what it is made of. `organization_id` is `None` for all together."""

    indicator: Indicator
    numerator: int
    denominator: int
    organization_id: int | None = None
    left_base: int = 0
    states: dict[str, int] = field(default_factory=dict)
    median: Decimal | None = None

    @property
    def value(self) -> Decimal | None:
        """Four decimals; `None` where nothing was counted, which is neither 0 nor 100 %."""
        return ratio(self.numerator, self.denominator)

    @property
    def is_small(self) -> bool:
        return self.denominator < ENOUGH


def ratio(numerator: int, denominator: int) -> Decimal | None:
    if not denominator:
        return None
    return (Decimal(numerator) / denominator).quantize(FOUR_DECIMALS, ROUND_HALF_UP)


def figures(  # noqa: PLR0913 - for whom, when, as of when, of whom, and what if
    user: User,
    period: Period,
    *,
    on: dt.date,
    organization: Organization | None = None,
    by_organization: bool = False,
    codes: Iterable[str] | None = None,
    supposing: Supposition | None = None,
) -> list[Figure]:
    """The figures this person may see, in the order of the table: one for each indicator, or for
    each indicator and organization. `on` is the day as of which 超期 and 待评价 are judged."""
    question = Question(Scope.of(user, organization), period, on, supposing)
    return list(figures_of(question, by_organization=by_organization, codes=codes))


def figures_of(
    question: Question, *, by_organization: bool = False, codes: Iterable[str] | None = None
) -> Iterator[Figure]:
    """One query for each indicator."""
    wanted = set(INDICATORS if codes is None else codes)
    for indicator in INDICATORS.values():
        if indicator.code in wanted and is_shown(indicator, question.scope):
            yield from _counted(indicator, question, by_organization=by_organization)


def rows(
    user: User,
    period: Period,
    code: str,
    part: str,
    organization: Organization | None = None,
    *,
    on: dt.date,
) -> Rows:
    """The petitions, claims or tickets behind one number. `part` is numerator, denominator,
    left_base or one of the indicator's states. Raises `UnknownPartError`."""
    return rows_of(Question(Scope.of(user, organization), period, on), code, part)


def rows_of(question: Question, code: str, part: str) -> Rows:
    indicator = INDICATORS.get(code)
    if indicator is None or not is_shown(indicator, question.scope):
        raise UnknownPartError(code)
    verdicts = indicator.verdicts(part)
    if not verdicts:
        raise UnknownPartError(part)
    return indicator.cohort(question).filter(verdict__in=verdicts)


def is_shown(indicator: Indicator, scope: Scope) -> bool:
    """A body sees its own figures; those of the petition office are not its business."""
    return not scope.is_empty and (scope.is_wide or indicator.party is Party.BODY)


def parts_of(indicator: Indicator) -> dict[str, Q]:
    """The condition of every part on the rows of `Indicator.cohort`."""
    parts = (*PARTS, *indicator.states)
    return {part: Q(verdict__in=indicator.verdicts(part)) for part in parts}


def part_labels(indicator: Indicator) -> dict[str, str]:
    return PARTS | {code: state.label for code, state in indicator.states.items()}


def _counted(
    indicator: Indicator, question: Question, *, by_organization: bool
) -> Iterator[Figure]:
    """Grouped by verdict, so that each row is judged once however many parts there are."""
    is_days = indicator.measure is Measure.DAYS
    sums: dict[str, Any] = {"n": Count("pk")}
    if is_days:
        sums |= {"total": Sum("days"), "middle": Median("days")}
    group = ("answering", "verdict") if by_organization else ("verdict",)
    found: dict[int | None, dict[str, dict[str, Any]]] = {} if by_organization else {None: {}}
    for row in indicator.cohort(question).order_by().values(*group).annotate(**sums):
        found.setdefault(row.get("answering"), {})[row["verdict"]] = row
    for organization in sorted(found, key=lambda key: key or 0):
        yield _figure(indicator, found[organization], organization)


def _figure(
    indicator: Indicator, found: dict[str, dict[str, Any]], organization_id: int | None
) -> Figure:
    counts = {verdict: row["n"] for verdict, row in found.items()}

    def counted(part: str) -> int:
        return sum(counts.get(verdict, 0) for verdict in indicator.verdicts(part))

    done = found.get("done", {}) if indicator.measure is Measure.DAYS else None
    middle = done.get("middle") if done else None
    return Figure(
        indicator=indicator,
        numerator=counted(NUMERATOR) if done is None else int(done.get("total") or 0),
        denominator=counted(DENOMINATOR),
        organization_id=organization_id,
        left_base=counted(LEFT_BASE),
        states={code: counts.get(code, 0) for code in indicator.states},
        median=None if middle is None else Decimal(str(middle)).quantize(FOUR_DECIMALS),
    )
