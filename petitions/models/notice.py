"""通知: the outbox. One row for each message to one person by one channel, written in the
transaction that caused it, delivered later by whoever leases it."""

from __future__ import annotations

from typing import Self

from django.db import models

from accounts.models import User
from petitions.models.matter import Claim


class Channel(models.TextChoices):
    INBOX = "inbox", "站内"
    EMAIL = "email", "邮件"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def inbox_of(self, user: User) -> Self:
        """Messages this person may still see; a claim that is hidden now hides its messages."""
        return self.filter(recipient=user, channel=Channel.INBOX, voided_at=None).filter(
            models.Q(claim=None) | models.Q(claim__in=Claim.objects.visible_to(user))
        )


class Notice(models.Model):
    """`key` is the natural key: the same fact told to the same person by the same channel exists
    once, whatever runs twice. `lease` fences off a worker that came back from the dead."""

    key = models.CharField("自然键", max_length=160, unique=True)
    recipient = models.ForeignKey(
        User, models.PROTECT, related_name="notices", verbose_name="收件人"
    )
    channel = models.CharField("渠道", max_length=8, choices=Channel)
    kind = models.CharField("类别", max_length=24)
    claim = models.ForeignKey(
        Claim, models.PROTECT, null=True, blank=True, related_name="notices", verbose_name="诉求"
    )
    subject = models.CharField("标题", max_length=120)
    body = models.TextField("内容")
    url = models.CharField("链接", max_length=120, blank=True)
    created_at = models.DateTimeField("产生时间")
    next_try_at = models.DateTimeField("下次发送")
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    lease = models.PositiveIntegerField("租约号", default=0)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    quarantined_at = models.DateTimeField("隔离时间", null=True, blank=True)
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(channel__in=Channel.values), name="notice_channel_is_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                name="notice_outbox",
                condition=models.Q(sent_at=None, quarantined_at=None, voided_at=None),
            ),
            models.Index(
                fields=["recipient", "-created_at"],
                name="notice_inbox",
                condition=models.Q(channel="inbox"),
            ),
            models.Index(
                fields=["recipient"],
                name="notice_unread",
                condition=models.Q(channel="inbox", read_at=None, voided_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.subject
