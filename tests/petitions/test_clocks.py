"""Clocks of a hop: paused and resumed by whole days, extended, met, and then never moved again."""

from __future__ import annotations

import datetime as dt

import pytest

from petitions import clocks
from petitions.models import Deadline
from petitions.models.deadline import DeadlineStatus
from routing import workdays

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(in_review):
    """Thirty days from 6 May: due on 5 June."""
    return in_review.deadlines.get(code="review")


def test_e23_a_hearing_of_ten_days_moves_the_last_day_by_ten(review):
    clocks.pause(review, reason="听证", on=dt.date(2026, 5, 12))
    assert review.status == DeadlineStatus.PAUSED

    clocks.resume(review, on=dt.date(2026, 5, 22))

    review.refresh_from_db()
    assert (review.due_on, review.status) == (dt.date(2026, 6, 15), DeadlineStatus.RUNNING)
    assert review.version == 2
    assert any("听证" in line for line in review.explanation)


def test_a_pause_outlives_an_extension_made_meanwhile(accepted):
    clock = accepted.deadlines.get(code="conclude")
    clocks.pause(clock, reason="中止", on=dt.date(2026, 4, 1))
    clocks.extend(clock, 30)
    clocks.resume(clock, on=dt.date(2026, 4, 8))

    assert clock.due_on == dt.date(2026, 3, 10) + dt.timedelta(days=60 + 30 + 7)


def test_a_met_clock_does_not_move_when_the_calendar_changes(delivered, walk, cast):
    clocks.meet(delivered, ["object"], on=dt.date(2026, 3, 9))
    before = Deadline.objects.filter(referral=delivered, code="object").values().get()

    workdays.change(
        dt.date(2026, 3, 9), is_workday=False, name="临时放假", by=cast["sysadmin"].user
    )

    assert Deadline.objects.filter(referral=delivered, code="object").values().get() == before


@pytest.mark.leaves_gaps
def test_the_last_day_itself_is_in_time_and_the_next_is_late(walk):
    first, second = walk.delivered(), walk.delivered()

    on_time = clocks.meet(first, ["notify_referred"], on=dt.date(2026, 3, 19))[0]
    late = clocks.meet(second, ["notify_referred"], on=dt.date(2026, 3, 20))[0]

    assert (on_time.verdict, on_time.late_days) == ("in_time", None)
    assert (late.verdict, late.late_days, late.breached_on) == ("late", 1, dt.date(2026, 3, 20))
