"""拆分: one letter that asks for several things, taken apart into claims (一事一诉)."""

from __future__ import annotations

from django.db import models

from accounts.models import User
from petitions.models.matter import Claim
from petitions.models.petition import Petition


class Split(models.Model):
    """What was taken apart, and how it stood before. `extract` is the open petition (摘录件) that
    was made because a part is a report: the letter itself is sealed with that part."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="splits", verbose_name="原诉求")
    extract = models.OneToOneField(
        Petition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="extracted_by",
        verbose_name="摘录件",
    )
    before = models.JSONField("拆分前", default=dict)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="拆分人")
    made_at = models.DateTimeField("拆分时间")
    merged_at = models.DateTimeField("合并时间", null=True, blank=True)

    class Meta:
        verbose_name = "拆分"
        verbose_name_plural = "拆分"
        constraints = [
            models.UniqueConstraint(
                fields=["claim"],
                condition=models.Q(merged_at=None),
                name="split_one_standing_for_claim",
            ),
        ]

    def __str__(self) -> str:
        return f"拆分 {self.claim}"
