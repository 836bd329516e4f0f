"""不予受理、不再受理: the closed list, each ground with its proof."""

from __future__ import annotations

import datetime as dt

import pytest

from petitions import lifecycle, permissions
from petitions.acts.acceptance import DeclineForm
from petitions.errors import FieldError, NotAllowedError
from petitions.letters import Letter
from petitions.lifecycle import DeclineGround
from petitions.models import Referral
from petitions.models.petition import Intake
from petitions.states import Action, State

pytestmark = pytest.mark.django_db


def decline(hop, walk, ground, *, by="supervisor", on="2026-03-03", **proof):
    return lifecycle.decline(
        hop, ground=ground, guidance="请向有权机关提出。", by=walk.cast[by], at=walk.at(on), **proof
    )


def final_opinion(walk):
    """The final opinion on the petitioner's first matter, served at the end of June."""
    final = lifecycle.request_review(
        walk.reviewed(), body=walk.tree["jiangqiao-gov"], request_text="不服",
        requested_on=walk.at("2026-06-10").date(),
        by=walk.cast["clerk"], at=walk.at("2026-06-10"),
    )  # fmt: skip
    days = ("2026-06-11", "2026-06-20", "2026-06-25", "2026-06-29")
    final = walk.decide(final, outcome="uphold", days=days)
    lifecycle.conclude(final, by=walk.handler(final), at=walk.at("2026-06-29"))
    for hop in Referral.objects.filter(claim=final.claim, state=State.SERVED):
        lifecycle.conclude(hop, by=walk.handler(hop), at=walk.at("2026-06-29"))
    return final.documents.get(letter=Letter.FINAL_OPINION)


def compare(hop, walk, opinion, *, is_same, on="2026-07-01"):
    return lifecycle.compare(
        hop, opinion=opinion, is_same=is_same, reason="逐项核对。",
        by=walk.cast["supervisor"], at=walk.at(on),
    )  # fmt: skip


def test_a_matter_for_the_court_is_declined_with_its_notice(walk):
    hop = decline(walk.registered(intake=Intake.WEB), walk, DeclineGround.COURT)

    assert hop.state == State.DECLINED
    assert hop.documents.filter(letter=Letter.DECLINE).exists()
    assert hop.deadlines.get(code="forward").verdict == "in_time"


def test_g6_a_visitor_with_a_matter_for_the_court_is_shown_the_way(walk):
    hop = decline(walk.registered(intake=Intake.VISIT), walk, DeclineGround.COURT)

    notice = hop.documents.get(letter=Letter.DIRECTION)
    assert "政法部门" in notice.values["destination"]
    assert not hop.documents.filter(letter=Letter.DECLINE).exists()


def test_g6_a_letter_for_the_court_is_forwarded_and_not_refused(registered, walk):
    with pytest.raises(FieldError, match="转送同级政法部门"):
        decline(registered, walk, DeclineGround.COURT)


def test_the_limit_of_levels_applies_to_visits_only(registered, walk):
    with pytest.raises(FieldError, match="只适用于走访"):
        decline(registered, walk, DeclineGround.BEYOND_LEVEL)

    visit = walk.registered(intake=Intake.VISIT)
    assert decline(visit, walk, DeclineGround.BEYOND_LEVEL).state == State.DECLINED


def test_g11_already_pending_names_the_petition_that_is_pending(registered, walk):
    other = walk.registered()

    with pytest.raises(FieldError) as refusal:
        decline(registered, walk, DeclineGround.ALREADY_PENDING, proof="990121-260302-LX-00000-0")
    decline(registered, walk, DeclineGround.ALREADY_PENDING, proof=other.claim.petition.number)

    assert set(refusal.value.fields) == {"proof"}


def test_a_petition_is_not_its_own_pending_matter(registered, walk):
    with pytest.raises(FieldError):
        decline(
            registered, walk, DeclineGround.ALREADY_PENDING, proof=registered.claim.petition.number
        )


def test_g12_no_more_rests_on_a_supervisor_who_found_the_same_facts(registered, walk):
    opinion = final_opinion(walk)

    with pytest.raises(FieldError) as unchecked:
        decline(registered, walk, DeclineGround.EXHAUSTED, on="2026-07-01")
    compare(registered, walk, opinion, is_same=True)
    declined = decline(registered, walk, DeclineGround.EXHAUSTED, on="2026-07-01")

    assert set(unchecked.value.fields) == {"ground"}
    notice = declined.documents.get(letter=Letter.NO_MORE)
    assert notice.values["final_opinion_number"] == opinion.number


def test_e14_new_facts_after_the_final_review_are_reopened_and_not_refused(walk, tree):
    opinion = final_opinion(walk)
    matter = opinion.referral.claim.matter
    petition = walk.register(
        on="2026-07-02", joins=matter, text="附新的土地测绘报告，请求重新核定。"
    )
    hop = Referral.objects.get(claim__petition=petition)

    compare(hop, walk, opinion, is_same=False)
    with pytest.raises(FieldError, match="新的事实"):
        decline(hop, walk, DeclineGround.EXHAUSTED, on="2026-07-03")
    sent = lifecycle.refer(
        hop, organization=tree["qinghe-hr"], by=walk.cast["clerk"], at=walk.at("2026-07-03")
    )

    assert (hop.claim.matter, hop.claim.ordinal, petition.is_repeat) == (matter, 2, True)
    assert walk.due(hop, "forward") == dt.date(2026, 7, 17)
    assert sent.state == State.DELIVERED


def test_a_clerk_does_not_compare_and_nothing_is_compared_with_strangers(walk):
    opinion = final_opinion(walk)
    stranger = walk.registered(people=(lifecycle.Person("钱示例", phone="13900001111"),))

    assert permissions.post_for(walk.cast["clerk"].user, Action.COMPARE, stranger) is None
    with pytest.raises(NotAllowedError, match="没有查到"):
        compare(stranger, walk, opinion, is_same=True)


def test_e13_the_pending_matter_of_the_same_person_is_offered_as_proof(registered, walk):
    other = walk.delivered()

    form = DeclineForm(referral=registered, on=dt.date(2026, 3, 5))

    offered = [value for value, _ in form.fields["pending"].choices]  # type: ignore[attr-defined]
    assert offered == [other.claim.petition.number, ""]
    assert "青禾县人社局" in form.initial["guidance"]


def test_a_declined_petition_goes_nowhere(walk, tree):
    hop = decline(walk.registered(intake=Intake.WEB), walk, DeclineGround.COURT)

    with pytest.raises(NotAllowedError, match="不予受理"):
        lifecycle.refer(
            hop, organization=tree["qinghe-hr"], by=walk.cast["clerk"], at=walk.at("2026-03-04")
        )
