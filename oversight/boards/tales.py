"""What stands on a card beside its colour: how far the ticket has climbed, what was last answered,
and what comes next on which day. For a whole page of cards in two queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from oversight.models import WAITING, CardLift, Reply, Ticket, TicketStatus
from oversight.tickets.story import next_step

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from petitions.models import Deadline
    from routing.calendar import WorkCalendar

SHOWN = (*WAITING, TicketStatus.LIFTED, TicketStatus.ACCEPTED)


@dataclass(frozen=True)
class Tale:
    """`ticket` is the last link of the chain; `reply` its newest answer; `lifted` why the card
    was taken off."""

    ticket: Ticket | None
    reply: Reply | None
    next_step: str
    lifted: str


NOTHING = Tale(None, None, "", "")


def tales(cards: Sequence[Deadline], *, on: dt.date, calendar: WorkCalendar) -> dict[int, Tale]:
    """By the key of the period; periods about which nothing is to be told are left out."""
    version = {card.pk: card.version for card in cards}
    found: dict[int, Tale] = {}
    for lift in CardLift.objects.filter(deadline__in=version).select_related("by"):
        if lift.deadline_version == version[lift.deadline_id]:
            found[lift.deadline_id] = Tale(None, None, "", f"{lift.by}解除：{lift.reason}")
    replies = Reply.objects.select_related("by").order_by("-at", "-pk")
    rows = (
        Ticket.objects.filter(deadline__in=version, status__in=SHOWN)
        .newest()
        .select_related("organization", "issuer", "closed_by")
        .prefetch_related(Prefetch("replies", replies))
    )
    for ticket in rows:
        if ticket.deadline_id is None or ticket.deadline_version != version[ticket.deadline_id]:
            continue
        why = ""
        if ticket.status == TicketStatus.LIFTED:
            why = f"{ticket.closed_by}解除：{ticket.closing_reason}"
        said = next(iter(ticket.replies.all()), None)
        following = next_step(ticket, on=on, calendar=calendar)
        found[ticket.deadline_id] = Tale(ticket, said, following, why)
    return found
