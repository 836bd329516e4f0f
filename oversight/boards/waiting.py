"""待答复的督办单: those that wait, the soonest last day first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, Window

from oversight.models import WAITING, Ticket
from oversight.tickets.story import next_step

if TYPE_CHECKING:
    from oversight.boards.scope import Scope
    from oversight.models.ticket import TicketQuerySet

SHOWN = 4


def waiting_tickets(scope: Scope) -> TicketQuerySet:
    """Tickets that still want somebody's act: those about claims of this board, and those about no
    claim that one's own organizations sent or owe. Only the last of each chain."""
    known = Exists(scope.claims().filter(pk=OuterRef("claim")))
    own = scope.user.place_ids()
    between = Q(claim=None) & (Q(organization__in=own) | Q(issuer__in=own))
    rows = Ticket.objects.newest().filter(known | between, status__in=WAITING)
    if not scope.is_wide:
        rows = rows.filter(organization__in=scope.organizations)
    return rows.order_by("due_on", "opened_at", "pk")


def waiting(scope: Scope) -> dict[str, object]:
    """The first few with their next step, and how many there are."""
    rows = waiting_tickets(scope).annotate(whole=Window(Count("*")))
    found = list(rows.select_related("organization", "issuer", "claim__petition")[:SHOWN])
    return {
        "count": found[0].whole if found else 0,  # type: ignore[attr-defined]
        "first": [
            {
                "ticket": ticket,
                "next_step": next_step(ticket, on=scope.on, calendar=scope.calendar),
                "left": (ticket.due_on - scope.on).days,
            }
            for ticket in found
        ],
    }
