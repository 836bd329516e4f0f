"""党员申诉 (Article 31 (3)): handed over to the discipline body, never to the own unit."""

from __future__ import annotations

import pytest

from petitions import lifecycle
from petitions.errors import FieldError
from petitions.letters import Letter
from petitions.models import Refusal
from petitions.roadmap import road
from petitions.states import Branch, Hop, State
from routing.competence import is_competent
from routing.models import Category, Situation

pytestmark = pytest.mark.django_db


@pytest.fixture
def appeal(walk):
    return walk.registered(
        category=Category.objects.get(code="0201"),
        situation=Situation.objects.get(code="Q-01"),
        accused_organization=walk.tree["qinghe-party-organization"],
        title="不服党内严重警告处分",
    )


def refer(hop, walk, code, **more):
    return lifecycle.refer(
        hop, organization=walk.tree[code], by=walk.cast["clerk"], at=walk.at("2026-03-04"), **more
    )


def test_an_appeal_is_handed_over_and_the_member_told_the_way(appeal, walk):
    sent = refer(appeal, walk, "qinghe-discipline")
    done = lifecycle.receive(sent, by=walk.cast["discipline"], at=walk.at("2026-03-05"))

    assert (sent.hop, done.state) == (Hop.HANDOVER, State.CONCLUDED)
    assert sent.claim.branch == Branch.PARTY_APPEAL
    assert not sent.documents.filter(letter=Letter.HANDOVER).exists()
    told = appeal.documents.get(letter=Letter.DIRECTION).values["destination"]
    assert "按党员申诉、申请复审的程序办理" in told
    assert not done.deadlines.filter(code="conclude").exists()
    stations = road(walk.again(sent).claim, on=walk.at("2026-03-06").date())
    assert [one.label for one in stations] == ["登记", "移交", "有权机关办理"]


def test_an_appeal_never_goes_to_the_unit_that_decided_it(appeal, walk, sign_in):
    url = f"/referrals/{appeal.pk}/referral/"
    body = {"mode": "forward", "organization": "qinghe-party-organization", "version": "1"}

    page = sign_in("clerk").post(url, body)

    assert page.status_code == 400
    assert "不得转给作出处分的单位" in page.content.decode()
    kept = Refusal.objects.get(referral=appeal)
    assert (kept.action, "不得转给" in kept.reason) == ("refer", True)


def test_an_appeal_is_not_assigned_with_a_day_for_feedback(appeal, walk):
    assignment = lifecycle.Assignment(walk.at("2026-06-30").date(), "结果", "信访局")

    with pytest.raises(FieldError, match="只移交，不交办"):
        refer(appeal, walk, "qinghe-discipline", assignment=assignment)


def test_duty_alone_opens_a_discipline_body(tree):
    body, place = tree["qinghe-discipline"], tree["qinghe-gov"]
    rows = Category.objects.in_bulk(["0201", "1507", "0502"], field_name="code")

    assert [is_competent(body, rows[code], place) for code in rows] == [
        code != "1507" for code in rows
    ]
