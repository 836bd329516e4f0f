"""Writing a letter with the letter in view, serving it by its bars, and the register of numbers."""

from __future__ import annotations

import os
import re

import pytest
import time_machine
from playwright.sync_api import expect

from petitions import documents
from petitions.states import Action, State
from petitions.turns import act_url
from tests.walk import OPINION, Walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS")


def shot(page, name):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")


def test_the_letter_is_seen_while_it_is_written(desk, axe, cast, tree):
    walk = Walk(cast, tree)
    hop = walk.accepted()
    with time_machine.travel(walk.at("2026-04-13"), tick=True):
        page = desk("hr_handler")
        page.goto(act_url(hop, Action.DRAFT))
        letters = page.locator("#letters")
        expect(letters.locator("img").first).to_be_visible()
        expect(letters.locator(".gaps")).to_contain_text("查明的事实")

        for name in ("facts_and_reasons", "findings", "opinion", "basis"):
            page.fill(f"[name={name}]", OPINION[name])
        expect(letters.locator(".gaps")).to_have_text(re.compile("还缺 1 项：结论"))
        before = letters.locator("img").first.get_attribute("src")
        page.check("[name=outcome][value=refuse]")
        expect(letters.locator(".gaps.full")).to_be_visible()
        assert letters.locator("img").first.get_attribute("src") != before
        assert axe(page) == []
        shot(page, "draft")
        page.locator("label[for=look-case]").click()
        expect(page.locator(".case-look")).to_contain_text("工龄从 2003 年算起")


def test_a_letter_is_scanned_when_it_is_served_and_stands_in_the_register(desk, axe, cast, tree):
    walk = Walk(cast, tree)
    signed = walk.signed()
    code = documents.code_of(signed.documents.get(letter="D13"))
    with time_machine.travel(walk.at("2026-04-20"), tick=True):
        page = desk("hr_desk")
        page.goto("/serving/")
        assert axe(page) == []
        page.fill("[name=code]", code.lower())
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/service/"))
        expect(page.locator("#letters img").first).to_be_visible()
        assert axe(page) == []
        shot(page, "serve")
        page.goto("/number-register/")
        expect(page.locator("main")).to_contain_text("连续，没有缺号和重号")
        assert axe(page) == []
        shot(page, "register")
    walk.serve(signed, on="2026-04-20")
    signed.refresh_from_db()
    assert signed.state == State.SERVED


def test_a_paper_beside_the_road_is_offered_with_the_papers_and_written(desk, axe, cast, tree):
    walk = Walk(cast, tree)
    hop = walk.registered()
    with time_machine.travel(walk.at("2026-03-03"), tick=True):
        page = desk("supervisor")
        page.goto(f"/petitions/{hop.claim.petition.number}/")
        shot(page, "case")
        page.locator("[aria-label=文书] footer a", has_text="领导包案").click()
        expect(page.locator("#letters img").first).to_be_visible()
        assert axe(page) == []
        shot(page, "charge")
