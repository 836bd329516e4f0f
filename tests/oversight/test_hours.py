"""工作时间: pure arithmetic over the work calendar."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from oversight.delivery.hours import Hours
from routing.calendar import WorkCalendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = Hours.parse("08:30-18:00")
#: 国庆节 1–7 October 2026, with Saturday 10 October worked instead.
CALENDAR = WorkCalendar(
    {dt.date(2026, 10, day): "国庆节" for day in range(1, 8)},
    {dt.date(2026, 10, 10): "国庆节调休上班"},
    frozenset({2026}),
    1,
)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        pytest.param("2026-09-30T08:29:59", "2026-09-30T08:30", id="before the doors open"),
        pytest.param("2026-09-30T08:30", "2026-09-30T08:30", id="the first minute counts"),
        pytest.param("2026-09-30T17:59:59", "2026-09-30T17:59:59", id="the last second counts"),
        pytest.param("2026-09-30T18:00", "2026-10-08T08:30", id="over a holiday of seven days"),
        pytest.param("2026-10-03T10:00", "2026-10-08T08:30", id="amid the holiday"),
        pytest.param("2026-10-09T23:59", "2026-10-10T08:30", id="a make-up Saturday is worked"),
        pytest.param("2026-10-10T09:00", "2026-10-10T09:00", id="within a make-up Saturday"),
        pytest.param("2026-10-10T20:00", "2026-10-12T08:30", id="the Sunday after is not"),
    ],
)
def test_what_is_not_urgent_waits_for_the_next_opening(moment, opening):
    assert OFFICE.next_opening(at(moment), CALENDAR) == at(opening)
    assert OFFICE.hold(at(moment), CALENDAR) == (moment == opening)


@pytest.mark.parametrize("text", ["", "8-18", "08:30", "18:00-08:30", "08:30-08:30", "上班-下班"])
def test_hours_that_make_no_sense_are_refused_in_a_sentence(text):
    with pytest.raises(ValueError, match="SENDING_HOURS"):
        Hours.parse(text)
