"""Statistical months, quarters and years, natural and from the 21st."""

from __future__ import annotations

import datetime as dt

import pytest

from oversight.indicators import Period

D = dt.date


@pytest.mark.parametrize(
    ("name", "starts_on", "first", "last"),
    [
        ("2026-10", 1, D(2026, 10, 1), D(2026, 10, 31)),
        ("2026-02", 1, D(2026, 2, 1), D(2026, 2, 28)),
        ("2024-02", 1, D(2024, 2, 1), D(2024, 2, 29)),
        ("2026-10", 21, D(2026, 9, 21), D(2026, 10, 20)),
        ("2026-01", 21, D(2025, 12, 21), D(2026, 1, 20)),
        ("2026-Q3", 1, D(2026, 7, 1), D(2026, 9, 30)),
        ("2026-Q1", 21, D(2025, 12, 21), D(2026, 3, 20)),
        ("2026", 1, D(2026, 1, 1), D(2026, 12, 31)),
        ("2026", 21, D(2025, 12, 21), D(2026, 12, 20)),
    ],
)
def test_a_name_says_two_days(name, starts_on, first, last):
    period = Period.named(name, month_starts_on=starts_on)

    assert (period.starts_on, period.ends_on) == (first, last)


@pytest.mark.parametrize(
    "name", ["", "2026-13", "2026-00", "2026-Q5", "26-10", "1999", "x", "2026-1"]
)
def test_what_is_no_period_has_no_days(name):
    with pytest.raises(ValueError, match="No month"):
        Period.named(name)


@pytest.mark.parametrize(
    ("day", "starts_on", "name"),
    [
        (D(2026, 10, 20), 21, "2026-10"),
        (D(2026, 10, 21), 21, "2026-11"),
        (D(2026, 12, 21), 21, "2027-01"),
        (D(2026, 10, 21), 1, "2026-10"),
    ],
)
def test_a_day_belongs_to_one_month(day, starts_on, name):
    assert Period.month_of(day, month_starts_on=starts_on).name == name
    assert day in Period.month_of(day, month_starts_on=starts_on)


def test_the_petition_year_ends_on_20_december():
    assert Period.year_of(D(2026, 12, 21), month_starts_on=21).name == "2027"


@pytest.mark.parametrize("starts_on", [1, 21])
def test_months_follow_one_another_without_gap_or_overlap(starts_on):
    month = Period.month_of(D(2026, 3, 15), month_starts_on=starts_on)
    for _ in range(30):
        earlier = month.before()
        assert earlier.ends_on + dt.timedelta(1) == month.starts_on
        month = earlier


@pytest.mark.parametrize("name", ["2026-10", "2024-02", "2026-Q4", "2026"])
@pytest.mark.parametrize("starts_on", [1, 21])
def test_last_year_is_the_same_months(name, starts_on):
    period = Period.named(name, month_starts_on=starts_on)

    earlier = period.last_year()

    assert earlier.name == f"{int(name[:4]) - 1}{name[4:]}"
    assert (earlier.starts_on.month, earlier.starts_on.day) == (
        period.starts_on.month, period.starts_on.day,
    )  # fmt: skip
