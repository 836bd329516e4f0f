"""The paper of a ticket: what it says, a look at it before it is issued, and its one issue."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from oversight.models import (
    WAITING,
    Adoption,
    Ticket,
    TicketKind,
    TicketPaper,
)
from oversight.tickets.acting import first_of
from oversight.tickets.kinds import KINDS
from petitions.documents import Composed, Rehearsed, compose, compose_draft, unnumbered
from petitions.letters import Letter, Pressure, SuggestionDecision
from petitions.words import month_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from uuid import UUID

    from oversight.models import Reply
    from petitions.models import Claim

#: How many papers of tickets opened by rule one run prints; the next run goes on.
BATCH = 100
#: What a rule opens and what has a paper: 通报 is the last rung of the ladder.
_BY_RULE = (TicketKind.ORDER, TicketKind.CIRCULAR)
_PRESSURES = {
    TicketKind.TALK: Pressure.TALK,
    TicketKind.CIRCULAR: Pressure.CIRCULAR,
    TicketKind.LISTED: Pressure.LISTED,
}
_DECISIONS = {
    Adoption.ADOPTED: SuggestionDecision.ADOPTED,
    Adoption.PARTLY: SuggestionDecision.PARTLY,
    Adoption.REFUSED: SuggestionDecision.NOT_ADOPTED,
}


@transaction.atomic
def issue(ticket: Ticket, *, at: dt.datetime) -> TicketPaper | None:
    """Number, render and store the paper of this ticket, once; `None` for kinds without one.

    A ticket opened by hand is issued in the act that opens it. One opened by rule gets its paper
    from `issue_papers` a moment later, because rendering would hold up the sweep; its demand and
    its day stand in the row and do not wait for the paper."""
    letter = KINDS[TicketKind(ticket.kind)].letter
    if letter is None:
        return None
    ticket = Ticket.objects.locked().get(pk=ticket.pk)
    earlier = ticket.papers.without_content().filter(reply=None).first()
    if earlier is not None:
        return earlier
    on = timezone.localtime(at).date()
    values = values_of(ticket, cited=ticket.cited.select_related("petition", "category"), on=on)
    composed = compose(letter, values, organization=ticket.issuer, on=on)
    return _stored(ticket, letter, composed, on=on)


def issue_feedback(reply: Reply, *, on: dt.date) -> TicketPaper:
    """D34, in the name of the body that answered a suggestion."""
    ticket = reply.ticket
    values = feedback_values(ticket, adoption=reply.adoption, reasons=reply.text, on=on)
    composed = compose(Letter.ADOPTION, values, organization=ticket.organization, on=on)
    return _stored(ticket, Letter.ADOPTION, composed, on=on, reply=reply)


def feedback_values(
    ticket: Ticket, *, adoption: str, reasons: str, on: dt.date
) -> dict[str, object]:
    """Every entry of D34; `adoption` is "" while it is not chosen yet."""
    suggestion = first_of(ticket).papers.without_content().get(reply=None)
    return {
        "organization": ticket.organization.legal_body.name,
        "issued_on": on.isoformat(),
        "addressee": ticket.issuer.name,
        "subject": ticket.subject,
        "suggestion_number": suggestion.number,
        "suggestion_on": suggestion.issued_on.isoformat(),
        "decision": _DECISIONS[Adoption(adoption)].value if adoption else "",
        "reasons": reasons,
    }


def issue_papers(*, at: dt.datetime, budget: float | None = None) -> int:
    """Papers of 督办单 and 通报 that a rule opened and that have none yet. May run twice and in
    parallel: one row is one transaction, and the database allows one paper for each ticket. After
    `budget` seconds the next run goes on."""
    began, issued = time.monotonic(), 0
    waiting = Ticket.objects.filter(kind__in=_BY_RULE, papers=None, status__in=WAITING)
    keys = list(waiting.order_by("opened_at", "pk").values_list("pk", flat=True)[:BATCH])
    for key in keys:
        if budget is not None and time.monotonic() - began > budget:
            break
        issued += _issue_one(key, at=at)
    return issued


@transaction.atomic
def _issue_one(key: UUID, *, at: dt.datetime) -> bool:
    free = Ticket.objects.filter(pk=key, papers=None, status__in=WAITING)
    ticket = free.select_for_update(skip_locked=True, of=("self",)).first()
    return ticket is not None and issue(ticket, at=at) is not None


def preview(ticket: Ticket, *, cited: Iterable[Claim], on: dt.date) -> bytes:
    """The paper of a ticket that need not be stored yet, marked as a draft."""
    drafted = unissued(ticket, cited=cited, on=on)
    return compose_draft(drafted.letter, drafted.values)


def unissued(ticket: Ticket, *, cited: Iterable[Claim], on: dt.date) -> Rehearsed:
    """The paper of a ticket that need be neither stored nor complete, its number left open."""
    letter = KINDS[TicketKind(ticket.kind)].letter
    if letter is None:
        raise ValueError(f"{ticket.kind} has no paper.")
    number = unnumbered(letter, ticket.issuer, on=on)
    return Rehearsed(letter, {"number": number, **values_of(ticket, cited=cited, on=on)})


def unissued_feedback(ticket: Ticket, *, adoption: str, reasons: str, on: dt.date) -> Rehearsed:
    number = unnumbered(Letter.ADOPTION, ticket.organization, on=on)
    values = feedback_values(ticket, adoption=adoption, reasons=reasons, on=on)
    return Rehearsed(Letter.ADOPTION, {"number": number, **values})


def is_intact(paper: TicketPaper) -> bool:
    return hashlib.sha256(bytes(paper.content)).hexdigest() == paper.sha256


def values_of(ticket: Ticket, *, cited: Iterable[Claim], on: dt.date) -> dict[str, object]:
    """Every entry of the paper: what was typed, and what follows from the rows. A ticket that is
    being written may lack its addressee and its day."""
    claim = ticket.claim
    values: dict[str, object] = {
        **_by_rule(ticket),
        **ticket.entries,
        "organization": ticket.issuer.name,
        "issued_on": on.isoformat(),
        "addressee": ticket.organization.name if ticket.organization_id else "",
        "subject": ticket.subject,
        "reply_on": ticket.due_on,
        "contact": f"{ticket.issuer.name} {ticket.issuer.phone}".strip(),
        "cases": [_case(one) for one in cited],
    }
    if claim is not None:
        values |= {"petition_number": claim.petition.number, "matter_code": claim.matter.code}
    if ticket.kind in _PRESSURES:
        values["form"] = _PRESSURES[TicketKind(ticket.kind)].value
    return values


def _by_rule(ticket: Ticket) -> dict[str, object]:
    """What a rule says where nobody typed anything."""
    if ticket.opened_by_id is not None:
        return {}
    ground, deadline = ticket.demand or ticket.subject, ticket.deadline
    if deadline is not None and ticket.breached_on is not None:
        since = month_day(ticket.breached_on)
        ground = f"“{deadline.name}”期限（{deadline.article}）自{since}起超期。"
        if ticket.level > 1:
            ground += "经督办、报分管领导，" if ticket.kind == TicketKind.CIRCULAR else "经催办，"
            ground += "没有按时书面答复。"
    requirement = "请说明没有按规定办理的原因、目前进展、下一步措施和完成时间，并立即办理。"
    values: dict[str, object] = {"ground": ground, "requirement": requirement}
    if ticket.kind == TicketKind.CIRCULAR:
        values["release"] = "书面答复经督办机关认可，并且依法办理完毕。"
    return values


def _case(claim: Claim) -> str:
    """Number and class: whoever reads the paper need not be a party to the case."""
    category = claim.category.name if claim.category else "未分类"
    return f"{claim.petition.number}（{category}）"


def _stored(
    ticket: Ticket, letter: Letter, composed: Composed, *, on: dt.date, reply: Reply | None = None
) -> TicketPaper:
    return TicketPaper.objects.create(
        ticket=ticket,
        reply=reply,
        letter=letter.value,
        organization=ticket.organization if reply else ticket.issuer,
        number=composed.number,
        values=composed.values,
        issued_on=on,
        sha256=composed.sha256,
        content=composed.content,
        template=composed.template,
    )
