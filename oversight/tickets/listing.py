"""Which tickets wait for this person, in the words of the table of competence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from oversight.models import Ticket, TicketStatus
from oversight.tickets.competence import MAY, Verb

if TYPE_CHECKING:
    from accounts.models import User
    from oversight.models import TicketQuerySet


def waiting_for(user: User) -> TicketQuerySet:
    """To answer, to decide, to sign: the last link of each chain, never one stepped back from."""
    rule = Q(pk__in=[])
    for status, verb, end in (
        (TicketStatus.OPEN, Verb.ANSWER, "organization"),
        (TicketStatus.ANSWERED, Verb.ACCEPT, "issuer"),
        (TicketStatus.PROPOSED, Verb.SIGN, "issuer"),
    ):
        rule |= Q(**{f"{end}__in": places_of(user, verb)}, status=status)
    return (
        Ticket.objects.visible_to(user)
        .filter(rule)
        .newest()
        .exclude(claim__recusals__user=user)
        .exclude(cited__recusals__user=user)
    )


def issued_by(user: User) -> TicketQuerySet:
    """What this person's organizations have asked of others."""
    return Ticket.objects.visible_to(user).filter(issuer__in=user.place_ids())


def places_of(user: User, verb: Verb) -> set[int]:
    return user.place_ids(MAY[verb].roles)
