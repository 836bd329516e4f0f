"""共同办理: what several bodies answered together is reviewed by their common superior (2.6)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from petitions import lifecycle
from petitions.errors import FieldError
from petitions.letters import Letter, ServiceWay
from petitions.reviewers import reviewers
from routing.competence import review_bodies
from tests.walk import OPINION

pytestmark = pytest.mark.django_db


def join(hop, walk, code):
    return lifecycle.handle_jointly(
        walk.again(hop), organization=walk.tree[code], agreement="3月11日与对方协商一致。",
        by=walk.desk(hop), at=walk.at("2026-03-12"),
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
    handler, desk, approver = walk.handler(hop), walk.desk(hop), walk.approver(hop)
    lifecycle.draft(hop, OPINION, by=handler, at=walk.at("2026-04-13"))
    lifecycle.verify(walk.again(hop), by=desk, at=walk.at("2026-04-14"))
    lifecycle.sign(walk.again(hop), by=approver, at=walk.at("2026-04-15"))
    delivery = lifecycle.Delivery(ServiceWay.IN_PERSON, dt.date(2026, 4, 20), signer="赵示例")
    hop = lifecycle.serve(walk.again(hop), delivery, by=handler, at=walk.at("2026-04-20"))

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
