"""解除黄牌: why a period that will soon end needs nobody's call."""

from __future__ import annotations

from django.db import models

from accounts.models import Organization, User
from petitions.models import Deadline


class CardLift(models.Model):
    """Holds for one version of a period until its last day: what is late turns red all the same.
    A red card is lifted with its ticket."""

    deadline = models.ForeignKey(
        Deadline, models.PROTECT, related_name="lifts", verbose_name="期限"
    )
    deadline_version = models.PositiveIntegerField("期限版本")
    reason = models.TextField("理由", max_length=1000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="解除人")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name="机关"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "解除黄牌"
        verbose_name_plural = "解除黄牌"
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "deadline_version"], name="card_lifted_once"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="card_lifted_with_reason"),
        ]

    def __str__(self) -> str:
        return f"解除 {self.deadline}"
