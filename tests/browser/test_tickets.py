"""督办 in a real browser: a ticket opened, answered and decided; every page accessible."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from oversight import tickets
from oversight.models import Ticket, TicketKind, TicketStatus
from tests.browser.test_pages import WIDER_THAN_SCREEN
from tests.journeys import road
from tests.oversight.ticket_samples import REPLY, opened, suggestion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_supervisor_opens_with_the_paper_in_view_and_a_body_answers(desk, axe, walk):
    hop = walk.delivered()
    with road.on("2026-03-20"):
        page = desk("supervisor")
        page.goto(f"/petitions/{hop.claim.petition.number}/")
        page.get_by_role("link", name="开出督办").click()
        page.get_by_role("link", name="督办单", exact=True).last.click()
        page.get_by_label("事由").fill("书面告知超期")
        page.get_by_label("督办理由").fill("期限已过，没有书面告知信访人。")
        expect(page.locator("#letters .gaps")).to_have_text(re.compile("还缺 1 项：督办要求"))
        page.get_by_label("督办要求").fill("请立即书面告知，并说明原因。")
        expect(page.locator("#letters .gaps.full")).to_be_visible()
        assert axe(page) == []
        page.get_by_role("button", name="核对并开出").click()
        expect(page.locator("main")).to_contain_text("期限已过，没有书面告知信访人。")
        page.get_by_role("button", name="开出并编号").click()
        expect(page.locator(".identity .no")).to_contain_text("信督")
        page = desk("hr_desk")
        page.goto("/tickets/")
        page.get_by_role("link", name="书面告知超期").click()
        page.get_by_label("书面答复").fill(REPLY)
        page.get_by_role("button", name="核对并提交").click()
        page.get_by_role("button", name="提交答复").click()
        expect(page.locator(".identity")).to_contain_text("待审核")

    assert Ticket.objects.get().status == TicketStatus.ANSWERED


def test_a_reply_is_accepted_after_a_question(desk, walk):
    ticket = opened(TicketKind.ORDER, walk, hop=walk.delivered())
    tickets.answer(ticket, text=REPLY, by=walk.cast["hr_desk"], at=walk.at("2026-03-23"))
    with road.on("2026-03-24"):
        page = desk("chief")
        page.goto(f"/tickets/{ticket.pk}/")
        page.get_by_role("button", name="认可答复").first.click()
        page.locator("dialog[open] .btn.primary").click()
        expect(page.locator(".identity")).to_contain_text("已办结")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_tickets_is_accessible_and_fits(desk, walk, axe, scheme):
    hop = walk.delivered()
    order = opened(TicketKind.ORDER, walk, hop=hop)
    answered = suggestion(walk, hop.claim)
    proposed = suggestion(walk, hop.claim, by="supervisor")
    tickets.answer(
        answered, text=REPLY, adoption="partly", by=walk.cast["hr_leader"],
        at=walk.at("2026-03-23"),
    )  # fmt: skip
    paths = {
        "chief": [
            "/tickets/?tab=all", "/tickets/new/", "/tickets/new/policy/", "/suggestions/",
            f"/tickets/{answered.pk}/", f"/tickets/{proposed.pk}/",
        ],
        "hr_desk": ["/tickets/", f"/tickets/{order.pk}/"],
        "sysadmin": ["/tickets/"],
    }  # fmt: skip
    found, cut = [], []
    with road.on("2026-03-24"):
        for username, places in paths.items():
            page = desk(username, color_scheme=scheme)
            for path in places:
                assert page.goto(path).status == 200
                found += axe(page)
                if page.evaluate(WIDER_THAN_SCREEN):
                    cut.append(path)

    assert found == []
    assert cut == []


def test_a_ticket_fits_a_telephone_and_is_answered_without_scripts(desk, walk):
    ticket = opened(TicketKind.ORDER, walk, hop=walk.delivered())
    with road.on("2026-03-24"):
        page = desk("hr_desk", viewport={"width": 390, "height": 844}, java_script_enabled=False)
        page.goto(f"/tickets/{ticket.pk}/")
        page.locator("[name=answer]").fill(REPLY)
        page.get_by_role("button", name="核对并提交").click()
        page.get_by_role("button", name="提交答复").click()

        expect(page.locator("main")).to_contain_text(re.compile("待审核"))
        narrow = desk("hr_desk", viewport={"width": 390, "height": 844})
        narrow.goto(f"/tickets/{ticket.pk}/")
        assert not narrow.evaluate(WIDER_THAN_SCREEN)
