"""Which stages a period has and on which day each begins; the one meaning of “near”."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from routing.calendar import ONE_DAY
from routing.models.stage import MOST, OWN_RUNGS, Measure, Rung, Stage, StageRule
from routing.periods import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from routing.calendar import WorkCalendar

__all__ = ["MOST", "OWN_RUNGS", "Marks", "Measure", "Rung", "Scope", "Stage", "Stages"]

#: Rule code (blank: every rule) and organization (none: every organization).
Scope = tuple[str, int | None]


@dataclass(frozen=True)
class Marks:
    """The days on which an open period becomes half gone and near; `None`: it never does."""

    half_on: dt.date | None
    near_on: dt.date | None


class Stages:
    """The rows of `StageRule` as they stand, read once for as many periods as are asked about."""

    def __init__(self, rules: Iterable[StageRule]) -> None:
        rules = list(rules)
        #: Equal for equal rows; what is stored with open periods follows from these.
        self.signature = repr([_words(rule) for rule in rules])
        self._rules: dict[tuple[Scope, int], list[StageRule]] = defaultdict(list)
        for rule in rules:
            scope = (rule.code, rule.organization_id)
            self._rules[scope, rule.stage].append(rule)

    @classmethod
    def load(cls) -> Self:
        return cls(StageRule.objects.order_by("stage", "ordinal", "pk"))

    def rules(self, stage: Stage, code: str, organization: int | None) -> list[StageRule]:
        """The rows in force for this stage, from the nearest scope that has any."""
        for scope in _scopes(code, organization):
            found = self._rules.get((scope, stage.value))
            if found:
                return found
        return []

    def rungs(
        self, stage: Stage, ordinal: int, code: str, organization: int | None
    ) -> tuple[Rung, ...]:
        """Who hears of it; whose turn it is where no row says."""
        for rule in self.rules(stage, code, organization):
            if rule.ordinal == ordinal:
                return tuple(Rung(rung) for rung in rule.rungs) or (Rung.TURN,)
        return (Rung.TURN,)

    def marks(
        self,
        *,
        code: str,
        organization: int | None,
        unit: Unit,
        started_on: dt.date,
        due_on: dt.date,
        calendar: WorkCalendar,
    ) -> Marks:
        half = next(iter(self.rules(Stage.HALF, code, organization)), None)
        near = self._near(code, organization, unit)
        return Marks(
            _part_of(started_on, due_on, half.number) if half and half.number else None,
            days_before(due_on, near.number, near.measure, calendar)
            if near and near.number is not None
            else None,
        )

    def scopes(self) -> list[Scope]:
        """Where the later reminders of a late period are said, the nearest scope first."""
        late = {scope for scope, stage in self._rules if stage == Stage.LATE_AGAIN.value}
        return sorted(late, key=lambda scope: (scope[1] is None, not scope[0], scope[0]))

    def again(self, scope: Scope) -> list[StageRule]:
        """The later reminders of one scope, the last of them first."""
        rules = [row for row in self._rules[scope, Stage.LATE_AGAIN.value] if row.number]
        return sorted(rules, key=lambda row: -row.ordinal)

    def _near(self, code: str, organization: int | None, unit: Unit) -> StageRule | None:
        """Of two rows, one in 日 and one in 工作日, the one that counts as the period does."""
        rules = self.rules(Stage.NEAR, code, organization)
        wanted = Measure.WORKDAYS if unit is Unit.WORKDAYS else Measure.DAYS
        fitting = [rule for rule in rules if rule.measure == wanted.value]
        return next(iter(fitting or rules), None)


def days_before(day: dt.date, number: int, measure: str, calendar: WorkCalendar) -> dt.date:
    """The first day on which no more than `number` are left up to and with `day`."""
    if measure != Measure.WORKDAYS:
        return day - dt.timedelta(number)
    left = number + 1
    while True:
        left -= calendar.is_workday(day)
        if not left:
            return day
        day -= ONE_DAY


def late_since(today: dt.date, number: int, measure: str, calendar: WorkCalendar) -> dt.date:
    """The latest last day of which `number` have gone by today."""
    if measure != Measure.WORKDAYS:
        return today - dt.timedelta(number)
    return days_before(today, number - 1, measure, calendar) - ONE_DAY


def late_on(due_on: dt.date, number: int, measure: str, calendar: WorkCalendar) -> dt.date:
    """The day on which so many have gone by since the last day."""
    if measure != Measure.WORKDAYS:
        return due_on + dt.timedelta(number)
    day = due_on
    for _ in range(number):
        day = calendar.next_workday(day)
    return day


def _part_of(started_on: dt.date, due_on: dt.date, percent: int) -> dt.date:
    """The first day on which this part of the days is gone."""
    return due_on - dt.timedelta((due_on - started_on).days * (100 - percent) // 100)


def _words(rule: StageRule) -> tuple[object, ...]:
    scope = (rule.code, rule.organization_id)
    return (*scope, rule.stage, rule.ordinal, rule.number, rule.measure)


def _scopes(code: str, organization: int | None) -> tuple[Scope, ...]:
    general: tuple[Scope, ...] = ((code, None), ("", None))
    if organization is None:
        return general
    return ((code, organization), ("", organization), *general)
