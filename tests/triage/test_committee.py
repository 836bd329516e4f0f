"""人民调解委员会: named for a private dispute, asked to mediate by the body that handles it, and
sent nothing (《人民调解法》第七条, 《信访工作条例》第三十三条)."""

from __future__ import annotations

import datetime as dt

import pytest

from petitions.acts.mediation import MediateForm
from petitions.acts.referring import ReferForm
from petitions.errors import FieldError
from petitions.permissions import registrar_post
from petitions.states import Branch
from routing.models import Category
from tests.worked.chairs import seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def dispute(tree):
    return {
        "category": Category.objects.get(code="1302"),
        "territory": tree["yunling-street"],
        "title": "邻居漏水",
        "text": "楼上邻居漏水泡坏我家吊顶，双方争执不下，愿意调解。",
    }


def test_nothing_is_referred_to_a_committee(walk, tree, dispute):
    hop = walk.registered(**dispute)
    offered = ReferForm(referral=hop, on=dt.date(2026, 3, 4)).fields["organization"].widget.choices

    assert "yunling-mediation" not in [code for code, _ in offered]
    with pytest.raises(FieldError) as refusal:
        walk.delivered(to="yunling-mediation", **dispute)
    assert "不是机关、单位" in refusal.value.fields["organization"]


def test_the_body_that_handles_it_entrusts_the_committee_of_the_place(walk, dispute):
    hop = walk.accepted(branch=Branch.LITIGATION, **dispute)

    form = MediateForm(referral=hop, on=dt.date(2026, 3, 20))

    assert form["body"].value() == "云岭街道人民调解委员会"


def test_outside_private_disputes_no_committee_is_suggested(walk):
    form = MediateForm(referral=walk.accepted(), on=dt.date(2026, 3, 20))

    assert not form["body"].value()


def test_a_committee_registers_no_petition(tree):
    committee = tree["liuxi-mediation"]
    seat(committee)

    assert [registrar_post(post.user) for post in committee.posts.all()] == [None] * 4
