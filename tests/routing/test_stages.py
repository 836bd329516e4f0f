"""The one meaning of near and half gone, and which row of the table counts."""

from __future__ import annotations

import datetime as dt

import pytest

from routing.models import Measure, Rung, StageRule
from routing.periods import Unit
from routing.stages import Marks, Stage, Stages, days_before, late_on, late_since
from routing.workdays import work_calendar

pytestmark = pytest.mark.django_db

DAY = dt.date


@pytest.fixture
def calendar(law):
    return work_calendar()


def marks(calendar, unit: Unit, started_on: dt.date, due_on: dt.date, **about) -> Marks:
    scope = {"code": "conclude", "organization": None} | about
    return Stages.load().marks(
        unit=unit, started_on=started_on, due_on=due_on, calendar=calendar, **scope
    )


def test_a_period_in_days_is_near_seven_days_before_its_last(calendar):
    found = marks(calendar, Unit.DAYS, DAY(2026, 3, 10), DAY(2026, 5, 9))

    assert found == Marks(half_on=DAY(2026, 4, 9), near_on=DAY(2026, 5, 2))


def test_a_period_in_working_days_is_near_in_its_last_three(calendar):
    found = marks(calendar, Unit.WORKDAYS, DAY(2026, 3, 4), DAY(2026, 3, 11))

    assert found.near_on == DAY(2026, 3, 6)


@pytest.mark.parametrize("days", range(1, 12))
def test_half_is_gone_on_the_first_day_with_as_many_behind_as_before(calendar, days):
    start = DAY(2026, 3, 2)
    found = marks(calendar, Unit.DAYS, start, start + dt.timedelta(days))

    assert found.half_on is not None
    gone = (found.half_on - start).days
    assert gone * 2 >= days
    assert (gone - 1) * 2 < days


@pytest.mark.parametrize("number", range(1, 9))
def test_late_since_and_late_on_say_the_same_of_every_day(calendar, number):
    """Over 国庆节, with its make-up days."""
    for n in range(20):
        due_on = DAY(2025, 9, 24) + dt.timedelta(n)
        reached = late_on(due_on, number, Measure.WORKDAYS, calendar)
        eve = reached - dt.timedelta(1)
        assert due_on <= late_since(reached, number, Measure.WORKDAYS, calendar)
        assert due_on > late_since(eve, number, Measure.WORKDAYS, calendar)


def test_no_days_before_is_the_day_itself_if_it_is_worked(calendar):
    assert days_before(DAY(2026, 3, 11), 0, Measure.WORKDAYS, calendar) == DAY(2026, 3, 11)
    assert days_before(DAY(2026, 3, 14), 0, Measure.WORKDAYS, calendar) == DAY(2026, 3, 13)


def test_the_nearest_scope_with_a_row_counts(calendar, tree):
    hr, env = tree["qinghe-hr"], tree["qinghe-env"]
    near = {"stage": Stage.NEAR, "measure": Measure.DAYS}
    StageRule.objects.create(code="conclude", number=20, **near)
    StageRule.objects.create(organization=hr, number=10, **near)
    StageRule.objects.create(code="conclude", organization=hr, number=5, **near)
    stages = Stages.load()

    asked = [("conclude", hr.pk), ("review", hr.pk), ("conclude", env.pk), ("review", env.pk)]

    assert [stages.rules(Stage.NEAR, *scope)[0].number for scope in asked] == [5, 10, 20, 7]


def test_an_unknown_stage_is_heard_by_whose_turn_it_is(law):
    assert Stages([]).rungs(Stage.LATE, 0, "conclude", None) == (Rung.TURN,)
