"""提醒: which stage of which period was told, so that it is told once."""

from __future__ import annotations

from django.db import models

from accounts.models import User
from petitions.models import Deadline
from petitions.models.deadline import DeadlineStatus
from routing.stages import Stage

__all__ = [
    "Act",
    "Reminder",
    "Stage",
    "every_key_of",
    "read_reminder_key",
    "reminder_key",
    "still_holds",
]


class Act(models.TextChoices):
    """What oversight adds to a matter's chain of events."""

    OVERDUE = "overdue", "超期"
    OPEN_TICKET = "open_ticket", "开出督办单"
    ANSWER_TICKET = "answer_ticket", "答复督办单"
    ACCEPT_TICKET = "accept_ticket", "认可答复"
    RETURN_TICKET = "return_ticket", "退回答复"
    LIFT_TICKET = "lift_ticket", "解除督办"
    VOID_TICKET = "void_ticket", "撤回督办单"


class Reminder(models.Model):
    """One stage of one version of a period was reached and told: the mark that makes it once.

    Written in the transaction that writes the notices, whose keys begin with `key`. `superseded`
    marks a stage that had already passed when somebody looked; nobody is told of it any more.
    `closed_at` is set when the stage no longer holds, and its unread notices are withdrawn.
    `handler` is who was named then: another one now has to be told as well."""

    deadline = models.ForeignKey(
        Deadline, models.PROTECT, related_name="reminders", verbose_name="期限"
    )
    deadline_version = models.PositiveIntegerField("期限版本")
    stage = models.PositiveSmallIntegerField("阶段", choices=Stage)
    ordinal = models.PositiveSmallIntegerField("次序", default=0)
    handler = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="当时承办人"
    )
    superseded = models.BooleanField("已错过", default=False)
    told_at = models.DateTimeField("提醒时间")
    closed_at = models.DateTimeField("失效时间", null=True, blank=True)

    class Meta:
        verbose_name = "期限提醒"
        verbose_name_plural = "期限提醒"
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "deadline_version", "stage", "ordinal"],
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
        return reminder_key(self.deadline_id, self.deadline_version, self.stage, self.ordinal)

    @property
    def holds(self) -> bool:
        return still_holds(self.deadline, self.deadline_version, Stage(self.stage))


def reminder_key(deadline_id: int, version: int, stage: int, ordinal: int = 0) -> str:
    """How the natural keys of this stage's notices begin; recipient and channel follow. Tickets
    that climbed are told as `LATE` with their level."""
    name = Stage(stage).name.lower() + (f".{ordinal}" if ordinal else "")
    return f"{every_key_of(deadline_id, version)}{name}"


def every_key_of(deadline_id: int, version: int) -> str:
    """How the keys of everything said of this version of a period begin."""
    return f"reminder:{deadline_id}:{version}:"


def read_reminder_key(key: str) -> tuple[int, int, Stage] | None:
    """Deadline, version and stage of a notice's key; `None` for notices of other things."""
    kind, _, rest = key.partition(":")
    if kind != "reminder":
        return None
    deadline_id, version, name, *_ = rest.split(":")
    return int(deadline_id), int(version), Stage[name.partition(".")[0].upper()]


def still_holds(deadline: Deadline, version: int, stage: Stage) -> bool:
    """Whether what was said of this version is still so. A period that ended late stays late."""
    if deadline.version != version or deadline.status == DeadlineStatus.VOID:
        return False
    return stage is Stage.LATE or deadline.status == DeadlineStatus.RUNNING
