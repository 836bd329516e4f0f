"""What was told and no longer holds: withdrawn notices, and tickets whose period was moved."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q

from oversight.models import Reminder, Stage, Ticket, TicketStatus
from petitions.models import Notice
from petitions.models.deadline import DeadlineStatus
from petitions.models.notice import Channel

if TYPE_CHECKING:
    import datetime as dt

BATCH = 200
#: A paused period comes back with a new version, so what was said of the old one is over too.
_NOT_RUNNING = (DeadlineStatus.MET, DeadlineStatus.VOID, DeadlineStatus.PAUSED)


def withdraw(*, at: dt.datetime) -> None:
    """Close reminders whose period was met, moved, paused or dropped since."""
    while _withdraw_some(at=at) == BATCH:
        pass


@transaction.atomic
def _withdraw_some(*, at: dt.datetime) -> int:
    over = (
        Reminder.objects.filter(closed_at=None)
        .filter(
            ~Q(deadline_version=F("deadline__version"))
            | Q(deadline__status__in=_NOT_RUNNING, stage__lt=Stage.LATE)
            | Q(deadline__status__in=(DeadlineStatus.MET, DeadlineStatus.VOID))
        )
        .select_related("deadline")
        .select_for_update(skip_locked=True, of=("self",))
    )
    rows = list(over.order_by("pk")[:BATCH])
    untrue = [row for row in rows if not row.holds]
    if untrue:
        _withdraw_notices(untrue, at=at)
        _void_tickets(untrue)
    if rows:
        Reminder.objects.filter(pk__in=[row.pk for row in rows]).update(closed_at=at)
    return len(rows)


def _withdraw_notices(reminders: list[Reminder], *, at: dt.datetime) -> None:
    """What was read or sent stays as it was said; the rest will not be."""
    told = reduce(or_, (Q(key__startswith=f"{row.key}:") for row in reminders))
    unseen = Q(channel=Channel.INBOX, read_at=None) | Q(channel=Channel.EMAIL, sent_at=None)
    Notice.objects.filter(told, unseen, voided_at=None).update(voided_at=at)


def _void_tickets(reminders: list[Reminder]) -> None:
    late = [row for row in reminders if row.stage == Stage.LATE]
    if late:
        which = reduce(
            or_,
            (Q(deadline=row.deadline_id, deadline_version=row.deadline_version) for row in late),
        )
        Ticket.objects.open().filter(which).update(status=TicketStatus.VOID)
