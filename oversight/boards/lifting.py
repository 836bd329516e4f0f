"""解除红黄牌: always with a reason, always written into the matter's history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Role
from oversight import tickets
from oversight.models import WAITING, CardLift, Ticket
from petitions import events
from petitions.errors import FieldError, NotAllowedError
from petitions.models import Deadline, Event, Matter, Recusal
from petitions.models.deadline import DeadlineStatus

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Post, User

LIFT_CARD = "lift_card"
LIFTERS = (Role.SUPERVISOR, Role.CHIEF)
SHORTEST, LONGEST = 5, 1000


def waiting_ticket(deadline: Deadline) -> Ticket | None:
    """The last link of the chain that this version of the period has opened."""
    rows = Ticket.objects.filter(
        deadline=deadline, deadline_version=deadline.version, status__in=WAITING
    )
    return rows.newest().select_related("organization", "issuer", "claim", "deadline").first()


def lifting_post(user: User, deadline: Deadline) -> Post | None:
    """The post in which this person may lift the card; `None` for those who may only read."""
    ticket = waiting_ticket(deadline)
    if ticket is not None:
        return tickets.acting_post(user, tickets.Verb.LIFT, ticket)
    referral = deadline.referral
    watchers = {referral.sender_id, referral.claim.petition.organization_id}
    if Recusal.objects.filter(claim=referral.claim_id, user=user).exists():
        return None
    for post in user.active_posts:
        if post.role in LIFTERS and post.organization_id in watchers:
            return post
    return None


def require_lifting_post(user: User, deadline: Deadline) -> Post:
    post = lifting_post(user, deadline)
    if post is None:
        raise PermissionDenied("红黄牌由登记、转送本件的信访部门督办员或领导解除，您只能查看。")
    return post


@transaction.atomic
def lift(deadline: Deadline, *, reason: str, by: Post, at: dt.datetime, on: dt.date) -> None:
    """Lift the card of this period. Red: its ticket is lifted. Yellow: until the last day."""
    Matter.objects.locked().get(claims=deadline.referral.claim_id)
    now = Deadline.objects.select_related("referral__claim__matter").get(pk=deadline.pk)
    if now.status != DeadlineStatus.RUNNING or now.version != deadline.version:
        raise NotAllowedError("这个期限已经办结、暂停或变更，不用再解除。")
    ticket = waiting_ticket(now)
    if ticket is not None:
        tickets.lift(ticket, reason=reason, by=by, at=at)
        return
    if now.due_on < on:
        raise NotAllowedError("督办单还没有开出，请稍后再解除。")
    if now.lifts.filter(deadline_version=now.version).exists():
        raise NotAllowedError("这张牌已经解除。")
    reason = _written(reason)
    CardLift.objects.create(
        deadline=now,
        deadline_version=now.version,
        reason=reason,
        by=by.user,
        organization=by.organization,
        at=at,
    )
    _record(now, reason, by=by, at=at)


def _written(reason: str) -> str:
    reason = reason.strip()
    if len(reason) < SHORTEST:
        raise FieldError({"reason": "请写明解除的理由。"})
    if len(reason) > LONGEST:
        raise FieldError({"reason": f"理由不能超过 {LONGEST} 字。"})
    return reason


def _record(deadline: Deadline, reason: str, *, by: Post, at: dt.datetime) -> None:
    claim = deadline.referral.claim
    events.append(
        Event(
            matter=claim.matter,
            claim=claim,
            referral=deadline.referral,
            action=LIFT_CARD,
            article="内部要求",
            text=f"解除“{deadline.name}”黄牌：{reason}",
            data={"deadline": deadline.pk, "deadline_version": deadline.version},
            by=by.user,
            organization=by.organization,
            at=at,
        )
    )
