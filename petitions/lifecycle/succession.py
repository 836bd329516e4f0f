"""机构合并、撤销: the successor carries on with claims and clocks (Article 24 paragraph 2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organization, Post, Role
from petitions import events
from petitions.errors import FieldError, NotAllowedError
from petitions.models import Deadline, Document, Event, JointBody, Matter, Referral

if TYPE_CHECKING:
    from accounts.models import User

ARTICLE = "第二十四条第二款"
ACTION = "succeed"


@dataclass(frozen=True)
class Succession:
    """How much went over: open hops, and open clocks among them."""

    referrals: int
    deadlines: int


@transaction.atomic
def merge_organization(
    organization: Organization,
    successor: Organization,
    *,
    reason: str,
    by: User,
    at: dt.datetime,
) -> Succession:
    """The successor takes over what is open, each hop with one event; no clock moves, and what was
    closed stays with the body that did it. A handler without a post there leaves the place open.
    Raises `FieldError`."""
    if not by.holds(Role.SYSADMIN):
        raise NotAllowedError("机构调整由系统管理员办理。")
    _check(organization, successor)
    Organization.objects.select_for_update().filter(pk=organization.pk).get()
    Organization.objects.filter(pk=organization.pk).update(successor=successor, is_active=False)
    hops = list(_open_hops(organization))
    matters = _locked(hops)
    for hop in hops:
        hop.claim.matter = matters[hop.claim.matter_id]
    moved = [_hand_over(hop, organization, successor, reason, by=by, at=at) for hop in hops]
    clocks = Deadline.objects.open().filter(organization=organization)
    count = clocks.update(organization=successor)
    events.append_all(moved)
    return Succession(len(moved), count)


def _check(organization: Organization, successor: Organization) -> None:
    if organization == successor:
        raise FieldError({"successor": "承继机关不能是它自己。"})
    if not organization.is_active or organization.successor_id is not None:
        raise FieldError({"organization": f"{organization.name}已停用或者已被合并。"})
    if not successor.is_active or successor.successor_id is not None:
        raise FieldError({"successor": f"{successor.name}已停用或者已被合并。"})
    if organization.kind != successor.kind:
        raise FieldError({"successor": "承继机关应当是同一类机关。"})


def _open_hops(organization: Organization) -> list[Referral]:
    beside = JointBody.objects.standing().filter(organization=organization).values("referral")
    rows = (
        Referral.objects.open()
        .filter(Q(organization=organization) | Q(sender=organization) | Q(pk__in=beside))
        .select_related("claim__matter", "organization", "sender", "handler")
        .order_by("claim__matter_id", "delivered_at", "pk")
    )
    return list(rows)


def _locked(hops: list[Referral]) -> dict[int, Matter]:
    """Their matters, held until the end and each the same object for all of its hops."""
    keys = {hop.claim.matter_id for hop in hops}
    return {row.pk: row for row in Matter.objects.locked().filter(pk__in=keys).order_by("pk")}


def _rehome(hop: Referral, organization: Organization, successor: Organization) -> None:
    if hop.organization_id == organization.pk:
        hop.organization = successor
        if (
            hop.handler
            and not Post.objects.filter(
                user=hop.handler, organization=successor, role=Role.HANDLER, ends_on=None
            ).exists()
        ):
            hop.handler = None
        Document.objects.filter(referral=hop, issued_on=None).update(organization=successor)
    if hop.sender_id == organization.pk:
        hop.sender = successor
    hop.version += 1
    hop.save(update_fields=["organization", "sender", "handler", "version"])


def _rehome_beside(
    hop: Referral, organization: Organization, successor: Organization, *, by: User, on: dt.date
) -> None:
    """Among those who handle together the successor stands once, and not beside itself."""
    standing = hop.joint_bodies.standing()
    own = standing.filter(organization=organization)
    if hop.organization_id == successor.pk or standing.filter(organization=successor).exists():
        reason = f"{organization.name}的职权由{successor.name}承继"
        gone = own | standing.filter(organization=hop.organization_id)
        gone.update(removed_on=on, removed_by=by, removal_reason=reason)
    else:
        own.update(organization=successor)


def _part(hop: Referral, organization: Organization) -> str:
    if hop.organization_id == organization.pk:
        return "承办机关"
    return "转出机关" if hop.sender_id == organization.pk else "共同办理机关"


def _hand_over(
    hop: Referral,
    organization: Organization,
    successor: Organization,
    reason: str,
    *,
    by: User,
    at: dt.datetime,
) -> Event:
    role = _part(hop, organization)
    _rehome(hop, organization, successor)
    _rehome_beside(hop, organization, successor, by=by, on=timezone.localtime(at).date())
    return Event(
        matter=hop.claim.matter,
        claim=hop.claim,
        referral=hop,
        action=ACTION,
        article=ARTICLE,
        text=f"{organization.name}{reason}，{role}由{successor.name}承继，期限不变",
        data={
            "from": organization.code,
            "to": successor.code,
            "hop": hop.hop,
            "state": hop.state,
            "version": hop.version,
            "on": timezone.localtime(at).date().isoformat(),
        },
        by=by,
        organization=successor,
        at=at,
    )
