"""Every page of every account at the office screen: axe finds nothing, nothing is cut off."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import CAST
from tests.journeys import road

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = (
    "petitions:today",
    "petitions:list",
    "petitions:drafts",
    "oversight:inbox",
    "oversight:tickets",
    "routing:calculator",
    "routing:work-calendar",
    "accounts:account",
)
WIDER_THAN_SCREEN = (
    "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
)


@pytest.mark.parametrize("username", [row[0] for row in CAST])
def test_pages_of_each_account_are_accessible_and_fit(desk, walk, axe, username):
    walk.in_review()
    walk.drafted(assigned=True)
    with road.on("2026-05-12"):
        page = desk(username)
        found, cut = [], []
        for name in PAGES:
            assert page.goto(reverse(name)).status == 200
            found += axe(page)
            if page.evaluate(WIDER_THAN_SCREEN):
                cut.append(name)

    assert found == []
    assert cut == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_petition_page_is_accessible_in_light_and_dark(desk, walk, axe, scheme):
    hop = walk.in_review()
    with road.on("2026-05-12"):
        page = desk("supervisor", color_scheme=scheme)
        page.goto(f"/petitions/{hop.claim.petition.number}/")

        assert axe(page) == []


@pytest.mark.parametrize("path", ["/", "/petitions/", "/petitions/register/", "/m/"])
def test_pages_fit_a_telephone(desk, walk, path):
    walk.accepted()
    with road.on("2026-05-12"):
        page = desk("clerk", viewport={"width": 390, "height": 844})
        page.goto(path)

        assert not page.evaluate(WIDER_THAN_SCREEN)


def test_reading_and_the_main_forms_work_without_scripts(desk, walk):
    hop = walk.delivered()
    with road.on("2026-03-05"):
        page = desk("hr_desk", java_script_enabled=False)
        page.goto("/")
        page.locator("main a", has_text=hop.claim.petition.title).first.click()
        page.locator("#next a", has_text="签收").first.click()
        page.locator("form[data-primary] .btn.primary").first.click()
        text = page.locator("main").inner_text()

    assert "待受理" in text
    assert walk.again(hop).state == "received"
