"""What may happen on a hop between acceptance and answer, and hold its clock up: 听证、会审、
中止、补正; and what the first body says in a review (答辩)."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import Organization, User
from petitions.models.matter import Claim
from petitions.models.referral import Referral
from petitions.vocabulary import Action


class Hearing(models.Model):
    """听证. The chair is neither the handler nor somebody who stepped back. `is_held` is `None`
    until it was held or called off."""

    referral = models.ForeignKey(
        Referral, models.PROTECT, related_name="hearings", verbose_name="流转"
    )
    chair = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="主持人")
    scheduled_at = models.DateTimeField("听证时间")
    place = models.CharField("地点", max_length=80)
    parties = models.TextField("参加人", max_length=2000)
    is_public = models.BooleanField("公开举行", default=True)
    decided_on = models.DateField("决定日期")
    closed_on = models.DateField("结束日期", null=True, blank=True)
    is_held = models.BooleanField("是否举行", null=True, blank=True)
    record = models.TextField("笔录", blank=True, max_length=5000)
    conclusion = models.TextField("听证结论", blank=True, max_length=5000)

    class Meta:
        verbose_name = "听证"
        verbose_name_plural = "听证"
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=models.Q(closed_on=None), name="hearing_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"听证 {self.decided_on}"


class IntervalKind(models.TextChoices):
    PANEL = "panel", "专家会审"
    SUSPENSION = "suspension", "中止"
    CORRECTION = "correction", "补正"


class Interval(models.Model):
    """会审、中止、补正: from a day to a day, with what was asked and what came of it."""

    referral = models.ForeignKey(
        Referral, models.PROTECT, related_name="intervals", verbose_name="流转"
    )
    kind = models.CharField("种类", max_length=12, choices=IntervalKind)
    ground = models.CharField("事由", max_length=80, blank=True)
    note = models.TextField("说明", max_length=2000)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="决定人")
    opened_on = models.DateField("开始日期")
    closed_on = models.DateField("结束日期", null=True, blank=True)
    result = models.TextField("结果", blank=True, max_length=4000)

    class Meta:
        verbose_name = "审查间歇"
        verbose_name_plural = "审查间歇"
        ordering = ["opened_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=models.Q(closed_on=None), name="interval_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.opened_on}"


class ReviewAnswer(models.Model):
    """答辩: what the body whose opinion is reviewed says to it, once."""

    referral = models.OneToOneField(
        Referral, models.PROTECT, related_name="review_answer", verbose_name="复查复核"
    )
    text = models.TextField("答辩意见", max_length=5000)
    evidence = models.TextField("证据", blank=True, max_length=2000)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="答辩人")
    answered_on = models.DateField("答辩日期")

    class Meta:
        verbose_name = "答辩"
        verbose_name_plural = "答辩"

    def __str__(self) -> str:
        return f"答辩 {self.answered_on}"


class Dispute(models.Model):
    """受理争议: which body takes the claim, decided above both (Article 24). `is_joint` where no
    common superior stands above them and the 联席会议 decides."""

    referral = models.ForeignKey(
        Referral, models.PROTECT, related_name="disputes", verbose_name="流转"
    )
    position = models.TextField("意见", max_length=2000)
    decider = models.CharField("决定机关", max_length=80)
    is_joint = models.BooleanField("联席会议决定", default=False)
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提请人")
    raised_on = models.DateField("提请日期")
    decided_for = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="受理机关",
    )  # fmt: skip
    reason = models.TextField("决定的理由", blank=True, max_length=2000)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="记录人"
    )
    decided_on = models.DateField("决定日期", null=True, blank=True)

    class Meta:
        verbose_name = "受理争议"
        verbose_name_plural = "受理争议"

    def __str__(self) -> str:
        return f"受理争议 {self.raised_on}"


class RecusalRequest(models.Model):
    """回避申请 of the petitioner about one person, decided by the leader with a reason."""

    referral = models.ForeignKey(
        Referral, models.PROTECT, related_name="recusal_requests", verbose_name="流转"
    )
    person = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="被申请回避的人"
    )
    reason = models.TextField("理由", max_length=2000)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    asked_on = models.DateField("申请日期")
    is_granted = models.BooleanField("是否回避", null=True, blank=True)
    answer = models.TextField("决定的理由", blank=True, max_length=2000)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="决定人"
    )
    decided_on = models.DateField("决定日期", null=True, blank=True)

    class Meta:
        verbose_name = "回避申请"
        verbose_name_plural = "回避申请"
        constraints = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=models.Q(is_granted=None),
                name="recusal_request_one_pending",
            ),
        ]

    def __str__(self) -> str:
        return f"申请{self.person}回避"


class RefusalQuerySet(models.QuerySet["Refusal"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(referral__claim__in=Claim.objects.visible_to(user))


class Refusal(models.Model):
    """An act that somebody tried and that was refused, with the reason they were given. Beside the
    history, not in it: nothing happened to the petition."""

    referral = models.ForeignKey(
        Referral, models.PROTECT, related_name="refusals", verbose_name="流转"
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="人员")
    action = models.CharField("行为", max_length=24)
    reason = models.TextField("理由", max_length=1000)
    at = models.DateTimeField("时间")

    objects = RefusalQuerySet.as_manager()

    class Meta:
        verbose_name = "被拒绝的操作"
        verbose_name_plural = "被拒绝的操作"
        indexes = [models.Index(fields=["referral", "-at"], name="refusal_newest_first")]

    def __str__(self) -> str:
        return f"{self.user} {self.action}"

    @property
    def act(self) -> str:
        return Action(self.action).label
