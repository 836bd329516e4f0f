"""The proposal and the guide at the office screen, by keyboard, with axe."""

from __future__ import annotations

import time

import pytest

from petitions.models import Claim
from tests.journeys import road

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/petitions/register/"
WAGES = "老板拖欠十二人工资四个月，请求劳动监察部门督促发放。"
REPORT = "举报石桥镇党委书记收受礼金、公车私用，请纪委严肃处理，为我保密。"


@pytest.fixture
def page(desk, cast):
    with road.on("2026-03-02"):
        page = desk("clerk")
        page.goto(PAGE)
        yield page


def test_the_proposal_appears_while_typing_and_one_key_takes_it(page, axe):
    page.fill("[name=title]", "工地拖欠工资")
    page.fill("[name=text]", WAGES)
    page.locator("[data-adopt]").wait_for()
    found = axe(page)
    page.keyboard.press("F9")
    page.locator(".proposal .tag", has_text="已采用").wait_for()

    assert found == []
    assert page.locator("[name=category]").input_value() == "1501"
    assert page.locator("[name=situation]").input_value() == "A-10"
    assert page.locator("[name=kind]:checked").input_value() == "grievance"
    assert page.locator("[name=text]").input_value() == WAGES
    assert axe(page) == []


def test_another_choice_shows_the_reasons_and_is_registered_with_one(page, axe):
    page.fill("[name=title]", "工地拖欠工资")
    page.fill("[name=text]", WAGES)
    page.locator("[data-adopt]").wait_for()
    assert not page.locator("[name=otherwise]").is_visible()
    page.select_option("[name=category]", "0108")
    page.locator("[name=otherwise]").wait_for()
    found = axe(page)
    page.select_option("[name=otherwise]", "confirmed")
    page.fill("[name=people-0-name]", "赵示例")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/receipt/")

    assert found == []
    assert Claim.objects.get().category.code == "0108"
    assert "已当面向信访人核实" in Claim.objects.get().events.get().text


def test_a_report_is_announced_while_it_is_typed(page, axe):
    page.fill("[name=text]", REPORT)
    page.locator(".proposal .note-bar", has_text="将按密件登记").wait_for()

    assert "石桥镇人民政府" not in page.locator("#hints").inner_text()
    assert axe(page) == []


def test_the_guide_is_walked_by_keys_alone_and_taken_into_the_form(page, axe):
    page.fill("[name=text]", "说不清楚。")
    page.locator("button[value=guide]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/guide/**")
    found = axe(page)
    began = time.monotonic()
    for key, end in (("1", "path=1&"), ("1", "path=11&"), ("2", "path=112&")):
        page.keyboard.press(key)
        page.wait_for_url(f"**{end}**")
    found += axe(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/petitions/register/**")

    assert time.monotonic() - began < 20
    assert page.locator("[name=situation]").input_value() == "Z-01"
    assert page.locator("[name=text]").input_value() == "说不清楚。"
    assert found == []


def test_panel_and_guide_work_without_scripts(desk, cast):
    with road.on("2026-03-02"):
        page = desk("clerk", java_script_enabled=False)
        page.goto(PAGE)
        page.fill("[name=text]", WAGES)
        page.locator("button[value=look]").click()
        page.locator("button[value=adopt]").click()
        category = page.locator("[name=category]").input_value()
        page.locator("button[value=guide]").first.click()
        page.locator(".options a").first.click()
        page.locator(".options a").first.click()
        page.locator(".options a").first.click()
        page.locator("a", has_text="带入登记单").click()

        assert category == "1501"
        assert page.locator("[name=situation]").input_value() == "A-10"
        assert page.locator("[name=text]").input_value() == WAGES
