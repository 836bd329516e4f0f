"""复查、复核: the body is computed, the window is checked, the outcome leads on."""

from __future__ import annotations

import datetime as dt

import pytest

from petitions import lifecycle
from petitions.errors import FieldError, NotAllowedError
from petitions.letters import Letter
from petitions.states import Branch, Hop, State
from tests.walk import OPINION

pytestmark = pytest.mark.django_db


def ask(hop, walk, *, body="qinghe-gov", on="2026-05-06", at=None, by="clerk"):
    return lifecycle.request_review(
        hop,
        body=walk.tree[body],
        requested_on=dt.date.fromisoformat(on),
        request_text="不服。",
        by=walk.cast[by],
        at=walk.at(at or on),
    )


def test_the_thirty_days_of_the_review_run_from_the_request(in_review, walk):
    assert (in_review.hop, in_review.organization) == (Hop.REVIEW, walk.tree["qinghe-review"])
    assert walk.due(in_review, "review") == dt.date(2026, 6, 5)
    assert in_review.parent.deadlines.get(code="request_review").verdict == "in_time"


@pytest.mark.leaves_gaps  # nobody of the city's bureau has an account in the demo
def test_e09_a_county_bureau_is_reviewed_by_its_government_or_its_line_superior(served, walk):
    hop = ask(served, walk, body="jiangqiao-hr")

    assert hop.organization == walk.tree["jiangqiao-hr"]


@pytest.mark.parametrize("body", ["qinghe-hr", "qinghe-env", "jiangqiao-gov"])
def test_e08_any_other_body_is_refused(served, walk, body):
    with pytest.raises(FieldError) as refusal:
        ask(served, walk, body=body)

    assert set(refusal.value.fields) == {"body"}


def test_a_request_after_the_window_is_refused(served, walk):
    with pytest.raises(FieldError, match="5月20日 届满"):
        ask(served, walk, on="2026-05-21")


def test_a_request_posted_in_time_and_received_later_is_in_time(served, walk):
    hop = lifecycle.request_review(
        served,
        body=walk.tree["qinghe-gov"],
        requested_on=dt.date(2026, 5, 22),
        posted_on=dt.date(2026, 5, 20),
        request_text="不服。",
        by=walk.cast["clerk"],
        at=walk.at("2026-05-22"),
    )

    assert walk.due(hop, "review") == dt.date(2026, 6, 21)


def test_a_request_dated_before_the_service_is_refused(served, walk):
    with pytest.raises(FieldError) as refusal:
        ask(served, walk, on="2026-04-19", at="2026-05-06")

    assert set(refusal.value.fields) == {"requested_on"}


def test_e10_the_citizens_last_day_rolls_over_the_holiday(walk):
    hop = walk.serve(walk.signed(), on="2026-09-02")

    assert walk.due(hop, "request_review") == dt.date(2026, 10, 8)
    assert ask(hop, walk, on="2026-10-08").hop == Hop.REVIEW


def test_g15_without_service_there_is_no_review(signed, walk):
    with pytest.raises(NotAllowedError):
        ask(signed, walk)


def test_g7_a_duty_reply_has_no_review(walk):
    hop = walk.accepted(branch=Branch.DUTY)
    reply = {
        "facts": "已检查。",
        "actions": "责令整改。",
        "basis": "《环境噪声污染防治法》",
        "follow_up": "复查。",
    }
    lifecycle.draft(hop, reply, by=walk.handler(hop), at=walk.at("2026-04-13"))
    lifecycle.verify(hop, by=walk.desk(hop), at=walk.at("2026-04-14"))
    lifecycle.sign(hop, by=walk.approver(hop), at=walk.at("2026-04-15"))
    hop = walk.serve(walk.again(hop), on="2026-04-20")

    with pytest.raises(NotAllowedError, match="另有救济"):
        ask(hop, walk)


def test_a_second_request_is_refused(in_review, walk):
    with pytest.raises(NotAllowedError, match="已登记过申请"):
        ask(in_review.parent, walk, on="2026-05-07")


def test_the_whole_road_to_the_last_opinion_and_the_end(walk):
    reviewed = walk.reviewed()
    assert walk.due(reviewed, "request_final_review") == dt.date(2026, 6, 24)
    final = ask(reviewed, walk, body="jiangqiao-gov", on="2026-06-10")
    assert walk.due(final, "final_review") == dt.date(2026, 7, 10)

    final = walk.decide(
        final, outcome="uphold", days=("2026-06-11", "2026-06-20", "2026-06-25", "2026-06-29")
    )
    lifecycle.conclude(final, by=walk.handler(final), at=walk.at("2026-06-29"))
    lifecycle.end(
        walk.again(final), reason="复核维持", by=walk.approver(final), at=walk.at("2026-06-30")
    )

    opinion = final.documents.get(letter=Letter.FINAL_OPINION)
    assert "不再受理" in opinion.values["remedy"]
    assert walk.again(final).state == State.ENDED
    assert walk.again(final).claim.ended_on == dt.date(2026, 6, 30)


def test_a_quashed_opinion_is_redone_in_thirty_days_by_the_body_that_made_it(walk):
    reviewed = walk.reviewed(outcome="quash")

    redo = reviewed.children.get()
    assert (redo.hop, redo.organization, redo.state) == (
        Hop.REDO,
        walk.tree["qinghe-hr"],
        State.DELIVERED,
    )
    assert walk.due(redo, "redo") == dt.date(2026, 6, 24)
    assert not reviewed.deadlines.filter(code="request_final_review").exists()


def test_a_redone_opinion_opens_the_review_anew(walk):
    redo = walk.reviewed(outcome="quash").children.get()
    lifecycle.receive(redo, by=walk.desk(redo), at=walk.at("2026-05-26"))
    acceptance = lifecycle.Acceptance(walk.handler(redo).user)
    redo = lifecycle.accept(redo, acceptance, by=walk.desk(redo), at=walk.at("2026-05-26"))
    opinion = OPINION | {
        "findings": "补充调取了档案。",
        "opinion": "予以认定。",
        "outcome": "support",
    }
    lifecycle.draft(redo, opinion, by=walk.handler(redo), at=walk.at("2026-06-10"))
    lifecycle.verify(redo, by=walk.desk(redo), at=walk.at("2026-06-11"))
    lifecycle.sign(redo, by=walk.approver(redo), at=walk.at("2026-06-12"))
    redo = walk.serve(walk.again(redo), on="2026-06-15")

    assert redo.deadlines.get(code="redo").verdict == "in_time"
    assert ask(redo, walk, on="2026-06-20").hop == Hop.REVIEW


def test_ending_waits_for_the_remedy_period(served, walk):
    lifecycle.conclude(served, by=walk.handler(served), at=walk.at("2026-04-21"))
    hop = walk.again(served)

    with pytest.raises(NotAllowedError, match="5月20日"):
        lifecycle.end(hop, reason="无人申请", by=walk.cast["supervisor"], at=walk.at("2026-05-20"))
    lifecycle.end(
        hop, reason="逾期未申请复查", by=walk.cast["supervisor"], at=walk.at("2026-05-21")
    )

    assert walk.again(hop).state == State.ENDED
