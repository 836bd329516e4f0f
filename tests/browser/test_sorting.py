"""What a clerk and a supervisor sort out on screen: a mixed letter, a repeat, a finished matter."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from petitions import lifecycle
from petitions.models import Claim, Petition, Referral
from petitions.states import Kind, State
from tests.browser.test_road import fill, send
from tests.journeys import road
from tests.petitions.test_lifecycle_decline import final_opinion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MIXED = "工龄少算五年；门前排污沟臭气扰民；科长冯示例收钱办事。"
PARTS = (
    ("请求核定 1998 年至 2003 年工龄。", "grievance", "1507"),
    ("请求整治门前排污沟。", "grievance", "0401"),
    ("科长冯示例收钱办事。", "accusation", "0503"),
)


def write_parts(page):
    for n, (summary, kind, category) in enumerate(PARTS, 1):
        expect(page.locator(f'[name="summary_{n}"]')).to_be_visible()
        for name, value in (("summary", summary), ("kind", kind), ("category", category)):
            fill(page, f"{name}_{n}", value)
        page.locator(f'[name="summary_{n}"]').press("Tab")


def test_a_mixed_letter_is_split_in_three_and_the_report_is_sealed(desk, walk, axe):
    hop = walk.registered(title="工龄、臭气和冯示例", text=MIXED)
    with road.on("2026-03-03"):
        page = desk("clerk")
        page.goto(f"/petitions/{hop.claim.petition.number}/")
        page.locator("#next a", has_text="拆分诉求").click()
        expect(page.locator('[name="summary_4"]')).to_be_hidden()
        expect(page.locator('[name="extract_title"]')).to_be_hidden()
        write_parts(page)
        found = axe(page)
        send(page)
        expect(page.locator(".error-summary")).to_contain_text("原件将成为密件")
        expect(page.locator('[name="summary_3"]')).to_have_value(PARTS[2][0])
        found += axe(page)
        fill(page, "extract_title", "工龄核定和排污沟整治")
        fill(page, "accused_name", "冯示例")
        send(page)
        expect(page.locator("main")).to_contain_text("拆分为 3 项诉求")
        expect(page.locator(".identity")).to_contain_text("共 3 项诉求，已办结 0 项")
        found += axe(page)

    assert found == []
    sealed = Claim.objects.get(is_sealed=True)
    assert (sealed.kind, sealed.petition.is_sealed) == (Kind.ACCUSATION, True)
    assert Claim.objects.filter(is_sealed=False, petition__is_sealed=False).count() == 2


def test_the_body_that_gets_an_open_part_sees_nothing_of_the_report(desk, walk):
    hop = walk.registered(title="工龄、臭气和冯示例", text=MIXED)
    with road.on("2026-03-03"):
        page = desk("clerk")
        page.goto(f"/referrals/{hop.pk}/split/")
        write_parts(page)
        fill(page, "extract_title", "工龄核定和排污沟整治")
        send(page)
        expect(page.locator("main")).to_contain_text("拆分为 3 项诉求")
    pension = Referral.objects.get(claim__category__code="1507")
    lifecycle.refer(
        pension, organization=walk.tree["qinghe-hr"],
        by=walk.cast["clerk"], at=walk.at("2026-03-04"),
    )  # fmt: skip
    with road.on("2026-03-05"):
        page = desk("hr_desk")
        page.goto(f"/petitions/{pension.claim.petition.number}/")
        text = page.locator("main").inner_text()
        gone = page.goto(f"/petitions/{hop.claim.petition.number}/")

    assert "工龄" in text
    assert "冯" not in text
    assert gone.status == 404


def test_a_supervisor_compares_side_by_side_and_finds_new_facts(desk, walk, axe):
    opinion = final_opinion(walk)
    repeat = walk.register(
        on="2026-07-02", joins=opinion.referral.claim.matter,
        title="附新测绘报告，请求重新核定", text="附新的测绘报告，证明 1998 年已在厂。",
    )  # fmt: skip
    with road.on("2026-07-03"):
        page = desk("supervisor")
        page.goto(f"/petitions/{repeat.number}/")
        page.locator("#next a", has_text="核对事实").click()
        left, right = page.locator(".compare > section").all()
        expect(left).to_contain_text(opinion.number)
        expect(right).to_contain_text("附新的测绘报告")
        boxes = left.bounding_box(), right.bounding_box()
        found = axe(page)
        fill(page, "found", "new")
        fill(page, "reason", "新的测绘报告此前没有提交过。")
        send(page)
        expect(page.locator("main")).to_contain_text("有新的事实和理由，照常办理")

    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    assert found == []
    assert repeat.claims.get().referrals.get().state == State.PENDING


def test_the_counter_asks_about_a_repeat_before_it_gives_a_number(desk, walk, axe):
    walk.registered()
    with road.on("2026-03-05"):
        page = desk("clerk")
        page.goto("/petitions/register/")
        for name, value in {**road.LETTER, "received_on": "2026-03-05"}.items():
            fill(page, name, value)
        fill(page, "people-0-name", "赵示例")
        fill(page, "people-0-phone", "13800004821")
        page.locator('.identity .btn.primary[form="registration"]').click()
        asked = page.locator(".asked")
        expect(asked).to_contain_text("可能是重件，请先选一项")
        found = axe(page)
        asked.get_by_role("button", name="作重件并入").first.click()
        page.wait_for_url(re.compile("/receipt/"))

    assert found == []
    assert Petition.objects.filter(is_repeat=True).count() == 1
    assert Claim.objects.count() == 1


def test_joint_visitors_are_pasted_as_a_list(desk, walk, axe):
    with road.on("2026-03-05"):
        page = desk("clerk")
        page.goto("/petitions/register/")
        fields = {
            **road.LETTER,
            "intake": "visit",
            "received_on": "2026-03-05",
            "people_count": "26",
        }
        for name, value in fields.items():
            fill(page, name, value)
        fill(page, "people-0-name", "赵示例")
        fill(page, "people-0-part", "representative")
        fill(page, "listed", "\n".join(f"{n}\t钱{sign}" for n, sign in enumerate("甲乙丙丁戊", 1)))
        found = axe(page)
        page.locator('.identity .btn.primary[form="registration"]').click()
        page.wait_for_url(re.compile("/receipt/"))

    assert found == []
    petition = Petition.objects.get()
    assert (petition.people_count, petition.parties.count()) == (26, 6)
