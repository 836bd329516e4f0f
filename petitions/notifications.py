"""Who must hear of which event: outbox rows in the same transaction, sent later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models.functions import Now

from accounts.models import Post, Role, User
from petitions.models import Notice, Recusal, Referral
from petitions.models.notice import Channel
from petitions.permissions import AWAITS, Duty, Party, roles_awaited
from petitions.states import Action, State
from petitions.words import month_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from petitions.models import Claim, Event

#: Acts whose answer is awaited from somebody other than the next step's owner.
ALSO_TELL: dict[Action, Duty] = {
    Action.REQUEST_EXTENSION: Duty(
        Party.HOLDER, frozenset({Role.APPROVER}), Action.GRANT_EXTENSION
    ),
    Action.UPHOLD_OBJECTION: Duty(Party.HOLDER, frozenset({Role.DESK}), Action.RECEIVE),
    Action.REQUEST_REVIEW: Duty(Party.HOLDER, frozenset({Role.DESK, Role.HANDLER}), Action.RECEIVE),
    Action.REQUEST_FINAL_REVIEW: Duty(
        Party.HOLDER, frozenset({Role.DESK, Role.HANDLER}), Action.RECEIVE
    ),
}


@dataclass(frozen=True)
class Message:
    """One thing to say. `key` with recipient and channel is the natural key: it is said once.
    An empty `url` means the page of the petition."""

    key: str
    kind: str
    claim: Claim
    subject: str
    body: str
    url: str = ""


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


def tell(recipients: set[int], message: Message, *, at: dt.datetime) -> int:
    """Write the outbox rows; a row that exists stays as it is. Returns how many were new."""
    return tell_all([(recipients, message)], at=at)


def tell_all(said: Sequence[tuple[set[int], Message]], *, at: dt.datetime) -> int:
    """`tell` for a whole batch, in as many queries as for one message."""
    claims = {message.claim.pk for _, message in said}
    recused = set(Recusal.objects.filter(claim__in=claims).values_list("claim_id", "user_id"))
    named = {pk for recipients, _ in said for pk in recipients}
    users = User.objects.filter(is_active=True).in_bulk(named)
    rows = [
        _row(users[pk], channel, message, at)
        for recipients, message in said
        for pk in sorted(recipients & users.keys())
        if (message.claim.pk, pk) not in recused
        for channel in _channels(users[pk])
    ]
    keys = [row.key for row in rows]
    existing = set(Notice.objects.filter(key__in=keys).values_list("key", flat=True))
    new = [row for row in rows if row.key not in existing]
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def awaited_people(referral: Referral) -> set[int]:
    """The people whose turn it is; the handler alone where one is named."""
    duty = AWAITS.get(State(referral.state))
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


def _channels(user: User) -> tuple[Channel, ...]:
    return (Channel.INBOX, Channel.EMAIL) if user.email else (Channel.INBOX,)


def _row(user: User, channel: Channel, message: Message, at: dt.datetime) -> Notice:
    sealed = message.claim.is_sealed
    return Notice(
        key=f"{message.key}:{user.pk}:{channel}",
        recipient=user,
        channel=channel,
        kind=message.kind,
        claim=message.claim,
        subject="您有 1 件待办" if sealed else message.subject[:120],
        body="请登录系统查看。" if sealed else message.body,
        url=message.url or f"/petitions/{message.claim.petition.number}/",
        created_at=at,
        # Due as soon as it is written: `at` is the moment of the act, which may be any day.
        next_try_at=Now(),
        sent_at=at if channel == Channel.INBOX else None,
    )


def _subject(referral: Referral, text: str) -> str:
    return f"{referral.claim.petition.title}：{text}"


def _body(referral: Referral, text: str) -> str:
    lines = [f"信访件 {referral.claim.petition.number}：{text}"]
    duty = AWAITS.get(State(referral.state))
    if duty is not None:
        lines.append(f"下一步：{duty.action.label}。")
    deadline = referral.deadlines.open().exclude(organization=None).order_by("due_on").first()
    if deadline is not None:
        lines.append(f"{deadline.name}截止 {month_day(deadline.due_on)}（{deadline.article}）。")
    return "\n".join(lines)
