"""通知: the outbox. One row for each message to one addressee by one channel, written in the
transaction that caused it, delivered later by whoever leases it."""

from __future__ import annotations

from typing import Self

from django.db import models

from accounts.models import Organization, User
from petitions.models.matter import Claim


class Channel(models.TextChoices):
    INBOX = "inbox", "站内"
    EMAIL = "email", "邮件"
    SMS = "sms", "短信"
    WEBHOOK = "webhook", "接口推送"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def inbox_of(self, user: User) -> Self:
        """Messages this person may still see; a claim that is hidden now hides its messages."""
        return self.filter(recipient=user, channel=Channel.INBOX, voided_at=None).filter(
            models.Q(claim=None) | models.Q(claim__in=Claim.objects.visible_to(user))
        )

    def to_send(self) -> Self:
        """What still has to leave the house, now or later."""
        return self.exclude(channel=Channel.INBOX).filter(
            sent_at=None, quarantined_at=None, voided_at=None
        )


class Notice(models.Model):
    """`key` is the natural key: the same fact told to the same addressee by the same channel exists
    once, whatever runs twice. A webhook's addressee is an organization, every other's a person.

    `lease` fences off a worker that came back from the dead; `holder` is the database session in
    which the last one was taken, empty once its outcome is written. `sending_at` stands while a
    gateway has the message and has not answered: who finds it there knows that it may have
    arrived. `copies` counts how often it was sent again in that doubt."""

    key = models.CharField("自然键", max_length=160, unique=True)
    recipient = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name="收件人",
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name="接收机关",
    )
    channel = models.CharField("渠道", max_length=8, choices=Channel)
    kind = models.CharField("类别", max_length=24)
    is_urgent = models.BooleanField("紧急", default=False)
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
    holder = models.PositiveIntegerField("租约会话", null=True, blank=True, editable=False)
    sending_at = models.DateTimeField("交给网关", null=True, blank=True)
    copies = models.PositiveSmallIntegerField("重发份数", default=0)
    problem = models.CharField("上次失败", max_length=40, blank=True)
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
            models.CheckConstraint(
                condition=models.Q(
                    channel=Channel.WEBHOOK, recipient=None, organization__isnull=False
                )
                | (
                    ~models.Q(channel=Channel.WEBHOOK)
                    & models.Q(recipient__isnull=False, organization=None)
                ),
                name="notice_one_addressee",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                name="notice_outbox",
                condition=models.Q(sent_at=None, quarantined_at=None, voided_at=None),
            ),
            models.Index(
                fields=["quarantined_at"],
                name="notice_aside",
                condition=models.Q(quarantined_at__isnull=False, voided_at=None),
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
