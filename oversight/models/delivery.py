"""What delivery remembers beside the outbox: gateways that fail, digests written, demo texts."""

from __future__ import annotations

from django.db import models


class Circuit(models.Model):
    """One gateway outside the house. After too many failures in a row it is open: nothing is sent
    there but one trial now and then. It stands in the database, so that all workers agree."""

    gateway = models.CharField("网关", max_length=40, unique=True)
    failures = models.PositiveIntegerField("连续失败", default=0)
    problem = models.CharField("上次失败", max_length=40, blank=True)
    opened_at = models.DateTimeField("断开时间", null=True, blank=True)
    probe_at = models.DateTimeField("下次试发", null=True, blank=True)

    class Meta:
        verbose_name = "网关状态"
        verbose_name_plural = "网关状态"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opened_at=None, probe_at=None)
                | models.Q(opened_at__isnull=False, probe_at__isnull=False),
                name="circuit_open_with_a_next_trial",
            ),
        ]

    def __str__(self) -> str:
        return self.gateway


class DigestDay(models.Model):
    """A working day whose digests are written. Inserted first, in their transaction: of two who
    begin at once, one waits and then finds it."""

    day = models.DateField("日期", primary_key=True)
    written_at = models.DateTimeField("写出时间")
    people = models.PositiveIntegerField("份数", default=0)

    class Meta:
        verbose_name = "晨报"
        verbose_name_plural = "晨报"

    def __str__(self) -> str:
        return f"{self.day}"


class DemoText(models.Model):
    """演示短信: what the demo gateway was given instead of a telephone company."""

    key = models.CharField("自然键", max_length=160, unique=True)
    number = models.CharField("手机号", max_length=20)
    text = models.CharField("内容", max_length=200)
    copies = models.PositiveIntegerField("收到份数", default=1)
    received_at = models.DateTimeField("收到时间", db_index=True)

    class Meta:
        verbose_name = "演示短信"
        verbose_name_plural = "演示短信"

    def __str__(self) -> str:
        return f"{self.number[:3]}****{self.number[-4:]}"
