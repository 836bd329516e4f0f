"""The sweep: what is half gone, near, due or late now, told exactly once; tickets that climb.

It is level-triggered: everything follows from the rows and the instant given, so a sweep that was
killed, doubled or missed for days leaves nothing to repair. Several may run at once; they share
the work by skipping what another has locked."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from oversight import climbing, handover, marking, marks, withdrawal, wording
from oversight.horizon import Horizon
from oversight.opening import open_tickets, tickets_of
from oversight.recipients import Concern, Staff
from petitions.models import Matter
from petitions.outbox import tell_all
from routing.workdays import work_calendar

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from oversight.marking import Told
    from petitions.models import Deadline
    from routing.stages import Rung

#: So many periods in one transaction: memory stays bounded, and people at work wait for no lock.
BATCH = 200


@dataclass
class Swept:
    """`due` counts the periods that are near, due today or late; the others what this sweep
    added: rows of the outbox, and tickets."""

    due: int = 0
    reminders: int = 0
    tickets: int = 0
    seconds: float = 0.0

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


class Budget:
    """Seconds that may be spent before the rest is left to the next sweep."""

    def __init__(self, seconds: float | None) -> None:
        self._began, self._seconds = time.monotonic(), seconds

    @property
    def spent(self) -> float:
        return time.monotonic() - self._began

    @property
    def is_used_up(self) -> bool:
        return self._seconds is not None and self.spent > self._seconds


def sweep(at: dt.datetime, *, budget: float | None = None) -> Swept:
    """Tell what is due at this instant; after `budget` seconds the next sweep goes on."""
    clock = Budget(budget)
    horizon = _horizon(at)
    marks.bring_up_to_date(horizon.stages, horizon.calendar)
    swept = Swept(due=horizon.reached().count())
    withdrawal.withdraw(at=at)
    swept.reminders += handover.hand_over(horizon, at=at)
    for batch in _batches(horizon):
        _tell(batch, horizon, swept, at=at)
        if clock.is_used_up:
            break
    while not clock.is_used_up:
        climbed = climbing.climb_some(horizon, at=at)
        swept.tickets += climbed.tickets
        swept.reminders += climbed.reminders
        if not climbed.tickets:
            break
    swept.seconds = round(clock.spent, 3)
    return swept


def due_at(at: dt.datetime) -> int:
    """How many periods are near, due today or late at this instant."""
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
        if rows:
            yield {pk: matter for _, pk, matter in rows}
        if len(rows) < BATCH:
            return
        last, pk, _ = rows[-1]
        after = Q(due_on=last, pk__gt=pk) | Q(due_on__gt=last)


@transaction.atomic
def _tell(batch: dict[int, int], horizon: Horizon, swept: Swept, *, at: dt.datetime) -> None:
    """Mark, open tickets, record and notify for one batch: all of it, or nothing."""
    deadlines = _locked(batch, horizon)
    if not deadlines:
        return
    told = marking.mark(deadlines, today=horizon.today, at=at)
    late = [one.deadline for one in told if one.place.is_late]
    tickets = tickets_of(late)
    opened = open_tickets([row for row in late if row.pk not in tickets], horizon, at=at)
    new = {ticket.deadline_id: ticket for ticket in opened}
    concerns = {one.deadline.pk: Concern.of_deadline(one.deadline) for one in told}
    staff = Staff(list(concerns.values()), on=horizon.today)
    said = []
    for one in told:
        rungs = _rungs(one, horizon)
        heard = staff.hearing(concerns[one.deadline.pk], rungs)
        if one.deadline.pk in new:
            said += wording.ticket_opened(new[one.deadline.pk], heard, horizon)
        else:
            ticket = tickets.get(one.deadline.pk)
            said.append((heard.all, wording.reminder(one, ticket, horizon)))
    swept.tickets += len(opened)
    swept.reminders += tell_all(said, at=at)


def _rungs(one: Told, horizon: Horizon) -> tuple[Rung, ...]:
    deadline, place = one.deadline, one.place
    stages = horizon.stages
    return stages.rungs(place.stage, place.ordinal, deadline.code, deadline.organization_id)


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
        .filter(pk__in=[pk for pk, matter in batch.items() if matter in matters])
        .select_related(
            "organization",
            "referral__organization",
            "referral__sender",
            "referral__claim__petition__organization",
        )
        .select_for_update(of=("self",))
        .order_by("due_on", "pk")
    )
    for row in deadlines:
        row.referral.claim.matter = matters[row.referral.claim.matter_id]
    return deadlines
