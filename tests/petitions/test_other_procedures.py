"""第三十一条第一项至第五项: a claim that belongs elsewhere is followed until it is there."""

from __future__ import annotations

import datetime as dt

import pytest

from petitions import lifecycle
from petitions.acts import possible
from petitions.casefile import gather
from petitions.errors import FieldError, NotAllowedError
from petitions.letters import Letter
from petitions.models import ImportResult
from petitions.permissions import is_awaited
from petitions.procedures import OUTSIDE, outside
from petitions.states import Action, Branch, State
from routing.limits import months_after
from routing.workdays import work_calendar

pytestmark = pytest.mark.django_db
NOTICE = {
    "competent_body": "青禾县劳动人事争议仲裁委员会",
    "time_limit": "自受理之日起 45 日内裁决。",
    "papers": "仲裁申请书、劳动合同、身份证复印件。",
}
DUTY = {
    "facts": "已核查。", "actions": "已责令改正。",
    "basis": "《劳动保障监察条例》第十一条。", "follow_up": "三个月后复查。",
}  # fmt: skip
ELSEWHERE = [Branch.LITIGATION, Branch.ARBITRATION, Branch.PARTY_APPEAL, Branch.ADMINISTRATIVE]


def answered(walk, branch, values, **options):
    hop = walk.accepted(branch=branch, **options)
    lifecycle.draft(hop, values, by=walk.handler(hop), at=walk.at("2026-04-13"))
    lifecycle.verify(hop, by=walk.desk(hop), at=walk.at("2026-04-14"))
    lifecycle.sign(hop, by=walk.approver(hop), at=walk.at("2026-04-15"))
    return walk.serve(walk.again(hop), on="2026-04-20")


@pytest.fixture
def importing(walk):
    """Told on 20 April where to go; followed until 20 May."""
    return answered(walk, Branch.ARBITRATION, NOTICE)


def take_on(hop, walk, *, day="2026-05-06", on="2026-05-07"):
    return lifecycle.take_on(
        hop, body="青禾县劳动人事争议仲裁委员会", number="青劳人仲案〔2026〕88号",
        taken_on=dt.date.fromisoformat(day), by=walk.handler(hop), at=walk.at(on),
    )  # fmt: skip


@pytest.mark.parametrize("branch", ELSEWHERE)
def test_after_its_notice_the_claim_is_followed_by_its_handler(walk, branch):
    hop = answered(walk, branch, NOTICE)

    assert hop.state == State.IMPORTING
    assert walk.due(hop, "import") == dt.date(2026, 5, 20)
    assert is_awaited(walk.handler(hop).user, hop)
    assert not hop.deadlines.filter(code="close").exists()


def test_the_other_procedure_has_taken_it_on(importing, walk):
    done = take_on(importing, walk)

    assert done.state == State.CONCLUDED
    assert done.deadlines.get(code="import").verdict == "in_time"
    result = ImportResult.objects.get()
    assert (result.is_taken, result.number) == (True, "青劳人仲案〔2026〕88号")


@pytest.mark.parametrize("day", ["2026-05-08", "2026-04-14"])
def test_it_is_not_taken_on_in_the_future_nor_before_the_notice(importing, walk, day):
    with pytest.raises(FieldError) as refusal:
        take_on(importing, walk, day=day)

    assert set(refusal.value.fields) == {"taken_on"}
    assert walk.again(importing).state == State.IMPORTING


def test_what_is_not_taken_on_comes_back_and_gets_another_road(importing, walk):
    back = lifecycle.fail_import(
        importing, body="青禾县劳动人事争议仲裁委员会", told_on=dt.date(2026, 5, 6),
        reason="超过仲裁时效。", by=walk.handler(importing), at=walk.at("2026-05-06"),
    )  # fmt: skip
    assert (back.state, walk.due(back, "reroute")) == (State.RECEIVED, dt.date(2026, 5, 12))
    assert is_awaited(walk.desk(back).user, back)

    acceptance = lifecycle.Acceptance(
        walk.handler(back).user, branch=Branch.PETITION, branch_reason="仲裁不予受理。"
    )
    hop = lifecycle.accept(back, acceptance, by=walk.desk(back), at=walk.at("2026-05-11"))

    assert hop.deadlines.get(code="reroute").verdict == "in_time"
    assert walk.due(hop, "conclude") == dt.date(2026, 7, 10)
    assert lifecycle.letter_of(hop) is Letter.OPINION


