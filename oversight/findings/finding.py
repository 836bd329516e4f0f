"""Look for irregularities and open one ticket for each, once and for ever."""

from __future__ import annotations

import datetime as dt
import time
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Post
from oversight import clock
from oversight.findings.queries import Hit, is_unknown
from oversight.findings.table import RECENT, RULES, Rule
from oversight.ladder import reply_by
from oversight.models import Act, Origin, Ticket, TicketKind
from oversight.recipients import ANSWERERS, watching_office
from petitions import events
from petitions.models import Event, Matter
from petitions.outbox import Message, tell_all
from petitions.words import month_day
from routing.workdays import work_calendar

if TYPE_CHECKING:
    from collections.abc import Iterator

BATCH = 100
DEMAND = "请补正或者说明，并书面答复原因和改进措施。"


@dataclass
class Found:
    """How many tickets each rule opened in this run."""

    tickets: int = 0
    seconds: float = 0.0
    rules: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def find(at: dt.datetime) -> Found:
    """One night's look. Running it again adds nothing; several at once share the work."""
    began, found = time.monotonic(), Found()
    for rule in RULES:
        opened = sum(_open(rule, rows, at=at) for rows in _batches(rule, at=at))
        found.rules[rule.code] = opened
        found.tickets += opened
    found.seconds = round(time.monotonic() - began, 3)
    return found


def find_now() -> Found:
    """Look at the database's present; not while its clock is in doubt, for what is opened for a
    day that has not come cannot be taken back unseen."""
    at = clock.database_now()
    if clock.doubt_about(at):
        return Found()
    return find(at)


def _batches(rule: Rule, *, at: dt.datetime) -> Iterator[list[Any]]:
    """Rows nobody has spoken of, by key. Reads no row twice, so that what another run has locked
    cannot hold this one up."""
    on = timezone.localtime(at).date()
    after = None
    while True:
        rows = rule.rows(on - RECENT, on).filter(is_unknown(rule.code)).order_by("pk")
        if after is not None:
            rows = rows.filter(pk__gt=after)
        batch = list(rows[:BATCH])
        if not batch:
            return
        yield batch
        if len(batch) < BATCH:
            return
        after = batch[-1].pk


@transaction.atomic
def _open(rule: Rule, rows: list[Any], *, at: dt.datetime) -> int:
    hits = {f"finding:{rule.code}:{row.pk}": rule.hit(row) for row in rows}
    matters = _locked({hit.referral.claim.matter_id for hit in hits.values()})
    known = Ticket.objects.filter(natural_key__in=hits).values_list("natural_key", flat=True)
    spoken = set(known)
    opened_on, tickets = timezone.localtime(at).date(), []
    due_on = reply_by(TicketKind.ORDER, opened_on, work_calendar())
    for key, hit in hits.items():
        matter = matters.get(hit.referral.claim.matter_id)
        if matter is not None and key not in spoken:
            hit.referral.claim.matter = matter
            tickets.append(_ticket(rule, hit, key, at=at, due_on=due_on))
    Ticket.objects.bulk_create(tickets)
    events.append_all([_event(rule, ticket, at=at) for ticket in tickets])
    _tell(tickets, at=at)
    return len(tickets)


def _locked(matters: set[int]) -> dict[int, Matter]:
    free = Matter.objects.filter(pk__in=matters).order_by("pk")
    return {row.pk: row for row in free.select_for_update(skip_locked=True, of=("self",))}


def _ticket(rule: Rule, hit: Hit, key: str, *, at: dt.datetime, due_on: dt.date) -> Ticket:
    return Ticket(
        kind=TicketKind.ORDER,
        origin=Origin.FINDING,
        finding=rule.code,
        natural_key=key,
        referral=hit.referral,
        claim=hit.referral.claim,
        organization=hit.organization,
        issuer=watching_office(hit.referral),
        subject=rule.name,
        demand=f"{hit.fact}{DEMAND}（{rule.article}）",
        opened_on=timezone.localtime(at).date(),
        opened_at=at,
        due_on=due_on,
    )


def _event(rule: Rule, ticket: Ticket, *, at: dt.datetime) -> Event:
    if ticket.claim is None:
        raise ValueError("A finding is about a claim.")
    return Event(
        matter=ticket.claim.matter,
        claim=ticket.claim,
        referral=ticket.referral,
        action=Act.OPEN_TICKET.value,
        article=rule.article,
        text=f"检查发现“{rule.name}”，向{ticket.organization.name}开出督办单",
        data={"ticket": str(ticket.pk), "finding": rule.code},
        organization=ticket.issuer,
        at=at,
    )


def _tell(tickets: list[Ticket], *, at: dt.datetime) -> None:
    places = {ticket.organization_id for ticket in tickets}
    people: dict[int, set[int]] = defaultdict(set)
    posts = Post.objects.filter(organization__in=places, role__in=ANSWERERS, ends_on=None)
    for place, user in posts.values_list("organization_id", "user_id"):
        people[place].add(user)
    tell_all([(people[ticket.organization_id], _message(ticket)) for ticket in tickets], at=at)


def _message(ticket: Ticket) -> Message:
    return Message(
        key=f"ticket:{ticket.pk}:{ticket.version}",
        kind="ticket",
        claim=ticket.claim,
        subject=f"请答复督办单：{ticket.subject}",
        body=f"{ticket.demand}\n答复截止 {month_day(ticket.due_on)}（内部要求）。",
        url=f"/tickets/{ticket.pk}/",
    )
