"""批示: a leader's word on one claim."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import Organization, User
from petitions.models import Claim


class InstructionQuerySet(models.QuerySet["Instruction"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(claim__in=Claim.objects.visible_to(user))


class Instruction(models.Model):
    """Written once, beside the event that stands in the matter's chain with the same words."""

    claim = models.ForeignKey(
        Claim, models.PROTECT, related_name="instructions", verbose_name="诉求"
    )
    text = models.TextField("批示", max_length=1000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="批示人")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name="机关"
    )
    at = models.DateTimeField("时间")

    objects = InstructionQuerySet.as_manager()

    class Meta:
        verbose_name = "批示"
        verbose_name_plural = "批示"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="instruction_says_something"),
        ]

    def __str__(self) -> str:
        return f"批示 {self.at:%Y-%m-%d}"
