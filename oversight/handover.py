"""A hop went to another handler: what was said to the former one is said to the new one, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q

from oversight import wording
from oversight.horizon import Place
from oversight.marking import Told, nth
from oversight.models import Reminder, Stage
from oversight.opening import tickets_of
from oversight.recipients import Concern, Staff
from oversight.withdrawal import ticket_key, unseen
from petitions.models import Matter, Notice
from petitions.models.deadline import DeadlineStatus
from petitions.outbox import tell_all

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from oversight.horizon import Horizon
    from oversight.models import Ticket
    from oversight.recipients import Heard
    from petitions.outbox import Message
    from routing.stages import Rung

BATCH = 200


def hand_over(horizon: Horizon, *, at: dt.datetime) -> int:
    """Returns how many notices were written. Only the newest stage of a period is said again."""
    written = 0
    while True:
        found, added = _hand_over_some(horizon, at=at)
        written += added
        if found < BATCH:
            return written


@transaction.atomic
def _hand_over_some(horizon: Horizon, *, at: dt.datetime) -> tuple[int, int]:
    reminders = _locked()
    if not reminders:
        return 0, 0
    newest: dict[int, Reminder] = {}
    for row in sorted(reminders, key=lambda row: row.stage + row.ordinal):
        newest[row.deadline_id] = row
    deadlines = [row.deadline for row in newest.values()]
    tickets = tickets_of([row for row in deadlines if row.due_on < horizon.today])
    concerns = {row.pk: Concern.of_deadline(row) for row in deadlines}
    staff = Staff(list(concerns.values()), on=horizon.today)
    said: list[tuple[set[int], Message]] = []
    for row in newest.values():
        heard = staff.hearing(concerns[row.deadline_id], _rungs(row, horizon))
        ticket = tickets.get(row.deadline_id)
        said += _messages(row, ticket, heard, horizon)
        _hand_notices(row, ticket, heard, at=at)
    for row in reminders:
        Reminder.objects.filter(pk=row.pk).update(handler=row.deadline.referral.handler_id)
    return len(reminders), tell_all(said, at=at)


def _changed_hands() -> QuerySet[Reminder]:
    named, now = Q(handler__isnull=False), Q(deadline__referral__handler__isnull=False)
    another = named & now & ~Q(handler=F("deadline__referral__handler"))
    return Reminder.objects.filter(
        another | (named & ~now) | (~named & now),
        closed_at=None,
        superseded=False,
        deadline__status=DeadlineStatus.RUNNING,
        deadline_version=F("deadline__version"),
    )


def _locked() -> list[Reminder]:
    """Behind the lock on the matter, where the next reassignment would queue."""
    changed = _changed_hands().order_by("pk")
    found = list(changed.values_list("pk", "deadline__referral__claim__matter_id")[:BATCH])
    if not found:
        return []
    free = (
        Matter.objects.filter(pk__in={pk for _, pk in found})
        .order_by("pk")
        .select_for_update(skip_locked=True, of=("self",))
    )
    matters = {row.pk for row in free}
    rows = (
        _changed_hands()
        .filter(pk__in=[pk for pk, matter in found if matter in matters])
        .select_related(
            "deadline__organization",
            "deadline__referral__organization",
            "deadline__referral__sender",
            "deadline__referral__claim__petition__organization",
        )
        .select_for_update(of=("self",))
    )
    return list(rows.order_by("pk"))


def _rungs(row: Reminder, horizon: Horizon) -> tuple[Rung, ...]:
    deadline = row.deadline
    stages = horizon.stages
    return stages.rungs(Stage(row.stage), row.ordinal, deadline.code, deadline.organization_id)


def _messages(
    row: Reminder, ticket: Ticket | None, heard: Heard, horizon: Horizon
) -> list[tuple[set[int], Message]]:
    if row.stage == Stage.LATE and ticket is not None:
        return wording.ticket_opened(ticket, heard, horizon)
    place = Place(Stage(row.stage), row.ordinal)
    marks = Reminder.objects.filter(deadline=row.deadline, deadline_version=row.deadline_version)
    told = Told(row.deadline, place, nth(marks.exclude(pk=row.pk), place))
    return [(heard.all, wording.reminder(told, ticket, horizon))]


def _hand_notices(row: Reminder, ticket: Ticket | None, heard: Heard, *, at: dt.datetime) -> None:
    """Withdrawn from whoever has nothing to do with it any more; said again to those to whom the
    hop came back, whose rows exist."""
    key = ticket_key(ticket) if row.stage == Stage.LATE and ticket is not None else row.key
    said = Notice.objects.filter(unseen(), key__startswith=f"{key}:", recipient__isnull=False)
    said.filter(voided_at=None).exclude(recipient__in=heard.all).update(voided_at=at)
    said.filter(voided_at__isnull=False, recipient__in=heard.all).update(voided_at=None)
