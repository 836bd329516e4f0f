"""期限: a running clock with its rule, derivation, pauses and frozen verdict."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Organization, User
from petitions.models.matter import Claim
from petitions.models.referral import Referral


class DeadlineStatus(models.TextChoices):
    RUNNING = "running", "计算中"
    PAUSED = "paused", "暂停中"
    MET = "met", "已完成"
    VOID = "void", "不再适用"


class Verdict(models.TextChoices):
    IN_TIME = "in_time", "按期"
    LATE = "late", "超期"


OPEN_CLOCK = (DeadlineStatus.RUNNING, DeadlineStatus.PAUSED)
#: Periods within which a body may act. They end in silence: there is nothing to be late with.
WINDOWS = ("object", "confirm")


#: The clocks of a first answer and of its notice: what the indicators look at, found by their days.
FIRST_ANSWERS = ("conclude", "duty_reply", "guide", "research", "simple_conclude")
NOTICES = ("notify_referred",)
COUNTED = models.Q(code__in=(*FIRST_ANSWERS, *NOTICES), status__in=("running", "paused", "met"))


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(referral__claim__in=Claim.objects.visible_to(user))

    def open(self) -> Self:
        return self.filter(status__in=OPEN_CLOCK)

    def owed(self) -> Self:
        """Open clocks that a body can be late with; a petitioner's periods and windows are not."""
        return self.open().exclude(organization=None).exclude(code__in=WINDOWS)


class Deadline(models.Model):
    """One clock of one hop. `organization` is who must act; `None` is the petitioner.

    The rule is copied, not looked up again: number, unit, rule and calendar versions and the
    derivation stand here as they were used. `version` grows when the date moves, which voids
    reminders written for the old date. The verdict is frozen when the clock closes.

    `near_on` and `half_on` are the days from which it is near and half gone, everywhere.
    `pledged_on` is the organization's own promise (承诺): it never decides a verdict."""

    referral = models.ForeignKey(
        Referral, models.PROTECT, related_name="deadlines", verbose_name="流转"
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deadlines",
        verbose_name="责任机关",
    )
    code = models.CharField("规则", max_length=24)
    name = models.CharField("名称", max_length=40)
    article = models.CharField("依据", max_length=60)
    number = models.PositiveSmallIntegerField("数目", null=True, blank=True)
    unit = models.CharField("单位", max_length=10)
    rolls = models.BooleanField("末日顺延", default=False)
    extension_cap = models.PositiveSmallIntegerField("可延长", default=0)
    is_internal = models.BooleanField("内部要求", default=False)
    rule_version = models.PositiveIntegerField("规则版本", default=1)
    calendar_version = models.PositiveIntegerField("日历版本", default=0)
    start_event = models.CharField("起算事由", max_length=60)
    started_on = models.DateField("起算日")
    extension_days = models.PositiveSmallIntegerField("已延长", default=0)
    due_on = models.DateField("截止日")
    unrolled_on = models.DateField("未顺延的末日")
    half_on = models.DateField("过半之日", null=True, blank=True)
    near_on = models.DateField("临近之日", null=True, blank=True)
    pledge_number = models.PositiveSmallIntegerField("承诺数目", null=True, blank=True)
    pledged_on = models.DateField("承诺截止日", null=True, blank=True)
    is_provisional = models.BooleanField("暂定", default=False)
    explanation = ArrayField(models.TextField(), verbose_name="计算过程", default=list)
    status = models.CharField(
        "状态", max_length=8, choices=DeadlineStatus, default=DeadlineStatus.RUNNING
    )
    version = models.PositiveIntegerField("版本", default=1)
    closed_on = models.DateField("完成日", null=True, blank=True)
    verdict = models.CharField("结论", max_length=8, choices=Verdict, blank=True)
    late_days = models.PositiveIntegerField("超期天数", null=True, blank=True)
    breached_on = models.DateField("超期之日", null=True, blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = "期限"
        verbose_name_plural = "期限"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "code"],
                condition=models.Q(status__in=("running", "paused")),
                name="deadline_one_open_of_each_code",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=("running", "paused", "void"), verdict="")
                | (models.Q(status="met", closed_on__isnull=False) & ~models.Q(verdict="")),
                name="deadline_verdict_when_met",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                name="deadline_open_by_due",
                condition=models.Q(status__in=("running", "paused")),
            ),
            models.Index(
                fields=["organization", "due_on"],
                name="deadline_open_by_organization",
                condition=models.Q(status__in=("running", "paused")),
            ),
            models.Index(
                fields=["near_on"],
                name="deadline_open_by_near",
                condition=models.Q(status__in=("running", "paused")),
            ),
            models.Index(
                fields=["closed_on"],
                name="deadline_met_by_day",
                condition=models.Q(status="met"),
            ),
            models.Index(fields=["due_on"], name="deadline_counted_by_due", condition=COUNTED),
            models.Index(fields=["closed_on"], name="deadline_counted_by_close", condition=COUNTED),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.due_on}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_CLOCK

    @property
    def is_owed(self) -> bool:
        return self.is_open and self.organization_id is not None and self.code not in WINDOWS

    def is_near(self, on: dt.date) -> bool:
        """Whether it ends soon and has not ended: the one meaning of 将到期."""
        return self.near_on is not None and self.near_on <= on < self.due_on

    def days_left(self, on: dt.date) -> int:
        """Calendar days to the last day; negative when it has passed. The last day itself is 0."""
        return (self.due_on - on).days


class DeadlinePause(models.Model):
    """[starts_on, ends_on): hearing, expert panel or suspension; an open end is still running."""

    deadline = models.ForeignKey(
        Deadline, models.PROTECT, related_name="pauses", verbose_name="期限"
    )
    reason = models.CharField("事由", max_length=60)
    starts_on = models.DateField("自")
    ends_on = models.DateField("至", null=True, blank=True)

    class Meta:
        verbose_name = "期限暂停"
        verbose_name_plural = "期限暂停"
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline"],
                condition=models.Q(ends_on=None),
                name="deadline_pause_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.starts_on}"
