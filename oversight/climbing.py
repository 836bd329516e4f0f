"""A ticket that nobody answered climbs: 催办 → 督办单 → 报分管领导 → 通报."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q

from oversight import wording
from oversight.ladder import CLIMBS_TO, HEARS, next_kind, reply_by, unanswered_since
from oversight.models import Act, Origin, Ticket, TicketClaim
from oversight.opening import clock_key
from oversight.recipients import Concern, Staff
from oversight.withdrawal import withdraw_said_of
from petitions import events
from petitions.models import Event, Matter
from petitions.models.deadline import DeadlineStatus
from petitions.outbox import tell_all

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from oversight.horizon import Horizon
    from oversight.models import TicketQuerySet

BATCH = 200


@dataclass(frozen=True)
class Climbed:
    tickets: int = 0
    reminders: int = 0


@transaction.atomic
def climb_some(horizon: Horizon, *, at: dt.datetime) -> Climbed:
    """Take one batch of unanswered tickets a level up; nothing where none is left, or where
    another sweep holds them."""
    unanswered = _locked(horizon)
    if not unanswered:
        return Climbed()
    climbed = [_next(ticket, horizon, at=at) for ticket in unanswered]
    Ticket.objects.bulk_create(climbed)
    _cite_the_same(climbed)
    events.append_all([_event(ticket, at=at) for ticket in climbed if ticket.claim is not None])
    withdraw_said_of(unanswered, at=at)
    concerns = [Concern.of_ticket(ticket) for ticket in climbed]
    staff = Staff(concerns, on=horizon.today)
    said = []
    for ticket, concern in zip(climbed, concerns, strict=True):
        heard = staff.hearing(concern, HEARS[ticket.kind])  # type: ignore[index]
        said += wording.ticket_opened(ticket, heard, horizon)
    return Climbed(len(climbed), tell_all(said, at=at))


def unanswered(horizon: Horizon) -> TicketQuerySet:
    """Open tickets whose last day to answer has passed, and whose ground still stands. Who did
    late what was asked still owes the answer, but is reported to nobody else for it."""
    is_still_late = Q(deadline=None) | Q(
        deadline__status=DeadlineStatus.RUNNING, deadline__version=F("deadline_version")
    )
    since = unanswered_since(horizon.today, horizon.calendar)
    tickets = Ticket.objects.open().newest().filter(is_still_late)
    return tickets.filter(due_on__lte=since, kind__in=CLIMBS_TO)


def _locked(horizon: Horizon) -> list[Ticket]:
    """Behind the lock on their matters, where every act on a ticket queues too."""
    due = unanswered(horizon).order_by("due_on", "pk")
    rows_due = due.values_list("pk", "claim__matter_id")[:BATCH]
    found: list[tuple[UUID, int | None]] = list(rows_due)
    if not found:
        return []
    free = (
        Matter.objects.filter(pk__in={matter for _, matter in found if matter is not None})
        .order_by("pk")
        .select_for_update(skip_locked=True, of=("self",))
    )
    matters = {matter.pk: matter for matter in free}
    rows = (
        unanswered(horizon)
        .filter(pk__in=[pk for pk, matter in found if matter is None or matter in matters])
        .select_related(
            "deadline",
            "organization",
            "issuer",
            "claim__petition__organization",
            "referral__organization",
            "referral__sender",
            "referral__claim__petition__organization",
        )
        .prefetch_related("cited__petition")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("due_on", "pk")
    )
    tickets = list(rows)
    for ticket in tickets:
        if ticket.claim is not None:
            ticket.claim.matter = matters[ticket.claim.matter_id]
        if ticket.deadline is not None and ticket.referral is not None:
            ticket.deadline.referral = ticket.referral
    return tickets


def _next(parent: Ticket, horizon: Horizon, *, at: dt.datetime) -> Ticket:
    kind, level = next_kind(parent), parent.level + 1
    if kind is None:
        raise ValueError("Only what climbs is locked for it.")
    key = f"climb:{parent.pk}:{level}"
    if parent.origin == Origin.CLOCK and parent.deadline is not None:
        key = clock_key(parent.deadline, level)
    return Ticket(
        kind=kind,
        origin=parent.origin,
        finding=parent.finding,
        natural_key=key,
        level=level,
        parent=parent,
        deadline=parent.deadline,
        deadline_version=parent.deadline_version,
        referral=parent.referral,
        claim=parent.claim,
        organization=parent.organization,
        issuer=parent.issuer,
        subject=parent.subject,
        demand=wording.why_climbed(parent),
        breached_on=parent.breached_on,
        opened_on=horizon.today,
        opened_at=at,
        due_on=reply_by(kind, horizon.today, horizon.calendar),
    )


def _cite_the_same(climbed: list[Ticket]) -> None:
    TicketClaim.objects.bulk_create(
        TicketClaim(ticket=ticket, claim=claim)
        for ticket in climbed
        if ticket.parent is not None
        for claim in ticket.parent.cited.all()
    )


def _event(ticket: Ticket, *, at: dt.datetime) -> Event:
    if ticket.claim is None:
        raise ValueError("What is about no claim has no line in a history.")
    return Event(
        matter=ticket.claim.matter,
        claim=ticket.claim,
        referral=ticket.referral,
        action=Act.OPEN_TICKET.value,
        article="内部要求",
        text=wording.climbed(ticket),
        data={
            "ticket": str(ticket.pk),
            "parent": str(ticket.parent_id),
            "kind": ticket.kind,
            "level": ticket.level,
        },
        organization=ticket.issuer,
        at=at,
    )
