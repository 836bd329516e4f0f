"""What oversight remembers: which stage of which period was told, tickets, and signs of life."""

from __future__ import annotations

import uuid
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import Organization, User
from petitions.models import Claim, Deadline, Referral
from petitions.models.deadline import DeadlineStatus


class Stage(models.IntegerChoices):
    """How close a period is to its end. A period only ever moves on to a higher stage."""

    NEAR = 1, "将到期"
    DUE_TODAY = 2, "今日到期"
    LATE = 3, "已超期"


class Act(models.TextChoices):
    """What oversight adds to a matter's chain of events."""

    OVERDUE = "overdue", "超期"
    ANSWER_TICKET = "answer_ticket", "答复督办单"


class Reminder(models.Model):
    """One stage of one version of a period was reached and told: the mark that makes it once.

    Written in the transaction that writes the notices, whose keys begin with `key`. `superseded`
    marks a stage that had already passed when somebody looked; nobody is told of it any more.
    `closed_at` is set when the stage no longer holds, and its unread notices are withdrawn."""

    deadline = models.ForeignKey(
        Deadline, models.PROTECT, related_name="reminders", verbose_name="期限"
    )
    deadline_version = models.PositiveIntegerField("期限版本")
    stage = models.PositiveSmallIntegerField("阶段", choices=Stage)
    superseded = models.BooleanField("已错过", default=False)
    told_at = models.DateTimeField("提醒时间")
    closed_at = models.DateTimeField("失效时间", null=True, blank=True)

    class Meta:
        verbose_name = "期限提醒"
        verbose_name_plural = "期限提醒"
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "deadline_version", "stage"],
                name="reminder_once_for_each_stage",
            ),
            models.CheckConstraint(
                condition=models.Q(stage__in=Stage.values), name="reminder_stage_is_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["deadline"], name="reminder_in_force", condition=models.Q(closed_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.deadline}"

    @property
    def key(self) -> str:
        return reminder_key(self.deadline_id, self.deadline_version, Stage(self.stage))

    @property
    def holds(self) -> bool:
        return still_holds(self.deadline, self.deadline_version, Stage(self.stage))


def reminder_key(deadline_id: int, version: int, stage: Stage) -> str:
    """How the natural keys of this stage's notices begin; recipient and channel follow."""
    return f"reminder:{deadline_id}:{version}:{stage.name.lower()}"


def read_reminder_key(key: str) -> tuple[int, int, Stage] | None:
    """Deadline, version and stage of a notice's key; `None` for notices of other things."""
    kind, _, rest = key.partition(":")
    if kind != "reminder":
        return None
    deadline_id, version, stage, *_ = rest.split(":")
    return int(deadline_id), int(version), Stage[stage.upper()]


def still_holds(deadline: Deadline, version: int, stage: Stage) -> bool:
    """Whether what was said of this version is still so. A period that ended late stays late."""
    if deadline.version != version or deadline.status == DeadlineStatus.VOID:
        return False
    return stage is Stage.LATE or deadline.status == DeadlineStatus.RUNNING


class TicketStatus(models.TextChoices):
    OPEN = "open", "待答复"
    ANSWERED = "answered", "已答复"
    VOID = "void", "已撤回"


class TicketQuerySet(models.QuerySet["Ticket"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(claim__in=Claim.objects.visible_to(user))

    def open(self) -> Self:
        return self.filter(status=TicketStatus.OPEN)


class Ticket(models.Model):
    """督办单: a period ran out, and the responsible organization must say in writing why.

    `breached_on` is the day after the period's last day, whenever that was noticed. A ticket whose
    period was moved or withdrawn afterwards becomes `VOID`; it is never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deadline = models.ForeignKey(
        Deadline, models.PROTECT, related_name="tickets", verbose_name="期限"
    )
    deadline_version = models.PositiveIntegerField("期限版本")
    level = models.PositiveSmallIntegerField("层级", default=1)
    referral = models.ForeignKey(
        Referral, models.PROTECT, related_name="tickets", verbose_name="流转"
    )
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="tickets", verbose_name="诉求")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="tickets", verbose_name="责任机关"
    )
    breached_on = models.DateField("超期之日")
    opened_on = models.DateField("开出日期")
    opened_at = models.DateTimeField("开出时间")
    due_on = models.DateField("答复截止")
    status = models.CharField("状态", max_length=8, choices=TicketStatus, default=TicketStatus.OPEN)
    answer = models.TextField("书面答复", max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = "督办单"
        verbose_name_plural = "督办单"
        ordering = ["due_on", "opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "deadline_version", "level"], name="ticket_once_for_each_level"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=TicketStatus.values), name="ticket_status_is_known"
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(
                        status="answered", answered_by__isnull=False, answered_at__isnull=False
                    )
                    & ~models.Q(answer="")
                )
                | (~models.Q(status="answered") & models.Q(answered_at=None, answer="")),
                name="ticket_answered_in_writing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "status", "due_on"], name="ticket_by_organization"
            ),
            models.Index(fields=["status", "due_on"], name="ticket_by_due"),
        ]

    def __str__(self) -> str:
        return f"督办单：{self.deadline.name}超期"


class Heartbeat(models.Model):
    """The last sign of life of the worker and of beat; `/healthz` reads it."""

    name = models.CharField("名称", max_length=20, unique=True)
    beat_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "心跳"
        verbose_name_plural = "心跳"

    def __str__(self) -> str:
        return self.name


class ClockWatermark(models.Model):
    """The latest moment a sweep has seen. One row; a clock that falls behind it is not believed."""

    ROW = 1

    swept_at = models.DateTimeField("最近一次检查")

    class Meta:
        verbose_name = "时钟水位"
        verbose_name_plural = "时钟水位"

    def __str__(self) -> str:
        return f"{self.swept_at:%Y-%m-%d %H:%M:%S}"
