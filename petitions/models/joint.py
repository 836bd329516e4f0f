"""共同办理: bodies that handle one hop together and answer in one letter."""

from __future__ import annotations

from typing import Self

from django.db import models

from accounts.models import Organization, User
from petitions.models.referral import Referral


class JointBodyQuerySet(models.QuerySet["JointBody"]):
    def standing(self) -> Self:
        """Those that still handle; who was taken out again stays in the record."""
        return self.filter(removed_on=None)


class JointBody(models.Model):
    """A body that handles beside the holder of the hop. Together they answer, and their common
    superior reviews what they answered (Articles 24, 35). As long as it stands, its people see the
    claim (`Claim.visible_to`) and do not act on it."""

    referral = models.ForeignKey(
        Referral, models.PROTECT, related_name="joint_bodies", verbose_name="流转"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name="共同办理的机关"
    )
    agreement = models.CharField("协商情况", max_length=400)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_on = models.DateField("日期")
    removed_on = models.DateField("退出日期", null=True, blank=True)
    removed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="退出登记人"
    )
    removal_reason = models.CharField("退出理由", blank=True, max_length=400)

    objects = JointBodyQuerySet.as_manager()

    class Meta:
        verbose_name = "共同办理的机关"
        verbose_name_plural = "共同办理的机关"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "organization"],
                condition=models.Q(removed_on=None),
                name="joint_body_once_for_each_hop",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organization)

    @property
    def is_standing(self) -> bool:
        return self.removed_on is None
