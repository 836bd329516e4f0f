"""报表, lists, 假设办结, 年度报告, 统计标记 at the office screen; the rating on a telephone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import WIDER_THAN_SCREEN
from tests.journeys import road

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("username", ["supervisor", "leader", "hr_leader"])
def test_the_report_is_accessible_and_fits(desk, walk, axe, username):
    walk.served()
    walk.accepted()
    paths = ["/reports/?month=2026-05", "/reports/rows/on_time_answer/denominator/?month=2026-05",
             "/reports/what-if/?month=2026-05"]  # fmt: skip
    paths += ["/reports/yearly/"] if username != "hr_leader" else []
    with road.on("2026-05-06"):
        page = desk(username)
        found, cut = [], []
        for path in paths:
            assert page.goto(path).status == 200, path
            found += axe(page)
            if page.evaluate(WIDER_THAN_SCREEN):
                cut.append(path)

    assert found == []
    assert cut == []


def test_a_number_opens_its_list_and_a_formula_its_words(desk, walk):
    walk.served()
    with road.on("2026-06-02"):
        page = desk("supervisor")
        page.goto("/reports/?month=2026-05")
        row = page.locator("tr", has_text="按期答复（办结）率").first
        row.locator("summary").click()
        expect(row).to_contain_text("不晚于限办截止日办结")
        row.get_by_role("link", name="分母 1，看清单").click()

        expect(page.locator("main")).to_contain_text("退休工龄少算五年")


def test_choosing_claims_shows_the_rate_that_would_follow(desk, walk, axe):
    walk.accepted()
    walk.accepted()
    with road.on("2026-05-05"):
        page = desk("supervisor")
        page.goto("/reports/what-if/?month=2026-05")
        expect(page.locator("[data-chosen-count]")).to_have_text("已选 2 件，共 2 件")
        page.get_by_role("button", name="全不选").click()
        page.locator("tbody input[type=checkbox]").first.check()
        page.locator("[name=by]").fill("2026-05-09")
        page.get_by_role("button", name="计算").click()

        expect(page.locator("[role=status]")).to_contain_text("按期答复率为 50.00 %（1 / 2）")
        assert axe(page) == []


def test_marking_and_rating_are_accessible(desk, walk, axe):
    hop = walk.served()
    petition = hop.claim.petition
    with road.on("2026-05-05"):
        office = desk("supervisor")
        office.goto(f"/petitions/{petition.number}/")
        office.get_by_role("link", name="统计标记").click()
        office.wait_for_url("**/marks/")
        assert axe(office) == []
        citizen = desk(viewport={"width": 390, "height": 844})
        citizen.goto(f"/m/{petition.matter.token}/")
        assert axe(citizen) == []
        assert not citizen.evaluate(WIDER_THAN_SCREEN)
        citizen.get_by_role("radio", name="基本满意").first.check(force=True)
        citizen.get_by_role("button", name="提交评价").click()

        expect(citizen.locator("main")).to_contain_text("您对青禾县信访局的工作是否满意？")
        expect(citizen.locator("main")).not_to_contain_text("您对青禾县人社局的工作是否满意？")
