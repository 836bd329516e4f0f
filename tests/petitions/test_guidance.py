"""越级走访 and 涉法涉诉: recognised, proposed with the notice that fits, and never enforced."""

from __future__ import annotations

import pytest

from petitions import lifecycle
from petitions.acts.acceptance import DeclineForm
from petitions.guidance import Told, guide
from petitions.letters import Letter
from petitions.models import Document
from petitions.models.petition import Intake
from routing.competence import competent
from routing.models import Category, Situation

pytestmark = pytest.mark.django_db
COUNTY_MATTER = "1507"


def proposed(tree, office, *, intake="visit", kind="grievance", category=COUNTY_MATTER, code=""):
    row = Category.objects.get(code=category)
    place = tree["qinghe-gov"]
    situation = Situation.objects.filter(code=code).first()
    told = Told(intake, kind, row, place, situation)
    return guide(told, tree[office], competent(row, place))


@pytest.mark.parametrize(
    ("office", "changes", "letter"),
    [
        ("yunchuan-petition", {}, Letter.DECLINE),
        ("jiangqiao-petition", {}, None),
        ("qinghe-petition", {}, None),
        ("yunchuan-petition", {"intake": "letter"}, None),
        ("yunchuan-petition", {"kind": "suggestion"}, None),
        ("yunchuan-petition", {"kind": "accusation", "category": "0502"}, None),
        ("qinghe-petition", {"category": "1301"}, Letter.DIRECTION),
        ("qinghe-petition", {"code": "L-04"}, Letter.DIRECTION),
        ("qinghe-petition", {"category": "1301", "intake": "letter"}, Letter.FORWARDING),
        ("qinghe-petition", {"category": "1301", "code": "L-01"}, None),
        ("qinghe-hr", {"category": "1301"}, None),
    ],
)
def test_g4_g6_who_is_shown_the_way_and_by_which_notice(tree, office, changes, letter):
    found = proposed(tree, office, **changes)

    assert (found.letter if found else None) == letter


def test_g4_a_visit_two_levels_up_is_told_the_two_levels_that_may_be_visited(tree):
    found = proposed(tree, "yunchuan-petition")

    assert found.ground == lifecycle.DeclineGround.BEYOND_LEVEL
    for name in ("青禾县人社局", "青禾县信访局", "江桥市信访局"):
        assert name in found.way
    assert "云川省" not in found.way


def test_g6_the_page_proposes_and_the_supervisor_decides(walk, sign_in):
    hop = walk.registered(intake=Intake.VISIT, category=Category.objects.get(code="1301"))
    url = f"/petitions/{hop.claim.petition.number}/"

    clerk = sign_in("clerk").get(url).content.decode()
    supervisor = sign_in("supervisor").get(url).content.decode()

    assert "可能是涉法涉诉走访" in clerk
    assert f"/referrals/{hop.pk}/refusal/" in supervisor
    # The clerk may not decline, but nothing keeps the petition from being sent on.
    assert f"/referrals/{hop.pk}/referral/" in clerk
    form = DeclineForm(referral=hop, on=walk.at("2026-03-03").date())
    assert form.initial["ground"] == "court"
    lifecycle.decline(
        hop, ground=lifecycle.DeclineGround.COURT, guidance=form.initial["guidance"],
        by=walk.cast["supervisor"], at=walk.at("2026-03-03"),
    )  # fmt: skip
    assert Document.objects.filter(letter=Letter.DIRECTION, referral=hop).exists()


def test_the_counter_shows_it_while_it_is_typed(walk, sign_in):
    fields = {"intake": "visit", "kind": "grievance", "category": "1301", "territory": "qinghe-gov"}

    told = sign_in("clerk").post("/petitions/register/hints/", fields)

    assert "可能是涉法涉诉走访" in told.content.decode()
    other = sign_in("clerk").post("/petitions/register/hints/", fields | {"category": "1507"})
    assert "涉法涉诉" not in other.content.decode()
