"""A clock that jumps is not believed: it counts, and creates nothing."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from oversight import clock
from oversight.models import ClockWatermark, Reminder, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(walk):
    """Received long ago, and by any present clock late."""
    return walk.registered()


def test_sweeps_at_the_present_of_the_database_and_remembers_it(late):
    found = clock.sweep_now()

    assert found.due == found.tickets == 1
    assert clock.last_swept_at() == ClockWatermark.objects.get().swept_at
    assert clock.database_now() - ClockWatermark.objects.get().swept_at < dt.timedelta(minutes=1)


def test_holds_when_the_clock_was_set_back(late):
    clock.set_right(clock.database_now() + dt.timedelta(minutes=5))

    found = clock.sweep_now()

    assert (found.due, found.reminders, found.tickets) == (1, 0, 0)
    assert not Reminder.objects.exists()
    assert "还早" in clock.doubt_about(clock.database_now())


def test_goes_on_when_the_clock_is_a_minute_behind(late):
    clock.set_right(clock.database_now() + dt.timedelta(minutes=1))

    assert clock.sweep_now().tickets == 1


def test_holds_when_the_clocks_are_hours_apart(late):
    with time_machine.travel(clock.database_now() + dt.timedelta(hours=7)):
        found = clock.sweep_now()

    assert found.tickets == 0
    assert not Ticket.objects.exists()


def test_a_workers_clock_two_hours_wrong_changes_nothing(walk):
    """Only the database's clock says what day it is."""
    with time_machine.travel(clock.database_now() + dt.timedelta(hours=2)):
        clock.sweep_now()

    assert ClockWatermark.objects.get().swept_at < clock.database_now()


def test_a_person_sets_it_right(late):
    clock.set_right(clock.database_now() + dt.timedelta(days=1))
    assert clock.sweep_now().tickets == 0

    clock.set_right(clock.database_now())

    assert clock.sweep_now().tickets == 1


def test_the_watermark_never_falls(late):
    high = clock.database_now() + dt.timedelta(minutes=1)
    clock.believe(high)
    clock.believe(high - dt.timedelta(hours=1))

    assert clock.last_swept_at() == high
