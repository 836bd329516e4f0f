"""补正、专家会审、中止: which restart a clock, which stop it, and how each ends."""

from __future__ import annotations

import datetime as dt

import pytest

from petitions import lifecycle
from petitions.errors import FieldError, NotAllowedError
from petitions.letters import Letter
from petitions.permissions import post_for
from petitions.states import Action, State
from tests.petitions.test_lifecycle_hearing import accepted_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(walk):
    """Accepted on 7 May, due on 5 June."""
    return accepted_review(walk)


@pytest.fixture
def unsettled(walk):
    """A request received on 6 May that nobody has decided on yet."""
    hop = walk.in_review()
    return lifecycle.receive(hop, by=walk.handler(hop), at=walk.at("2026-05-07", "09:00"))


def ask(hop, walk, on="2026-05-08"):
    return lifecycle.ask_papers(
        hop, missing="处理意见书复印件", by=walk.handler(hop), at=walk.at(on)
    )


def complete(hop, walk, day, *, at=None):
    return lifecycle.complete_papers(
        hop,
        completed_on=dt.date.fromisoformat(day),
        by=walk.handler(hop),
        at=walk.at(at or day),
    )


def test_a_body_decides_on_a_request_within_three_working_days(unsettled, walk):
    clock = unsettled.deadlines.get(code="accept_review")

    assert (clock.due_on, clock.is_internal) == (dt.date(2026, 5, 9), True)  # a make-up Saturday


def test_papers_are_asked_for_within_ten_working_days_and_no_thirty_days_run(unsettled, walk):
    hop = ask(unsettled, walk)

    assert hop.state == State.CORRECTING
    assert walk.due(hop, "correction") == dt.date(2026, 5, 21)
    assert not hop.deadlines.open().filter(code="review").exists()
    assert hop.documents.get(letter=Letter.CORRECTION).values["complete_by"] == "2026-05-21"


def test_e22_the_day_of_completion_is_the_day_of_receipt(unsettled, walk):
    hop = complete(ask(unsettled, walk), walk, "2026-05-18")

    assert (hop.state, hop.delivered_on) == (State.RECEIVED, dt.date(2026, 5, 18))
    assert walk.due(hop, "review") == dt.date(2026, 6, 17)
    assert walk.due(hop, "accept_review") == dt.date(2026, 5, 21)
    assert hop.events.latest("sequence").data["first_received_on"] == "2026-05-06"


def test_e22_asked_on_3_march_2025_completed_on_13_march_is_due_on_12_april(unsettled, walk):
    hop = ask(unsettled, walk, on="2025-03-03")
    hop = complete(hop, walk, "2025-03-13")

    assert walk.due(hop, "review") == dt.date(2025, 4, 12)


def test_papers_are_asked_for_once(unsettled, walk):
    hop = complete(ask(unsettled, walk), walk, "2026-05-18")

    with pytest.raises(NotAllowedError, match="一次告知"):
        ask(hop, walk, on="2026-05-19")


@pytest.mark.parametrize("day", ["2026-05-07", "2026-05-20"])
def test_papers_are_not_complete_before_they_were_asked_for_nor_tomorrow(unsettled, walk, day):
    hop = ask(unsettled, walk)

    with pytest.raises(FieldError) as refusal:
        complete(hop, walk, day, at="2026-05-19")

    assert set(refusal.value.fields) == {"completed_on"}


def test_papers_that_never_come_end_the_review_once_their_days_are_over(unsettled, walk):
    hop = ask(unsettled, walk)
    late = {
        "ground": lifecycle.TerminationGround.NOT_COMPLETED,
        "reason": "两次电话提醒仍未补正。",
        "by": walk.approver(hop),
    }

    with pytest.raises(FieldError, match="还没有届满"):
        lifecycle.terminate(hop, at=walk.at("2026-05-21"), **late)
    hop = lifecycle.terminate(hop, at=walk.at("2026-05-22"), **late)

    assert hop.state == State.ENDED
    assert hop.intervals.get().closed_on == dt.date(2026, 5, 22)


def test_a_panel_of_experts_stops_the_clock_for_its_days(review, walk):
    hop = lifecycle.convene_panel(
        review, question="工资表的真伪", by=walk.handler(review), at=walk.at("2026-05-11")
    )
    assert (hop.state, walk.due(hop, "panel")) == (State.PANEL, dt.date(2026, 5, 31))
    hop = lifecycle.close_panel(
        hop, opinion="印章与备案一致。", by=walk.handler(hop), at=walk.at("2026-05-18")
    )

    assert (hop.state, walk.due(hop, "review")) == (State.ACCEPTED, dt.date(2026, 6, 12))
    assert hop.intervals.get().result == "印章与备案一致。"


def suspended(review, walk, on="2026-05-11"):
    return lifecycle.suspend(
        review,
        ground=lifecycle.SuspensionGround.OTHER_PROCEDURE,
        reason="劳动仲裁尚未裁决。",
        by=walk.approver(review),
        at=walk.at(on),
    )


def test_a_suspension_is_told_and_looked_at_within_thirty_days(review, walk):
    hop = suspended(review, walk)

    assert (hop.state, walk.due(hop, "suspension")) == (State.SUSPENDED, dt.date(2026, 6, 10))
    assert hop.deadlines.get(code="review").status == "paused"
    letter = hop.documents.get(letter=Letter.SUSPENSION)
    assert (letter.values["act"], letter.values["from_on"]) == ("中止", "2026-05-11")


def test_a_suspension_that_goes_on_is_looked_at_again(review, walk):
    hop = suspended(review, walk)
    hop = lifecycle.continue_suspension(
        hop, reason="仲裁延期开庭", by=walk.handler(hop), at=walk.at("2026-06-08")
    )

    assert (hop.state, walk.due(hop, "suspension")) == (State.SUSPENDED, dt.date(2026, 7, 8))


def test_a_resumed_review_runs_on_and_says_until_when(review, walk):
    hop = suspended(review, walk)
    hop = lifecycle.resume(
        hop, reason="仲裁裁决已生效。", by=walk.handler(hop), at=walk.at("2026-06-20")
    )

    assert (hop.state, walk.due(hop, "review")) == (State.ACCEPTED, dt.date(2026, 7, 15))
    told = hop.documents.filter(letter=Letter.SUSPENSION).latest("number").values
    assert (told["act"], told["expected_on"]) == ("恢复", "2026-07-15")


def test_only_the_leader_suspends(review, walk):
    assert post_for(walk.handler(review).user, Action.SUSPEND, review) is None
    assert post_for(walk.approver(review).user, Action.SUSPEND, review) is not None


def test_two_procedures_one_after_the_other_are_both_left_out(review, walk):
    hop = lifecycle.convene_panel(
        review, question="真伪", by=walk.handler(review), at=walk.at("2026-05-11")
    )
    hop = lifecycle.close_panel(hop, opinion="一致", by=walk.handler(hop), at=walk.at("2026-05-14"))
    hop = suspended(hop, walk, on="2026-05-14")
    hop = lifecycle.resume(hop, reason="已裁决", by=walk.handler(hop), at=walk.at("2026-05-20"))

    assert walk.due(hop, "review") == dt.date(2026, 6, 5) + dt.timedelta(days=3 + 6)
