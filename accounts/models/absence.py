"""请假、出差: who is away from when to when, and who hears of the periods meanwhile."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.models.organization import Organization
from accounts.models.person import User


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: dt.date) -> Self:
        return self.filter(cancelled_at=None, starts_on__lte=day, ends_on__gte=day)

    def to_come(self, day: dt.date) -> Self:
        """Those of today and of later."""
        return self.filter(cancelled_at=None, ends_on__gte=day)

    def of(self, organization: Organization) -> Self:
        posts = organization.posts.filter(ends_on=None).order_by().values("user_id")
        return self.filter(user__in=posts)


class Absence(models.Model):
    """Both days count. Cancelled, never deleted: it says why somebody else was told."""

    user = models.ForeignKey(User, models.PROTECT, related_name="absences", verbose_name="人员")
    substitute = models.ForeignKey(
        User, models.PROTECT, related_name="stands_in", verbose_name="代办人"
    )
    starts_on = models.DateField("自")
    ends_on = models.DateField("至")
    reason = models.CharField("事由", max_length=40, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间")
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = "离岗"
        verbose_name_plural = "离岗"
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(substitute=F("user")), name="absence_substitute_is_another"
            ),
        ]
        indexes = [
            models.Index(
                fields=["user", "ends_on"],
                name="absence_in_force",
                condition=Q(cancelled_at=None),
            ),
            models.Index(
                fields=["substitute", "ends_on"],
                name="absence_stood_in",
                condition=Q(cancelled_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.starts_on} 至 {self.ends_on}"
