"""What the page of a petition shows of its tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import template
from django.utils import timezone

from oversight import tickets
from oversight.models import Ticket
from oversight.views.ticket_marks import chip

if TYPE_CHECKING:
    from accounts.models import User
    from petitions.models import Petition

register = template.Library()
SHOWN = 10


@register.inclusion_tag("oversight/_petition_tickets.html", takes_context=True)
def petition_tickets(context: dict[str, Any], petition: Petition) -> dict[str, Any]:
    """The newest link of each chain about this matter, and the way to open another."""
    user = cast("User", context["request"].user)
    rows = (
        Ticket.objects.visible_to(user)
        .newest()
        .filter(claim__matter=petition.matter_id)
        .select_related("organization")
        .order_by("-opened_at", "-pk")[:SHOWN]
    )
    today = timezone.localdate()
    return {
        "rows": [(row, chip(row, on=today)) for row in rows],
        "may_open": bool(tickets.kinds_open_to(user)),
        "petition": petition,
    }
