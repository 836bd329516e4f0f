"""共同办理: what several bodies answered together is reviewed by their common superior (2.6)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from petitions import lifecycle
from petitions.errors import FieldError, NotAllowedError
from petitions.letters import Letter, ServiceWay
from petitions.lifecycle.succession import merge_organization
from petitions.models import Claim, Document, Notice
from petitions.reviewers import bodies_beside, reviewers
from routing.competence import review_bodies
from tests.petitions.pages import main_of, on_day
from tests.walk import OPINION

pytestmark = pytest.mark.django_db
INBOX = reverse("oversight:inbox")


def join(hop, walk, code):
    return lifecycle.handle_jointly(
        walk.again(hop), organization=walk.tree[code], agreement="3月11日与对方协商一致。",
        by=walk.desk(hop), at=walk.at("2026-03-12"),
    )  # fmt: skip


def leave(hop, walk, code):
    return lifecycle.leave_jointly(
        walk.again(hop), organization=walk.tree[code], reason="3月13日协商，由本局单独答复。",
        by=walk.desk(hop), at=walk.at("2026-03-13"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        (["qinghe-housing"], ["qinghe-gov"]),
        (["qinghe-env"], ["jiangqiao-gov"]),
        (["qinghe-housing", "qinghe-env"], ["jiangqiao-gov"]),
    ],
    ids=["two of one county", "one of a line", "three"],
)
def test_the_common_superior_alone_reviews(tree, others, expected):
    found = review_bodies(tree["qinghe-hr"], jointly=[tree[code] for code in others])

    assert [one.body.code for one in found] == expected
    assert all("共同的上一级机关" in one.ground for one in found)


def test_two_bodies_answer_together_and_the_city_reviews(accepted, walk):
    hop = join(accepted, walk, "qinghe-env")
    env = {walk.cast["env_desk"].user_id, walk.cast["env_leader"].user_id}
    handler, desk, approver = walk.handler(hop), walk.desk(hop), walk.approver(hop)
    lifecycle.draft(hop, OPINION, by=handler, at=walk.at("2026-04-13"))
    lifecycle.verify(walk.again(hop), by=desk, at=walk.at("2026-04-14"))
    lifecycle.sign(walk.again(hop), by=approver, at=walk.at("2026-04-15"))
    delivery = lifecycle.Delivery(ServiceWay.IN_PERSON, dt.date(2026, 4, 20), signer="赵示例")
    hop = lifecycle.serve(walk.again(hop), delivery, by=handler, at=walk.at("2026-04-20"))

    with pytest.raises(NotAllowedError, match="不能“退出共同办理”"):
        leave(hop, walk, "qinghe-env")
    told = Notice.objects.filter(kind="sign", recipient__in=env, channel="inbox")
    assert {row.recipient_id for row in told} == env
    assert "共同办理的信访件已签发信访处理意见书" in told[0].body
    letter = hop.documents.get(letter=Letter.OPINION).values
    assert letter["organization"] == "青禾县人社局、市生态环境局青禾分局"
    assert "向江桥市人民政府书面请求复查" in letter["remedy"]
    asked: dict[str, Any] = {"requested_on": dt.date(2026, 5, 6), "request_text": "不服。"}
    by, at = walk.cast["clerk"], walk.at("2026-05-06")
    with pytest.raises(FieldError, match="不是上一级机关"):
        lifecycle.request_review(hop, body=walk.tree["qinghe-gov"], **asked, by=by, at=at)
    review = lifecycle.request_review(hop, body=walk.tree["jiangqiao-gov"], **asked, by=by, at=at)
    assert review.organization.code == "jiangqiao-review"


def test_a_body_joins_once_and_never_the_one_complained_of(walk):
    hop = walk.accepted(accused_organization=walk.tree["qinghe-housing"])
    join(hop, walk, "qinghe-env")

    for code in ("qinghe-env", "qinghe-hr", "qinghe-housing"):
        with pytest.raises(FieldError):
            join(hop, walk, code)
    assert [row.body.code for row in reviewers(hop)] == ["jiangqiao-gov"]


ENV = ("env_desk", "env_handler", "env_leader")


def test_who_handles_beside_sees_the_claim_and_does_not_act(accepted, walk, sign_in):
    page = f"/petitions/{accepted.claim.petition.number}/"
    act = f"/referrals/{accepted.pk}/"
    named = {"organization": "qinghe-env", "agreement": "3月11日与对方协商一致。"}
    with on_day("2026-03-12"):
        assert sign_in("env_desk").get(page).status_code == 404
        assert sign_in("hr_desk").post(f"{act}joint-body/", named).status_code == 302

        for username in ENV:
            seen = main_of(sign_in(username).get(page))
            assert "青禾县人社局、市生态环境局青禾分局" in seen
            assert "意见由青禾县人社局起草、签发。您可以查看" in seen
            assert sign_in(username).post(f"{act}draft/", {}).status_code == 409
        assert "与市生态环境局青禾分局共同办理" in main_of(sign_in("env_desk").get(INBOX))
    told = Notice.objects.filter(kind="handle_jointly", channel="inbox", claim=accepted.claim)
    by_name = {row.recipient.username: row.body for row in told.select_related("recipient")}
    assert "本机关可以查看本件" in by_name["env_desk"]
    assert "env_leader" in by_name
    user = walk.cast["env_desk"].user
    assert Claim.objects.visible_each_to(user).exists()
    assert Document.objects.visible_to(user).filter(letter=Letter.ACCEPTANCE).exists()


def test_a_body_that_leaves_finds_the_claim_no_more(accepted, walk, sign_in):
    page = f"/petitions/{accepted.claim.petition.number}/"
    act = f"/referrals/{accepted.pk}/"
    join(accepted, walk, "qinghe-env")
    left = {"organization": "qinghe-env", "reason": "3月13日协商，由本局单独答复。"}
    with on_day("2026-03-13"):
        assert sign_in("env_desk").get(page).status_code == 200
        assert sign_in("hr_desk").post(f"{act}joint-body-removal/", left).status_code == 302

        for username in ENV:
            assert sign_in(username).get(page).status_code == 404
            assert sign_in(username).post(f"{act}draft/", {}).status_code == 404
        assert "不再与青禾县人社局共同办理" in main_of(sign_in("env_desk").get(INBOX))
        shown = main_of(sign_in("hr_desk").get(page))
        assert "3月13日 退出共同办理：3月13日协商，由本局单独答复。" in shown
        again = sign_in("hr_desk").post(f"{act}joint-body-removal/", left)
        assert "本件没有共同办理的机关" in main_of(again)
    assert not Claim.objects.visible_each_to(walk.cast["env_desk"].user).exists()
    assert [row.body.code for row in reviewers(accepted)] == ["qinghe-gov", "jiangqiao-hr"]
    assert [row.code for row in bodies_beside(join(accepted, walk, "qinghe-env"))] == ["qinghe-env"]


@pytest.mark.leaves_gaps
def test_of_a_sealed_claim_only_the_cleared_of_a_body_beside_know(accepted, walk):
    hop = join(accepted, walk, "qinghe-env")
    Claim.objects.filter(pk=hop.claim_id).update(is_sealed=True)
    user = walk.cast["env_desk"].user

    assert not Claim.objects.visible_to(user).exists()
    assert not Claim.objects.visible_each_to(user).exists()
    user.posts.update(is_cleared=True)
    user = type(user).objects.get(pk=user.pk)
    assert Claim.objects.visible_to(user).exists()
    assert Claim.objects.visible_each_to(user).exists()


def merge(walk, cast, code, into):
    walk.tree[code].refresh_from_db()
    return merge_organization(
        walk.tree[code], walk.tree[into], reason="并入", by=cast["sysadmin"].user,
        at=walk.at("2026-03-16"),
    )  # fmt: skip


def test_the_successor_of_a_joint_body_stands_in_its_place(accepted, walk, cast):
    hop = join(accepted, walk, "qinghe-housing")
    merge(walk, cast, "qinghe-housing", "qinghe-land")

    assert bodies_beside(hop) == [walk.tree["qinghe-land"]]
    event = hop.events.latest("sequence")
    assert (event.get_action_display(), event.text) == (
        "机构承继", "青禾县住建局并入，共同办理机关由青禾县自然资源和规划局承继，期限不变",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("gone", "successor"),
    [("qinghe-env", "qinghe-hr"), ("qinghe-hr", "qinghe-env")],
    ids=["into the holder", "the holder into it"],
)
def test_nobody_stands_beside_itself(accepted, walk, cast, gone, successor):
    hop = join(accepted, walk, "qinghe-env")
    merge(walk, cast, gone, successor)

    assert bodies_beside(hop) == []
    assert walk.again(hop).organization == walk.tree[successor]
    assert hop.joint_bodies.get().removed_on == dt.date(2026, 3, 16)
