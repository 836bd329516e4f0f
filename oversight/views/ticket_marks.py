"""How a ticket reads on the screen: its chip, its typed entries, the filters in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oversight.models import Ticket, TicketKind, TicketStatus
from oversight.tickets import KINDS
from petitions.acts.base import typed
from petitions.words import month_day

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest


@dataclass(frozen=True)
class Chip:
    tone: str
    text: str


def chip(ticket: Ticket, *, on: dt.date) -> Chip:
    """Late is said of an open ticket alone: an answered one waits for its issuer."""
    if ticket.status != TicketStatus.OPEN:
        tone = "near" if ticket.status in _PENDING else "rest"
        return Chip(tone, str(ticket.get_status_display()))
    left = (ticket.due_on - on).days
    if left < 0:
        return Chip("late", f"答复超期 {-left} 天")
    if left == 0:
        return Chip("due", "今日答复")
    return Chip("near", f"{month_day(ticket.due_on)}前答复")


_PENDING = (TicketStatus.ANSWERED, TicketStatus.PROPOSED)


def entries_of(ticket: Ticket) -> list[tuple[str, str]]:
    """What was typed into the paper, by its labels."""
    letter = KINDS[TicketKind(ticket.kind)].letter
    if letter is None:
        return []
    return [
        (entry.label, str(ticket.entries[entry.name]))
        for entry in typed(letter)
        if ticket.entries.get(entry.name)
    ]


def tags(request: HttpRequest, form: forms.Form) -> list[dict[str, str]]:
    """The filters in force, each with the address of the list without it."""
    found = []
    for bound in form:
        value = request.GET.get(bound.name)
        if value and not bound.errors:
            rest = request.GET.copy()
            rest.pop(bound.name)
            rest.pop("page", None)
            offered = getattr(bound.field, "choices", ())
            shown = {str(key): str(label) for key, label in offered}.get(value)
            url = f"{request.path}?{rest.urlencode()}"
            found.append({"label": str(bound.label), "value": shown or value, "remove_url": url})
    return found
