"""听证: who presides, what is written, and which days do not count."""

from __future__ import annotations

import datetime as dt

import pytest

from petitions import clocks, lifecycle
from petitions.errors import FieldError, NotAllowedError
from petitions.letters import Letter
from petitions.models import Deadline, Referral
from petitions.states import Branch, Hop, State
from routing.models import PauseRule

pytestmark = pytest.mark.django_db
RECORD = {
    "recorder": "柳时雨",
    "record": "信访人陈述：名册上有我的名字。办理机关答辩：名册没有盖章。",
    "conclusion": "争议焦点是名册的效力。听证员认为名册与缴费记录可以互相印证。",
}


def sitting(walk, chair: str, *, day: str = "2026-05-14", **changes):
    told = {
        "chair": walk.cast[chair].user,
        "scheduled_at": walk.at(day, "09:30"),
        "place": "县信访局听证室",
        "parties": "信访人赵示例\n县人社局代表",
    }
    return lifecycle.Sitting(**(told | changes))


def accepted_review(walk, *, on: str = "2026-05-07") -> Referral:
    hop = walk.in_review()
    person = walk.handler(hop)
    lifecycle.receive(hop, by=person, at=walk.at(on, "09:00"))
    return lifecycle.accept(hop, lifecycle.Acceptance(person.user), by=person, at=walk.at(on))


def convene(hop, walk, chair, *, on="2026-05-12", **changes):
    return lifecycle.convene_hearing(
        hop, sitting(walk, chair, **changes), by=walk.handler(hop), at=walk.at(on)
    )


def close(hop, walk, *, on="2026-05-22", held_on="2026-05-14"):
    return lifecycle.close_hearing(
        hop, RECORD, held_on=dt.date.fromisoformat(held_on), by=walk.handler(hop), at=walk.at(on)
    )


@pytest.fixture
def review(walk):
    """Received on 6 May, accepted on the 7th, due on 5 June."""
    return accepted_review(walk)


def test_a_hearing_holds_the_review_up_and_waits_with_an_owner_an_act_and_a_day(review, walk):
    hop = convene(review, walk, "county_review_leader")

    assert hop.state == State.HEARING
    assert hop.deadlines.get(code="review").status == "paused"
    assert walk.due(hop, "hearing") == dt.date(2026, 6, 1)
    with pytest.raises(NotAllowedError, match="听证中"):
        lifecycle.draft(hop, {}, by=walk.handler(hop), at=walk.at("2026-05-13"))


def test_the_ten_days_of_the_hearing_are_not_counted(review, walk):
    hop = close(convene(review, walk, "county_review_leader"), walk)

    clock = hop.deadlines.get(code="review")
    assert (hop.state, clock.status, clock.due_on) == (
        State.ACCEPTED, "running", dt.date(2026, 6, 15),
    )  # fmt: skip
    assert hop.deadlines.get(code="hearing").verdict == "in_time"
    assert any("听证" in line for line in clock.explanation)


def test_notice_record_and_conclusion_are_papers_of_the_case(review, walk):
    hop = close(convene(review, walk, "county_review_leader"), walk)

    notice = hop.documents.get(letter=Letter.HEARING_NOTICE)
    assert (notice.values["scheduled_at"], notice.values["place"], notice.values["chair"]) == (
        "2026年5月14日09:30", "县信访局听证室", "秦望山",
    )  # fmt: skip
    assert "回避" in notice.values["rights"]
    assert hop.documents.get(letter=Letter.HEARING_RECORD).values["record"] == RECORD["record"]
    assert "2026年5月14日" in hop.documents.get(letter=Letter.HEARING_CONCLUSION).values["held_on"]


def test_the_chair_is_not_the_handler(review, walk):
    with pytest.raises(FieldError, match="不能是本件的承办人"):
        convene(review, walk, "county_reviewer")


def test_the_chair_has_not_stepped_back(review, walk):
    leader = walk.approver(review)
    lifecycle.recuse(review, person=leader.user, ground="同学", by=leader, at=walk.at("2026-05-08"))

    with pytest.raises(FieldError, match="已回避"):
        convene(walk.again(review), walk, "county_review_leader")


