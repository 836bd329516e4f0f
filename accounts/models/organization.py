"""机关、单位: the tree of organizations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from collections.abc import Iterator


class Level(models.IntegerChoices):
    PROVINCE = 1, "省"
    CITY = 2, "市"
    COUNTY = 3, "县"
    TOWN = 4, "乡镇街道"


class OrganizationKind(models.TextChoices):
    GOVERNMENT = "government", "党委政府"
    PETITION_OFFICE = "petition_office", "信访部门"
    REVIEW_OFFICE = "review_office", "复查复核机构"
    DEPARTMENT = "department", "工作部门"
    DISCIPLINE = "discipline", "纪检监察机关"
    DISPATCHED = "dispatched", "派出机关"
    INSTITUTION = "institution", "群团、企事业单位"
    MEDIATION = "mediation", "人民调解委员会"


class Organization(models.Model):
    """机关、单位. `government` is the own-level government that leads it, `line_superior` the
    higher body of the same line (条线); a government's own superior is `line_superior` too."""

    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=80, unique=True)
    short_name = models.CharField("文号简称", max_length=20)
    kind = models.CharField("类别", max_length=20, choices=OrganizationKind)
    level = models.PositiveSmallIntegerField("层级", choices=Level)
    division = models.CharField("行政区划代码", max_length=9)
    government = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bodies",
        verbose_name="本级政府",
    )
    line_superior = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="line_bodies",
        verbose_name="条线上级",
    )
    is_vertical = models.BooleanField("垂直管理", default=False)
    established_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="established",
        verbose_name="设立机关",
    )
    acts_for = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="review_offices",
        verbose_name="代行复查复核职责的机关",
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="职权承继机关",
    )
    address = models.CharField("地址", max_length=120, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = "机构"
        verbose_name_plural = "机构"
        ordering = ["level", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=OrganizationKind.values),
                name="organization_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def legal_body(self) -> Organization:
        """The body in whose name this office decides: a 复查复核办 speaks for its government."""
        return self.acts_for or self

    def governments(self) -> Iterator[Organization]:
        """Every government whose territory contains this organization, nearest first."""
        seen = self if self.kind == OrganizationKind.GOVERNMENT else self.government
        while seen is not None:
            yield seen
            seen = seen.line_superior
