"""期限: one rule of the law in one version, national or shortened for one place."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from accounts.models import Organization
from routing.periods import Limit, Unit


class TimeLimit(models.Model):
    """A row without organization is national. A local one may only shorten (see
    `routing.timelimits.add_local`, `clean` and the trigger of migration 0002)."""

    code = models.SlugField("代码", max_length=40)
    name = models.CharField("名称", max_length=40)
    article = models.CharField("依据", max_length=80)
    number = models.PositiveSmallIntegerField("数量", null=True, blank=True)
    unit = models.CharField(
        "单位", max_length=10, choices=[(unit.value, unit.label) for unit in Unit]
    )
    starts_at = models.CharField("起算", max_length=40)
    rolls = models.BooleanField("末日遇非工作日顺延", default=False)
    extension_cap = models.PositiveSmallIntegerField("最多延长", default=0)
    is_internal = models.BooleanField("地方规定或内部时限", default=False)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="time_limits",
        verbose_name="适用机构",
    )
    version = models.PositiveSmallIntegerField("版本", default=1)
    valid_from = models.DateField("施行日")
    valid_until = models.DateField("失效日", null=True, blank=True)

    class Meta:
        verbose_name = "期限规则"
        verbose_name_plural = "期限规则"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "organization", "version"],
                nulls_distinct=False,
                name="time_limit_version_once",
            ),
            models.CheckConstraint(
                condition=Q(unit__in=[unit.value for unit in Unit]), name="time_limit_unit_is_known"
            ),
            models.CheckConstraint(
                condition=Q(unit=Unit.FIXED.value, number=None)
                | (~Q(unit=Unit.FIXED.value) & Q(number__gt=0)),
                name="time_limit_number_fits_unit",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="time_limit_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（第{self.version}版）"

    @property
    def limit(self) -> Limit:
        """The row as the pure value that `due_on` computes with."""
        return Limit(
            code=self.code,
            name=self.name,
            article=self.article,
            number=self.number,
            unit=Unit(self.unit),
            rolls=self.rolls,
            extension_cap=self.extension_cap,
            version=self.version,
            is_internal=self.is_internal,
            starts_at=self.starts_at,
        )

    def national(self) -> Self | None:
        """The national rule in force on the day this one begins, or the newest one."""
        rows = type(self).objects.filter(code=self.code, organization=None)
        current = rows.filter(Q(valid_until=None) | Q(valid_until__gte=self.valid_from))
        return current.order_by("valid_from", "version").first()

    def clean(self) -> None:
        """A local rule of the same unit is compared here; other units need the calendar."""
        if self.organization_id is None:
            return
        national = self.national()
        if national is None:
            raise ValidationError({"code": "没有这条全国规则，不能制定地方规定。"})
        same_unit = self.unit == national.unit
        if same_unit and self.number and national.number and self.number > national.number:
            raise ValidationError({"number": "地方规定只能缩短期限，不能延长。"})
        if self.extension_cap > national.extension_cap:
            raise ValidationError({"extension_cap": "地方规定不能放宽延长的天数。"})