@pytest.mark.leaves_gaps  # nobody is left who may sign
def test_a_chair_who_steps_back_later_signs_no_record(review, walk):
    hop = convene(review, walk, "county_review_leader")
    leader = walk.approver(hop)
    lifecycle.recuse(hop, person=leader.user, ground="同学", by=leader, at=walk.at("2026-05-13"))

    with pytest.raises(FieldError, match="取消听证"):
        close(walk.again(hop), walk)


def test_the_chair_is_of_the_body(review, walk):
    with pytest.raises(FieldError, match="不是青禾县信访局复查复核办的人员"):
        convene(review, walk, "hr_leader")


def test_a_hearing_is_announced_before_it_is_held(review, walk):
    with pytest.raises(FieldError, match="晚于现在"):
        convene(review, walk, "county_review_leader", day="2026-05-11")


@pytest.mark.parametrize("held_on", ["2026-05-11", "2026-05-23"])
def test_a_record_dated_before_the_notice_or_after_today_is_refused(review, walk, held_on):
    hop = convene(review, walk, "county_review_leader")

    with pytest.raises(FieldError) as refusal:
        close(hop, walk, held_on=held_on)

    assert set(refusal.value.fields) == {"held_on"}


def test_a_hearing_called_off_goes_on_with_the_review(review, walk):
    hop = convene(review, walk, "county_review_leader")
    hop = lifecycle.cancel_hearing(
        hop, reason="信访人撤回听证申请", by=walk.handler(hop), at=walk.at("2026-05-14")
    )

    assert (hop.state, walk.due(hop, "review")) == (State.ACCEPTED, dt.date(2026, 6, 7))
    assert hop.hearings.get().is_held is False


@pytest.mark.parametrize(("is_on", "due_on"), [(False, "2026-05-09"), (True, "2026-05-19")])
def test_in_ordinary_handling_a_hearing_stops_the_sixty_days_only_by_local_rule(
    accepted, walk, is_on, due_on
):
    PauseRule.objects.filter(code="conclude", procedure="hearing").update(is_on=is_on)
    hop = convene(accepted, walk, "hr_leader", on="2026-04-01", day="2026-04-03")
    hop = close(hop, walk, on="2026-04-11", held_on="2026-04-03")

    assert walk.due(hop, "conclude") == dt.date.fromisoformat(due_on)


def test_the_regulations_own_pause_cannot_be_switched_off(law):
    rule = PauseRule.objects.get(code="final_review", procedure="hearing")

    assert rule.is_statutory
    assert rule.source == "《信访工作条例》第三十六条第二款"


def test_no_hearing_outside_the_petition_procedure(walk):
    hop = walk.accepted(branch=Branch.DUTY)

    with pytest.raises(NotAllowedError, match="信访程序"):
        convene(hop, walk, "hr_leader", on="2026-04-01", day="2026-04-03")


def received_in_2025(walk) -> Referral:
    """A review that was received on 20 April 2025 and is due on 20 May."""
    hop = accepted_review(walk)
    Referral.objects.filter(pk=hop.pk).update(delivered_on=dt.date(2025, 4, 20))
    hop.deadlines.filter(code="respond").delete()
    clock = hop.deadlines.get(code="review")
    clock.started_on = dt.date(2025, 4, 20)
    clock.save()
    clocks.recount(Deadline.objects.filter(pk=clock.pk))
    return walk.again(hop)


def test_e23_a_hearing_from_6_to_16_may_2025_moves_20_may_to_30_may(walk):
    hop = received_in_2025(walk)
    assert walk.due(hop, "review") == dt.date(2025, 5, 20)

    hop = convene(hop, walk, "county_review_leader", on="2025-05-06", day="2025-05-12")
    hop = close(hop, walk, on="2025-05-16", held_on="2025-05-12")

    assert hop.hop == Hop.REVIEW
    assert walk.due(hop, "review") == dt.date(2025, 5, 30)
