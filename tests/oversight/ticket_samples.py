"""Tickets of every kind, opened through the verbs by the cast."""

from __future__ import annotations

import datetime as dt
import uuid

from oversight import tickets
from oversight.models import Ticket, TicketKind
from oversight.tickets import Demand, Verb
from petitions.acts.base import typed
from petitions.models import Claim, Referral
from tests.walk import Walk

REPLY = "因档案调取延误超期，已于今日书面告知信访人。"
OPENED = "2026-03-20"


def entries(kind: TicketKind) -> dict[str, str]:
    letter = tickets.KINDS[kind].letter
    return {entry.name: f"{entry.label}的内容。" for entry in typed(letter)} if letter else {}


def demand(
    kind: TicketKind, walk: Walk, *, hop: Referral | None = None, to: str = "qinghe-hr", **changes
) -> Demand:
    """About the claim of `hop`; without one, about no claim."""
    told = {
        "kind": kind,
        "organization": walk.tree[to],
        "subject": "书面告知超期",
        "due_on": dt.date(2026, 4, 10),
        "entries": entries(kind),
        "claim": hop.claim if hop else None,
    }
    return Demand(**(told | changes))  # type: ignore[arg-type]


def opened(
    kind: TicketKind, walk: Walk, *, by: str = "chief", on: str = OPENED, **changes
) -> Ticket:
    wanted = demand(kind, walk, **changes)
    return tickets.open_by_hand(wanted, by=walk.cast[by], at=walk.at(on), key=uuid.uuid4())


def suggestion(walk: Walk, claim: Claim, *, by: str = "chief", **changes) -> Ticket:
    kind = changes.pop("kind", TicketKind.IMPROVEMENT)
    return opened(kind, walk, by=by, cited=(claim,), **changes)


def able(walk: Walk, verb: Verb, ticket: Ticket) -> set[str]:
    """Who of the cast may do that."""
    return {
        name for name, post in walk.cast.items() if tickets.acting_post(post.user, verb, ticket)
    }
