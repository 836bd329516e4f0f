"""督办: a ticket is a demand on an organization that must be answered in writing."""

from __future__ import annotations

import uuid
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import ADMINISTRATORS, Organization, Role, User
from petitions.models import Claim, Deadline, Referral


class TicketKind(models.TextChoices):
    """The first four are the ladder of Article 40, in its order; the rest are opened by hand."""

    URGE = "urge", "催办"
    ORDER = "order", "督办单"
    REPORT_UP = "report_up", "报分管领导"
    CIRCULAR = "circular", "通报"
    TALK = "talk", "约谈"
    LISTED = "listed", "挂牌督办"
    REMINDER = "reminder", "提醒单"
    LIAISON = "liaison", "联系单"
    ASSIGNMENT = "assignment", "交办单"
    IMPROVEMENT = "improvement", "改进工作建议"
    POLICY = "policy", "完善政策建议"
    ACCOUNTABILITY = "accountability", "追究责任建议"


#: 三项建议 (Article 40): each is adopted, adopted in part or not, with reasons.
SUGGESTIONS = frozenset({TicketKind.IMPROVEMENT, TicketKind.POLICY, TicketKind.ACCOUNTABILITY})


class Origin(models.TextChoices):
    CLOCK = "clock", "期限"
    HAND = "hand", "人工"
    FINDING = "finding", "检查发现"


class TicketStatus(models.TextChoices):
    """`PROPOSED` waits for the chief's signature and demands nothing yet. `ANSWERED` waits for the
    issuer to accept the reply; a returned reply makes it `OPEN` again."""

    PROPOSED = "proposed", "待签发"
    OPEN = "open", "待答复"
    ANSWERED = "answered", "待审核"
    ACCEPTED = "accepted", "已办结"
    LIFTED = "lifted", "已解除"
    VOID = "void", "已撤回"


#: What still wants somebody's act.
WAITING = (TicketStatus.OPEN, TicketStatus.ANSWERED)


class TicketQuerySet(models.QuerySet["Ticket"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """A ticket about a claim is seen with the claim; one about none by the two organizations
        that it stands between and by who leads them. A proposal is seen where it is written."""
        if not user.is_authenticated:
            return self.none()
        posts = [post for post in user.active_posts if post.role not in ADMINISTRATORS]
        own = {post.organization_id for post in posts}
        led = {post.organization_id for post in posts if post.role == Role.LEADER}
        between = models.Q()
        for end in ("organization", "issuer"):
            between |= models.Q(**{f"{end}__in": own}) | models.Q(**{f"{end}__government__in": led})
        tickets = Ticket.objects.order_by().values_list("pk")
        about = tickets.filter(claim__in=Claim.objects.visible_to(user))
        seen = about.union(tickets.filter(between, claim=None), all=True)
        is_theirs = ~models.Q(status=TicketStatus.PROPOSED) | models.Q(issuer__in=own)
        return self.filter(is_theirs, pk__in=seen)

    def open(self) -> Self:
        return self.filter(status=TicketStatus.OPEN)

    def newest(self) -> Self:
        """Without those that climbed: only the last link of a chain is acted upon."""
        return self.filter(next=None)

    def locked(self) -> Self:
        return self.select_for_update(of=("self",))


class Ticket(models.Model):
    """`deadline` and `breached_on` are set for origin `CLOCK` alone; `breached_on` is the day after
    the period's last day, whenever that was noticed. `parent` is the unanswered ticket from which
    this one climbed. `entries` are the words typed into its paper; `cited` the claims a suggestion
    rests on. A ticket whose ground fell away becomes `VOID`; it is never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("种类", max_length=16, choices=TicketKind)
    origin = models.CharField("来源", max_length=8, choices=Origin, default=Origin.CLOCK)
    finding = models.CharField("检查项目", max_length=32, blank=True)
    natural_key = models.CharField("自然键", max_length=120, unique=True)
    level = models.PositiveSmallIntegerField("层级", default=1)
    parent = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="next",
        verbose_name="上一级督办",
    )
    deadline = models.ForeignKey(
        Deadline,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tickets",
        verbose_name="期限",
    )
    deadline_version = models.PositiveIntegerField("期限版本", null=True, blank=True)
    referral = models.ForeignKey(
        Referral,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tickets",
        verbose_name="流转",
    )
    claim = models.ForeignKey(
        Claim, models.PROTECT, null=True, blank=True, related_name="tickets", verbose_name="诉求"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="tickets", verbose_name="责任机关"
    )
    issuer = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="issued_tickets",
        verbose_name="督办机关",
    )
    opened_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="开出人"
    )
    signed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签发人"
    )
    subject = models.CharField("事由", max_length=80)
    demand = models.TextField("要求", max_length=4000, blank=True)
    entries = models.JSONField("文书内容", default=dict, blank=True)
    cited = models.ManyToManyField(
        Claim, through="TicketClaim", related_name="citing_tickets", verbose_name="所涉诉求"
    )
    breached_on = models.DateField("超期之日", null=True, blank=True)
    opened_on = models.DateField("开出日期")
    opened_at = models.DateTimeField("开出时间")
    due_on = models.DateField("答复截止")
    status = models.CharField("状态", max_length=8, choices=TicketStatus, default=TicketStatus.OPEN)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    closing_reason = models.TextField("解除理由", max_length=1000, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办结人"
    )
    version = models.PositiveIntegerField("版本", default=1)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = "督办单"
        verbose_name_plural = "督办单"
        ordering = ["due_on", "opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "deadline_version", "level"], name="ticket_once_for_each_level"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=TicketStatus.values), name="ticket_status_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=TicketKind.values), name="ticket_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(origin="clock")
                | models.Q(
                    deadline__isnull=False,
                    deadline_version__isnull=False,
                    referral__isnull=False,
                    claim__isnull=False,
                    breached_on__isnull=False,
                ),
                name="ticket_of_a_clock_names_it",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="lifted") | ~models.Q(closing_reason=""),
                name="ticket_lifted_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "status", "due_on"], name="ticket_by_organization"
            ),
            models.Index(fields=["issuer", "status", "due_on"], name="ticket_by_issuer"),
            models.Index(fields=["status", "due_on"], name="ticket_by_due"),
            models.Index(fields=["-opened_at", "-id"], name="ticket_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.subject}"


class Adoption(models.TextChoices):
    """采纳情况 of a suggestion (Article 40 paragraph 4)."""

    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    REFUSED = "refused", "不采纳"


class Reply(models.Model):
    """书面答复: one attempt to answer; the issuer accepts it or returns it with a reason."""

    ticket = models.ForeignKey(
        Ticket, models.PROTECT, related_name="replies", verbose_name="督办单"
    )
    text = models.TextField("书面答复", max_length=4000)
    adoption = models.CharField("采纳情况", max_length=8, choices=Adoption, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="答复人")
    at = models.DateTimeField("答复时间")
    is_accepted = models.BooleanField("是否认可", null=True, blank=True)
    decision = models.TextField("审核意见", max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人"
    )
    decided_at = models.DateTimeField("审核时间", null=True, blank=True)

    class Meta:
        verbose_name = "督办答复"
        verbose_name_plural = "督办答复"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="reply_in_writing"),
            models.CheckConstraint(
                condition=models.Q(is_accepted=None, decided_by=None, decided_at=None)
                | models.Q(
                    is_accepted__isnull=False, decided_by__isnull=False, decided_at__isnull=False
                ),
                name="reply_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["ticket"],
                condition=models.Q(is_accepted=None),
                name="reply_one_undecided",
            ),
        ]

    def __str__(self) -> str:
        return f"答复 {self.at:%Y-%m-%d}"
