"""督办单: answered in writing, once, by the organization that is late."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from oversight import tickets
from oversight.models import Ticket, TicketStatus
from petitions import events
from petitions.errors import FieldError, NotAllowedError
from petitions.models import Event, Matter

pytestmark = pytest.mark.django_db
REPLY = "因档案调取延误超期，已于今日书面告知信访人。"


@pytest.fixture
def ticket(delivered, swept) -> Ticket:
    """The written notice of 19 March was not given by 青禾县人社局."""
    swept("2026-03-20")
    return Ticket.objects.get()


def test_an_answer_closes_the_ticket_and_is_written_into_the_history(ticket, walk):
    tickets.answer(ticket, text=f"  {REPLY}\n", by=walk.cast["hr_desk"], at=walk.at("2026-03-23"))

    ticket.refresh_from_db()
    assert (ticket.status, ticket.answer) == (TicketStatus.ANSWERED, REPLY)
    assert ticket.answered_by.username == "hr_desk"
    event = Event.objects.get(action="answer_ticket")
    assert REPLY in event.text
    assert event.organization == walk.tree["qinghe-hr"]
    assert events.first_broken(Matter.objects.get(pk=ticket.claim.matter_id)) is None


@pytest.mark.parametrize("text", ["", "   \n", "好的", "长" * 4001])
def test_an_empty_or_endless_answer_is_refused_at_its_field(ticket, walk, text):
    with pytest.raises(FieldError) as refused:
        tickets.answer(ticket, text=text, by=walk.cast["hr_desk"], at=walk.at("2026-03-23"))

    assert set(refused.value.fields) == {"answer"}
    ticket.refresh_from_db()
    assert ticket.status == TicketStatus.OPEN


def test_a_second_answer_is_refused_and_changes_nothing(ticket, walk):
    tickets.answer(ticket, text=REPLY, by=walk.cast["hr_desk"], at=walk.at("2026-03-23"))

    with pytest.raises(NotAllowedError, match="已由叶文竹答复"):
        tickets.answer(
            ticket, text="换一种说法。", by=walk.cast["hr_leader"], at=walk.at("2026-03-24")
        )

    ticket.refresh_from_db()
    assert ticket.answer == REPLY


def test_a_withdrawn_ticket_needs_no_answer(ticket, walk):
    Ticket.objects.update(status=TicketStatus.VOID)

    with pytest.raises(NotAllowedError, match="已撤回"):
        tickets.answer(ticket, text=REPLY, by=walk.cast["hr_desk"], at=walk.at("2026-03-23"))


def test_who_may_answer(ticket, walk):
    may = {name for name, post in walk.cast.items() if tickets.answering_post(post.user, ticket)}

    assert may == {"hr_desk", "hr_handler", "hr_leader"}
    with pytest.raises(PermissionDenied, match="您的岗位只能查看"):
        tickets.require_answering_post(walk.cast["supervisor"].user, ticket)


def test_who_stepped_back_may_not_answer(ticket, walk):
    person = walk.cast["hr_handler"].user
    ticket.claim.recusals.create(
        user=person, ground="近亲属。", recorded_by=person, recorded_on=dt.date(2026, 3, 20)
    )

    assert tickets.answering_post(person, ticket) is None


def test_a_petition_office_answers_for_its_own_lateness(registered, swept, walk):
    swept("2026-03-18")
    ticket = Ticket.objects.get()

    may = {name for name, post in walk.cast.items() if tickets.answering_post(post.user, ticket)}

    assert may == {"clerk", "supervisor"}


def test_is_seen_by_those_who_see_the_claim(ticket, walk):
    seen = {
        name for name, post in walk.cast.items() if Ticket.objects.visible_to(post.user).exists()
    }

    assert seen == {
        "clerk", "supervisor", "chief", "hr_desk", "hr_handler", "hr_leader", "leader",
    }  # fmt: skip


def test_the_database_refuses_a_second_ticket_for_the_same_breach(ticket):
    ticket.pk = None
    ticket._state.adding = True

    with pytest.raises(IntegrityError, match="ticket_once_for_each_level"), transaction.atomic():
        ticket.save(force_insert=True)


def test_the_database_refuses_an_answer_without_words(ticket):
    with pytest.raises(IntegrityError, match="ticket_answered_in_writing"), transaction.atomic():
        Ticket.objects.update(status=TicketStatus.ANSWERED)
