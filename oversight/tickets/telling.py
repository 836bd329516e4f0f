"""Who hears of an act on a ticket: whoever must act next, never who just acted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Post
from oversight.tickets.competence import MAY, End, Verb
from petitions.models import Claim
from petitions.outbox import Message
from petitions.outbox import tell as write

if TYPE_CHECKING:
    import datetime as dt

    from oversight.models import Ticket

OPENED, ACTED = "ticket", "ticket_act"


def tell(
    ticket: Ticket, verb: Verb, subject: str, *, by: Post, at: dt.datetime, kind: str = ACTED
) -> None:
    """Tell those whose verb it is now. The version makes each round of replies its own fact."""
    message = Message(
        key=f"ticket:{ticket.pk}:{ticket.version}",
        kind=kind,
        claim=ticket.claim,
        subject=subject,
        body="\n".join(_body(ticket)),
        url=f"/tickets/{ticket.pk}/",
    )
    write(_people(ticket, verb) - {by.user_id}, message, at=at)


def _people(ticket: Ticket, verb: Verb) -> set[int]:
    competence = MAY[verb]
    place = ticket.issuer_id if competence.end is End.ISSUER else ticket.organization_id
    posts = Post.objects.filter(organization=place, role__in=competence.roles, ends_on=None)
    if ticket.claim is not None and ticket.claim.is_sealed:
        posts = posts.filter(is_cleared=True)
    users = posts.exclude(user__recusals__claim__in=_claims(ticket))
    return set(users.values_list("user_id", flat=True))


def _claims(ticket: Ticket) -> list[Claim]:
    return [ticket.claim] if ticket.claim else list(ticket.cited.all())


def _body(ticket: Ticket) -> list[str]:
    lines = [f"{ticket.issuer.name}对{ticket.organization.name}：{ticket.subject}。"]
    if ticket.claim is not None:
        lines.append(f"信访件 {ticket.claim.petition.number}。")
    due = ticket.due_on
    lines.append(f"答复截止 {due.year}年{due.month}月{due.day}日（内部要求）。")
    return lines
