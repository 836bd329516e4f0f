"""What became of earlier claims, as a reason: counted, bounded, never of a single petition."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from petitions import lifecycle, triage
from petitions.models import Claim
from routing.models import Category
from routing.triage import Past, propose

pytestmark = pytest.mark.django_db
TEXT = "退休工龄少算五年\n我一九九八年进厂，退休时连续工龄少算，请求社保局重新核定。"
ON = dt.date(2026, 3, 20)


def reason(cast, on=ON, by="clerk") -> str:
    found = triage.proposal_for(triage.Said("", TEXT), by=cast[by], on=on)
    assert found.organizations[0].organization.code == "qinghe-hr"
    return found.organizations[0].reason


def give_back(walk, hop):
    lifecycle.object_to(
        hop, ground="无此职责。", reason="应由他局办理。", proposed=None,
        by=walk.cast["hr_desk"], at=walk.at("2026-03-05"),
    )  # fmt: skip
    lifecycle.uphold_objection(
        walk.again(hop), reason="同意退回。", by=walk.cast["supervisor"], at=walk.at("2026-03-06")
    )


def test_the_share_returned_is_part_of_the_reason(walk, cast):
    hops = [walk.delivered() for _ in range(6)]
    give_back(walk, hops[0])

    assert "近一年 6 件，退回 1 件" in reason(cast)


def test_fewer_than_five_are_not_told(walk, cast):
    for _ in range(4):
        walk.delivered()

    assert "近一年" not in reason(cast)


def test_sealed_claims_are_not_counted(walk, cast):
    for _ in range(5):
        walk.delivered()
    one = Claim.objects.filter(pk=Claim.objects.earliest("pk").pk)
    one.update(is_sealed=True)
    told = reason(cast)
    one.update(is_sealed=False)

    assert "近一年" not in told
    assert "近一年 5 件" in reason(cast)


def test_another_office_learns_nothing(walk, cast):
    for _ in range(5):
        walk.delivered()

    assert "近一年" not in reason(cast, by="hr_desk")
    assert "近一年 5 件，退回 0 件" in reason(cast, by="supervisor")


def test_what_is_older_than_a_year_has_passed(walk, cast):
    for _ in range(5):
        walk.delivered()

    assert "近一年" not in reason(cast, on=dt.date(2027, 3, 20))


def test_another_class_is_another_experience(walk, cast):
    for _ in range(5):
        walk.delivered(category=Category.objects.get(code="1501"))

    assert "近一年" not in reason(cast)


def test_a_body_that_mostly_sends_back_steps_behind_one_that_keeps(tree, cast):
    hr, medicare = tree["qinghe-hr"], tree["qinghe-medicare"]
    text = "职工社保断缴，请求社保局补缴社保、转移社保关系。"
    usual = propose(text, home=tree["qinghe-gov"])
    turned = propose(
        text,
        home=tree["qinghe-gov"],
        practice=lambda *_: {hr.pk: Past(20, 15), medicare.pk: Past(10, 1)},
    )

    assert [one.organization for one in usual.organizations[:2]] == [hr, medicare]
    assert [one.organization for one in turned.organizations[:2]] == [medicare, hr]


def test_the_questions_asked_do_not_grow_with_the_petitions(walk, cast):
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            reason(cast)
        return len(asked)

    walk.delivered()
    count()  # what a post knows of its place is read once
    few = count()
    for _ in range(5):
        walk.delivered()

    assert count() == few
    assert few <= 10
