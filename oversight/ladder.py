"""The ladder of tickets as data: 催办, 督办单, 报分管领导, 通报, and which rungs hear of each.

How long each may wait for its answer stands with its kind in `oversight.tickets.kinds`; which rungs
hear of a late period at all in the rows of `routing.models.StageRule`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oversight.models import TicketKind
from oversight.tickets.kinds import KINDS
from routing.calendar import ONE_DAY
from routing.limits import due_on
from routing.stages import Rung

if TYPE_CHECKING:
    import datetime as dt

    from oversight.models import Ticket
    from routing.calendar import WorkCalendar

K = TicketKind
#: What a late period opens, level by level. 约谈 comes after 通报, and only by hand.
LADDER = (K.URGE, K.ORDER, K.REPORT_UP, K.CIRCULAR)

#: What an unanswered ticket becomes. What is not here climbs no further by itself.
CLIMBS_TO: dict[TicketKind, TicketKind] = {
    K.URGE: K.ORDER,
    K.ORDER: K.REPORT_UP,
    K.REPORT_UP: K.CIRCULAR,
    K.REMINDER: K.ORDER,
    K.LIAISON: K.ORDER,
    K.ASSIGNMENT: K.ORDER,
    K.IMPROVEMENT: K.REPORT_UP,
    K.POLICY: K.REPORT_UP,
    K.ACCOUNTABILITY: K.REPORT_UP,
    K.LISTED: K.CIRCULAR,
    K.TALK: K.CIRCULAR,
}

_BELOW = (Rung.TURN, Rung.DESK, Rung.LEADER, Rung.SUPERVISOR)
#: Who hears when a ticket has climbed to this kind.
HEARS: dict[TicketKind, tuple[Rung, ...]] = {
    K.ORDER: _BELOW,
    K.REPORT_UP: (*_BELOW, Rung.CHIEF, Rung.GOVERNMENT),
    K.CIRCULAR: (*_BELOW, Rung.CHIEF, Rung.GOVERNMENT),
}


def next_kind(ticket: Ticket) -> TicketKind | None:
    return CLIMBS_TO.get(TicketKind(ticket.kind))


def reply_by(kind: TicketKind, opened_on: dt.date, calendar: WorkCalendar) -> dt.date:
    return due_on(opened_on, KINDS[kind].reply, calendar).due_on


def climbs_on(ticket: Ticket, calendar: WorkCalendar) -> dt.date:
    """The first working day after its last day: nothing is reported upwards at a weekend."""
    return calendar.next_workday(ticket.due_on)


def unanswered_since(today: dt.date, calendar: WorkCalendar) -> dt.date:
    """The latest last day of a ticket that climbs by `today`."""
    day = today
    while not calendar.is_workday(day):
        day -= ONE_DAY
    return day - ONE_DAY
