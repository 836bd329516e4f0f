"""统计标记: the only way in which a petition leaves the base of the indicators."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import User
from petitions.models.petition import Petition


class Mark(models.TextChoices):
    UNCOUNTED = "uncounted", "不纳入统计"
    LITIGATION = "litigation", "涉法涉诉"


class BaseFlagQuerySet(models.QuerySet["BaseFlag"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(petition__in=Petition.objects.visible_to(user))

    def newest(self) -> Self:
        """The row in force for each petition and mark; the earlier ones stay to be read."""
        later = BaseFlag.objects.filter(
            petition=models.OuterRef("petition"),
            flag=models.OuterRef("flag"),
            pk__gt=models.OuterRef("pk"),
        )
        return self.filter(~models.Exists(later))


class BaseFlag(models.Model):
    """Append-only: a mark is lifted by a newer row with `value` false. Who set it and why is shown
    beside every figure that it changes."""

    petition = models.ForeignKey(
        Petition, models.PROTECT, related_name="base_flags", verbose_name="信访件"
    )
    flag = models.CharField("标记", max_length=12, choices=Mark)
    value = models.BooleanField("是否")
    reason = models.CharField("理由", max_length=500)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="设定人")
    set_at = models.DateTimeField("设定时间")

    objects = BaseFlagQuerySet.as_manager()

    class Meta:
        verbose_name = "统计标记"
        verbose_name_plural = "统计标记"
        ordering = ["set_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(flag__in=Mark.values), name="base_flag_is_known"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="base_flag_has_reason"),
        ]
        indexes = [models.Index(fields=["petition", "flag", "-id"], name="base_flag_newest")]

    def __str__(self) -> str:
        return f"{self.get_flag_display()}：{'是' if self.value else '否'}"
