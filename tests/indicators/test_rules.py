"""Each rule of an indicator at its edge, on petitions walked through the verbs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from oversight.indicators import INDICATORS, Figure, Supposition, figures, rows
from petitions import lifecycle
from petitions.models.petition import Intake
from petitions.models.statistics import Mark
from petitions.states import Kind
from tests.indicators.said import figure, named

pytestmark = pytest.mark.django_db
MARCH, APRIL, MAY = (named(f"2026-0{month}") for month in (3, 4, 5))
LATER = dt.date(2026, 12, 1)


def test_nothing_counted_is_neither_zero_nor_everything(cast):
    found = figure(cast["supervisor"], "on_time_answer", MARCH, on=LATER)

    assert (found.numerator, found.denominator, found.value) == (0, 0, None)


def test_a_share_has_four_decimals_rounded_half_up():
    assert Figure(INDICATORS["repeat"], 2, 3).value == Decimal("0.6667")
    assert Figure(INDICATORS["repeat"], 1, 80000).value == Decimal("0.0000")
    assert Figure(INDICATORS["repeat"], 5, 100000).value == Decimal("0.0001")


@pytest.mark.parametrize(
    ("sent_on", "verdict"), [("2026-03-17", "in_time"), ("2026-03-18", "late")]
)
def test_the_office_has_fifteen_days_from_registration(walk, cast, tree, sent_on, verdict):
    hop = walk.registered()
    lifecycle.refer(hop, organization=tree["qinghe-hr"], by=cast["clerk"], at=walk.at(sent_on))

    found = figure(cast["supervisor"], "office_acceptance", MARCH, on=LATER)

    assert found.states[verdict] == 1
    assert found.denominator == 1


def test_the_cohort_is_chosen_by_the_day_on_which_it_was_due(walk, cast):
    walk.registered(on="2026-03-17")

    assert figure(cast["supervisor"], "office_acceptance", MARCH, on=LATER).denominator == 0
    assert figure(cast["supervisor"], "office_acceptance", APRIL, on=LATER).denominator == 1


@pytest.mark.parametrize(("on", "verdict"), [("2026-03-17", "not_yet"), ("2026-03-18", "overdue")])
def test_what_is_not_done_is_late_from_the_day_after(walk, cast, on, verdict):
    walk.registered()

    found = figure(cast["supervisor"], "office_acceptance", MARCH, on=dt.date.fromisoformat(on))

    assert found.states[verdict] == 1
    assert found.value == Decimal("0.0000")


def test_a_material_that_came_back_keeps_its_first_forwarding(walk, cast, tree):
    hop = walk.received()
    lifecycle.object_to(
        hop, ground="职责", reason="不是本机关职责", proposed=None, by=cast["hr_desk"],
        at=walk.at("2026-03-06"),
    )  # fmt: skip
    lifecycle.uphold_objection(hop, reason="成立", by=cast["supervisor"], at=walk.at("2026-03-09"))

    found = figure(cast["supervisor"], "office_acceptance", MARCH, on=LATER)

    assert found.states["in_time"] == 1
    assert figure(cast["supervisor"], "body_acceptance", APRIL, on=LATER).denominator == 0


def test_the_answer_counts_by_its_signature_and_the_cohort_by_its_last_day(walk, cast):
    """Accepted on 10 March, due on 9 May, signed on 15 April."""
    walk.signed()

    assert figure(cast["supervisor"], "on_time_answer", APRIL, on=LATER).denominator == 0
    found = figure(cast["supervisor"], "on_time_answer", MAY, on=LATER)
    assert (found.numerator, found.denominator, found.value) == (1, 1, Decimal("1.0000"))


def test_a_body_sees_its_own_figures_and_not_the_office(walk, cast):
    walk.signed()
    shown = {row.indicator.code for row in figures(cast["hr_leader"].user, MAY, on=LATER)}

    assert "office_acceptance" not in shown
    assert figure(cast["hr_leader"], "on_time_answer", MAY, on=LATER).denominator == 1
    assert figure(cast["env_leader"], "on_time_answer", MAY, on=LATER).denominator == 0
    assert figures(cast["sysadmin"].user, MAY, on=LATER) == []


def test_a_repeat_is_no_first_item_and_undoes_the_settlement(walk, cast):
    hop = walk.signed()
    again = walk.register(on="2026-07-14", joins=hop.claim.matter)

    assert figure(cast["supervisor"], "resolved_once", APRIL, on=LATER).numerator == 0
    found = figure(cast["supervisor"], "repeat", named("2026-07"), on=LATER)
    assert (found.numerator, found.denominator) == (1, 1)
    assert again.is_repeat


def test_a_repeat_after_ninety_days_is_a_new_story(walk, cast):
    """Signed on 15 April: the ninetieth day after is 14 July."""
    hop = walk.signed()
    walk.register(on="2026-07-15", joins=hop.claim.matter)

    assert figure(cast["supervisor"], "resolved_once", APRIL, on=LATER).numerator == 1


def test_only_marks_channel_and_crowd_take_something_out_and_they_are_counted(walk, cast):
    hop = walk.registered()
    walk.registered(intake=Intake.AGENT)
    lifecycle.mark(
        hop.claim.petition, Mark.LITIGATION, value=True, reason="法院已立案。",
        by=cast["supervisor"], at=walk.at("2026-03-20"),
    )  # fmt: skip

    found = figure(cast["supervisor"], "network", MARCH, on=LATER)

    assert (found.denominator, found.left_base) == (0, 2)


def test_sealed_petitions_are_in_no_figure_and_in_no_left_over(walk, cast):
    walk.registered(kind=Kind.ACCUSATION, accused_name="钱某")

    found = figure(cast["supervisor"], "repeat", MARCH, on=LATER)

    assert (found.denominator, found.left_base) == (0, 0)


def test_what_a_body_registered_itself_is_not_in_the_base(walk, cast):
    walk.register(by="hr_desk")

    assert figure(cast["leader"], "repeat", MARCH, on=LATER).denominator == 0


def test_the_mean_comes_with_its_median(walk, cast, tree):
    for sent_on in ("2026-03-03", "2026-03-04", "2026-03-16"):
        hop = walk.registered()
        lifecycle.refer(hop, organization=tree["qinghe-hr"], by=cast["clerk"], at=walk.at(sent_on))

    found = figure(cast["supervisor"], "days_to_forward", MARCH, on=LATER)

    assert (found.numerator, found.denominator) == (17, 3)
    assert (found.value, found.median) == (Decimal("5.6667"), Decimal("2.0000"))


def test_a_supposition_counts_as_if_and_writes_nothing(walk, cast):
    hop = walk.accepted()
    supposed = Supposition(frozenset({hop.claim_id}), dt.date(2026, 5, 9))
    late = Supposition(frozenset({hop.claim_id}), dt.date(2026, 5, 10))
    on = dt.date(2026, 4, 1)
    user = cast["supervisor"].user

    def count(supposing):
        (row,) = figures(user, MAY, on=on, codes=("on_time_answer",), supposing=supposing)
        return row.numerator, row.denominator

    assert (count(None), count(supposed), count(late)) == ((0, 1), (1, 1), (0, 1))
    assert walk.again(hop).state == "accepted"


def test_a_part_that_there_is_not_is_no_list(walk, cast):
    from oversight.indicators import UnknownPartError  # noqa: PLC0415 - beside its only use

    for code, part in (("nothing", "numerator"), ("repeat", "in_time")):
        with pytest.raises(UnknownPartError):
            rows(cast["supervisor"].user, MARCH, code, part, on=LATER)
