"""Tickets opened by hand: of each kind, by whom, about what, and what is refused."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from oversight import tickets
from oversight.models import SUGGESTIONS, Origin, Ticket, TicketKind, TicketPaper, TicketStatus
from oversight.tickets.listing import waiting_for
from petitions import events
from petitions.errors import FieldError
from petitions.models import Event, Matter, Notice
from petitions.states import Kind
from tests.oversight.ticket_samples import demand, opened, suggestion

pytestmark = pytest.mark.django_db
_LATER = "2026-03-25"


def chain_is_whole(ticket: Ticket) -> bool:
    return events.first_broken(Matter.objects.get(pk=ticket.claim.matter_id)) is None


@pytest.mark.parametrize("kind", tickets.BY_HAND)
def test_every_kind_can_be_opened_by_the_chief_and_has_its_paper(delivered, walk, kind):
    if kind in SUGGESTIONS:
        ticket = suggestion(walk, delivered.claim, kind=kind)
    else:
        ticket = opened(kind, walk, hop=delivered)

    paper = TicketPaper.objects.get(ticket=ticket)
    assert ticket.status == TicketStatus.OPEN
    assert ticket.signed_by.username == "chief"
    assert paper.letter == tickets.KINDS[kind].letter
    assert bytes(paper.content).startswith(b"%PDF")
    said = Notice.objects.filter(kind="ticket", channel="inbox", url=f"/tickets/{ticket.pk}/")
    answerers = {"hr_desk", "hr_handler", "hr_leader"}
    assert set(said.values_list("recipient__username", flat=True)) == answerers


@pytest.mark.parametrize("kind", tickets.BY_HAND)
def test_what_a_supervisor_may_not_sign_waits_for_the_chief(delivered, walk, kind):
    about = {"cited": (delivered.claim,)} if kind in SUGGESTIONS else {"hop": delivered}
    ticket = opened(kind, walk, by="supervisor", **about)

    signs = walk.cast["supervisor"].role in tickets.KINDS[kind].issuers
    assert ticket.status == (TicketStatus.OPEN if signs else TicketStatus.PROPOSED)
    assert TicketPaper.objects.exists() == signs
    body = walk.cast["hr_desk"].user
    assert Ticket.objects.visible_to(body).exists() == signs
    if not signs:
        assert set(waiting_for(walk.cast["chief"].user)) == {ticket}
        day = dt.date(2026, 4, 20)
        tickets.sign(ticket, due_on=day, by=walk.cast["chief"], at=walk.at(_LATER))
        ticket.refresh_from_db()
        assert (ticket.status, ticket.due_on) == (TicketStatus.OPEN, day)
        assert ticket.opened_on == dt.date(2026, 3, 25)
        assert TicketPaper.objects.get().issued_on == dt.date(2026, 3, 25)
        assert set(waiting_for(body)) == {ticket}


def test_opening_is_written_into_the_history_once_however_often_the_button_is_pressed(
    delivered, walk
):
    key, told = uuid.uuid4(), demand(TicketKind.ORDER, walk, hop=delivered)
    first, again = (
        tickets.open_by_hand(told, by=walk.cast["supervisor"], at=walk.at("2026-03-20"), key=key)
        for _ in range(2)
    )

    assert first == again
    event = Event.objects.get(action="open_ticket")
    assert "青禾县" in event.text
    assert "4月10日前答复" in event.text
    assert chain_is_whole(first)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to": "qinghe-petition"}, "organization"),
        ({"to": "qinghe-env"}, "organization"),
        ({"due_on": dt.date(2026, 3, 20)}, "due_on"),
        ({"due_on": dt.date(2027, 6, 1)}, "due_on"),
        ({"subject": "  "}, "subject"),
        ({"claim": None}, "claim"),
        ({"entries": {}}, "ground"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field(delivered, walk, changes, field):
    with pytest.raises(FieldError) as refused:
        opened(TicketKind.ORDER, walk, **{"hop": delivered, **changes})

    assert field in refused.value.fields
    assert not Ticket.objects.exists()


def test_a_suggestion_cites_cases_and_never_a_sealed_one(walk):
    with pytest.raises(FieldError, match="至少引用一件"):
        opened(TicketKind.POLICY, walk)
    sealed = walk.registered(kind=Kind.ACCUSATION)
    with pytest.raises(FieldError, match="不能引用"):
        suggestion(walk, sealed.claim)

    assert not Ticket.objects.exists()


def test_a_proposal_can_be_withdrawn_and_leaves_no_trace_at_the_body(delivered, walk):
    ticket = suggestion(walk, delivered.claim, by="supervisor")
    tickets.void(ticket, reason="与另一份重复。", by=walk.cast["supervisor"], at=walk.at(_LATER))

    ticket.refresh_from_db()
    assert ticket.status == TicketStatus.VOID
    assert ticket.origin == Origin.HAND
    assert not Notice.objects.filter(
        recipient__username="hr_desk", kind__startswith="tick"
    ).exists()
