"""Who must hear of which event: outbox rows in the same transaction, sent later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Post, Role
from petitions.outbox import Message, tell, tell_all
from petitions.permissions import Duty, Party, duty_of, roles_awaited
from petitions.states import Action, name_of
from petitions.words import month_day

if TYPE_CHECKING:
    from accounts.models import Organization
    from petitions.models import Claim, Event, Referral

__all__ = [
    "ALSO_TELL", "Message", "awaited_people", "people", "plan", "tell", "tell_all", "tell_body",
]  # fmt: skip

#: Who opens the post of a body, and who answers for it.
ANSWERABLE = frozenset({Role.DESK, Role.APPROVER, Role.LEADER})

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
    return _holding(organization, roles_awaited(organization.kind, duty), referral.claim)


def tell_body(
    organization: Organization, event: Event, text: str, *, keeps_sight: bool = True
) -> None:
    """Tell the desk and the leader of a body that stands beside the road what concerns it. One that
    has lost sight of the claim is told so in a message that is about no claim."""
    claim = event.claim
    message = Message(
        key=f"event:{event.pk}:body:{organization.pk}",
        kind=event.action,
        claim=claim if keeps_sight else None,
        subject=f"{claim.petition.title}：{event.text}" if keeps_sight else text,
        body=f"信访件 {claim.petition.number}：{text}" if keeps_sight else text,
        url="" if keeps_sight else "/",
    )
    tell(_holding(organization, ANSWERABLE, claim) - {event.by_id}, message, at=event.at)


def _holding(organization: Organization, roles: frozenset[Role], claim: Claim) -> set[int]:
    posts = Post.objects.filter(organization=organization, ends_on=None, role__in=roles)
    if claim.is_sealed:
        posts = posts.filter(is_cleared=True)
    return set(posts.values_list("user_id", flat=True))


def _subject(referral: Referral, text: str) -> str:
    return f"{referral.claim.petition.title}：{text}"


def _body(referral: Referral, text: str) -> str:
    lines = [f"信访件 {referral.claim.petition.number}：{text}"]
    duty = duty_of(referral)
    if duty is not None:
        lines.append(f"下一步：{name_of(duty.action, referral.claim.kind)}。")
    deadline = referral.deadlines.open().exclude(organization=None).order_by("due_on").first()
    if deadline is not None:
        lines.append(f"{deadline.name}截止 {month_day(deadline.due_on)}（{deadline.article}）。")
    return "\n".join(lines)
