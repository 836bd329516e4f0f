"""导入结果: what became of a claim shown into another procedure (Article 31 (1) to (4))."""

from __future__ import annotations

from django.db import models

from accounts.models import User
from petitions.models.referral import Referral


class ImportResult(models.Model):
    """Taken on by `body` under `number`, or not, with the reason; append-only."""

    referral = models.ForeignKey(
        Referral, models.PROTECT, related_name="import_results", verbose_name="流转"
    )
    is_taken = models.BooleanField("已被接收")
    body = models.CharField("接收机关", max_length=80)
    number = models.CharField("案号、文号", max_length=60, blank=True)
    taken_on = models.DateField("日期")
    reason = models.TextField("理由", max_length=2000, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="记录人")
    recorded_on = models.DateField("记录日期")

    class Meta:
        verbose_name = "导入结果"
        verbose_name_plural = "导入结果"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_taken=False) | ~models.Q(number=""),
                name="import_result_taken_has_number",
            ),
            models.CheckConstraint(
                condition=models.Q(is_taken=True) | ~models.Q(reason=""),
                name="import_result_refused_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.number}".strip()
