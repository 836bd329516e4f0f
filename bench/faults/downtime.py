"""F33: nothing ran while periods ended."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from bench.faults.load import Batch, Figures
from bench.faults.rig import kill
from oversight.models import Ticket
from petitions.models import Deadline, Event

if TYPE_CHECKING:
    from bench.faults.rig import Rig
    from petitions.models.deadline import DeadlineQuerySet

Told = dict[str, object]
A_DAY = dt.timedelta(1)
DAYS_DOWN = 3


def f33(rig: Rig, size: int) -> tuple[Figures, Told]:
    """Everything is off, pages and Redis too, while the last days of three days pass, and starts
    again on one that is a last day itself: each breach bears its own day, and this one has none."""
    rig.quiet()
    for child in [rig.broker, *rig.webs]:
        kill(child)
    rig.webs, rig.urls = [], []
    today = timezone.localdate()
    batches = [_ended(today - days * A_DAY, max(size // DAYS_DOWN, 1)) for days in (3, 2, 1)]
    last_day = _ended(today, max(size // DAYS_DOWN, 1))
    began = timezone.now()
    rig.broker = rig.start_broker()
    rig.complete()
    figures = []
    for batch in batches:
        batch.settle(rig)
        figures.append(batch.compared(rig))
    last_day.settle(rig)
    wrong = sum(_wrong_times(batch, began) for batch in batches)
    early = last_day.tickets().count() + _breached(last_day).count()
    return Figures.total(figures), {"timestamps wrong": wrong, "late too early": early}


def _ended(day: dt.date, size: int) -> Batch:
    batch = Batch.of(size)
    Deadline.objects.filter(referral__claim__in=batch.claims).update(due_on=day)
    return batch


def _breached(batch: Batch) -> DeadlineQuerySet:
    rows = Deadline.objects.filter(referral__claim__in=batch.claims)
    return rows.exclude(breached_on=None)


def _wrong_times(batch: Batch, began: dt.datetime) -> int:
    """Tickets, clocks and lines of the history that name another day than the one after the last
    day, or that pretend to have been written before anything ran."""
    tickets = batch.tickets().select_related("deadline")
    wrong = sum(not _is_true(ticket, began) for ticket in tickets)
    clocks = Deadline.objects.filter(referral__claim__in=batch.claims)
    wrong += clocks.exclude(breached_on=F("due_on") + A_DAY).count()
    lines = Event.objects.filter(claim__in=batch.claims, action="overdue")
    days = {ticket.deadline_id: ticket.breached_on for ticket in tickets}
    for line in lines:
        day = days[line.data["deadline"]]
        wrong += line.data["breached_on"] != str(day) or line.at < began
    return wrong


def _is_true(ticket: Ticket, began: dt.datetime) -> bool:
    clock = ticket.deadline
    return (
        clock is not None
        and ticket.breached_on == clock.due_on + A_DAY
        and ticket.opened_at >= began
    )
