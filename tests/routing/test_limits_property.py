"""`due_on` against a slow counter that walks day by day over the package's own calendar."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import cache

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.calendar import WorkCalendar
from routing.limits import Limit, Pause, Unit, due_on
from routing.reference.loading import published_days

FIRST, LAST = date(2004, 1, 1), date(2027, 12, 31)
LAST_PUBLISHED = 2026
TOMORROW = timedelta(days=1)


@cache
def is_worked(day: date) -> bool:
    """Straight from the package; later years know weekends only."""
    if day.year > LAST_PUBLISHED:
        return day.isoweekday() <= 5
    return bool(chinese_calendar.is_workday(day))


def days_of_months(start, months):
    """Turn over the leaves of a wall calendar until the same day stood on it so many times; the
    last leaf of a month that has no such day does for it."""
    day = start
    while months:
        day += TOMORROW
        is_last = (day + TOMORROW).day == 1
        months -= day.day == start.day or (is_last and day.day < start.day)
    return (day - start).days


def slow_due(start, number, unit, rolls, pauses, extension):
    """Walk from day to day, striking days off a list of days still owed."""
    owed = number + extension
    if unit is Unit.MONTHS:
        owed = days_of_months(start, owed)
    paused = {first + timedelta(n) for first, end in pauses for n in range((end - first).days)}
    if unit is not Unit.WORKDAYS and start in paused:
        owed += 1  # the clock stands still on its very first day
    day = start
    while owed:
        day += TOMORROW
        if day in paused or (unit is Unit.WORKDAYS and not is_worked(day)):
            continue
        owed -= 1
    unrolled = day
    while rolls and not is_worked(day):
        day += TOMORROW
    return day, unrolled


def fast_due(calendar, start, number, unit, rolls, pauses, extension):
    limit = Limit("any", "任一期限", "第一条", number, unit, rolls, 60, 1)
    given_pauses = [Pause(first, end) for first, end in pauses]
    due = due_on(start, limit, calendar, pauses=given_pauses, extension=extension)
    return due.due_on, due.unrolled_on


def spaced_pauses(start, gaps):
    """Pauses from `start` on that never overlap: (days until, days long) one after another."""
    pauses, day = [], start
    for until, length in gaps:
        first = day + timedelta(days=until)
        day = first + timedelta(days=length)
        pauses.append((first, day))
    return pauses


def published_calendar() -> WorkCalendar:
    days = list(published_days())
    return WorkCalendar(
        {row.day: row.name for row in days if not row.is_workday},
        {row.day: row.name for row in days if row.is_workday},
        frozenset(range(FIRST.year, LAST_PUBLISHED + 1)),
        1,
    )


@pytest.fixture(scope="module")
def known() -> WorkCalendar:
    return published_calendar()


GAPS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 25)), max_size=3)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    start=st.dates(FIRST, LAST),
    number=st.integers(1, 90),
    unit=st.sampled_from([Unit.DAYS, Unit.WORKDAYS, Unit.MONTHS]),
    rolls=st.booleans(),
    gaps=GAPS,
    extension=st.integers(0, 60),
)
def test_agrees_with_the_slow_counter(known, start, number, unit, rolls, gaps, extension):
    asked = (start, number, unit, rolls, spaced_pauses(start, gaps), extension)

    assert fast_due(known, *asked) == slow_due(*asked)


@pytest.mark.parametrize("unit", [Unit.DAYS, Unit.WORKDAYS, Unit.MONTHS])
@pytest.mark.parametrize("rolls", [False, True])
def test_agrees_on_every_start_day_of_the_calendar(known, unit, rolls):
    """Every day of 24 years once, with numbers, pauses and extensions drawn from a seed."""
    draw = random.Random(f"{unit} {rolls}")
    start, checked = FIRST, 0
    while start <= LAST:
        gaps = [(draw.randint(0, 30), draw.randint(0, 20)) for _ in range(draw.randint(0, 2))]
        asked = (
            start,
            draw.choice([1, 2, 6] if unit is Unit.MONTHS else [2, 3, 5, 10, 15, 30, 60]),
            unit,
            rolls,
            spaced_pauses(start, gaps),
            0 if unit is Unit.MONTHS else draw.choice([0, 0, 30]),
        )
        assert fast_due(known, *asked) == slow_due(*asked), asked
        start, checked = start + TOMORROW, checked + 1

    assert checked == 8766


def test_the_calendar_is_the_packages_day_by_day(known):
    day = FIRST
    while day <= date(LAST_PUBLISHED, 12, 31):
        assert known.is_workday(day) == chinese_calendar.is_workday(day), day
        day += TOMORROW
