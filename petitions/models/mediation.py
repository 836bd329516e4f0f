"""调解 and 和解: who mediated, what was agreed, was it performed, what the court said to it."""

from __future__ import annotations

from django.db import models

from accounts.models import User
from petitions.models.referral import Referral
from petitions.vocabulary import MediationKind


class Mediation(models.Model):
    """调解: opened only with the consent of both sides; pauses no clock (Article 33). Whether the
    parties may ask a court to confirm the agreement follows from `kind`."""

    referral = models.ForeignKey(
        Referral, models.PROTECT, related_name="mediations", verbose_name="流转"
    )
    kind = models.CharField(
        "种类", max_length=16, choices=MediationKind, default=MediationKind.PEOPLE
    )
    body = models.CharField("调解组织", max_length=80, blank=True)
    mediator = models.CharField("调解人", max_length=40, blank=True)
    other_party = models.CharField("另一方当事人", max_length=80)
    consented_on = models.DateField("双方同意日期", null=True, blank=True)
    opened_on = models.DateField("开始日期")
    closed_on = models.DateField("结束日期", null=True, blank=True)
    is_settled = models.BooleanField("是否达成", null=True, blank=True)
    effective_on = models.DateField("协议生效日期", null=True, blank=True)
    broken_on = models.DateField("登记不履行日期", null=True, blank=True)
    note = models.TextField("经过", blank=True, max_length=4000)

    class Meta:
        verbose_name = "调解"
        verbose_name_plural = "调解"
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=models.Q(closed_on=None), name="mediation_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=MediationKind.values), name="mediation_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.opened_on}"


class Installment(models.Model):
    """履行期限: one thing that was promised in the agreement, and by when."""

    mediation = models.ForeignKey(
        Mediation, models.PROTECT, related_name="installments", verbose_name="调解"
    )
    what = models.CharField("履行内容", max_length=200)
    due_on = models.DateField("履行期限")
    performed_on = models.DateField("履行日期", null=True, blank=True)
    proof = models.CharField("凭证", max_length=200, blank=True)

    class Meta:
        verbose_name = "履行项"
        verbose_name_plural = "履行项"
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return f"{self.due_on} {self.what}"


class Confirmation(models.Model):
    """司法确认: asked for by both parties at a court, or not asked for; one for an agreement.
    `is_confirmed` is `None` until the court has decided."""

    mediation = models.OneToOneField(
        Mediation, models.PROTECT, related_name="confirmation", verbose_name="调解"
    )
    court = models.CharField("法院", max_length=80, blank=True)
    applied_on = models.DateField("申请日期", null=True, blank=True)
    waived_on = models.DateField("不申请的登记日期", null=True, blank=True)
    reason = models.CharField("说明", max_length=400, blank=True)
    number = models.CharField("裁定书案号", max_length=60, blank=True)
    decided_on = models.DateField("裁定日期", null=True, blank=True)
    is_confirmed = models.BooleanField("是否确认", null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "司法确认"
        verbose_name_plural = "司法确认"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(applied_on__isnull=False, waived_on=None) & ~models.Q(court="")
                | models.Q(applied_on=None, waived_on__isnull=False),
                name="confirmation_applied_or_waived",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.court} {self.number}".strip() or "不申请司法确认"
