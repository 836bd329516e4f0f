"""共同办理: bodies that handle one hop together and answer in one letter."""

from __future__ import annotations

from django.db import models

from accounts.models import Organization, User
from petitions.models.referral import Referral


class JointBody(models.Model):
    """A body that handles beside the holder of the hop. Together they answer, and their common
    superior reviews what they answered (Articles 24, 35)."""

    referral = models.ForeignKey(
        Referral, models.PROTECT, related_name="joint_bodies", verbose_name="流转"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name="共同办理的机关"
    )
    agreement = models.CharField("协商情况", max_length=400)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_on = models.DateField("日期")

    class Meta:
        verbose_name = "共同办理的机关"
        verbose_name_plural = "共同办理的机关"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "organization"], name="joint_body_once_for_each_hop"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organization)
