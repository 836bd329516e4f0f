"""Days that differ from the ordinary week, and the version of the calendar they make up."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

LONGEST_DAY_NAME = 40


class SpecialDay(models.Model):
    """A holiday or a make-up day (调休). Written only through `routing.workdays`."""

    day = models.DateField("日期", unique=True)
    is_workday = models.BooleanField("上班")
    name = models.CharField("名称", max_length=LONGEST_DAY_NAME)
    source = models.CharField("来源", max_length=80, blank=True)

    class Meta:
        verbose_name = "特殊日"
        verbose_name_plural = "特殊日"
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="special_day_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class PublishedYear(models.Model):
    """A year whose arrangement of holidays is known; any other year is weekends only (暂定)."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    source = models.CharField("来源", max_length=80, blank=True)

    class Meta:
        verbose_name = "已公布放假安排的年份"
        verbose_name_plural = "已公布放假安排的年份"
        ordering = ["year"]

    def __str__(self) -> str:
        return f"{self.year}年"


class CalendarVersion(models.Model):
    """One row: the number people see, and a stamp that never repeats.

    A number taken in a transaction that rolls back is taken again later with other days; the
    stamp is not, so caches compare both.
    """

    ROW = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ROW)
    number = models.PositiveIntegerField("版本", default=0)
    stamp = models.UUIDField("印记", default=uuid.uuid4)

    class Meta:
        verbose_name = "工作日历版本"
        verbose_name_plural = "工作日历版本"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="calendar_version_is_one_row"),
        ]

    def __str__(self) -> str:
        return f"第{self.number}版"


class CalendarChange(models.Model):
    """What made a version: one line for each change, never edited."""

    version = models.PositiveIntegerField("版本", unique=True)
    summary = models.CharField("内容", max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="修改人"
    )
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "工作日历变更"
        verbose_name_plural = "工作日历变更"
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"第{self.version}版：{self.summary}"


def calendar_version() -> int:
    """The version number in force; 0 before the reference data is loaded."""
    number = CalendarVersion.objects.filter(pk=CalendarVersion.ROW).values_list("number", flat=True)
    return number.first() or 0
