"""The outbox's one door in: messages become rows, each once, in the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models.functions import Now

from accounts.models import Organization, User
from petitions.models import Notice, Recusal, Referral, Webhook
from petitions.models.notice import Channel
from petitions.models.preference import USUAL, channels_of, topic_of, wanted_by

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from petitions.models import Claim


@dataclass(frozen=True)
class Message:
    """One thing to say. `key` with addressee and channel is the natural key: it is said once.
    An empty `url` means the page of the petition; what is about no claim names its own. What
    `is_urgent` leaves the house at any hour and by itself; the rest waits for working hours, or for
    the morning's digest."""

    key: str
    kind: str
    claim: Claim | None
    subject: str
    body: str
    url: str = ""
    is_urgent: bool = False

    @property
    def claim_key(self) -> UUID | None:
        return self.claim.pk if self.claim else None


def tell(recipients: set[int], message: Message, *, at: dt.datetime) -> int:
    """Write the outbox rows; a row that exists stays as it is. Returns how many were new."""
    return tell_all([(recipients, message)], at=at)


def tell_all(said: Sequence[tuple[set[int], Message]], *, at: dt.datetime) -> int:
    """`tell` for a whole batch, in as many queries as for one message."""
    claims = {message.claim_key for _, message in said}
    recused = set(Recusal.objects.filter(claim__in=claims).values_list("claim_id", "user_id"))
    named = {pk for recipients, _ in said for pk in recipients}
    users = User.objects.filter(is_active=True).in_bulk(named)
    wanted = wanted_by(users)
    rows = [
        _to_person(users[pk], channel, message, at)
        for recipients, message in said
        for pk in sorted(recipients & users.keys())
        if (message.claim_key, pk) not in recused
        for channel in _channels(users[pk], message, wanted.get(pk, USUAL))
    ]
    rows += _to_systems([message for recipients, message in said if recipients], at)
    return write(rows)


def write(rows: Sequence[Notice]) -> int:
    """Insert those whose key is new; returns how many."""
    named = {row.key: row for row in rows}
    existing = set(Notice.objects.filter(key__in=named).values_list("key", flat=True))
    new = [row for key, row in named.items() if key not in existing]
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _channels(user: User, message: Message, wanted: frozenset[str]) -> list[Channel]:
    topic = topic_of(message.kind, is_urgent=message.is_urgent)
    return [Channel.INBOX, *channels_of(user, topic, wanted)]


def _to_person(user: User, channel: Channel, message: Message, at: dt.datetime) -> Notice:
    sealed = message.claim is not None and message.claim.is_sealed
    return Notice(
        key=f"{message.key}:{user.pk}:{channel}",
        recipient=user,
        channel=channel,
        kind=message.kind,
        is_urgent=message.is_urgent,
        claim=message.claim,
        subject="您有 1 件待办" if sealed else message.subject[:120],
        body="请登录系统查看。" if sealed else message.body,
        url=_url(message),
        created_at=at,
        # Due as soon as it is written: `at` is the moment of the act, which may be any day.
        next_try_at=Now(),
        sent_at=at if channel == Channel.INBOX else None,
    )


def _to_systems(messages: Sequence[Message], at: dt.datetime) -> Iterator[Notice]:
    """One row for each organization of the road that has a system of its own; never of a sealed
    claim, whose existence alone says too much."""
    hooked = set(Webhook.objects.filter(is_active=True).values_list("organization_id", flat=True))
    if not hooked:
        return
    tellable = [(message, claim) for message in messages if (claim := _tellable(message))]
    places = _on_the_road({claim.pk for _, claim in tellable})
    names = Organization.objects.in_bulk(hooked)
    for message, claim in tellable:
        for pk in sorted(places[claim.pk] & hooked):
            yield Notice(
                key=f"{message.key}:org{pk}:{Channel.WEBHOOK}",
                organization=names[pk],
                channel=Channel.WEBHOOK,
                kind=message.kind,
                is_urgent=message.is_urgent,
                claim=claim,
                subject=claim.petition.number,
                url=_url(message),
                created_at=at,
                next_try_at=Now(),
            )


def _tellable(message: Message) -> Claim | None:
    return message.claim if message.claim and not message.claim.is_sealed else None


def _on_the_road(claims: set[UUID]) -> dict[UUID, set[int]]:
    """Which organizations hold, held or sent each claim."""
    places: dict[UUID, set[int]] = defaultdict(set)
    hops = Referral.objects.filter(claim__in=claims).order_by()
    for claim, holder, sender in hops.values_list("claim_id", "organization_id", "sender_id"):
        places[claim] |= {holder, sender}
    return places


def _url(message: Message) -> str:
    if message.url or message.claim is None:
        return message.url
    return f"/petitions/{message.claim.petition.number}/"
