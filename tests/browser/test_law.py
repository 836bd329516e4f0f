"""What a petition office meets beside the ordinary letter, on screen: a report that nobody else may
notice, twenty-six visitors, a holiday that moves the last days."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from petitions.models import Petition, Referral
from petitions.states import Hop, Kind, State
from tests.browser.test_road import fill, send
from tests.journeys import road
from tests.petitions.counter import PDF
from tests.walk import Walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REPORT = {
    **road.LETTER,
    "kind": "accusation",
    "purpose": "accusation",
    "category": "0505",
    "title": "举报沈某某收钱办事",
    "text": "实名举报人社局科长沈某某收受红包，为他人违规办理退休，请求纪委调查并保密。",
    "accused_name": "沈某某",
    "accused_organization": "qinghe-hr",
}
#: Who must not learn that it exists: the body complained of, others, the leader, those who keep
#: the system.
OTHERS = ("hr_desk", "env_handler", "leader", "sysadmin")
NAMES = [f"{family}示例" for family in "钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕"]


def enter(page, fields):
    page.goto("/petitions/register/")
    for name, value in fields.items():
        fill(page, name, value)


def save(page) -> Petition:
    page.locator('.identity .btn.primary[form="registration"]').click()
    page.wait_for_url(re.compile("/receipt/"))
    return Petition.objects.get(number=page.url.split("/")[-3])


def report(page, axe) -> tuple[Petition, str]:
    """Registered at the counter; the petition and what its receipt says."""
    enter(page, REPORT)
    fill(page, "people-0-name", "赵示例")
    assert axe(page) == []
    petition = save(page)
    assert axe(page) == []
    return petition, page.locator(".slip").inner_text()


def hand_over(page, axe, petition) -> list[str]:
    """Sent to the discipline body; which bodies the page offered."""
    page.goto(f"/petitions/{petition.number}/")
    expect(page.locator(".identity")).to_contain_text("密件")
    page.locator("#next a", has_text="移交").first.click()
    offered = page.locator('form[data-primary] [name="organization"] option').all_inner_texts()
    fill(page, "organization", "qinghe-discipline")
    assert axe(page) == []
    send(page)
    expect(page.locator("main")).to_contain_text("移交")
    return offered


def assert_hidden(page, petition) -> None:
    assert page.goto(f"/petitions/{petition.number}/").status == 404
    page.goto("/petitions/?q=沈某某")
    assert petition.number not in page.locator("body").inner_text()
    page.context.close()


def test_a_report_is_sealed_handed_over_and_noticed_by_nobody_else(desk, axe):
    with road.on(road.REGISTERED_ON):
        page = desk("clerk")
        petition, receipt = report(page, axe)
        offered = hand_over(page, axe, petition)
    with road.on("2026-03-03"):
        page = desk("discipline")
        page.goto(f"/petitions/{petition.number}/")
        assert axe(page) == []
        page.locator("#next a", has_text="签收").first.click()
        send(page)
        expect(page.locator(".identity")).to_contain_text("办结")
        for username in OTHERS:
            assert_hidden(desk(username), petition)
        outside = desk()
        outside.goto(f"/m/{petition.matter.token}/")
        told = outside.locator("body").inner_text()

    assert not any("人社局" in one for one in offered)
    assert not re.search("沈|举报|红包", told + receipt)
    handed = Referral.objects.get(hop=Hop.HANDOVER)
    assert (handed.state, handed.claim.kind) == (State.CONCLUDED, Kind.ACCUSATION)
    assert petition.is_sealed


def test_twenty_six_visitors_send_five_and_leave_a_signed_list(desk, axe):
    with road.on(road.REGISTERED_ON):
        page = desk("clerk")
        enter(page, {**road.LETTER, "intake": "visit", "people_count": "26"})
        for place in range(7):
            if place:
                page.locator("[data-add]").click()
            fill(page, f"people-{place}-name", f"代表{place}")
            fill(page, f"people-{place}-part", "representative")
        fill(page, "listed", "\n".join(NAMES))
        page.locator('.identity .btn.primary[form="registration"]').click()
        expect(page.locator(".error-summary")).to_contain_text("代表不得超过 5 人")
        found = axe(page)
        for place in (6, 5):
            page.locator("[data-row]").nth(place).locator("[data-drop]").click()
        signed = {"name": "签名名单.pdf", "mimeType": "application/pdf", "buffer": PDF}
        page.locator("#id_files").set_input_files(signed)
        petition = save(page)
        page.goto(f"/petitions/{petition.number}/")
        expect(page.locator("main")).to_contain_text("26 人")
        expect(page.locator("main")).to_contain_text("签名名单.pdf")
        found += axe(page)

    assert found == []
    parts = list(petition.parties.values_list("part", flat=True))
    assert (petition.people_count, len(parts), parts.count("representative")) == (26, 26, 5)


def rehearse(page, axe) -> None:
    page.goto("/work-calendar/")
    page.get_by_role("link", name="修改日历").click()
    assert axe(page) == []
    fill(page, "days", "2026-03-09 放假 建县纪念日")
    page.get_by_role("button", name="演练").click()
    expect(page.locator("#found-title")).to_be_visible()
    expect(page.locator("main")).to_contain_text("青禾县人社局")
    assert axe(page) == []


def test_a_new_holiday_is_rehearsed_and_then_moves_the_last_days(desk, axe, cast, tree):
    hop = Walk(cast, tree).delivered()
    petition = hop.claim.petition
    with road.on("2026-03-05"):
        page = desk("sysadmin")
        rehearse(page, axe)
        assert petition.title not in page.locator("body").inner_text()
        assert Walk.due(hop, "object").isoformat() == "2026-03-11"
        page.get_by_role("button", name=re.compile("^保存")).click()
        expect(page.locator("body")).to_contain_text("1 个期限随之变动")
        assert axe(page) == []
        clerk = desk("clerk")
        clerk.goto(f"/petitions/{petition.number}/")
        expect(clerk.locator("main")).to_contain_text("期限由3月11日改为3月12日")

    assert Walk.due(hop, "object").isoformat() == "2026-03-12"
