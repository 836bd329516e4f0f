"""The calculator page and the work calendar page."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from routing.models import SpecialDay, calendar_version
from routing.workdays import work_calendar

pytestmark = pytest.mark.django_db

CALCULATOR, CALENDAR = "/time-limits/", "/work-calendar/"
DAYS, YEARS = "/work-calendar/days/", "/work-calendar/years/"


def test_the_addresses():
    assert reverse("routing:calculator") == CALCULATOR
    assert reverse("routing:work-calendar") == CALENDAR


def test_the_empty_calculator_offers_the_rules_and_shows_no_error(client, reference):
    response = client.get(CALCULATOR)

    page = response.content.decode()
    assert response.status_code == 200
    assert "办结（60日，第三十四条）" in page
    assert "交办反馈" not in page
    assert "需要修改" not in page


def test_shows_the_day_and_how_it_came_about(client, reference):
    response = client.get(
        CALCULATOR,
        {
            "rule": "review",
            "start": "2025-04-20",
            "pause_from": ["2025-05-06", "", ""],
            "pause_to": ["2025-05-16", "", ""],
            "extend": "",
        },
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert "2025年5月30日（周五）" in page
    assert "5月6日（周二）至5月15日（周四）暂停" in page
    assert 'value="2025-05-06"' in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"rule": ""}, "请选择期限规则"),
        ({"rule": "nothing"}, "没有这条期限规则"),
        ({"start": "2025-02-30"}, "实际存在的日期"),
        ({"extend": "31"}, "最多延长30日"),
        ({"extend": "x"}, "整数"),
        ({"pause_from": "2025-05-06"}, "开始日和恢复日"),
        ({"pause_from": "2025-05-06", "pause_to": "2025-05-01"}, "应晚于开始日"),
    ],
)
def test_an_error_stands_at_its_field_and_what_was_typed_stays(client, reference, typed, words):
    asked = {"rule": "conclude", "start": "2025-03-04", "extend": "7"} | typed

    response = client.get(CALCULATOR, asked)

    page = response.content.decode()
    assert response.status_code == 400
    assert words in page
    assert "最后一日" not in page.partition('<h2 id="result-title">')[2].partition("填写左边")[0]
    kept = [value for name, value in asked.items() if name != "rule" and value]
    assert all(f'value="{value}"' in page for value in kept)


def test_a_provisional_day_is_marked(client, reference):
    response = client.get(CALCULATOR, {"rule": "object", "start": "2026-12-30"})

    page = response.content.decode()
    assert "2027年1月6日（周三）" in page
    assert "暂定" in page


def test_the_calendar_page_shows_the_days_of_the_year(client, reference):
    page = client.get(CALENDAR, {"year": "2025"}).content.decode()

    assert "国庆节调休上班" in page
    assert "10月11日" in page
    assert "尚未公布" not in page
    assert "修改一天" not in page


def test_an_unpublished_year_is_called_provisional(client, reference):
    page = client.get(CALENDAR, {"year": "2027"}).content.decode()

    assert "2027年的放假安排尚未公布" in page


@pytest.mark.parametrize("year", ["", "abc", "99999", "1900", "２０２５"])
def test_an_impossible_year_shows_this_year(client, reference, year):
    assert client.get(CALENDAR, {"year": year}).status_code == 200


@pytest.fixture
def administrator(client, sysadmin):
    client.force_login(sysadmin, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_system_administrator_changes_a_day(administrator):
    version = calendar_version()

    response = administrator.post(
        DAYS, {"day": "2027-10-01", "arrangement": "rest", "name": "国庆节"}, follow=True
    )

    assert response.redirect_chain == [("/work-calendar/?year=2027", 302)]
    assert "已保存" in response.content.decode()
    assert calendar_version() == version + 1
    assert not work_calendar().is_workday(date(2027, 10, 1))


def test_a_working_weekend_and_back_to_ordinary(administrator):
    saturday = date(2027, 10, 9)

    administrator.post(DAYS, {"day": "2027-10-09", "arrangement": "work", "name": "调休上班"})
    assert work_calendar().is_workday(saturday)
    administrator.post(DAYS, {"day": "2027-10-09", "arrangement": "ordinary", "name": ""})

    assert not work_calendar().is_workday(saturday)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"day": ""}, "请填写日期"),
        ({"day": "2027-02-30"}, "实际存在的日期"),
        ({"arrangement": "party"}, "没有这种安排"),
        ({"name": ""}, "请填写这一天的名称"),
        ({"name": "长" * 41}, "名称不能超过40个字"),
        ({"arrangement": "ordinary"}, "无需恢复"),
    ],
)
def test_a_wrong_change_is_refused_at_the_field_and_nothing_moves(administrator, typed, words):
    version, days = calendar_version(), SpecialDay.objects.count()

    response = administrator.post(
        DAYS, {"day": "2027-03-09", "arrangement": "rest", "name": "某日"} | typed
    )

    assert response.status_code == 400
    assert words in response.content.decode()
    assert (calendar_version(), SpecialDay.objects.count()) == (version, days)


def test_the_system_administrator_declares_a_year_published(administrator):
    response = administrator.post(YEARS, {"year": "2027"}, follow=True)
    again = administrator.post(YEARS, {"year": "2027"}, follow=True)

    assert "已保存" in response.content.decode()
    assert "已经公布" in again.content.decode()
    assert work_calendar().is_published(date(2027, 1, 1))


def test_a_wrong_year_is_refused(administrator):
    version = calendar_version()

    response = administrator.post(YEARS, {"year": "20x7"}, follow=True)

    assert "年份有误" in response.content.decode()
    assert calendar_version() == version


@pytest.mark.parametrize("address", [DAYS, YEARS])
def test_nobody_else_may_change_the_calendar(client, clerk, address):
    version = calendar_version()
    typed = {"day": "2027-10-01", "arrangement": "rest", "name": "国庆节", "year": "2027"}

    stranger = client.post(address, typed)
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    colleague = client.post(address, typed)
    reading = client.get(address)

    assert stranger.status_code == 302
    assert "/accounts/" in stranger["Location"]
    assert colleague.status_code == 403
    assert reading.status_code == 405
    assert calendar_version() == version
