"""回避、指定承办人、密件."""

from __future__ import annotations

import pytest

from petitions import lifecycle
from petitions.errors import FieldError, NotAllowedError
from petitions.letters import Letter
from petitions.models import Claim, Notice, Petition
from petitions.states import Branch, Hop, Kind, State
from routing.models import Category

pytestmark = pytest.mark.django_db


def test_e16_a_recused_handler_leaves_the_place_open_and_acts_no_more(accepted, walk):
    handler = walk.handler(accepted)
    lifecycle.recuse(
        accepted, person=handler.user, ground="与信访人是兄弟", by=handler, at=walk.at("2026-03-11")
    )

    assert walk.again(accepted).handler is None
    with pytest.raises(NotAllowedError, match="已回避"):
        lifecycle.draft(walk.again(accepted), {}, by=handler, at=walk.at("2026-03-12"))
    with pytest.raises(FieldError, match="已回避"):
        lifecycle.assign_handler(
            walk.again(accepted),
            handler=handler.user,
            by=walk.desk(accepted),
            at=walk.at("2026-03-12"),
        )


def test_g2_whoever_is_complained_of_takes_no_part(walk):
    hop = walk.delivered(accused_name="叶文竹")

    with pytest.raises(NotAllowedError, match="应当回避"):
        lifecycle.receive(hop, by=walk.desk(hop), at=walk.at("2026-03-05"))


def test_only_a_handler_of_the_body_handles(received, walk):
    acceptance = lifecycle.Acceptance(
        walk.cast["env_handler"].user, branch=Branch.PETITION, branch_reason="不属于前五项。"
    )

    with pytest.raises(FieldError, match="不是青禾县人社局的承办人"):
        lifecycle.accept(received, acceptance, by=walk.desk(received), at=walk.at("2026-03-10"))


@pytest.fixture
def report(walk):
    """检举控告: sealed from registration."""
    return walk.registered(
        kind=Kind.ACCUSATION,
        category=Category.objects.get(code="0502"),
        accused_name="某甲",
        accused_organization=walk.tree["qinghe-hr"],
    )


def test_a_report_is_sealed_and_handed_over_to_discipline_only(report, walk):
    sent = lifecycle.refer(
        report,
        organization=walk.tree["qinghe-discipline"],
        by=walk.cast["clerk"],
        at=walk.at("2026-03-04"),
    )
    done = lifecycle.receive(sent, by=walk.cast["discipline"], at=walk.at("2026-03-05"))

    assert (sent.hop, done.state) == (Hop.HANDOVER, State.CONCLUDED)
    letter = sent.documents.get(letter=Letter.HANDOVER)
    assert "某甲" not in str(letter.values)


@pytest.mark.parametrize("body", ["qinghe-hr", "liuxi-gov", "qinghe-housing"])
def test_e11_a_report_never_goes_to_another_body(report, walk, body):
    if body not in walk.tree:
        body = "qinghe-housing"

    with pytest.raises(FieldError) as refusal:
        lifecycle.refer(
            report, organization=walk.tree[body], by=walk.cast["clerk"], at=walk.at("2026-03-04")
        )

    assert set(refusal.value.fields) == {"organization"}


def test_a_sealed_report_does_not_exist_for_anybody_uncleared(report, cast):
    seeing = {
        name
        for name, post in cast.items()
        if Claim.objects.visible_to(post.user).exists()
        or Petition.objects.visible_to(post.user).exists()
    }

    assert seeing == {"clerk", "supervisor", "chief"}


def test_notices_of_a_sealed_report_say_nothing(report):
    bodies = set(Notice.objects.values_list("subject", "body"))

    assert bodies == {("您有 1 件待办", "请登录系统查看。")}
