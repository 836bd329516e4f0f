"""不予受理、不再受理: the closed list, each ground with its proof."""

from __future__ import annotations

import pytest

from petitions import lifecycle
from petitions.errors import FieldError, NotAllowedError
from petitions.letters import Letter
from petitions.lifecycle import DeclineGround
from petitions.models.petition import Intake
from petitions.states import State

pytestmark = pytest.mark.django_db


def decline(hop, walk, ground, *, by="supervisor", on="2026-03-03", **proof):
    return lifecycle.decline(
        hop, ground=ground, guidance="请向有权机关提出。", by=walk.cast[by], at=walk.at(on), **proof
    )


def test_a_matter_for_the_court_is_declined_with_its_notice(registered, walk):
    hop = decline(registered, walk, DeclineGround.COURT)

    assert hop.state == State.DECLINED
    assert hop.documents.filter(letter=Letter.DECLINE).exists()
    assert hop.deadlines.get(code="forward").verdict == "in_time"


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


def test_g12_no_more_needs_the_final_opinion_and_the_same_facts(registered, walk):
    reviewed = walk.reviewed()
    final = lifecycle.request_review(
        reviewed, body=walk.tree["jiangqiao-gov"], requested_on=walk.at("2026-06-10").date(),
        request_text="不服",
        by=walk.cast["clerk"], at=walk.at("2026-06-10"),
    )  # fmt: skip
    days = ("2026-06-11", "2026-06-20", "2026-06-25", "2026-06-29")
    final = walk.decide(final, outcome="uphold", days=days)
    number = final.documents.get(letter=Letter.FINAL_OPINION).number

    with pytest.raises(FieldError) as missing:
        decline(registered, walk, DeclineGround.EXHAUSTED, proof="没有这份", same_facts=True)
    with pytest.raises(FieldError) as unchecked:
        decline(registered, walk, DeclineGround.EXHAUSTED, proof=number)
    declined = decline(
        registered, walk, DeclineGround.EXHAUSTED, proof=number, same_facts=True, on="2026-07-01"
    )

    assert (set(missing.value.fields), set(unchecked.value.fields)) == ({"proof"}, {"same_facts"})
    assert declined.documents.filter(letter=Letter.NO_MORE).exists()


def test_a_declined_petition_goes_nowhere(registered, walk, tree):
    hop = decline(registered, walk, DeclineGround.COURT)

    with pytest.raises(NotAllowedError, match="不予受理"):
        lifecycle.refer(
            hop, organization=tree["qinghe-hr"], by=walk.cast["clerk"], at=walk.at("2026-03-04")
        )
