"""冻结数: the figures of a period as they stood on one day, with the lists that they counted."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from accounts.models import Organization, Role, User

if TYPE_CHECKING:
    from oversight.indicators import Period


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of one's own office, and of the offices that one leads."""
        if not user.is_authenticated:
            return self.none()
        office = (Role.CLERK, Role.SUPERVISOR, Role.CHIEF)
        posts = user.active_posts
        own = {post.organization_id for post in posts if post.role in office}
        led = {post.organization_id for post in posts if post.role == Role.LEADER}
        return self.filter(Q(office__in=own) | Q(office__government__in=led))

    def over(self, period: Period) -> Self:
        return self.filter(starts_on=period.starts_on, ends_on=period.ends_on)


class Snapshot(models.Model):
    """One office's figures of one period, frozen once. `taken_by` is `None` for the system."""

    office = models.ForeignKey(
        Organization, models.PROTECT, related_name="snapshots", verbose_name="信访部门"
    )
    name = models.CharField("期间", max_length=10)
    starts_on = models.DateField("自")
    ends_on = models.DateField("至")
    taken_at = models.DateTimeField("冻结时间")
    taken_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="冻结人"
    )

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = "冻结报表"
        verbose_name_plural = "冻结报表"
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "starts_on", "ends_on"], name="snapshot_once_for_a_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.name}"


class SnapshotFigure(models.Model):
    """`organization` is `None` for all together. `sha256` covers `lists`, so that a list which was
    changed afterwards is noticed."""

    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, related_name="figures", verbose_name="冻结报表"
    )
    indicator = models.CharField("指标", max_length=24)
    version = models.PositiveSmallIntegerField("公式版本")
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="机关"
    )
    numerator = models.PositiveIntegerField("分子")
    denominator = models.PositiveIntegerField("分母")
    value = models.DecimalField("数值", max_digits=12, decimal_places=4, null=True)
    median = models.DecimalField("中位数", max_digits=12, decimal_places=4, null=True)
    left_base = models.PositiveIntegerField("未纳入")
    states = models.JSONField("各状态", default=dict)
    lists = models.JSONField("清单", default=dict)
    sha256 = models.CharField("清单摘要", max_length=64)

    class Meta:
        verbose_name = "冻结数"
        verbose_name_plural = "冻结数"
        ordering = ["snapshot", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "indicator", "organization"],
                name="frozen_figure_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.value if self.value is not None else Decimal(0)}"
