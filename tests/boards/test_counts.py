"""Every number on every board is the count of the list it links to, for everybody who has one."""

from __future__ import annotations

import pytest

from oversight.boards.scope import BODIES, OVERSEERS
from tests.boards.pages import numbers, sit, wrong
from tests.cast import CAST
from tests.journeys import road

pytestmark = pytest.mark.django_db
WATCHING = [row[0] for row in CAST if row[3] in (*OVERSEERS, *BODIES)]
OTHERS = [row[0] for row in CAST if row[3] not in (*OVERSEERS, *BODIES)]
BOARDS = (
    "/situation/",
    "/situation/trends/",
    "/cards/",
    "/cards/?by=organization",
    "/cards/?by=owner",
)


@pytest.mark.parametrize("path", BOARDS)
def test_every_number_is_the_count_of_its_list_for_everybody(county, path):
    with road.on("2026-05-12"):
        found = {who: wrong(sit(who), path) for who in WATCHING}

    assert found == {who: [] for who in WATCHING}


def test_every_number_of_the_leaders_day_is_the_count_of_its_list(county):
    with road.on("2026-05-12"):
        for who in ("leader", "chief"):
            assert len(numbers(sit(who), "/leader/")) == 4
            assert wrong(sit(who), "/leader/") == []


def test_the_county_has_numbers_of_every_kind(county):
    with road.on("2026-05-12"):
        client = sit("supervisor")
        found = numbers(client, "/situation/") + numbers(client, "/situation/trends/")

    shown = {number.url.partition("?")[0].split("/")[2] for number in found}
    named = "open late due topic repeats sent-back overturned tickets rate"
    assert set(named.split()) - shown == set()


@pytest.mark.parametrize("path", ["/situation/", "/cards/", "/situation/late/", "/situation/wall/"])
def test_nobody_else_has_a_board(law, path):
    answers = {who: sit(who).get(path).status_code for who in OTHERS}

    assert answers == dict.fromkeys(OTHERS, 403)


def test_a_sealed_report_is_on_no_board_and_in_no_list(county):
    with road.on("2026-05-12"):
        client = sit("supervisor")
        assert "举报某科长" in client.get("/petitions/").content.decode()
        pages = {path: client.get(path).content.decode() for path in BOARDS}
        for path in ("/situation/", "/situation/trends/", "/cards/"):
            for number in numbers(client, path):
                pages[number.url] = client.get(number.url).content.decode()

    assert [path for path, page in pages.items() if "举报某科长" in page] == []


def test_a_list_that_no_number_has_is_a_404(law):
    client = sit("supervisor")

    assert client.get("/situation/souls/").status_code == 404
    assert client.get("/situation/rate/?code=souls&part=numerator").status_code == 404
    assert client.get("/situation/rate/?code=repeat&part=souls").status_code == 404


@pytest.mark.parametrize("query", ["organization=nobody&day=32", "step=dreaming", "handler=x"])
def test_what_an_address_should_not_say_counts_as_nothing(law, query):
    client = sit("supervisor")

    assert {client.get(f"/situation/{name}/?{query}").status_code for name in ("open", "due")} == {
        200
    }
    assert client.get(f"/cards/?{query}&level=purple&owner=me").status_code == 200
