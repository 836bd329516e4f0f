"""Two people, or a person and the sweep, at the same ticket in the same moment."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connections

from oversight import tickets
from oversight.models import Ticket, TicketKind, TicketPaper, TicketStatus
from oversight.sweep import sweep
from oversight.tickets import papers
from petitions import events
from petitions.errors import LifecycleError
from petitions.models import Event, Matter
from tests.oversight.ticket_samples import REPLY, opened

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts) -> list[object]:
    """Run all together; what each gave back or was refused with."""
    start, outcomes = threading.Barrier(len(acts)), []

    def run(act) -> None:
        start.wait()
        try:
            outcomes.append(act())
        except LifecycleError as error:
            outcomes.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.fixture
def answered(walk, law) -> Ticket:
    hop = walk.delivered()
    ticket = opened(TicketKind.ORDER, walk, hop=hop)
    tickets.answer(ticket, text=REPLY, by=walk.cast["hr_desk"], at=walk.at("2026-03-23"))
    return ticket


def test_of_two_who_decide_at_once_one_is_told_that_the_other_did(answered, walk):
    seen = Ticket.objects.get(pk=answered.pk).version
    outcomes = at_once(
        lambda: tickets.accept(
            answered, by=walk.cast["chief"], at=walk.at("2026-03-24"), version=seen
        ),
        lambda: tickets.send_back(
            answered, reason="没有写明日期。", due_on=dt.date(2026, 3, 27),
            by=walk.cast["supervisor"], at=walk.at("2026-03-24"), version=seen,
        ),
    )  # fmt: skip

    assert len([one for one in outcomes if isinstance(one, LifecycleError)]) == 1
    decided = Event.objects.filter(action__in=("accept_ticket", "return_ticket"))
    assert decided.count() == 1
    assert events.first_broken(Matter.objects.get(pk=answered.claim.matter_id)) is None


def test_a_reply_and_a_climb_never_both_happen(walk, law):
    walk.delivered()
    sweep(walk.at("2026-03-20"))
    ticket = Ticket.objects.get()

    outcomes = at_once(
        lambda: tickets.answer(
            ticket, text=REPLY, by=walk.cast["hr_desk"], at=walk.at("2026-03-26")
        ),
        lambda: sweep(walk.at("2026-03-26")),
    )

    ticket.refresh_from_db()
    climbed = Ticket.objects.filter(parent=ticket).exists()
    refused = any(isinstance(one, LifecycleError) for one in outcomes)
    assert climbed == refused
    assert ticket.status == (TicketStatus.OPEN if climbed else TicketStatus.ANSWERED)


def test_two_workers_issue_each_paper_once(walk, law):
    walk.delivered()
    sweep(walk.at("2026-03-20"))
    sweep(walk.at("2026-03-26"))
    at = walk.at("2026-03-26")

    outcomes = at_once(lambda: papers.issue_papers(at=at), lambda: papers.issue_papers(at=at))

    assert sorted(outcomes) == [0, 1]  # type: ignore[type-var]
    assert TicketPaper.objects.count() == 1
