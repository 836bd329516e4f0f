"""What every verb shares: lock, check, change, record. Nobody else writes a hop's state."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils import timezone

from petitions import clocks, events, guards, notifications
from petitions.errors import NotAllowedError, StaleError
from petitions.interests import STEPPING_BACK, interest
from petitions.letters import Letter
from petitions.models import Event, Matter, Referral
from petitions.states import Action, Hop, State, Transition, find, name_of, standing_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from accounts.models import Organization, Post, User
    from petitions.clocks import Start
    from petitions.models import Claim


@dataclass(frozen=True)
class Move:
    """One act under way: its row of the table, the locked hop, who acts in which post, and when."""

    transition: Transition
    referral: Referral
    by: Post | None
    at: dt.datetime

    @property
    def on(self) -> dt.date:
        """The legal day of the act, in Asia/Shanghai."""
        return timezone.localtime(self.at).date()

    @property
    def claim(self) -> Claim:
        return self.referral.claim

    @property
    def user(self) -> User | None:
        return self.by.user if self.by else None


def begin(
    referral: Referral,
    action: Action,
    *,
    by: Post | None,
    at: dt.datetime,
    version: int | None = None,
) -> Move:
    """Lock the matter and the hop, and refuse what is stale, unlawful or guarded against.

    Every act on a matter queues on the matter's row, so two people never act on the same picture.
    `version` is the hop's version that the person saw; `None` skips that check."""
    Matter.objects.locked().get(claims=referral.claim_id)
    locked = _loaded().get(pk=referral.pk)
    if version is not None and version != locked.version:
        raise StaleError("您打开之后，别人已经办理了本件。", _since(locked, version))
    transition = find(action, locked.hop, locked.state)
    if transition is None:
        name = name_of(action, locked.claim.kind)
        state = standing_of(locked.state, locked.claim.kind)
        raise NotAllowedError(f"“{state}”的信访件不能“{name}”。")
    move = Move(transition, locked, by, at)
    _refuse_recused(move)
    reason = guards.reason_against(transition.guards, locked, on=move.on)
    if reason:
        raise NotAllowedError(reason)
    return move


def finish(move: Move, text: str, **data: object) -> Event:
    """Write the new state, append the event, and tell whoever acts next."""
    referral, target = move.referral, move.transition.target
    if target is not None:
        referral.state = target
        if not referral.is_open:
            referral.closed_on = referral.closed_on or move.on
    referral.version += 1
    referral.save()
    event = record(move, text, **data)
    notifications.plan(event, referral)
    return event


def record(move: Move, text: str, **data: object) -> Event:
    referral = move.referral
    return events.append(
        Event(
            matter=referral.claim.matter,
            claim=referral.claim,
            referral=referral,
            action=move.transition.action.value,
            article=move.transition.article,
            text=text,
            data={
                **data,
                "hop": referral.hop,
                "state": referral.state,
                "version": referral.version,
            },
            by=move.user,
            organization=move.by.organization if move.by else None,
            at=move.at,
        )
    )


def towards(move: Move, letter: str) -> Move:
    """The same act with the target that this letter gives it, where the table names one."""
    target = dict(move.transition.by_letter).get(Letter(letter), move.transition.target)
    return replace(move, transition=replace(move.transition, target=target))


@dataclass(frozen=True)
class Received:
    """What a hop is about when it is not the claim itself: the paper, the day, the words."""

    on: dt.date
    subject_id: UUID
    request_text: str


def open_hop(
    move: Move, hop: Hop, organization: Organization, received: Received | None = None
) -> Referral:
    """Deliver the claim to one organization. Clocks run from here, not from 签收."""
    return Referral.objects.create(
        claim=move.claim,
        parent=move.referral,
        hop=hop,
        organization=organization,
        sender=move.by.organization if move.by else move.referral.organization,
        state=State.DELIVERED,
        subject_id=received.subject_id if received else None,
        request_text=received.request_text if received else "",
        delivered_on=received.on if received else move.on,
        delivered_at=move.at,
    )


def start_clock(
    move: Move, begin_at: Start, *, referral: Referral, responsible: Organization | None
) -> dt.date:
    """Open a clock that this row of the table starts, and give back its last day."""
    if begin_at.code not in move.transition.starts:
        raise NotAllowedError(f"“{move.transition.action.label}”不开始这个期限：{begin_at.code}。")
    return clocks.start(referral, begin_at, responsible=responsible).due_on


def meet_clocks(move: Move) -> None:
    """Close the clocks that this row of the table stops."""
    clocks.meet(move.referral, move.transition.meets, on=move.on)


def _loaded() -> QuerySet[Referral]:
    # Joins that every act reads, and no more: with all eleven the planner alone took 17 ms an act.
    return Referral.objects.select_for_update(of=("self",)).select_related(
        "claim__matter", "claim__petition", "organization"
    )


def _since(referral: Referral, version: int) -> list[Event]:
    newer = referral.events.filter(data__version__gt=version).select_related("by", "organization")
    return list(newer.order_by("sequence"))


def _refuse_recused(move: Move) -> None:
    if move.user is None or move.transition.action in STEPPING_BACK:
        return
    reason = interest(move.claim, move.user)
    if reason:
        raise NotAllowedError(reason)
