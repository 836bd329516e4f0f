"""职责: which organization is competent for which content class, and on what ground."""

from __future__ import annotations

from django.db import models

from accounts.models import Organization
from routing.models.guide import Category


class Duty(models.Model):
    """A duty for a first-level class covers all its second-level classes."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="duties", verbose_name="机构"
    )
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="duties", verbose_name="内容分类"
    )
    ground = models.CharField("职责依据", max_length=200)

    class Meta:
        verbose_name = "职责"
        verbose_name_plural = "职责"
        ordering = ["organization_id", "category_id"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "category"], name="duty_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organization}：{self.category}"
