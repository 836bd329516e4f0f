"""简易办理: three working days to decide, ten to answer, and a way into the ordinary procedure."""

from __future__ import annotations

import datetime as dt

import pytest

from petitions import lifecycle
from petitions.errors import NotAllowedError
from petitions.letters import Letter
from petitions.models.petition import Intake
from petitions.states import Branch, State
from tests.walk import OPINION

pytestmark = pytest.mark.django_db


def accept(hop, walk, *, on="2026-03-09"):
    acceptance = lifecycle.Acceptance(walk.handler(hop).user, branch_reason="事实清楚，争议不大。")
    return lifecycle.accept_simple(hop, acceptance, by=walk.desk(hop), at=walk.at(on))


def convert(hop, walk, *, on="2026-03-20"):
    return lifecycle.convert(hop, reason="需向外省调档", by=walk.approver(hop), at=walk.at(on))


def test_answered_within_ten_working_days_of_acceptance(received, walk):
    hop = accept(received, walk)

    assert (hop.state, hop.claim.branch) == (State.ACCEPTED, Branch.PETITION)
    assert walk.due(hop, "simple_conclude") == dt.date(2026, 3, 23)
    assert not hop.deadlines.filter(code="conclude").exists()
    notice = hop.documents.get(letter=Letter.ACCEPTANCE)
    assert notice.values["expected_on"] == "2026-03-23"


def test_the_opinion_stops_the_ten_days_and_opens_the_review(received, walk):
    hop = accept(received, walk)
    lifecycle.draft(hop, OPINION, by=walk.handler(hop), at=walk.at("2026-03-12"))
    lifecycle.verify(hop, by=walk.desk(hop), at=walk.at("2026-03-13"))
    lifecycle.sign(hop, by=walk.approver(hop), at=walk.at("2026-03-16"))
    hop = walk.serve(walk.again(hop), on="2026-03-17")

    assert hop.deadlines.get(code="simple_conclude").verdict == "in_time"
    assert walk.due(hop, "request_review") == dt.date(2026, 4, 16)


def test_is_decided_within_three_working_days_of_delivery(received, walk):
    with pytest.raises(NotAllowedError, match="3月9日前决定"):
        accept(received, walk, on="2026-03-10")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"intake": Intake.VISIT, "people_count": 6}, "联名、集体"),
        ({"is_anonymous": True, "people": ()}, "匿名"),
    ],
    ids=["joint", "anonymous"],
)
def test_what_is_not_simple_is_refused(walk, changes, reason):
    if "people_count" in changes:
        changes = changes | {"people": walk.joint(2)}
    hop = walk.received(**changes)

    with pytest.raises(NotAllowedError, match=reason):
        accept(hop, walk)


def test_the_sixty_days_of_a_converted_one_run_from_the_simplified_acceptance(received, walk):
    hop = convert(accept(received, walk), walk)

    clock = hop.deadlines.get(code="conclude")
    assert (clock.started_on, clock.due_on) == (dt.date(2026, 3, 9), dt.date(2026, 5, 8))
    assert hop.deadlines.get(code="simple_conclude").status == "void"


def test_only_a_converted_one_can_be_extended(received, walk):
    hop = accept(received, walk)
    asked = {"days": 30, "reason": "情况复杂", "by": walk.handler(hop)}

    with pytest.raises(NotAllowedError, match="没有正在计算的 60 日"):
        lifecycle.request_extension(hop, at=walk.at("2026-03-20"), **asked)
    hop = convert(hop, walk)
    lifecycle.request_extension(hop, at=walk.at("2026-03-23"), **asked)

    assert hop.extensions.get().days == 30


def test_an_ordinary_one_is_not_converted(accepted, walk):
    with pytest.raises(NotAllowedError, match="不是简易办理"):
        convert(accepted, walk)


def test_what_needs_a_hearing_is_no_longer_simple(received, walk):
    hop = accept(received, walk)
    sitting = lifecycle.Sitting(
        walk.approver(hop).user, walk.at("2026-03-24"), "一号会议室", "信访人、承办人"
    )
    asked = {"by": walk.handler(hop), "at": walk.at("2026-03-20")}

    with pytest.raises(NotAllowedError, match="先转为普通程序"):
        lifecycle.convene_hearing(hop, sitting, **asked)
    hop = lifecycle.convene_hearing(convert(hop, walk), sitting, **asked)

    assert hop.state == State.HEARING
