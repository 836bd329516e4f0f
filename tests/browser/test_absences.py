"""离岗与代办, and 服务承诺, as a person enters them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from routing.models import Pledge

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WEEK = dt.timedelta(7)


def test_somebody_enters_a_holiday_and_takes_it_back(desk, axe):
    page = desk("hr_handler")
    page.goto("/accounts/account/")
    page.get_by_role("link", name="离岗与代办").click()
    assert axe(page) == []

    page.get_by_label("至").fill((timezone.localdate() + WEEK).isoformat())
    page.get_by_label("代办人").select_option(label="叶文竹")
    page.get_by_label("事由").fill("年休假")
    page.get_by_role("button", name="登记离岗").click()

    page.get_by_text("离岗已登记").wait_for()
    assert page.get_by_text("由叶文竹代办").is_visible()
    assert page.get_by_text("离岗中").is_visible()
    assert axe(page) == []
    page.get_by_role("button", name="取消").click()
    page.get_by_role("dialog").get_by_role("button", name="取消登记").click()
    page.get_by_text("离岗登记已取消").wait_for()


def test_a_leader_promises_what_is_shorter_and_is_refused_what_is_not(desk, axe):
    page = desk("hr_leader")
    page.goto("/pledges/")
    assert axe(page) == []

    page.get_by_label("期限", exact=False).first.select_option(label="办结（60日）")
    page.get_by_label("承诺数量").fill("60")
    page.get_by_role("button", name="保存承诺").click()
    assert page.get_by_text("承诺只能更短").first.is_visible()
    assert axe(page) == []
    page.get_by_label("承诺数量").fill("45")
    page.get_by_role("button", name="保存承诺").click()

    page.get_by_text("服务承诺已保存").wait_for()
    assert Pledge.objects.get().number == 45
    assert axe(page) == []
