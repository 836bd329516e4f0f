"""A late period opens a ticket: 催办, level one of the ladder."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from oversight import wording
from oversight.ladder import LADDER, reply_by
from oversight.models import Act, Origin, Ticket
from oversight.recipients import watching_office
from petitions import events
from petitions.models import Deadline, Event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oversight.horizon import Horizon

FIRST = 1


def tickets_of(deadlines: Sequence[Deadline]) -> dict[int, Ticket]:
    """The newest ticket of each of these periods in its present version."""
    tickets = Ticket.objects.newest().filter(
        deadline__in=[row.pk for row in deadlines], deadline_version=F("deadline__version")
    )
    return {row.deadline_id: row for row in tickets if row.deadline_id is not None}


def clock_key(deadline: Deadline, level: int) -> str:
    return f"clock:{deadline.pk}:{deadline.version}:{level}"


def open_tickets(late: Sequence[Deadline], horizon: Horizon, *, at: dt.datetime) -> list[Ticket]:
    """One to each responsible organization, and one line in the matter's history. The caller
    holds the lock on every matter."""
    if not late:
        return []
    opened_on = timezone.localtime(at).date()
    answer_by = reply_by(LADDER[FIRST - 1], opened_on, horizon.calendar)
    tickets = Ticket.objects.bulk_create(_ticket(row, answer_by, at=at) for row in late)
    Deadline.objects.filter(pk__in=[row.pk for row in late]).update(
        breached_on=F("due_on") + dt.timedelta(1)
    )
    events.append_all([_breach(ticket, at=at) for ticket in tickets])
    return tickets


def _ticket(deadline: Deadline, answer_by: dt.date, *, at: dt.datetime) -> Ticket:
    referral = deadline.referral
    return Ticket(
        kind=LADDER[FIRST - 1],
        origin=Origin.CLOCK,
        natural_key=clock_key(deadline, FIRST),
        level=FIRST,
        deadline=deadline,
        deadline_version=deadline.version,
        referral=referral,
        claim=referral.claim,
        organization=deadline.organization,
        issuer=watching_office(referral),
        subject=f"{deadline.name}超期",
        demand=f"请办理并书面说明超期的原因、目前进展和完成时间（{deadline.article}）。",
        breached_on=deadline.due_on + dt.timedelta(1),
        opened_on=timezone.localtime(at).date(),
        opened_at=at,
        due_on=answer_by,
    )


def _breach(ticket: Ticket, *, at: dt.datetime) -> Event:
    deadline = ticket.deadline
    if deadline is None or ticket.claim is None or ticket.breached_on is None:
        raise ValueError("A ticket of a clock names it.")
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
            "ticket": str(ticket.pk),
        },
        organization=ticket.organization,
        at=at,
    )