def test_an_assigned_claim_is_reported_before_it_is_closed(walk):
    hop = answered(walk, Branch.ARBITRATION, NOTICE, assigned=True)

    with pytest.raises(NotAllowedError, match="办结报告"):
        take_on(hop, walk)


def test_e06_a_claim_of_branch_five_is_not_extended(walk):
    hop = walk.accepted(branch=Branch.DUTY)

    with pytest.raises(NotAllowedError, match="第三十一条第六项"):
        lifecycle.request_extension(
            hop, days=30, reason="复杂", by=walk.handler(hop), at=walk.at("2026-04-01")
        )


def test_e07_branch_four_has_no_opinion_and_offers_its_own_notice(walk):
    hop = walk.accepted(branch=Branch.ADMINISTRATIVE)
    handler = walk.handler(hop).user

    offered = {act.action: act for act in possible(hop, handler, on=dt.date(2026, 4, 1))}

    form = offered[Action.DRAFT].form(referral=hop, on=dt.date(2026, 4, 1))
    assert form.letter() is Letter.PROCEDURE  # type: ignore[attr-defined]
    with pytest.raises(FieldError):
        lifecycle.draft(
            hop, {"opinion": "处理意见"}, by=walk.handler(hop), at=walk.at("2026-04-13")
        )


def test_branch_five_ends_two_months_after_the_request_without_a_special_law(walk):
    hop = walk.accepted(branch=Branch.DUTY)

    clock = hop.deadlines.get(code="duty_reply")
    assert (clock.started_on, clock.due_on) == (hop.delivered_on, months_after(hop.delivered_on, 2))
    assert "2个月，《行政诉讼法》第四十七条" in clock.explanation[0]
    assert clock.explanation[1].startswith("起算：收到申请")


def test_a_special_law_sets_its_own_days_for_branch_five(walk):
    hop = walk.received()
    law = "《市场监督管理投诉举报处理暂行办法》第三十一条"
    acceptance = lifecycle.Acceptance(
        walk.handler(hop).user, branch=Branch.DUTY, branch_reason="请求查处。",
        duty_law=law, duty_days=20,
    )  # fmt: skip

    hop = lifecycle.accept(hop, acceptance, by=walk.desk(hop), at=walk.at("2026-03-10"))

    clock = hop.deadlines.get(code="duty_reply")
    assert (clock.due_on, clock.article) == (dt.date(2026, 3, 30), law)
    assert law in "".join(clock.explanation)


def test_special_days_need_their_law(walk):
    hop = walk.received()
    acceptance = lifecycle.Acceptance(
        walk.handler(hop).user, branch=Branch.DUTY, branch_reason="请求查处。", duty_days=20
    )

    with pytest.raises(FieldError) as refusal:
        lifecycle.accept(hop, acceptance, by=walk.desk(hop), at=walk.at("2026-03-10"))

    assert set(refusal.value.fields) == {"duty_law"}


def test_the_reply_of_branch_five_names_reconsideration_and_the_court(walk):
    hop = answered(walk, Branch.DUTY, DUTY)

    reply = hop.documents.get(letter=Letter.DUTY_REPLY)
    assert "行政复议" in reply.values["remedy"]
    assert "不适用信访复查、复核程序" in reply.values["remedy"]
    assert hop.state == State.SERVED


@pytest.mark.parametrize("branch", [branch for branch in Branch if branch != Branch.PETITION])
def test_every_other_branch_shows_the_periods_of_its_procedure(branch):
    rows = outside(branch)

    assert rows
    assert all(row.article.startswith("《") for row in rows)


def test_branch_six_shows_no_period_of_others(walk):
    assert Branch.PETITION not in OUTSIDE
    hop = walk.accepted()
    file = gather(
        hop.claim.petition, walk.desk(hop).user, on=dt.date(2026, 4, 1), calendar=work_calendar()
    )

    assert file.cards[0].outside == ()


def test_the_page_says_who_took_it_on_and_how_long_that_takes(importing, walk, sign_in):
    take_on(importing, walk)

    page = sign_in("hr_handler").get(f"/petitions/{importing.claim.petition.number}/")

    text = page.content.decode()
    assert "青劳人仲案〔2026〕88号" in text
    assert "《劳动争议调解仲裁法》第二十七条" in text
