"""信访事项 and its 诉求: one code for life, and one lawful road for each thing asked."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from guardian.models import UserObjectPermissionBase

from accounts.models import ADMINISTRATORS, Organization, Role, User
from petitions.states import Branch, Kind
from routing.models import Category, Situation

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from petitions.models.joint import JointBody


class MatterQuerySet(models.QuerySet["Matter"]):
    def locked(self) -> Self:
        """Hold these rows until the transaction ends: every act on a matter queues here."""
        return self.select_for_update(of=("self",))


class Matter(models.Model):
    """信访事项. `code` is the number of its first petition; `token` (128 bits) stands in the
    QR code, `query_code` is typed by hand with the number."""

    code = models.CharField("事项编码", max_length=24, unique=True)
    token = models.CharField("二维码令牌", max_length=32, unique=True)
    query_code = models.CharField("查询码", max_length=10, unique=True)
    title = models.CharField("标题", max_length=80)
    opened_on = models.DateField("首次收到")
    event_count = models.PositiveIntegerField("记录条数", default=0)
    event_head = models.CharField("最新记录摘要", max_length=64, default="")

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = "信访事项"
        verbose_name_plural = "信访事项"

    def __str__(self) -> str:
        return self.title


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Rows this person may know to exist; everything else is a 404. The one door: petitions,
        referrals, documents, deadlines, events, counts and exports all start here."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=_known_to(user))

    def visible_each_to(self, user: User) -> Self:
        """The same rows, asked of one row after the other: for a query that has narrowed them down
        by days of its own, so that its cost does not grow with what lies before those days."""
        return self.filter(_each_known_to(user))


def _known_to(user: User) -> QuerySet[Any, tuple[UUID]]:
    """Keys of the claims that this person may know. One IN over a UNION ALL, not an OR of INs: so
    the planner may start from the organization's few hops or from the one claim asked for."""
    cleared, others, led = _seats(user)
    seen = _granted_to(user).values_list("content_object_id")
    ways: list[QuerySet[Any, tuple[UUID]]] = []
    if others:
        ways.append(_touched_by(others).filter(claim__is_sealed=False))
        ways.append(_joined_by(others).filter(referral__claim__is_sealed=False))
    if cleared:
        ways += [_touched_by(cleared), _joined_by(cleared)]
    if led:
        ways.append(
            Claim.objects.filter(
                is_sealed=False, petition__organization__government__in=led
            ).values_list("pk")
        )
    return seen.union(*ways, all=True)


def _each_known_to(user: User) -> models.Q:
    """The ways of `_known_to` as a condition on one claim; a test holds the two together."""
    from petitions.models.referral import Referral  # noqa: PLC0415 - the two records know each other

    cleared, others, led = _seats(user)
    joined = _joint_bodies().filter(referral__claim=models.OuterRef("pk"))
    hops = Referral.objects.filter(claim=models.OuterRef("pk")).order_by()
    granted = _granted_to(user).filter(content_object=models.OuterRef("pk"))
    known = models.Q(is_sealed=False, petition__organization__government__in=led)
    if others:
        known |= models.Q(models.Exists(hops.filter(_touching(others))), is_sealed=False)
        known |= models.Q(models.Exists(joined.filter(organization__in=others)), is_sealed=False)
    if cleared:
        known |= models.Q(models.Exists(hops.filter(_touching(cleared))))
        known |= models.Q(models.Exists(joined.filter(organization__in=cleared)))
    return known | models.Q(models.Exists(granted))


def _seats(user: User) -> tuple[set[int], set[int], set[int]]:
    """Organizations where this person is cleared, the others, and the governments led."""
    posts = [post for post in user.active_posts if post.role not in ADMINISTRATORS]
    cleared = {post.organization_id for post in posts if post.is_cleared}
    others = {post.organization_id for post in posts} - cleared
    led = {post.organization_id for post in posts if post.role == Role.LEADER}
    return cleared, others, led


def _granted_to(user: User) -> QuerySet[ClaimUserObjectPermission]:
    """Claims laid before this person by name; those who keep the system are shown none."""
    has_post = any(post.role not in ADMINISTRATORS for post in user.active_posts)
    return ClaimUserObjectPermission.objects.filter(
        user=user if has_post else None, permission__codename="view_claim"
    )


def _touched_by(organizations: set[int]) -> QuerySet[Any, tuple[UUID]]:
    """Claims that one of these organizations holds, held or sent on."""
    from petitions.models.referral import Referral  # noqa: PLC0415 - the two records know each other

    return Referral.objects.filter(_touching(organizations)).order_by().values_list("claim_id")


def _joined_by(organizations: set[int]) -> QuerySet[Any, tuple[UUID]]:
    """Claims that one of these organizations handles beside another (共同办理)."""
    rows = _joint_bodies().filter(organization__in=organizations)
    return rows.values_list("referral__claim_id")


def _joint_bodies() -> QuerySet[JointBody]:
    from petitions.models.joint import JointBody  # noqa: PLC0415 - it knows the hop, and so the claim

    return JointBody.objects.standing().order_by()


def _touching(organizations: set[int]) -> models.Q:
    return models.Q(organization__in=organizations) | models.Q(sender__in=organizations)


class Claim(models.Model):
    """诉求: one thing asked, on one lawful branch. Its place on the road follows from its hops."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(
        Matter, models.PROTECT, related_name="claims", verbose_name="信访事项"
    )
    petition = models.ForeignKey(
        "petitions.Petition", models.PROTECT, related_name="claims", verbose_name="信访件"
    )
    ordinal = models.PositiveSmallIntegerField("序号", default=1)
    summary = models.TextField("诉求摘要", max_length=2000)
    kind = models.CharField("事项性质", max_length=12, choices=Kind)
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        related_name="claims",
        verbose_name="内容分类",
        null=True,
        blank=True,
    )
    situation = models.ForeignKey(
        Situation, models.PROTECT, related_name="claims", verbose_name="情形", null=True, blank=True
    )
    territory = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="+",
        verbose_name="问题属地",
        null=True,
        blank=True,
    )
    branch = models.PositiveSmallIntegerField("办理途径", choices=Branch, null=True, blank=True)
    branch_reason = models.TextField("途径理由", blank=True, max_length=1000)
    is_sealed = models.BooleanField("密件", default=False)
    split = models.ForeignKey(
        "petitions.Split",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="由哪次拆分而来",
    )
    ended_on = models.DateField("终结日期", null=True, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = "诉求"
        verbose_name_plural = "诉求"
        ordering = ["matter", "ordinal"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="claim_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(branch=None) | models.Q(branch__in=Branch.values),
                name="claim_branch_is_known",
            ),
            models.UniqueConstraint(
                fields=["matter", "ordinal"], name="claim_ordinal_once_in_matter"
            ),
        ]

    def __str__(self) -> str:
        return f"诉求{self.ordinal}"

    @property
    def is_enquiry(self) -> bool:
        """咨询: asks to be told something. One that turns out to ask for more is given a branch."""
        is_open = self.kind == Kind.GRIEVANCE and self.branch is None
        return is_open and self.petition.is_enquiry


class ClaimUserObjectPermission(UserObjectPermissionBase):
    """Exceptional sight of one claim (包案领导、督查组), given by `permissions.grant_sight`."""

    content_object = models.ForeignKey(Claim, models.CASCADE, verbose_name="诉求")

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = "特别查阅授权"
        verbose_name_plural = "特别查阅授权"
