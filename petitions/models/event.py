"""流转记录: what happened, append-only, hash-chained within each matter."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import Organization, User
from petitions.models.matter import Claim, Matter
from petitions.models.referral import Referral
from petitions.states import Action

#: Acts of the road, and what else is written down beside it.
LABELS = {
    **dict(Action.choices),
    "attach": "补充附件",
    "view_contact": "查看联系方式",
    "recount": "日历变更",
    "succeed": "机构承继",
    "overdue": "超期",
    "rate": "评价",
    "mark": "统计标记",
    "open_ticket": "开出督办单",
    "answer_ticket": "答复督办单",
    "accept_ticket": "认可答复",
    "return_ticket": "退回答复",
    "lift_ticket": "解除督办",
    "void_ticket": "撤回督办单",
    "instruct": "批示",
    "lift_card": "解除黄牌",
}


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(claim__in=Claim.objects.visible_to(user))


class Event(models.Model):
    """One thing that happened. The database refuses UPDATE and DELETE. `by` is `None` for the
    system's own acts; `hash` covers the row and the hash of the one before it."""

    matter = models.ForeignKey(
        Matter, models.PROTECT, related_name="events", verbose_name="信访事项"
    )
    sequence = models.PositiveIntegerField("序号")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="events", verbose_name="诉求")
    referral = models.ForeignKey(
        Referral, models.PROTECT, null=True, blank=True, related_name="events", verbose_name="流转"
    )
    action = models.CharField("行为", max_length=24)
    article = models.CharField("依据", max_length=60, blank=True)
    text = models.TextField("内容")
    data = models.JSONField("数据", default=dict)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经办人"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="机关"
    )
    at = models.DateTimeField("时间")
    hash = models.CharField("摘要", max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "流转记录"
        verbose_name_plural = "流转记录"
        ordering = ["matter", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "sequence"], name="event_sequence_once_in_matter"
            ),
        ]
        indexes = [
            models.Index(fields=["claim", "sequence"], name="event_by_claim"),
            models.Index(
                fields=["at"], name="event_sent_back", condition=models.Q(action="send_back")
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_action_display(self) -> str:
        return LABELS.get(self.action, self.action)
