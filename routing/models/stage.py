"""期限阶段: when a running period is spoken of, and how high up the ladder it is heard."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Organization


class Stage(models.IntegerChoices):
    """In the order in which a period passes them. `LATE_AGAIN` comes several times, told apart by
    an ordinal; `PLEDGE` is the end of the organization's own promise and stands beside the rest."""

    HALF = 10, "过半未办"
    PLEDGE = 20, "承诺期到"
    NEAR = 30, "将到期"
    DUE_TODAY = 40, "今日到期"
    LATE = 50, "已超期"
    LATE_AGAIN = 60, "仍未办结"


class Measure(models.TextChoices):
    DAYS = "days", "日"
    WORKDAYS = "workdays", "个工作日"
    PERCENT = "percent", "%"


class Rung(models.TextChoices):
    """The ladder, lowest first. `TURN` is whoever acts next: the named handler, else the desk."""

    TURN = "turn", "应办人员"
    DESK = "desk", "本单位收发、登记"
    LEADER = "leader", "本单位审批人、负责人"
    SUPERVISOR = "supervisor", "信访部门督办员"
    CHIEF = "chief", "信访部门领导"
    GOVERNMENT = "government", "分管领导"


#: The rungs inside the responsible organization; the others watch it.
OWN_RUNGS = (Rung.TURN, Rung.DESK, Rung.LEADER)
#: A place (`Stage` + ordinal) must not run into the next stage.
MOST = 9


class StageRule(models.Model):
    """One stage of one rule (`code` blank: of every rule) in one organization (none: in all).

    The row that names the organization goes before the one that does not, then the one that names
    the rule; it replaces all rows of that stage. An empty `number` switches off what has one."""

    code = models.SlugField("期限", max_length=40, blank=True)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stage_rules",
        verbose_name="适用机关",
    )
    stage = models.PositiveSmallIntegerField("阶段", choices=Stage)
    ordinal = models.PositiveSmallIntegerField("次序", default=0)
    number = models.PositiveSmallIntegerField("数量", null=True, blank=True)
    measure = models.CharField("单位", max_length=8, choices=Measure, blank=True)
    rungs = ArrayField(
        models.CharField(max_length=12, choices=Rung), verbose_name="告知", default=list
    )

    class Meta:
        verbose_name = "期限阶段"
        verbose_name_plural = "期限阶段"
        ordering = ["stage", "ordinal", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "organization", "stage", "ordinal", "measure"],
                nulls_distinct=False,
                name="stage_rule_once",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values), name="stage_rule_stage_is_known"
            ),
            models.CheckConstraint(
                condition=(Q(stage=Stage.LATE_AGAIN.value) & Q(ordinal__range=(1, MOST)))
                | (~Q(stage=Stage.LATE_AGAIN.value) & Q(ordinal=0)),
                name="stage_rule_ordinal_fits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.code or '所有期限'}"
