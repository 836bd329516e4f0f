"""Last days of single periods: the signed table of vectors, pauses, extensions, boundaries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from routing.limits import Limit, LimitError, Part, Pause, Unit, due_on

DAYS, WORKDAYS = Unit.DAYS, Unit.WORKDAYS


def limit(number, unit=DAYS, *, rolls=False, cap=30):
    return Limit(
        code="conclude",
        name="办结",
        article="第三十四条",
        number=number,
        unit=unit,
        rolls=rolls,
        extension_cap=cap,
        version=1,
        starts_at="受理之日",
    )


def day(text: str) -> date:
    return date.fromisoformat(text)


# id, number, unit, extension, start, due without roll, due with roll
VECTORS = [
    ("V01", 15, DAYS, 0, "2025-01-15", "2025-01-30", "2025-02-05"),
    ("V02", 15, DAYS, 0, "2025-03-20", "2025-04-04", "2025-04-07"),
    ("V03", 5, WORKDAYS, 0, "2025-01-24", "2025-02-07", "2025-02-07"),
    ("V04", 5, WORKDAYS, 0, "2025-04-25", "2025-05-06", "2025-05-06"),
    ("V05", 5, WORKDAYS, 0, "2025-09-26", "2025-10-10", "2025-10-10"),
    ("V06", 60, DAYS, 0, "2025-03-04", "2025-05-03", "2025-05-06"),
    ("V07", 60, DAYS, 0, "2025-08-08", "2025-10-07", "2025-10-09"),
    ("V08", 60, DAYS, 30, "2025-07-05", "2025-10-03", "2025-10-09"),
    ("V09", 30, DAYS, 0, "2025-09-02", "2025-10-02", "2025-10-09"),
    ("V10", 30, DAYS, 0, "2025-01-02", "2025-02-01", "2025-02-05"),
    ("V11", 3, WORKDAYS, 0, "2025-09-30", "2025-10-11", "2025-10-11"),
    ("V12", 10, WORKDAYS, 0, "2025-09-28", "2025-10-17", "2025-10-17"),
    ("V13", 15, DAYS, 0, "2025-12-25", "2026-01-09", "2026-01-09"),
    ("V14", 30, DAYS, 0, "2025-01-31", "2025-03-02", "2025-03-03"),
    ("V15", 60, DAYS, 0, "2025-12-18", "2026-02-16", "2026-02-24"),
    ("V16", 5, WORKDAYS, 0, "2026-02-13", "2026-02-27", "2026-02-27"),
]


@pytest.mark.parametrize(
    ("number", "unit", "extension", "start", "plain", "rolled"),
    [vector[1:] for vector in VECTORS],
    ids=[vector[0] for vector in VECTORS],
)
def test_vector(calendar, number, unit, extension, start, plain, rolled):
    officials = due_on(day(start), limit(number, unit), calendar, extension=extension)
    petitioners = due_on(day(start), limit(number, unit, rolls=True), calendar, extension=extension)

    assert officials.due_on == officials.unrolled_on == day(plain)
    assert not officials.rolled
    assert petitioners.due_on == day(rolled)
    assert petitioners.unrolled_on == day(plain)
    assert petitioners.rolled == (plain != rolled)
    assert not officials.provisional
    assert not petitioners.provisional


@pytest.mark.parametrize(
    ("number", "start", "last"),
    [
        (2, "2025-07-02", "2025-09-02"),
        (2, "2025-12-31", "2026-02-28"),
        (2, "2023-12-31", "2024-02-29"),
        (1, "2026-01-31", "2026-02-28"),
        (6, "2025-08-31", "2026-02-28"),
        (14, "2025-11-30", "2027-01-30"),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(calendar, number, start, last):
    due = due_on(day(start), limit(number, Unit.MONTHS), calendar)

    assert due.due_on == day(last)
    assert f"满{number}个月为" in "".join(due.explanation)
    pause = Pause(day(start) + timedelta(days=3), day(start) + timedelta(days=8))
    paused = due_on(day(start), limit(number, Unit.MONTHS), calendar, pauses=[pause])
    assert paused.due_on == day(last) + timedelta(days=5)


def test_e22_completed_papers_start_the_review_anew_and_saturday_rolls(calendar):
    due = due_on(day("2025-03-13"), limit(30, rolls=True), calendar)

    assert due.unrolled_on == day("2025-04-12")
    assert due.due_on == day("2025-04-14")


def test_e23_a_hearing_of_ten_days_moves_the_review_by_ten_days(calendar):
    hearing = Pause(day("2025-05-06"), day("2025-05-16"), "听证")

    due = due_on(day("2025-04-20"), limit(30), calendar, pauses=[hearing])

    assert due.due_on == day("2025-05-30")
    assert "5月6日（周二）至5月15日（周四）暂停（听证），10日不计入期限。" in due.explanation


def test_e24_calendar_days_need_no_published_year(calendar):
    unpublished = replace(calendar, published_years=calendar.published_years - {2026})

    due = due_on(day("2025-11-15"), limit(60), unpublished)

    assert due.due_on == day("2026-01-14")
    assert not due.provisional


def test_e24_working_days_in_an_unpublished_year_are_provisional(calendar):
    due = due_on(day("2026-12-30"), limit(5, WORKDAYS), calendar)

    assert due.due_on == day("2027-01-06")
    assert due.provisional
    assert "2027年放假安排尚未公布，暂按周末推算（暂定）。" in due.explanation


def test_a_roll_judged_in_an_unpublished_year_is_provisional(calendar):
    due = due_on(day("2026-12-18"), limit(15, rolls=True), calendar)

    assert due.unrolled_on == day("2027-01-02")
    assert due.due_on == day("2027-01-04")
    assert due.provisional


def test_a_last_day_on_a_working_day_of_a_published_year_is_certain(calendar):
    due = due_on(day("2026-12-01"), limit(30, rolls=True), calendar)

    assert due.due_on == day("2026-12-31")
    assert not due.provisional


def test_a_leap_day_is_a_day(calendar):
    assert due_on(day("2024-01-30"), limit(30), calendar).due_on == day("2024-02-29")


def test_an_extension_counts_from_the_last_day_before_the_roll(calendar):
    due = due_on(day("2025-03-04"), limit(60, rolls=True), calendar, extension=30)

    assert due.unrolled_on == day("2025-06-02")
    assert due.due_on == day("2025-06-03")


def test_an_extension_of_working_days_adds_working_days(calendar):
    due = due_on(day("2025-09-26"), limit(3, WORKDAYS), calendar, extension=2)

    assert due.due_on == day("2025-10-10")


@pytest.mark.parametrize(
    ("extension", "cap", "words"),
    [(31, 30, "最多延长30日"), (1, 0, "不得延长"), (-1, 30, "不能是负数")],
)
def test_e05_refuses_an_extension_beyond_the_rule(calendar, extension, cap, words):
    with pytest.raises(LimitError, match=words) as refusal:
        due_on(day("2025-03-04"), limit(60, cap=cap), calendar, extension=extension)

    assert refusal.value.part == Part.EXTENSION


def test_the_greatest_extension_is_ninety_days_in_all(calendar):
    start = day("2025-03-04")

    assert (due_on(start, limit(60), calendar, extension=30).due_on - start).days == 90


def test_refuses_to_compute_what_the_document_fixes(calendar):
    with pytest.raises(LimitError, match="由文书指定"):
        due_on(day("2025-03-04"), limit(None, Unit.FIXED), calendar)


@pytest.mark.parametrize(
    ("pauses", "words"),
    [
        ([("2025-05-06", "2025-05-16"), ("2025-05-15", "2025-05-20")], "不能重叠"),
        ([("2025-05-06", None), ("2025-05-15", "2025-05-20")], "不能重叠"),
        ([("2025-05-06", "2025-05-05")], "不能早于"),
    ],
)
def test_refuses_pauses_that_overlap_or_run_backwards(calendar, pauses, words):
    given = [Pause(day(first), day(end) if end else None) for first, end in pauses]

    with pytest.raises(LimitError, match=words) as refusal:
        due_on(day("2025-04-20"), limit(30), calendar, pauses=given)

    assert refusal.value.part == Part.PAUSES


def test_pauses_that_touch_add_up_in_any_order(calendar):
    first = Pause(day("2025-05-06"), day("2025-05-16"))
    second = Pause(day("2025-05-16"), day("2025-05-18"))

    due = due_on(day("2025-04-20"), limit(30), calendar, pauses=[second, first])

    assert due.due_on == day("2025-06-01")


def test_an_open_pause_moves_nothing_until_it_ends(calendar):
    suspension = Pause(day("2025-05-06"), None, "中止")

    due = due_on(day("2025-04-20"), limit(30), calendar, pauses=[suspension])

    assert due.due_on == day("2025-05-20")
    assert any("5月6日（周二）起暂停中（中止）" in line for line in due.explanation)


@pytest.mark.parametrize(
    ("first", "end", "due_day"),
    [
        ("2025-05-20", "2025-05-23", "2025-05-23"),  # begins on the last day
        ("2025-05-21", "2025-05-23", "2025-05-20"),  # begins the day after
        ("2025-04-20", "2025-04-22", "2025-05-22"),  # begins with the clock
        ("2025-04-18", "2025-04-22", "2025-05-22"),  # only the part from the start counts
        ("2025-04-10", "2025-04-20", "2025-05-20"),  # over before the start
        ("2025-05-06", "2025-05-06", "2025-05-20"),  # no whole day
    ],
)
def test_a_pause_counts_for_the_days_it_takes_from_the_period(calendar, first, end, due_day):
    due = due_on(day("2025-04-20"), limit(30), calendar, pauses=[Pause(day(first), day(end))])

    assert due.due_on == day(due_day)


def test_a_pause_reached_only_by_an_earlier_pause_counts(calendar):
    pauses = [
        Pause(day("2025-05-06"), day("2025-05-16")),
        Pause(day("2025-05-25"), day("2025-05-27")),
    ]

    due = due_on(day("2025-04-20"), limit(30), calendar, pauses=pauses)

    assert due.due_on == day("2025-06-01")


def test_working_days_inside_a_pause_are_passed_over(calendar):
    pause = Pause(day("2025-09-28"), day("2025-09-30"), "听证")

    due = due_on(day("2025-09-26"), limit(3, WORKDAYS), calendar, pauses=[pause])

    assert due.due_on == day("2025-10-10")
    assert any("其中2个工作日不计入期限" in line for line in due.explanation)
