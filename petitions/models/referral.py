"""One hop of a claim to one organization, and what can happen to it on the way."""

from __future__ import annotations

import uuid
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import Organization, User
from petitions.models.matter import Claim
from petitions.states import OPEN_STATES, Hop, State


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(claim__in=Claim.objects.visible_to(user))

    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)


class Referral(models.Model):
    """转送、交办、复查、复核: one hop. Its clocks run from `delivered_on`, never from 签收.

    `state` is written only by `petitions.lifecycle`; `version` grows with every act, so that a
    stale form is noticed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="referrals", verbose_name="诉求")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上一环节",
    )
    hop = models.CharField("环节", max_length=12, choices=Hop)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="referrals", verbose_name="承办机关"
    )
    sender = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sent_referrals",
        verbose_name="转出机关",
    )
    state = models.CharField("状态", max_length=12, choices=State)
    handler = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="handled_referrals",
        verbose_name="承办人",
    )
    subject = models.ForeignKey(
        "petitions.Document",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="review_referrals",
        verbose_name="被复查的文书",
    )
    request_text = models.TextField("请求和理由", blank=True, max_length=4000)
    delivered_on = models.DateField("送达日期")
    delivered_at = models.DateTimeField("送达时间")
    received_at = models.DateTimeField("签收时间", null=True, blank=True)
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = "流转"
        verbose_name_plural = "流转"
        ordering = ["delivered_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="referral_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(hop__in=Hop.values), name="referral_hop_is_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "state"],
                name="referral_open_at_organization",
                condition=models.Q(state__in=sorted(OPEN_STATES)),
            ),
            models.Index(fields=["sender", "state"], name="referral_by_sender"),
            models.Index(fields=["organization", "delivered_at"], name="referral_by_organization"),
        ]

    def __str__(self) -> str:
        return f"{self.get_hop_display()} {self.organization}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class Objection(models.Model):
    """异议: at most one for each hop; the sender decides (Article 23 paragraph 3)."""

    referral = models.OneToOneField(
        Referral, models.PROTECT, related_name="objection", verbose_name="流转"
    )
    ground = models.TextField("法律依据", max_length=2000)
    reason = models.TextField("理由", max_length=2000)
    proposed = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="建议的有权处理机关",
    )
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    raised_on = models.DateField("提出日期")
    is_upheld = models.BooleanField("是否同意", null=True, blank=True)
    answer = models.TextField("处理理由", blank=True, max_length=2000)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="处理人"
    )
    decided_on = models.DateField("处理日期", null=True, blank=True)

    class Meta:
        verbose_name = "异议"
        verbose_name_plural = "异议"

    def __str__(self) -> str:
        return f"异议 {self.raised_on}"


class Extension(models.Model):
    """延期: asked by the handler, decided by another, once, at most 30 days (Article 34)."""

    referral = models.ForeignKey(
        Referral, models.PROTECT, related_name="extensions", verbose_name="流转"
    )
    days = models.PositiveSmallIntegerField("延长天数")
    reason = models.TextField("理由", max_length=2000)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="申请人")
    requested_on = models.DateField("申请日期")
    is_granted = models.BooleanField("是否批准", null=True, blank=True)
    answer = models.TextField("审批意见", blank=True, max_length=2000)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审批人"
    )
    decided_on = models.DateField("审批日期", null=True, blank=True)

    class Meta:
        verbose_name = "延期"
        verbose_name_plural = "延期"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days__range=(1, 30)), name="extension_at_most_30_days"
            ),
            models.UniqueConstraint(
                fields=["referral"],
                condition=models.Q(is_granted=None),
                name="extension_one_pending",
            ),
            models.UniqueConstraint(
                fields=["referral"],
                condition=models.Q(is_granted=True),
                name="extension_granted_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["decided_on"],
                name="extension_granted_by_day",
                condition=models.Q(is_granted=True),
            ),
        ]

    def __str__(self) -> str:
        return f"延期 {self.days} 日"


class Recusal(models.Model):
    """回避: this person takes no further part in this claim (Article 28 paragraph 3)."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="recusals", verbose_name="诉求")
    user = models.ForeignKey(User, models.PROTECT, related_name="recusals", verbose_name="回避人")
    ground = models.TextField("理由", max_length=1000)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="记录人")
    recorded_on = models.DateField("日期")

    class Meta:
        verbose_name = "回避"
        verbose_name_plural = "回避"
        constraints = [
            models.UniqueConstraint(fields=["claim", "user"], name="recusal_once_for_each_person")
        ]

    def __str__(self) -> str:
        return f"{self.user} 回避"
