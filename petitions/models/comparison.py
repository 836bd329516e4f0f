"""核对: whether a petition says anything new against a final opinion, decided by a supervisor."""

from __future__ import annotations

from django.db import models

from accounts.models import User
from petitions.models.document import Document
from petitions.models.matter import Claim


class Comparison(models.Model):
    """Same facts and reasons may be refused (Article 36 paragraph 3); new ones go their own road.
    The newest row is in force."""

    claim = models.ForeignKey(
        Claim, models.PROTECT, related_name="comparisons", verbose_name="诉求"
    )
    opinion = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name="复核意见")
    is_same = models.BooleanField("事实和理由相同")
    reason = models.TextField("理由", max_length=2000)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="核对人")
    decided_on = models.DateField("日期")

    class Meta:
        verbose_name = "事实核对"
        verbose_name_plural = "事实核对"

    def __str__(self) -> str:
        return "相同事实" if self.is_same else "新的事实"
