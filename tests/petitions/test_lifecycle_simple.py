"""简易办理: three working days to decide, ten to answer, and a way into the ordinary procedure."""

from __future__ import annotations

import datetime as dt

import pytest

from petitions import lifecycle
from petitions.errors import NotAllowedError
from petitions.letters import Letter
from petitions.models import Document, Event
from petitions.models.petition import Intake, Purpose
from petitions.permissions import duty_of
from petitions.states import Action, Branch, State
from tests.petitions.pages import main_of, on_day
from tests.walk import OPINION

pytestmark = pytest.mark.django_db
SAID = "备案可以在手机上办，也可以由子女代办，不必回来；住院和门诊的比例不同。"


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


def answer(hop, walk, *, on, by=None):
    return lifecycle.answer_enquiry(
        walk.again(hop), way=lifecycle.EnquiryWay.TEXT, answer=SAID, by=by or walk.handler(hop),
        at=walk.at(on),
    )  # fmt: skip


def test_an_enquiry_is_answered_at_once_by_sms_and_no_letter_is_issued(walk, sign_in):
    hop = walk.received(purpose=Purpose.ENQUIRY)
    page = f"/petitions/{hop.claim.petition.number}/"
    typed = {"answer_way": "text", "answer": SAID, "version": hop.version}
    with on_day("2026-03-06"):
        assert duty_of(hop).action == Action.ANSWER_ENQUIRY
        assert "答复咨询" in main_of(sign_in("hr_desk").get(page))
        done = sign_in("hr_desk").post(f"/referrals/{hop.pk}/enquiry-answer/", typed)
        assert done.status_code == 302
        shown = main_of(sign_in("clerk").get(page))

    hop = walk.again(hop)
    assert (hop.state, hop.claim.branch) == (State.CONCLUDED, None)
    assert hop.accepted_on == hop.closed_on == dt.date(2026, 3, 6)
    assert hop.deadlines.get(code="notify_referred").verdict == "in_time"
    assert not hop.deadlines.open().exists()
    assert not Document.objects.filter(referral=hop).exclude(letter=Letter.FORWARDING).exists()
    event = Event.objects.get(referral=hop, action="answer_enquiry")
    assert (event.data["way"], event.data["answer"]) == ("text", SAID)
    assert f"短信答复咨询：{SAID}" in shown
    assert "复查" not in shown


def test_an_enquiry_that_takes_time_has_ten_working_days_and_ends_without_an_opinion(walk):
    hop = accept(walk.received(purpose=Purpose.ENQUIRY), walk)

    assert walk.due(hop, "simple_conclude") == dt.date(2026, 3, 23)
    assert duty_of(hop).action == Action.ANSWER_ENQUIRY
    with pytest.raises(NotAllowedError, match="咨询不出具处理意见书"):
        lifecycle.draft(hop, OPINION, by=walk.handler(hop), at=walk.at("2026-03-12"))
    hop = answer(hop, walk, on="2026-03-13")
    assert hop.deadlines.get(code="simple_conclude").verdict == "in_time"
    assert not Document.objects.filter(referral=hop).exclude(letter=Letter.FORWARDING).exists()
    with pytest.raises(NotAllowedError, match="只有信访处理意见书"):
        lifecycle.request_review(
            hop, body=walk.tree["qinghe-gov"], requested_on=dt.date(2026, 3, 16),
            request_text="不服。", by=walk.desk(hop), at=walk.at("2026-03-16"),
        )  # fmt: skip


def test_the_office_answers_an_enquiry_at_the_counter(walk):
    hop = answer(
        walk.registered(purpose=Purpose.ENQUIRY), walk, on="2026-03-02", by=walk.cast["clerk"]
    )

    assert hop.state == State.CONCLUDED
    assert hop.deadlines.get(code="forward").verdict == "in_time"


def test_an_enquiry_that_asks_for_more_gets_its_notice_and_an_opinion(walk):
    hop = convert(accept(walk.received(purpose=Purpose.ENQUIRY), walk), walk)

    assert hop.claim.branch == Branch.PETITION
    assert hop.documents.get(letter=Letter.ACCEPTANCE).values["accepted_on"] == "2026-03-09"
    with pytest.raises(NotAllowedError, match="本件不是咨询"):
        answer(hop, walk, on="2026-03-23")
    assert duty_of(walk.again(hop)).action == Action.DRAFT
    opinion = lifecycle.draft(hop, OPINION, by=walk.handler(hop), at=walk.at("2026-04-13"))
    assert opinion.letter == Letter.OPINION


def test_what_is_no_enquiry_is_not_answered_like_one(received, walk):
    with pytest.raises(NotAllowedError, match="本件不是咨询，按办理途径答复"):
        answer(received, walk, on="2026-03-06")
