"""The sweep: what is near, due or late now, told exactly once.

It is level-triggered: everything follows from the rows and the instant given, so a sweep that was
killed, doubled or missed for days leaves nothing to repair. Several may run at once; they share
the work by skipping what another has locked."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from oversight import withdrawal, wording
from oversight.horizon import Horizon
from oversight.models import Act, Reminder, Stage, Ticket
from oversight.recipients import Staff
from oversight.rules import TICKET_REPLY
from petitions import events
from petitions.models import Deadline, Event, Matter
from petitions.notifications import tell_all
from routing.limits import due_on
from routing.workdays import work_calendar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from petitions.notifications import Message

#: So many periods in one transaction: memory stays bounded, and people at work wait for no lock.
BATCH = 200


@dataclass
class Swept:
    """`due` counts the periods in some stage; the others what this sweep added."""

    due: int = 0
    reminders: int = 0
    tickets: int = 0
    seconds: float = 0.0

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


def sweep(at: dt.datetime, *, budget: float | None = None) -> Swept:
    """Tell what is due at this instant; after `budget` seconds the next sweep goes on."""
    began = time.monotonic()
    horizon = _horizon(at)
    swept = Swept(due=horizon.reached().count())
    withdrawal.withdraw(at=at)
    for batch in _batches(horizon) if swept.due else ():
        _tell(batch, horizon, swept, at=at)
        if budget is not None and time.monotonic() - began > budget:
            break
    swept.seconds = round(time.monotonic() - began, 3)
    return swept


def due_at(at: dt.datetime) -> int:
    """How many periods are in some stage at this instant."""
    return _horizon(at).reached().count()


def _horizon(at: dt.datetime) -> Horizon:
    return Horizon.of(timezone.localtime(at).date(), work_calendar())


def _batches(horizon: Horizon) -> Iterator[dict[int, int]]:
    """Untold periods with their matters, the oldest first. Reads no row twice, so that what
    another sweep has locked cannot hold this one up."""
    after = Q()
    while True:
        rows = list(
            horizon.untold()
            .filter(after)
            .order_by("due_on", "pk")
            .values_list("due_on", "pk", "referral__claim__matter_id")[:BATCH]
        )
        if not rows:
            return
        yield {pk: matter for _, pk, matter in rows}
        last, pk, _ = rows[-1]
        after = Q(due_on=last, pk__gt=pk) | Q(due_on__gt=last)


@transaction.atomic
def _tell(batch: dict[int, int], horizon: Horizon, swept: Swept, *, at: dt.datetime) -> None:
    """Mark, open tickets, record and notify for one batch: all of it, or nothing."""
    deadlines = _locked(batch, horizon)
    if not deadlines:
        return
    staff = Staff(deadlines)
    today = horizon.today
    stages = {row.pk: horizon.stage(row.due_on) for row in deadlines}
    _mark(deadlines, stages, at=at)
    tickets = _open_tickets([row for row in deadlines if stages[row.pk] is Stage.LATE], at=at)
    said: list[tuple[set[int], Message]] = []
    for ticket in tickets:
        must_answer = staff.answering(ticket.deadline)
        said.append((must_answer, wording.ticket_opened(ticket, mine=True)))
        watching = staff.watching(ticket.deadline) - must_answer
        said.append((watching, wording.ticket_opened(ticket, mine=False)))
    for row in deadlines:
        if stages[row.pk] is not Stage.LATE:
            message = wording.reminder(row, stages[row.pk], today=today)
            said.append((staff.to_remind(row), message))
    swept.tickets += len(tickets)
    swept.reminders += tell_all(said, at=at)


def _locked(batch: dict[int, int], horizon: Horizon) -> list[Deadline]:
    """Those of the batch nobody else works on, read again behind the lock on their matter: every
    act on a matter queues there, so no period moves while it is being told."""
    free = (
        Matter.objects.filter(pk__in=set(batch.values()))
        .order_by("pk")
        .select_for_update(skip_locked=True, of=("self",))
    )
    matters = {matter.pk: matter for matter in free}
    deadlines = list(
        horizon.untold()
        .filter(pk__in=batch, referral__claim__matter__in=matters)
        .select_related(
            "organization",
            "referral__organization",
            "referral__sender",
            "referral__claim__petition",
        )
        .select_for_update(of=("self",))
        .order_by("due_on", "pk")
    )
    for row in deadlines:
        row.referral.claim.matter = matters[row.referral.claim.matter_id]
    return deadlines


def _mark(deadlines: list[Deadline], stages: dict[int, Stage], *, at: dt.datetime) -> None:
    """One mark for the stage now told, and one for each that passed while nobody looked."""
    Reminder.objects.bulk_create(
        Reminder(deadline=row, deadline_version=row.version, stage=stages[row.pk].value, told_at=at)
        for row in deadlines
    )
    Reminder.objects.bulk_create(
        (
            Reminder(
                deadline=row,
                deadline_version=row.version,
                stage=missed.value,
                superseded=True,
                told_at=at,
                closed_at=at,
            )
            for row in deadlines
            for missed in Stage
            if missed < stages[row.pk]
        ),
        ignore_conflicts=True,
    )


def _open_tickets(late: list[Deadline], *, at: dt.datetime) -> list[Ticket]:
    """A ticket to each responsible organization, and one line in the matter's history."""
    if not late:
        return []
    today = timezone.localtime(at).date()
    reply_by = due_on(today, TICKET_REPLY, work_calendar()).due_on
    tickets = Ticket.objects.bulk_create(_ticket(row, reply_by, at=at) for row in late)
    Deadline.objects.filter(pk__in=[row.pk for row in late]).update(
        breached_on=F("due_on") + dt.timedelta(1)
    )
    for ticket in tickets:
        events.append(_breach(ticket, at=at))
    return tickets


def _ticket(deadline: Deadline, reply_by: dt.date, *, at: dt.datetime) -> Ticket:
    return Ticket(
        deadline=deadline,
        deadline_version=deadline.version,
        referral=deadline.referral,
        claim=deadline.referral.claim,
        organization=deadline.organization,
        breached_on=deadline.due_on + dt.timedelta(1),
        opened_on=timezone.localtime(at).date(),
        opened_at=at,
        due_on=reply_by,
    )


def _breach(ticket: Ticket, *, at: dt.datetime) -> Event:
    deadline = ticket.deadline
    return Event(
        matter=ticket.claim.matter,
        claim=ticket.claim,
        referral=ticket.referral,
        action=Act.OVERDUE.value,
        article=deadline.article,
        text=wording.breach(ticket),
        data={
            "deadline": deadline.pk,
            "deadline_version": deadline.version,
            "due_on": deadline.due_on.isoformat(),
            "breached_on": ticket.breached_on.isoformat(),
        },
        organization=ticket.organization,
        at=at,
    )
