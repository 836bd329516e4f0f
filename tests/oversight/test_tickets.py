"""督办 tickets: answered in writing, accepted or returned, lifted with a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from oversight import tickets
from oversight.models import (
    Reply,
    Ticket,
    TicketKind,
    TicketStatus,
)
from oversight.tickets import Verb
from oversight.tickets.listing import waiting_for
from petitions import events
from petitions.errors import FieldError, NotAllowedError, StaleError
from petitions.models import Event, Matter, Notice
from petitions.states import Kind
from routing.models import Category
from tests.oversight.ticket_samples import REPLY, able, opened, suggestion

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(delivered, swept):
    """The written notice of 19 March was not given by 青禾县人社局."""
    swept("2026-03-20")
    return Ticket.objects.get()


@pytest.fixture
def answered(ticket, walk):
    tickets.answer(ticket, text=REPLY, by=walk.cast["hr_desk"], at=walk.at("2026-03-23"))
    ticket.refresh_from_db()
    return ticket


def of_cadres() -> Category:
    """A class that the discipline office is competent for."""
    return Category.objects.filter(parent__code="05").earliest("code")


def chain_is_whole(ticket: Ticket) -> bool:
    return events.first_broken(Matter.objects.get(pk=ticket.claim.matter_id)) is None


def test_an_answer_waits_for_the_issuer_and_is_written_into_the_history(ticket, walk):
    reply = tickets.answer(
        ticket, text=f"  {REPLY}\n", by=walk.cast["hr_desk"], at=walk.at("2026-03-23")
    )

    ticket.refresh_from_db()
    assert (ticket.status, reply.text) == (TicketStatus.ANSWERED, REPLY)
    assert reply.by.username == "hr_desk"
    event = Event.objects.get(action="answer_ticket")
    assert REPLY in event.text
    assert event.organization == walk.tree["qinghe-hr"]
    assert chain_is_whole(ticket)
    told = Notice.objects.filter(kind="ticket_act", channel="inbox")
    assert set(told.values_list("recipient__username", flat=True)) == {"supervisor", "chief"}


@pytest.mark.parametrize("text", ["", "   \n", "好的", "长" * 4001])
def test_an_empty_or_endless_answer_is_refused_at_its_field(ticket, walk, text):
    with pytest.raises(FieldError) as refused:
        tickets.answer(ticket, text=text, by=walk.cast["hr_desk"], at=walk.at("2026-03-23"))

    assert set(refused.value.fields) == {"answer"}
    assert not Reply.objects.exists()


def test_a_second_answer_is_refused_and_changes_nothing(answered, walk):
    with pytest.raises(NotAllowedError, match="已由叶文竹答复"):
        tickets.answer(
            answered, text="换一种说法。", by=walk.cast["hr_leader"], at=walk.at("2026-03-24")
        )

    assert Reply.objects.get().text == REPLY


def test_an_accepted_reply_ends_the_ticket(answered, walk):
    tickets.accept(answered, by=walk.cast["supervisor"], at=walk.at("2026-03-24"), note="属实。")

    answered.refresh_from_db()
    reply = answered.replies.get()
    assert answered.status == TicketStatus.ACCEPTED
    assert answered.closed_by.username == "supervisor"
    assert (reply.is_accepted, reply.decision) == (True, "属实。")
    assert Event.objects.filter(action="accept_ticket").count() == 1
    assert chain_is_whole(answered)


def test_a_returned_reply_opens_the_ticket_again_with_a_new_day(answered, walk):
    day = dt.date(2026, 3, 27)
    tickets.send_back(
        answered, reason="没有写明告知的日期。", due_on=day, by=walk.cast["chief"],
        at=walk.at("2026-03-24"),
    )  # fmt: skip

    answered.refresh_from_db()
    assert (answered.status, answered.due_on) == (TicketStatus.OPEN, day)
    assert answered.replies.get().is_accepted is False
    second = tickets.answer(
        answered, text=f"{REPLY}日期为3月23日。", by=walk.cast["hr_desk"], at=walk.at("2026-03-25")
    )
    assert second.is_accepted is None
    assert answered.replies.earliest("at").text == REPLY


@pytest.mark.parametrize(
    ("change", "field"),
    [({"reason": "不行"}, "reason"), ({"due_on": dt.date(2026, 3, 24)}, "due_on")],
)
def test_a_return_needs_a_reason_and_a_day_to_come(answered, walk, change, field):
    told = {"reason": "没有写明告知的日期。", "due_on": dt.date(2026, 3, 27), **change}

    with pytest.raises(FieldError) as refused:
        tickets.send_back(answered, **told, by=walk.cast["chief"], at=walk.at("2026-03-24"))

    assert set(refused.value.fields) == {field}


def test_nobody_accepts_their_own_reply(registered, swept, walk):
    swept("2026-03-18")
    ticket = Ticket.objects.get()  # the office's own lateness
    tickets.answer(ticket, text=REPLY, by=walk.cast["supervisor"], at=walk.at("2026-03-19"))

    with pytest.raises(NotAllowedError, match="您本人的答复"):
        tickets.accept(ticket, by=walk.cast["supervisor"], at=walk.at("2026-03-20"))

    tickets.accept(ticket, by=walk.cast["chief"], at=walk.at("2026-03-20"))
    ticket.refresh_from_db()
    assert ticket.status == TicketStatus.ACCEPTED


def test_lifting_needs_a_reason_and_keeps_it(ticket, walk):
    with pytest.raises(FieldError):
        tickets.lift(ticket, reason=" ", by=walk.cast["supervisor"], at=walk.at("2026-03-24"))
    tickets.lift(
        ticket, reason="信访人已书面撤回。", by=walk.cast["supervisor"], at=walk.at("2026-03-24")
    )

    ticket.refresh_from_db()
    assert (ticket.status, ticket.closing_reason) == (TicketStatus.LIFTED, "信访人已书面撤回。")
    assert Event.objects.filter(action="lift_ticket").exists()


def test_the_database_refuses_a_lifting_without_reason(ticket):
    with pytest.raises(IntegrityError, match="ticket_lifted_with_reason"), transaction.atomic():
        Ticket.objects.update(status=TicketStatus.LIFTED)


def test_what_a_rule_opened_is_lifted_and_not_withdrawn(ticket, walk):
    with pytest.raises(NotAllowedError, match="系统按规则开出"):
        tickets.void(ticket, reason="开错了对象。", by=walk.cast["chief"], at=walk.at("2026-03-24"))


CLOSED = [TicketStatus.ACCEPTED, TicketStatus.LIFTED, TicketStatus.VOID]


@pytest.mark.parametrize("status", CLOSED)
@pytest.mark.parametrize("verb", ["answer", "accept", "send_back", "lift", "void"])
def test_nothing_is_done_to_a_closed_ticket(delivered, walk, verb, status):
    ticket = opened(TicketKind.ORDER, walk, hop=delivered)
    Ticket.objects.filter(pk=ticket.pk).update(status=status, closing_reason="理由")
    words: dict[str, dict[str, Any]] = {
        "answer": {"text": REPLY},
        "accept": {},
        "send_back": {"reason": "没有写明日期。", "due_on": dt.date(2026, 4, 1)},
        "lift": {"reason": "已经解决了。"},
        "void": {"reason": "已经解决了。"},
    }

    with pytest.raises(NotAllowedError):
        getattr(tickets, verb)(ticket, **words[verb], by=walk.cast["chief"], at=walk.at(_LATER))

    assert Ticket.objects.get(pk=ticket.pk).version == ticket.version


_LATER = "2026-03-25"


def test_a_page_opened_before_is_noticed(answered, walk):
    with pytest.raises(StaleError, match="别人已经办理"):
        tickets.accept(answered, by=walk.cast["chief"], at=walk.at(_LATER), version=1)

    assert answered.replies.get().is_accepted is None


def test_a_ticket_that_climbed_is_answered_at_its_newest_link(ticket, walk):
    after = opened(TicketKind.ORDER, walk, hop=ticket.referral)
    Ticket.objects.filter(pk=after.pk).update(parent=ticket, level=2)

    with pytest.raises(NotAllowedError, match="已升级为督办单"):
        tickets.answer(ticket, text=REPLY, by=walk.cast["hr_desk"], at=walk.at(_LATER))

    tickets.answer(after, text=REPLY, by=walk.cast["hr_desk"], at=walk.at(_LATER))
    tickets.accept(after, by=walk.cast["chief"], at=walk.at(_LATER))
    assert set(Ticket.objects.values_list("status", flat=True)) == {TicketStatus.ACCEPTED}


def test_who_stepped_back_takes_no_part(ticket, walk):
    for name in ("hr_handler", "supervisor"):
        person = walk.cast[name].user
        ticket.claim.recusals.create(
            user=person, ground="近亲属。", recorded_by=person, recorded_on=dt.date(2026, 3, 20)
        )

    assert able(walk, Verb.ANSWER, ticket) == {"hr_desk", "hr_leader"}
    assert able(walk, Verb.ACCEPT, ticket) == {"chief"}
    assert not waiting_for(walk.cast["hr_handler"].user).exists()
    with pytest.raises(PermissionDenied, match="已回避"):
        opened(TicketKind.ORDER, walk, by="supervisor", hop=ticket.referral)


def test_a_petition_office_answers_for_its_own_lateness(registered, swept, walk):
    swept("2026-03-18")
    ticket = Ticket.objects.get()

    assert able(walk, Verb.ANSWER, ticket) == {"clerk", "supervisor"}
    assert able(walk, Verb.ACCEPT, ticket) == {"supervisor", "chief"}


def test_is_seen_by_those_who_see_the_claim(ticket, walk):
    seen = {
        name for name, post in walk.cast.items() if Ticket.objects.visible_to(post.user).exists()
    }

    assert seen == {
        "clerk", "supervisor", "chief", "hr_desk", "hr_handler", "hr_leader", "leader",
    }  # fmt: skip


def test_one_about_no_claim_is_seen_between_its_two_ends(delivered, walk):
    ticket = suggestion(walk, delivered.claim)
    seen = {
        name for name, post in walk.cast.items() if Ticket.objects.visible_to(post.user).exists()
    }

    assert ticket.claim is None
    # Not the administrators, though their posts are at the petition office.
    assert seen == {
        "clerk", "supervisor", "chief", "hr_desk", "hr_handler", "hr_leader", "leader",
    }  # fmt: skip


def test_the_database_refuses_a_second_ticket_for_the_same_breach(ticket):
    ticket.pk, ticket.natural_key = None, "another"
    ticket._state.adding = True

    with pytest.raises(IntegrityError, match="ticket_once_for_each_level"), transaction.atomic():
        ticket.save(force_insert=True)


def test_the_database_refuses_a_reply_without_words(ticket, walk):
    reply = Reply(ticket=ticket, text="", by=walk.cast["hr_desk"].user, at=walk.at(_LATER))

    with pytest.raises(IntegrityError, match="reply_in_writing"), transaction.atomic():
        reply.save()


@pytest.mark.parametrize(("adoption", "word"), [("adopted", "采纳"), ("partly", "部分采纳")])
def test_feedback_on_a_suggestion_is_a_letter_of_the_body(delivered, walk, adoption, word):
    ticket = suggestion(walk, delivered.claim)
    reply = tickets.answer(
        ticket, text="已修订收件登记办法，自下月起执行。", adoption=adoption,
        by=walk.cast["hr_leader"], at=walk.at(_LATER),
    )  # fmt: skip

    assert reply.paper.letter == "D34"
    assert reply.paper.organization == walk.tree["qinghe-hr"]
    assert reply.paper.values["suggestion_number"] == ticket.papers.get(reply=None).number
    assert reply.get_adoption_display() == word


def test_a_suggestion_is_adopted_or_not_and_other_tickets_have_no_adoption(delivered, walk):
    post, at = walk.cast["hr_leader"], walk.at(_LATER)
    with pytest.raises(FieldError, match="采纳"):
        tickets.answer(suggestion(walk, delivered.claim), text=REPLY, by=post, at=at)
    order = opened(TicketKind.ORDER, walk, hop=delivered)
    with pytest.raises(FieldError, match="只有建议"):
        tickets.answer(order, text=REPLY, adoption="adopted", by=post, at=at)

    assert not Reply.objects.exists()


def test_a_government_answers_a_suggestion_by_its_leader(delivered, walk):
    ticket = suggestion(walk, delivered.claim, kind=TicketKind.POLICY, to="qinghe-gov")

    assert able(walk, Verb.ANSWER, ticket) == {"leader"}


def test_a_sealed_ticket_is_for_the_cleared_alone(walk):
    sealed = walk.delivered(kind=Kind.ACCUSATION, to="qinghe-discipline", category=of_cadres())
    ticket = opened(TicketKind.ORDER, walk, hop=sealed, to="qinghe-discipline")

    assert able(walk, Verb.ANSWER, ticket) == {"discipline"}
    walk.cast["discipline"].user.posts.update(is_cleared=False)
    fresh = type(walk.cast["discipline"].user).objects.get(username="discipline")
    assert tickets.acting_post(fresh, Verb.ANSWER, ticket) is None
    assert not Ticket.objects.visible_to(fresh).exists()
    (notice,) = set(Notice.objects.filter(kind="ticket").values_list("subject", flat=True))
    assert notice == "您有 1 件待办"
    fresh.posts.update(is_cleared=True)  # a report without a cleared receiver would be a gap
