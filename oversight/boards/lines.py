"""One line of a list behind a number, whatever kind of row was counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from petitions import worklist
from petitions.letters import ReviewOutcome
from petitions.words import month_day

if TYPE_CHECKING:
    import datetime as dt

    from oversight.models import Ticket
    from petitions.models import Claim, Deadline, Document, Event, Petition, Referral

CALLED = {outcome.value: outcome.label for outcome in ReviewOutcome}


@dataclass(frozen=True)
class Line:
    """`place` is the body, `owner` its handler, `what` the step or the act, `when` a day of it."""

    title: str
    url: str
    number: str
    place: str
    owner: str
    what: str
    when: str
    deadline: Deadline | None = None


def _about(petition: Petition) -> tuple[str, str, str]:
    url = reverse("petitions:detail", args=[petition.number])
    return petition.title, url, petition.number


def of_hop(hop: Referral, *, on: dt.date) -> Line:
    since: dt.date = hop.since  # type: ignore[attr-defined]
    days = max(0, (on - since).days)
    return Line(
        *_about(hop.claim.petition),
        place=hop.organization.name,
        owner=hop.handler.name if hop.handler else "",
        what=hop.get_state_display(),
        when=f"{month_day(since)}起，{days} 天",
        deadline=worklist.nearest_clock(hop),
    )


def of_clock(clock: Deadline, *, on: dt.date) -> Line:
    hop = clock.referral
    mine = hop.handler is not None and hop.organization_id == clock.organization_id
    return Line(
        *_about(hop.claim.petition),
        place=clock.organization.name if clock.organization else "",
        owner=hop.handler.name if hop.handler and mine else "",
        what=clock.name,
        when=f"{month_day(clock.due_on)}截止",
        deadline=clock,
    )


def of_petition(petition: Petition, *, on: dt.date) -> Line:
    return Line(
        *_about(petition),
        place=petition.organization.name,
        owner="",
        what=f"{petition.get_intake_display()}{' · 重件' if petition.is_repeat else ''}",
        when=f"{month_day(petition.received_on)}收到",
    )


def of_event(event: Event, *, on: dt.date) -> Line:
    return Line(
        *_about(event.claim.petition),
        place=event.organization.name if event.organization else "",
        owner=event.by.name if event.by else "",
        what=event.text,
        when=f"{event.at.astimezone():%Y-%m-%d}",
    )


def of_document(document: Document, *, on: dt.date) -> Line:
    subject = document.referral.subject
    return Line(
        *_about(document.referral.claim.petition),
        place=subject.organization.name if subject else "",
        owner="",
        what=f"{document.organization.name}{CALLED[document.outcome]}，{document.number}",
        when=f"{document.issued_on}",
    )


def of_counted(row: Petition | Claim, *, on: dt.date) -> Line:
    """A row of an indicator: judged against its own last day."""
    petition: Petition = getattr(row, "petition", row)  # type: ignore[arg-type]
    limit, done = getattr(row, "limit_on", None), getattr(row, "done_on", None)
    return Line(
        *_about(petition),
        place=petition.organization.name,
        owner="",
        what=f"{limit} 到期" if limit else "",
        when=f"{done} 完成" if done else "未完成",
    )


def of_ticket(ticket: Ticket, *, on: dt.date) -> Line:
    left = (ticket.due_on - on).days
    return Line(
        ticket.subject,
        reverse("oversight:ticket", args=[ticket.pk]),
        ticket.claim.petition.number if ticket.claim else "",
        place=ticket.organization.name,
        owner="",
        what=f"{ticket.get_kind_display()}，{ticket.get_status_display()}",
        when=f"{month_day(ticket.due_on)}前答复" if left >= 0 else f"答复超期 {-left} 天",
    )
