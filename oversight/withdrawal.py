"""What was told and no longer holds: withdrawn notices, and tickets whose period was moved."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from oversight.horizon import acts_since_start
from oversight.models import Reminder, Stage, Ticket, TicketStatus, every_key_of, reminder_key
from petitions.models import Notice
from petitions.models.deadline import DeadlineStatus
from petitions.models.notice import Channel

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from petitions.models.event import EventQuerySet

BATCH = 200
#: A paused period comes back with a new version, so what was said of the old one is over too.
_NOT_RUNNING = (DeadlineStatus.MET, DeadlineStatus.VOID, DeadlineStatus.PAUSED)
#: A withdrawn ticket never comes back; what was accepted or lifted stays as it was decided.
_WITHDRAWABLE = (TicketStatus.PROPOSED, TicketStatus.OPEN, TicketStatus.ANSWERED)


def withdraw(*, at: dt.datetime) -> None:
    """Close reminders whose period was met, moved, paused or dropped since, and those that asked
    why nothing happened where something has."""
    while _withdraw_some(at=at) == BATCH:
        pass


@transaction.atomic
def _withdraw_some(*, at: dt.datetime) -> int:
    over = (
        Reminder.objects.filter(closed_at=None)
        .filter(
            ~Q(deadline_version=F("deadline__version"))
            | Q(deadline__status__in=_NOT_RUNNING) & ~Q(stage=Stage.LATE)
            | Q(deadline__status__in=(DeadlineStatus.MET, DeadlineStatus.VOID))
            | Q(stage=Stage.HALF) & Exists(_acted())
        )
        .select_related("deadline")
        .select_for_update(skip_locked=True, of=("self",))
    )
    rows = list(over.order_by("pk")[:BATCH])
    untrue = [row for row in rows if not row.holds or row.stage == Stage.HALF]
    withdraw_notices(untrue, at=at)
    _withdraw_tickets([row for row in untrue if row.stage >= Stage.LATE], at=at)
    if rows:
        Reminder.objects.filter(pk__in=[row.pk for row in rows]).update(closed_at=at)
    return len(rows)


def _acted() -> EventQuerySet:
    return acts_since_start(OuterRef("deadline__referral"), OuterRef("deadline__started_on"))


def withdraw_notices(reminders: Iterable[Reminder], *, at: dt.datetime) -> None:
    """Withdraw what these said and close them."""
    rows = list(reminders)
    _withdraw_keys([f"{row.key}:" for row in rows], at=at)
    if rows:
        Reminder.objects.filter(pk__in=[row.pk for row in rows]).update(closed_at=at)


def withdraw_said_of(tickets: Iterable[Ticket], *, at: dt.datetime) -> None:
    """Withdraw the demands of tickets that wait for nobody any more."""
    _withdraw_keys([f"{ticket_key(ticket)}:" for ticket in tickets], at=at)


def ticket_key(ticket: Ticket) -> str:
    """How the keys of what is said of a new ticket begin. Where a period stands behind it, the
    period's own keys, so that they fall with it."""
    if ticket.deadline_id is None or ticket.deadline_version is None:
        return f"ticket:{ticket.pk}:{ticket.version}"
    level = ticket.level if ticket.level > 1 else 0
    return reminder_key(ticket.deadline_id, ticket.deadline_version, Stage.LATE, level)


def _withdraw_tickets(late: list[Reminder], *, at: dt.datetime) -> None:
    """Every level of it: a period that was moved was never late."""
    if not late:
        return
    which = reduce(
        or_,
        (Q(deadline=row.deadline_id, deadline_version=row.deadline_version) for row in late),
    )
    _withdraw_keys([every_key_of(row.deadline_id, row.deadline_version) for row in late], at=at)
    Ticket.objects.filter(which, status__in=_WITHDRAWABLE).update(
        status=TicketStatus.VOID,
        closed_at=at,
        closing_reason="期限已经变更，本督办单随之撤回。",
        version=F("version") + 1,
    )


def _withdraw_keys(prefixes: list[str], *, at: dt.datetime) -> None:
    """What was read or sent stays as it was said; the rest will not be."""
    if not prefixes:
        return
    told = reduce(or_, (Q(key__startswith=prefix) for prefix in prefixes))
    Notice.objects.filter(told, unseen(), voided_at=None).update(voided_at=at)


def unseen() -> Q:
    return Q(channel=Channel.INBOX, read_at=None) | (~Q(channel=Channel.INBOX) & Q(sent_at=None))
