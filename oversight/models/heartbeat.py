"""Signs of life, and the latest moment a sweep has seen."""

from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """The last sign of life of the worker and of beat; `/healthz` reads it."""

    name = models.CharField("名称", max_length=20, unique=True)
    beat_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "心跳"
        verbose_name_plural = "心跳"

    def __str__(self) -> str:
        return self.name


class ClockWatermark(models.Model):
    """The latest moment a sweep has seen. One row; a clock that falls behind it is not believed."""

    ROW = 1

    swept_at = models.DateTimeField("最近一次检查")

    class Meta:
        verbose_name = "时钟水位"
        verbose_name_plural = "时钟水位"

    def __str__(self) -> str:
        return f"{self.swept_at:%Y-%m-%d %H:%M:%S}"


class MarksStamp(models.Model):
    """What the days stored with open periods were computed from, so that a change is noticed."""

    ROW = 1

    stamp = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = "临近日摘要"
        verbose_name_plural = "临近日摘要"

    def __str__(self) -> str:
        return self.stamp
