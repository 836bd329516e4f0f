"""回避 by declaration, by application and by check; and four eyes on every paper."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Post, User
from petitions import lifecycle, worklist
from petitions.errors import FieldError, NotAllowedError
from petitions.models import Recusal, Refusal
from petitions.states import Action, Branch, State

pytestmark = pytest.mark.django_db


def ask(hop, walk, person="hr_handler", *, on="2026-03-12"):
    return lifecycle.request_recusal(
        hop, person=walk.cast[person].user, reason="承办人与厂长是同学",
        by=walk.cast["clerk"], at=walk.at(on),
    )  # fmt: skip


def decide(hop, walk, *, granted, by="hr_leader"):
    return lifecycle.decide_recusal(
        hop, granted=granted, answer="已核实。", by=walk.cast[by], at=walk.at("2026-03-13")
    )


def test_an_application_is_decided_within_two_working_days_by_the_leader(accepted, walk):
    hop = ask(accepted, walk)

    assert walk.due(hop, "decide_recusal") == dt.date(2026, 3, 16)
    waiting = worklist.rows(walk.cast["hr_leader"].user, on=dt.date(2026, 3, 12))
    assert [row.action for row in waiting] == [Action.DECIDE_RECUSAL]


def test_nothing_is_drafted_until_it_is_decided(accepted, walk):
    hop = ask(accepted, walk)

    with pytest.raises(NotAllowedError, match="回避申请尚未决定"):
        lifecycle.draft(hop, {}, by=walk.handler(hop), at=walk.at("2026-03-12", "15:00"))


def test_e16_a_granted_application_leaves_the_place_open_with_the_decider_recorded(accepted, walk):
    hop = decide(ask(accepted, walk), walk, granted=True)

    asked = hop.recusal_requests.get()
    assert (hop.handler, asked.decided_by) == (None, walk.cast["hr_leader"].user)
    assert Recusal.objects.get(claim=hop.claim).user == walk.cast["hr_handler"].user
    assert hop.deadlines.get(code="decide_recusal").verdict == "in_time"


def test_a_refused_application_changes_nothing_and_keeps_its_reason(accepted, walk):
    hop = decide(ask(accepted, walk), walk, granted=False)

    assert hop.handler == walk.cast["hr_handler"].user
    assert hop.recusal_requests.get().answer == "已核实。"
    assert "驳回" in hop.events.latest("sequence").text


def test_nobody_decides_about_themselves(accepted, walk):
    hop = ask(accepted, walk, "hr_leader")

    with pytest.raises(NotAllowedError, match="针对您本人"):
        decide(hop, walk, granted=False)
    assert decide(hop, walk, granted=True, by="supervisor").state == State.ACCEPTED


def test_e16_a_namesake_of_the_petitioner_does_not_handle(walk):
    hop = walk.received(people=(lifecycle.Person("顾清和", phone="13800004821"),))
    acceptance = lifecycle.Acceptance(
        walk.handler(hop).user, branch=Branch.PETITION, branch_reason="不属于前五项。"
    )

    with pytest.raises(FieldError, match="同名"):
        lifecycle.accept(hop, acceptance, by=walk.desk(hop), at=walk.at("2026-03-10"))


@pytest.mark.leaves_gaps  # nobody else of this small bureau may sign
def test_e16_a_namesake_of_the_petitioner_does_not_sign(walk):
    hop = walk.verified(people=(lifecycle.Person("方以宁", phone="13800004821"),))

    with pytest.raises(NotAllowedError, match="同名"):
        lifecycle.sign(hop, by=walk.approver(hop), at=walk.at("2026-04-15"))


def test_the_only_one_who_can_sign_leaves_the_check_to_the_desk(drafted, walk):
    with pytest.raises(NotAllowedError, match="只有您可以签发"):
        lifecycle.verify(drafted, by=walk.approver(drafted), at=walk.at("2026-04-14"))


def test_whoever_checked_does_not_sign_where_a_colleague_can(drafted, walk):
    second = User.objects.create(username="second", name="第二人")
    post = Post.objects.create(user=second, organization=drafted.organization, role="approver")
    hop = lifecycle.verify(drafted, by=post, at=walk.at("2026-04-14"))

    with pytest.raises(NotAllowedError, match="不能是同一人"):
        lifecycle.sign(hop, by=post, at=walk.at("2026-04-15"))
    assert lifecycle.sign(hop, by=walk.approver(hop), at=walk.at("2026-04-15")).number


def test_a_body_with_one_person_besides_the_handler_still_answers(walk):
    hop = walk.reviewed()

    paper = hop.documents.get(letter="D24")
    assert paper.verified_by == paper.signed_by == walk.cast["county_review_leader"].user


def test_a_refused_act_is_kept_with_its_reason(accepted, walk, sign_in):
    url = f"/referrals/{accepted.pk}/draft/"
    ask(accepted, walk)

    response = sign_in("hr_handler").post(url, {"version": "9"})
    others = sign_in("clerk").post(url, {"version": "9"})

    assert (response.status_code, others.status_code) == (409, 409)
    kept = Refusal.objects.order_by("pk").values_list("user__username", "action", "reason")
    assert [(who, what) for who, what, _ in kept] == [("hr_handler", "draft"), ("clerk", "draft")]
    assert "您的岗位不能" in kept[1][2]
