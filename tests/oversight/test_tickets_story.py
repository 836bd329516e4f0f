"""The story of a ticket, and the papers that never change."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from oversight import tickets
from oversight.ladder import LADDER
from oversight.models import Ticket, TicketKind, TicketPaper, TicketStatus
from oversight.tickets import papers
from oversight.tickets.story import story
from petitions.errors import FieldError
from petitions.models import NumberSeries
from tests.oversight.ticket_samples import REPLY, demand, opened, suggestion

pytestmark = pytest.mark.django_db


@pytest.fixture
def climbed(delivered, swept) -> list[Ticket]:
    """Nobody answered: 催办 of 20 March, 督办单 of the 26th, up to 通报."""
    for day in ("2026-03-20", "2026-03-26", "2026-04-01", "2026-04-08"):
        swept(day)
    return list(Ticket.objects.order_by("level"))


def test_the_story_is_the_whole_chain_whichever_link_is_asked(climbed):
    on = dt.date(2026, 4, 9)
    told = [story(ticket, on=on) for ticket in climbed]

    assert [ticket.kind for ticket in climbed] == list(LADDER)
    assert {row.chain for row in told} == {tuple(climbed)}
    assert {row.newest for row in told} == {climbed[-1]}
    heads = [step.head for step in told[0].steps]
    assert heads[0] == "催办"
    assert "第2级：开出督办单" in heads
    assert "催办答复超期" in heads
    assert [step.on for step in told[0].steps] == sorted(step.on for step in told[0].steps)


def test_what_comes_next_is_said_with_its_day(delivered, swept):
    swept("2026-03-20")
    ticket = Ticket.objects.get()

    said = story(ticket, on=dt.date(2026, 3, 20)).next_step

    assert said == "青禾县人社局应在3月25日前书面答复；到期没有答复的，3月26日升级为督办单。"


def test_replies_and_decisions_stand_in_the_story(delivered, walk):
    ticket = opened(TicketKind.ORDER, walk, hop=delivered, by="supervisor")
    tickets.answer(ticket, text=REPLY, by=walk.cast["hr_desk"], at=walk.at("2026-03-23"))
    assert "等待青禾县信访局审核" in story(ticket, on=dt.date(2026, 3, 23)).next_step
    tickets.send_back(
        ticket, reason="没有写明日期。", due_on=dt.date(2026, 3, 27),
        by=walk.cast["chief"], at=walk.at("2026-03-24"),
    )  # fmt: skip

    steps = story(ticket, on=dt.date(2026, 3, 24)).steps

    assert [step.head for step in steps][1:] == ["书面答复", "退回答复"]
    assert [step.who for step in steps] == [
        "青禾县信访局 程知秋", "青禾县人社局 叶文竹", "青禾县信访局 陆怀川",
    ]  # fmt: skip


def test_a_story_costs_a_fixed_number_of_queries(climbed, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        told = story(climbed[0], on=dt.date(2026, 4, 9))

    assert len(told.chain) == len(LADDER)


def test_a_paper_is_what_was_asked_and_names_nobody(delivered, walk):
    ticket = opened(TicketKind.ORDER, walk, hop=delivered)
    paper = ticket.papers.get()

    assert paper.number == "青信信督〔2026〕1号"
    assert paper.values["reply_on"] == "2026-04-10"
    assert paper.values["petition_number"] == delivered.claim.petition.number
    assert papers.is_intact(paper)
    assert "赵示例" not in str(paper.values)
    assert "退休工龄" not in str(paper.values)


def test_a_suggestion_cites_numbers_and_classes(delivered, walk):
    paper = suggestion(walk, delivered.claim).papers.get()

    (case,) = paper.values["cases"]
    assert case.startswith(delivered.claim.petition.number)
    assert "赵示例" not in str(paper.values)


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_keeps_a_paper_as_it_was_issued(delivered, walk, act):
    opened(TicketKind.ORDER, walk, hop=delivered)
    change = {
        "update": lambda: TicketPaper.objects.update(number="另一个文号"),
        "delete": lambda: TicketPaper.objects.all().delete(),
    }

    with pytest.raises(IntegrityError, match="不能修改或者删除"), transaction.atomic():
        change[act]()

    assert TicketPaper.objects.get().number.startswith("青信信督")


def test_a_paper_is_issued_once_however_often_it_is_asked_for(delivered, walk):
    ticket = opened(TicketKind.ORDER, walk, hop=delivered)
    first = ticket.papers.get()

    again = papers.issue(ticket, at=walk.at("2026-03-30"))

    assert again == first
    assert NumberSeries.objects.get(letter="D27").last == 1


def test_what_a_rule_opened_gets_its_paper_a_moment_later(climbed, walk):
    at = walk.at("2026-04-09")
    assert not TicketPaper.objects.exists()

    assert papers.issue_papers(at=at) == 2  # 督办单 and 通报; 催办 and 报分管领导 have none
    assert papers.issue_papers(at=at) == 0

    order, circular = TicketPaper.objects.order_by("ticket__level")
    assert (order.ticket, circular.ticket) == (climbed[1], climbed[3])
    assert "经催办，没有按时书面答复" in order.values["ground"]
    assert "经督办、报分管领导，没有按时书面答复" in circular.values["ground"]
    assert circular.values["form"] == "circular"


def test_a_withdrawn_ticket_gets_no_paper(climbed, walk):
    Ticket.objects.update(status=TicketStatus.VOID)

    assert papers.issue_papers(at=walk.at("2026-04-09")) == 0


def test_no_number_is_spent_on_a_paper_that_cannot_be_printed(delivered, walk):
    wanted = demand(TicketKind.ORDER, walk, hop=delivered)
    unprintable = {**wanted.entries, "ground": "无法打印的字：\U0002ebf0"}

    with pytest.raises(FieldError, match="字库缺字"):
        opened(TicketKind.ORDER, walk, hop=delivered, entries=unprintable)

    assert not Ticket.objects.exists()
    assert not NumberSeries.objects.filter(letter="D27").exists()


def test_feedback_on_a_suggestion_that_climbed_counts_as_its_adoption(delivered, walk, swept):
    first = suggestion(walk, delivered.claim)
    swept("2026-04-13")
    climbed = Ticket.objects.get(parent=first)
    assert climbed.kind == TicketKind.REPORT_UP
    with pytest.raises(FieldError, match="采纳"):
        tickets.answer(climbed, text=REPLY, by=walk.cast["hr_desk"], at=walk.at("2026-04-14"))

    reply = tickets.answer(
        climbed, text="采纳，已经修订。", adoption="adopted", by=walk.cast["hr_leader"],
        at=walk.at("2026-04-14"),
    )  # fmt: skip
    tickets.accept(climbed, by=walk.cast["chief"], at=walk.at("2026-04-15"))

    first.refresh_from_db()
    assert first.status == TicketStatus.ACCEPTED
    assert reply.paper.values["suggestion_number"] == first.papers.get(reply=None).number
