"""The work calendar as rows: loading, changing a day, versions, the process cache."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from routing import workdays
from routing.limits import due_on
from routing.models import (
    CalendarChange,
    CalendarVersion,
    PublishedYear,
    SpecialDay,
    calendar_version,
)
from routing.reference.loading import load
from routing.timelimits import limit_for

MONDAY = date(2025, 3, 10)
SATURDAY = date(2025, 3, 15)
FRIDAY = date(2025, 3, 7)

pytestmark = pytest.mark.django_db


def test_before_anything_is_loaded_every_year_is_weekends_only():
    for model in (CalendarVersion, CalendarChange, SpecialDay, PublishedYear):
        model.objects.all().delete()

    calendar = workdays.work_calendar()

    assert calendar.version == 0
    assert calendar.is_workday(date(2025, 10, 1))
    assert not calendar.is_workday(SATURDAY)
    assert not calendar.is_published(MONDAY)


def test_loaded_days_carry_their_chinese_names(reference):
    calendar = workdays.work_calendar()

    assert calendar.why(date(2025, 10, 1)) == "国庆节"
    assert calendar.why(date(2025, 10, 6)) == "中秋节"
    assert calendar.why(date(2025, 10, 11)) == "国庆节调休上班"
    assert calendar.why(SATURDAY) == "周末"
    assert calendar.why(MONDAY) == "工作日"
    assert calendar.published_years == frozenset(range(2004, 2027))


def test_a_changed_day_bumps_the_version_and_changes_the_result(reference, sysadmin):
    before = due_on(FRIDAY, limit_for("object", on=FRIDAY), workdays.work_calendar())
    version = calendar_version()

    returned = workdays.change(MONDAY, is_workday=False, name="青禾建县日", by=sysadmin)

    after = due_on(FRIDAY, limit_for("object", on=FRIDAY), workdays.work_calendar())
    assert returned == calendar_version() == workdays.work_calendar().version == version + 1
    assert before.due_on == date(2025, 3, 14)
    assert after.due_on == date(2025, 3, 17)
    assert "3月10日（周一）青禾建县日，不计。" in after.explanation
    change = CalendarChange.objects.first()
    assert change is not None
    assert (change.version, change.by) == (returned, sysadmin)


def test_a_makeup_saturday_counts(reference, sysadmin):
    workdays.change(SATURDAY, is_workday=True, name="青禾建县日调休上班", by=sysadmin)

    due = due_on(date(2025, 3, 14), limit_for("object", on=FRIDAY), workdays.work_calendar())

    assert due.due_on == date(2025, 3, 20)
    assert "3月15日（周六）青禾建县日调休上班，计入。" in due.explanation


def test_a_day_made_ordinary_stays_ordinary_when_the_source_is_loaded_again(reference, sysadmin):
    makeup = date(2025, 10, 11)

    workdays.restore(makeup, by=sysadmin)
    load()

    calendar = workdays.work_calendar()
    assert not calendar.is_workday(makeup)
    assert calendar.why(makeup) == "周末"


def test_restoring_an_ordinary_day_is_refused_and_leaves_the_version(reference, sysadmin):
    version = calendar_version()

    with pytest.raises(ValidationError, match="无需恢复"):
        workdays.restore(MONDAY, by=sysadmin)

    assert calendar_version() == version


def test_publishing_a_year_ends_the_provisional_mark_once(reference, sysadmin):
    start = date(2026, 12, 30)
    rule = limit_for("object", on=start)
    assert due_on(start, rule, workdays.work_calendar()).provisional

    workdays.publish(2027, by=sysadmin)

    assert not due_on(start, rule, workdays.work_calendar()).provisional
    with pytest.raises(ValidationError, match="已经公布"):
        workdays.publish(2027, by=sysadmin)


@pytest.mark.parametrize("name", ["", "  ", "长" * 41])
def test_refuses_a_day_without_a_proper_name(reference, sysadmin, name):
    version = calendar_version()

    with pytest.raises(ValidationError, match="名称"):
        workdays.change(MONDAY, is_workday=False, name=name, by=sysadmin)

    assert calendar_version() == version
    assert not SpecialDay.objects.filter(day=MONDAY).exists()


def test_asking_again_costs_one_query(reference, django_assert_num_queries):
    first = workdays.work_calendar()

    with django_assert_num_queries(1):
        assert workdays.work_calendar() is first


def test_a_version_number_taken_back_and_given_anew_is_not_mistaken(reference, sysadmin):
    """A rolled back change and a later one share a number but not the days."""
    mark = transaction.savepoint()
    taken_back = workdays.change(MONDAY, is_workday=False, name="未成", by=sysadmin)
    assert not workdays.work_calendar().is_workday(MONDAY)
    transaction.savepoint_rollback(mark)

    given_anew = workdays.change(SATURDAY, is_workday=True, name="调休上班", by=sysadmin)

    assert given_anew == taken_back
    assert workdays.work_calendar().is_workday(MONDAY)
    assert workdays.work_calendar().is_workday(SATURDAY)


def test_there_is_one_version_row(reference):
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarVersion.objects.create(id=2)

    assert CalendarVersion.objects.count() == 1


def test_loading_twice_adds_nothing_and_keeps_the_version(reference, connection_queries):
    version, days = calendar_version(), SpecialDay.objects.count()

    with connection_queries as queries:
        loaded = load()

    assert (loaded.special_days, loaded.time_limits) == (0, 0)
    assert (loaded.categories, loaded.situations) == (0, 0)
    assert (calendar_version(), SpecialDay.objects.count()) == (version, days)
    assert PublishedYear.objects.count() == 23
    assert len(queries) <= 13


@pytest.fixture
def connection_queries(db: None) -> CaptureQueriesContext:
    return CaptureQueriesContext(connection)
