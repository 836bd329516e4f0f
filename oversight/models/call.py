"""催办电话: that a body was called this morning, by whom, and what it answered."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import Organization, User


class CallNoteQuerySet(models.QuerySet["CallNote"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The office's own notes: its people read what a colleague heard on the telephone."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(office__in=user.place_ids())


class CallNote(models.Model):
    """One call from an office to a body. Written once: what was said is not edited."""

    office = models.ForeignKey(
        Organization, models.PROTECT, related_name="calls_made", verbose_name="致电机构"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="calls_taken", verbose_name="接电机关"
    )
    note = models.CharField("答复", max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="致电人")
    at = models.DateTimeField("时间")

    objects = CallNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "催办电话"
        verbose_name_plural = "催办电话"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["office", "organization", "-at"], name="call_newest_first")]

    def __str__(self) -> str:
        return f"{self.organization} {self.at:%Y-%m-%d}"
