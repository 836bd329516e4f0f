"""Who must hear of which event: outbox rows in the same transaction, sent later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Post, Role
from petitions.outbox import Message, tell, tell_all
from petitions.permissions import Duty, Party, duty_of, roles_awaited
from petitions.states import Action
from petitions.words import month_day

if TYPE_CHECKING:
    from petitions.models import Event, Referral

__all__ = ["ALSO_TELL", "Message", "awaited_people", "people", "plan", "tell", "tell_all"]

#: Acts whose answer is awaited from somebody other than the next step's owner.
ALSO_TELL: dict[Action, Duty] = {
    Action.REQUEST_EXTENSION: Duty(
        Party.HOLDER, frozenset({Role.APPROVER}), Action.GRANT_EXTENSION
    ),
    Action.REQUEST_RECUSAL: Duty(Party.HOLDER, frozenset({Role.APPROVER}), Action.DECIDE_RECUSAL),
    Action.UPHOLD_OBJECTION: Duty(Party.HOLDER, frozenset({Role.DESK}), Action.RECEIVE),
    Action.REQUEST_REVIEW: Duty(Party.HOLDER, frozenset({Role.DESK, Role.HANDLER}), Action.RECEIVE),
    Action.REQUEST_FINAL_REVIEW: Duty(
        Party.HOLDER, frozenset({Role.DESK, Role.HANDLER}), Action.RECEIVE
    ),
}


def plan(event: Event, referral: Referral) -> None:
    """Tell whoever acts next on this hop; never the person who just acted."""
    recipients = awaited_people(referral)
    also = ALSO_TELL.get(Action(event.action))
    if also is not None:
        recipients |= people(referral, also)
    message = Message(
        key=f"event:{event.pk}:{referral.pk}",
        kind=event.action,
        claim=referral.claim,
        subject=_subject(referral, event.text),
        body=_body(referral, event.text),
    )
    tell(recipients - {event.by_id}, message, at=event.at)


def awaited_people(referral: Referral) -> set[int]:
    """The people whose turn it is; the handler alone where one is named."""
    duty = duty_of(referral)
    if duty is None:
        return set()
    if referral.handler_id and Role.HANDLER in duty.roles and Role.DESK not in duty.roles:
        return {referral.handler_id}
    return people(referral, duty)


def people(referral: Referral, duty: Duty) -> set[int]:
    """Who holds one of these roles in that organization now; of a sealed claim the cleared only."""
    organization = referral.organization if duty.party is Party.HOLDER else referral.sender
    if organization is None:
        return set()
    posts = Post.objects.filter(
        organization=organization, ends_on=None, role__in=roles_awaited(organization.kind, duty)
    )
    if referral.claim.is_sealed:
        posts = posts.filter(is_cleared=True)
    return set(posts.values_list("user_id", flat=True))


def _subject(referral: Referral, text: str) -> str:
    return f"{referral.claim.petition.title}：{text}"


def _body(referral: Referral, text: str) -> str:
    lines = [f"信访件 {referral.claim.petition.number}：{text}"]
    duty = duty_of(referral)
    if duty is not None:
        lines.append(f"下一步：{duty.action.label}。")
    deadline = referral.deadlines.open().exclude(organization=None).order_by("due_on").first()
    if deadline is not None:
        lines.append(f"{deadline.name}截止 {month_day(deadline.due_on)}（{deadline.article}）。")
    return "\n".join(lines)
