"""提醒规则: when an organization's own people are told of its periods before they end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from routing.models.stage import Measure, Rung, Stage, StageRule
from routing.periods import Unit

if TYPE_CHECKING:
    from accounts.models import Organization
    from routing.stages import Stages

#: What an organization may set for itself. From the last day on the law's clock speaks for itself:
#: who hears of what is late is the same everywhere.
OWN = (Stage.HALF, Stage.NEAR)


@dataclass(frozen=True)
class Reminding:
    """`half` is the percentage of the days gone, `None` where half-way is not spoken of; `days` and
    `workdays` are how many are left when a period is near, by the unit in which it counts."""

    half: int | None
    days: int
    workdays: int
    leader_hears: bool = False


def reminding_of(stages: Stages, code: str, organization: Organization | None) -> Reminding:
    """What is in force; a blank `code` stands for the periods that no row names."""
    place = organization.pk if organization else None
    half = next(iter(stages.rules(Stage.HALF, code, place)), None)
    near = stages.rules(Stage.NEAR, code, place)
    by_measure = {row.measure: row.number or 0 for row in near}
    anyway = next(iter(by_measure.values()), 0)
    return Reminding(
        half.number if half else None,
        by_measure.get(Measure.DAYS, anyway),
        by_measure.get(Measure.WORKDAYS, anyway),
        any(Rung.LEADER in row.rungs for row in near),
    )


@transaction.atomic
def set_own(organization: Organization, code: str, wanted: Reminding) -> None:
    """Replace what this organization had set for this rule (blank: for all). What is stored with
    open periods follows at the next sweep."""
    reset_own(organization, code)
    rungs = [Rung.TURN, Rung.LEADER] if wanted.leader_hears else [Rung.TURN]
    rows = [
        (Stage.HALF, wanted.half, Measure.PERCENT, [Rung.TURN]),
        (Stage.NEAR, wanted.days, Measure.DAYS, rungs),
        (Stage.NEAR, wanted.workdays, Measure.WORKDAYS, rungs),
    ]
    StageRule.objects.bulk_create(
        StageRule(
            code=code,
            organization=organization,
            stage=stage,
            number=number,
            measure=measure,
            rungs=[rung.value for rung in heard],
        )
        for stage, number, measure, heard in rows
    )


def reset_own(organization: Organization, code: str) -> int:
    """Back to what holds for everybody. Returns how many rows went."""
    return StageRule.objects.filter(organization=organization, code=code, stage__in=OWN).delete()[0]


def near_for(limit_unit: Unit, reminding: Reminding) -> str:
    """提前多少 in the unit of the period, as a person reads it."""
    if limit_unit is Unit.WORKDAYS:
        return f"{reminding.workdays} 个工作日"
    return f"{reminding.days} 日"
