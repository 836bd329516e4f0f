"""信访情况年度报告 as it was sent: one for each office and year."""

from __future__ import annotations

import uuid
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import ADMINISTRATORS, Organization, Role, User


class AnnualPaperQuerySet(models.QuerySet["AnnualPaper"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Whoever sits in the office that wrote it, and the leaders to whom it was written."""
        active = user.active_posts if user.is_authenticated else []
        posts = [post for post in active if post.role not in ADMINISTRATORS]
        led = {post.organization_id for post in posts if post.role == Role.LEADER}
        return self.filter(
            models.Q(organization__in={post.organization_id for post in posts})
            | models.Q(organization__government__in=led)
        )


class AnnualPaper(models.Model):
    """D40. Issued once; the database refuses to change or delete a row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name="编制机关"
    )
    year = models.PositiveSmallIntegerField("年度")
    number = models.CharField("文号", max_length=60)
    values = models.JSONField("内容")
    issued_on = models.DateField("签发日期")
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="签发人")
    sha256 = models.CharField("摘要", max_length=64)
    content = models.BinaryField("PDF")
    template = models.CharField("模板版本", max_length=60, editable=False)

    objects = AnnualPaperQuerySet.as_manager()

    class Meta:
        verbose_name = "年度报告"
        verbose_name_plural = "年度报告"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "year"], name="annual_paper_once"),
            models.UniqueConstraint(
                fields=["organization", "number"], name="annual_paper_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"信访情况年度报告 {self.number}"
