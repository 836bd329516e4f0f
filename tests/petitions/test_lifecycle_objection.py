"""异议: five working days, one for each hop, decided by the sender."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from petitions import lifecycle
from petitions.errors import FieldError, NotAllowedError
from petitions.states import Kind, State
from routing.models import Category

pytestmark = pytest.mark.django_db
WORDS: Any = {
    "ground": "《劳动保障监察条例》第十三条。",
    "reason": "用人单位不在本县。",
    "proposed": None,
}


@pytest.fixture
def objected(delivered, walk):
    return lifecycle.object_to(
        delivered, **WORDS, by=walk.desk(delivered), at=walk.at("2026-03-11", "17:59")
    )


def test_e01_an_objection_on_the_fifth_working_day_is_in_time_and_stops_no_notice_clock(
    objected, walk
):
    assert objected.deadlines.get(code="object").verdict == "in_time"

    lifecycle.refuse_objection(
        objected, reason="职责明确", by=walk.cast["supervisor"], at=walk.at("2026-03-16")
    )

    assert walk.again(objected).state == State.RECEIVED
    assert walk.due(objected, "notify_referred") == dt.date(2026, 3, 19)


def test_e02_an_objection_on_the_sixth_working_day_is_refused(delivered, walk):
    with pytest.raises(NotAllowedError, match="5 个工作日已过"):
        lifecycle.object_to(delivered, **WORDS, by=walk.desk(delivered), at=walk.at("2026-03-12"))


def test_a_second_objection_to_the_same_hop_is_refused(objected, walk):
    lifecycle.refuse_objection(
        objected, reason="职责明确", by=walk.cast["supervisor"], at=walk.at("2026-03-11")
    )

    with pytest.raises(NotAllowedError, match="已提过一次异议"):
        lifecycle.object_to(
            walk.again(objected), **WORDS, by=walk.desk(objected), at=walk.at("2026-03-11")
        )


def test_upholding_gives_the_sender_the_days_it_had_left(objected, walk):
    sender = lifecycle.uphold_objection(
        objected, reason="同意", by=walk.cast["supervisor"], at=walk.at("2026-03-13")
    )

    # Sent on 4 March with 13 of the 15 days left; they go on from 13 March.
    assert sender.state == State.PENDING
    assert walk.due(sender, "forward") == dt.date(2026, 3, 26)
    assert walk.again(objected).state == State.RETURNED
    assert not objected.deadlines.open().exists()


def test_the_material_does_not_go_to_the_same_body_again(objected, walk, tree):
    sender = lifecycle.uphold_objection(
        objected, reason="同意", by=walk.cast["supervisor"], at=walk.at("2026-03-13")
    )

    with pytest.raises(FieldError, match="异议已经成立"):
        lifecycle.refer(
            sender, organization=tree["qinghe-hr"], by=walk.cast["clerk"], at=walk.at("2026-03-16")
        )


def test_a_body_without_the_duty_is_refused_at_the_field(registered, walk, tree):
    with pytest.raises(FieldError) as refusal:
        lifecycle.refer(
            registered,
            organization=tree["qinghe-env"],
            by=walk.cast["clerk"],
            at=walk.at("2026-03-04"),
        )

    assert set(refusal.value.fields) == {"organization"}
    assert walk.again(registered).state == State.PENDING


def test_a_wrong_class_can_be_corrected_and_the_right_body_chosen(registered, walk, tree):
    noise = Category.objects.get(code="0402")
    lifecycle.classify(
        registered,
        category=noise,
        territory=tree["qinghe-gov"],
        by=walk.cast["clerk"],
        at=walk.at("2026-03-03"),
    )

    sent = lifecycle.refer(
        walk.again(registered),
        organization=tree["qinghe-env"],
        by=walk.cast["clerk"],
        at=walk.at("2026-03-04"),
    )

    assert sent.organization == tree["qinghe-env"]
    assert walk.due(registered, "forward") == dt.date(2026, 3, 17)


def test_a_report_stays_in_the_class_of_discipline(walk, tree):
    report = walk.registered(
        kind=Kind.ACCUSATION, category=Category.objects.get(code="0502"), accused_name="某甲"
    )

    with pytest.raises(FieldError) as refusal:
        lifecycle.classify(
            report,
            category=Category.objects.get(code="0402"),
            territory=tree["qinghe-gov"],
            by=walk.cast["clerk"],
            at=walk.at("2026-03-03"),
        )

    assert set(refusal.value.fields) == {"category"}
