"""The calculator page and the work calendar page."""

from __future__ import annotations

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db

CALCULATOR, CALENDAR = "/time-limits/", "/work-calendar/"


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
