"""The whole road in a browser, by the same table as the journey through HTTP."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from petitions.models import Petition
from petitions.states import Hop
from petitions.words import month_day
from tests.journeys import road
from tests.walk import OPINION

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fill(page: Page, name: str, value: str) -> None:
    """Enter one value as a person would: tick, choose or type."""
    field = page.locator(f'form[data-primary] [name="{name}"]')
    kind = field.first.evaluate("one => one.type")
    if kind == "radio":
        page.locator(f'form[data-primary] [name="{name}"][value="{value}"]').check(force=True)
    elif kind == "select-one":
        field.select_option(value)
    else:
        field.fill(value)


def send(page: Page) -> None:
    """Press the main button, and confirm where the page asks once more."""
    page.locator("form[data-primary] .btn.primary:not([name])").first.click()
    confirm = page.locator("#confirm-dialog[open] [data-confirm-yes]")
    page.wait_for_function(
        "() => document.querySelector('#confirm-dialog[open]')"
        " || !document.querySelector('form[data-primary]')"
        " || document.querySelector('.error-summary')"
    )
    if confirm.is_visible():
        confirm.click()


def register(page: Page) -> Petition:
    page.goto("/petitions/register/")
    for name, value in road.LETTER.items():
        fill(page, name, value)
    for name, value in road.PERSON.items():
        fill(page, f"people-0-{name}", value)
    page.locator('.identity .btn.primary[form="registration"]').click()
    page.wait_for_url(re.compile("/receipt/"))
    number = page.url.split("/")[-3]
    expect(page.locator("main")).to_contain_text(number)
    return Petition.objects.get(number=number)


def test_the_whole_road_in_the_browser(desk, axe):
    with road.on(road.REGISTERED_ON):
        page = desk("clerk")
        petition = register(page)
        assert axe(page) == []
    road.check_registered(petition)

    looked_at: set[str] = set()
    for step in road.ROAD:
        with road.on(step.day):
            page = desk(step.who)
            page.goto(f"/petitions/{petition.number}/")
            hop = road.hop_of(petition, step.hop)
            page.locator(f'#next a[href="/referrals/{hop.pk}/{step.noun}/"]').click()
            page.wait_for_url(re.compile(step.noun))
            for name, value in step.typed.items():
                fill(page, name, value)
            if step.noun not in looked_at:
                looked_at.add(step.noun)
                assert axe(page) == []
            send(page)
            page.wait_for_url(re.compile(f"/petitions/{petition.number}/"))
            assert_dates_shown(page, petition, step)
            page.context.close()
        road.check_dates(petition, step)

    road.check_ended(petition)


def assert_dates_shown(page: Page, petition: Petition, step: road.Step) -> None:
    """The last days that the table names stand on the page of the petition."""
    text = page.locator("main").inner_text()
    for code in step.due:
        clock = road.hop_of(petition, step.hop).deadlines.filter(code=code).latest("pk")
        assert month_day(clock.due_on) in text, (step.noun, code)


def test_the_receipt_and_the_look_up_agree(desk, axe):
    with road.on(road.REGISTERED_ON):
        clerk = desk("clerk")
        petition = register(clerk)
        citizen = desk(viewport={"width": 390, "height": 844})
        citizen.goto(f"/m/{petition.matter.token}/")
        assert axe(citizen) == []
        text = citizen.locator("main").inner_text()

    assert "3月17日" in text
    assert "赵示例" not in text
    assert road.DEMAND[:8] not in text


def test_a_step_back_after_a_slip_keeps_what_was_typed(desk):
    with road.on(road.REGISTERED_ON):
        clerk = desk("clerk")
        petition = register(clerk)
    with road.on("2026-03-04"):
        clerk = desk("clerk")
        hop = road.hop_of(petition, Hop.INTAKE)
        clerk.goto(f"/referrals/{hop.pk}/referral/")
        fill(clerk, "mode", "assign")
        fill(clerk, "organization", "qinghe-hr")
        fill(clerk, "report_on", "请报告核定结果和依据。")
        send(clerk)
        expect(clerk.locator(".error-summary")).to_contain_text("反馈期限")
        kept = clerk.locator('[name="report_on"]').input_value()

    assert kept == "请报告核定结果和依据。"


def test_the_panels_of_the_registration_follow_what_is_typed(desk):
    with road.on(road.REGISTERED_ON):
        earlier = register(desk("clerk"))
        page = desk("clerk")
        page.goto("/petitions/register/")
        fill(page, "category", "1507")
        fill(page, "people-0-id_number", road.PERSON["id_number"])
        page.locator('[name="people-0-phone"]').press_sequentially(road.PERSON["phone"])

        expect(page.locator("#hints")).to_contain_text("青禾县人社局")
        expect(page.locator("#hints")).to_contain_text(earlier.number)
        expect(page.locator("#people-0-known")).to_contain_text("1949年12月31日")


def test_the_list_of_what_is_missing_shrinks_as_the_letter_is_written(desk, walk):
    hop = walk.accepted()
    with road.on("2026-04-13"):
        page = desk("hr_handler")
        page.goto(f"/referrals/{hop.pk}/draft/")
        expect(page.locator("#letters .gaps")).to_contain_text("查明的事实")
        for name, value in OPINION.items():
            fill(page, name, value)

        expect(page.locator("#letters .gaps.full")).to_be_visible()
