"""答辩、终止、撤回、撤销重办: what a review may bring besides its opinion."""

from __future__ import annotations

import datetime as dt

import pytest

from petitions import lifecycle
from petitions.acts import possible
from petitions.errors import FieldError, NotAllowedError
from petitions.letters import Letter
from petitions.models import Referral
from petitions.permissions import post_for
from petitions.states import Action, State
from routing.models import TimeLimit
from tests.petitions.test_lifecycle_hearing import accepted_review
from tests.walk import OPINION

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(walk):
    return accepted_review(walk)


def test_the_periods_inside_a_review_are_internal_parameters(law):
    rows = TimeLimit.objects.filter(code__in=("accept_review", "respond", "correction"))

    assert {(row.code, row.number, row.unit, row.is_internal) for row in rows} == {
        ("accept_review", 3, "workdays", True),
        ("respond", 5, "workdays", True),
        ("correction", 10, "workdays", True),
    }


def test_the_first_body_answers_within_five_working_days(review, walk):
    clock = review.deadlines.get(code="respond")
    assert (clock.due_on, clock.organization) == (dt.date(2026, 5, 13), walk.tree["qinghe-hr"])

    hop = lifecycle.answer_review(
        review, text="原意见正确。", evidence="名册", by=walk.cast["hr_desk"],
        at=walk.at("2026-05-12"),
    )  # fmt: skip

    assert (hop.state, hop.version) == (State.ACCEPTED, review.version + 1)
    assert hop.deadlines.get(code="respond").verdict == "in_time"
    with pytest.raises(NotAllowedError, match="已提交答辩"):
        lifecycle.answer_review(
            hop, text="又", evidence="", by=walk.cast["hr_desk"], at=walk.at("2026-05-13")
        )


def test_only_the_first_body_is_offered_the_answer(review, walk, cast):
    able = {
        name
        for name, post in cast.items()
        if post_for(post.user, Action.ANSWER_REVIEW, review) is not None
    }

    assert able == {"hr_desk", "hr_handler"}
    offered = possible(review, cast["hr_desk"].user, on=dt.date(2026, 5, 8))
    assert Action.ANSWER_REVIEW in [act.action for act in offered]


def test_without_an_answer_the_review_is_signed_all_the_same(walk):
    hop = walk.reviewed()

    assert hop.deadlines.get(code="respond").status == "void"


def test_e09_the_body_that_received_the_request_takes_it(walk, cast):
    """It may not object to it nor send it on: the table has no such row."""
    hop = walk.in_review()
    acts = {row.action for row in possible(hop, walk.handler(hop).user, on=dt.date(2026, 5, 7))}

    assert not acts & {Action.OBJECT, Action.REFER, Action.DECLINE}


@pytest.mark.parametrize("ground", ["settled", "deceased", "entity_ended"])
def test_a_review_is_terminated_on_a_closed_ground_and_the_opinion_stands(review, walk, ground):
    hop = lifecycle.terminate(
        review,
        ground=lifecycle.TerminationGround(ground),
        reason="已核实。",
        by=walk.approver(review),
        at=walk.at("2026-05-11"),
    )

    letter = hop.documents.get(letter=Letter.TERMINATION)
    assert (hop.state, letter.values["act"]) == (State.ENDED, "终止")
    assert "原意见继续有效" in letter.values["effect"]
    assert not hop.deadlines.open().exists()
    assert hop.claim.ended_on is None


def test_a_withdrawal_needs_the_look_at_the_public_interest(review, walk):
    with pytest.raises(FieldError, match="公共利益"):
        lifecycle.withdraw(
            review, reason="不想查了", is_harmless=False, by=walk.handler(review),
            at=walk.at("2026-05-11"),
        )  # fmt: skip


def test_a_withdrawn_review_ends_and_cannot_be_asked_for_again(review, walk):
    hop = lifecycle.withdraw(
        review, reason="已经和解", is_harmless=True, by=walk.handler(review),
        at=walk.at("2026-05-11"),
    )  # fmt: skip

    assert hop.state == State.ENDED
    with pytest.raises(NotAllowedError, match="已登记过申请"):
        lifecycle.request_review(
            walk.again(hop.parent), body=walk.tree["qinghe-gov"],
            requested_on=dt.date(2026, 5, 12), request_text="再查", by=walk.cast["clerk"],
            at=walk.at("2026-05-12"),
        )  # fmt: skip


def test_a_withdrawn_petition_ends_with_a_letter(accepted, walk):
    hop = lifecycle.withdraw(
        accepted, reason="问题已解决", is_harmless=True, by=walk.handler(accepted),
        at=walk.at("2026-04-01"),
    )  # fmt: skip

    assert (hop.state, hop.claim.ended_on) == (State.ENDED, dt.date(2026, 4, 1))
    assert hop.documents.get(letter=Letter.TERMINATION).values["act"] == "撤回"
    assert not hop.deadlines.open().exists()


# --- 撤销以后 -------------------------------------------------------------------------------------


def redone(walk, **changes) -> Referral:
    """The bureau's new draft, a week after its opinion was quashed."""
    redo = walk.reviewed(outcome="quash").children.get()
    lifecycle.receive(redo, by=walk.desk(redo), at=walk.at("2026-05-26"))
    acceptance = lifecycle.Acceptance(walk.handler(redo).user)
    redo = lifecycle.accept(redo, acceptance, by=walk.desk(redo), at=walk.at("2026-05-26"))
    lifecycle.draft(redo, OPINION | changes, by=walk.handler(redo), at=walk.at("2026-06-10"))
    return walk.again(redo)


def verify(redo, walk, **reason):
    return lifecycle.verify(redo, by=walk.desk(redo), at=walk.at("2026-06-11"), **reason)


def test_e19_a_redone_opinion_with_the_identical_text_needs_a_reason(walk):
    redo = redone(walk)

    with pytest.raises(FieldError, match="相似度 100%"):
        verify(redo, walk)
    hop = verify(redo, walk, likeness_reason="补充了档案证据，结论不变。")

    assert "相似度 100%，理由：补充了档案证据" in hop.events.latest("sequence").text


def test_e19_a_second_signer_signs_what_repeats(walk):
    redo = redone(walk)
    hop = verify(redo, walk, likeness_reason="补充了档案证据，结论不变。")
    hop.documents.filter(issued_on=None).update(verified_by=walk.approver(redo).user)

    with pytest.raises(NotAllowedError, match="不能是同一人"):
        lifecycle.sign(hop, by=walk.approver(redo), at=walk.at("2026-06-12"))


def test_g18_nearly_the_same_is_the_same(walk):
    redo = redone(walk, opinion="请求缺乏事实根据，现有材料不足以认定！")

    with pytest.raises(FieldError) as refusal:
        verify(redo, walk)

    assert set(refusal.value.fields) == {"likeness_reason"}


def test_g18_a_new_answer_passes_as_any_other(walk):
    redo = redone(
        walk,
        findings="重新调取了市档案馆保存的工资册，1998 年至 2003 年逐月有信访人签名。",
        opinion="对 1998 年至 2003 年的连续工龄予以认定，自下月起补发养老金差额。",
        basis="《社会保险法》第十六条；人社部发〔2014〕号文。",
        outcome="support",
    )

    assert verify(redo, walk).state == State.VERIFIED
