"""导引图 as rows: what a petition is about, and the lawful road each situation leads to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Kind(models.TextChoices):
    GRIEVANCE = "grievance", "申诉求决"
    SUGGESTION = "suggestion", "建议意见"
    ACCUSATION = "accusation", "检举控告"


class ChannelClass(models.TextChoices):
    """The seven classes of lawful channels."""

    PETITION = "petition", "信访渠道"
    ADMINISTRATIVE = "administrative", "行政程序"
    ARBITRATION = "arbitration", "仲裁程序"
    LITIGATION = "litigation", "诉讼程序"
    COMPENSATION = "compensation", "国家赔偿"
    APPRAISAL = "appraisal", "技术鉴定"
    APPEAL = "appeal", "其他申诉程序"


class Category(models.Model):
    """内容分类. Two digits on the first level, four on the second (1501 工资福利)."""

    code = models.CharField("代码", max_length=4, unique=True)
    name = models.CharField("名称", max_length=40)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级类别",
    )

    class Meta:
        verbose_name = "内容分类"
        verbose_name_plural = "内容分类"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d{2}$", parent=None)
                | Q(code__regex=r"^\d{4}$", parent__isnull=False),
                name="category_code_fits_level",
            ),
            models.UniqueConstraint(
                fields=["parent", "name"], nulls_distinct=False, name="category_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_level_code(self) -> str:
        return self.code[:2]


class Situation(models.Model):
    """One row of the guide. `branch` is the paragraph of Article 31; None where it does not apply
    (suggestions, accusations, enquiries). `other_branch` is a second possible paragraph."""

    code = models.CharField("代码", max_length=8, unique=True)
    name = models.CharField("情形", max_length=80)
    channel_class = models.CharField("途径类别", max_length=20, choices=ChannelClass)
    kind = models.CharField("事项性质", max_length=12, choices=Kind)
    branch = models.PositiveSmallIntegerField("第三十一条分项", null=True, blank=True)
    other_branch = models.PositiveSmallIntegerField("另一可能分项", null=True, blank=True)
    body = models.CharField("办理机关", max_length=80)
    first_limit = models.CharField("首个硬期限", max_length=80, blank=True)
    remedy = models.CharField("救济途径", max_length=120, blank=True)
    ground = models.CharField("依据", max_length=120)

    class Meta:
        verbose_name = "导引情形"
        verbose_name_plural = "导引情形"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel_class__in=ChannelClass.values), name="situation_class_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="situation_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(branch=None) | Q(branch__range=(1, 6), kind=Kind.GRIEVANCE.value),
                name="situation_branch_is_of_article_31",
            ),
            models.CheckConstraint(
                condition=Q(other_branch=None)
                | Q(other_branch__range=(1, 6), branch__isnull=False),
                name="situation_other_branch_needs_branch",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
