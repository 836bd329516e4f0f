"""建议采纳台账: the count is the list is the export, for every filter and everybody."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse

from oversight import tickets
from oversight.models import Ticket, TicketKind
from oversight.tickets import ledger
from tests.oversight.ticket_samples import suggestion

pytestmark = pytest.mark.django_db
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ADOPTIONS = ("adopted", "partly", "refused", "")


@pytest.fixture
def suggested(walk, delivered) -> list[Ticket]:
    """Four suggestions to two bodies; the last is not answered, one more is only proposed."""
    found = []
    for number, adoption in enumerate(ADOPTIONS):
        kind = (TicketKind.IMPROVEMENT, TicketKind.POLICY)[number % 2]
        ticket = suggestion(walk, delivered.claim, kind=kind, subject=f"=建议之{number}")
        if adoption:
            tickets.answer(
                ticket, text="已经研究，答复如下。", adoption=adoption,
                by=walk.cast["hr_leader"], at=walk.at("2026-03-25"),
            )  # fmt: skip
        found.append(ticket)
    suggestion(walk, delivered.claim, by="supervisor")
    return found


def exported(response) -> list[list[str]]:
    """The cells of the one sheet, as text."""
    book = zipfile.ZipFile(io.BytesIO(response.content))
    texts = ET.fromstring(book.read("xl/sharedStrings.xml"))
    words = ["".join(one.itertext()) for one in texts.iter(f"{SHEET}si")]
    sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not list(sheet.iter(f"{SHEET}f"))  # no formula, whatever was typed
    return [
        [words[int(cell[0].text or 0)] if len(cell) else "" for cell in row]
        for row in sheet.iter(f"{SHEET}row")
    ]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 4),
        ({"adoption": "adopted"}, 1),
        ({"adoption": "none"}, 1),
        ({"kind": "policy"}, 2),
        ({"year": "2026"}, 4),
        ({"kind": "policy", "adoption": "none"}, 1),
    ],
)
@pytest.mark.parametrize("username", ["supervisor", "hr_leader", "env_leader", "sysadmin"])
def test_count_list_and_export_are_one(suggested, sign_in, username, query, count):
    client = sign_in(username)
    sees = count if username in ("supervisor", "hr_leader") else 0
    if not sees and "year" in query:
        query = {}  # there is no year to choose

    shown = client.get(reverse("oversight:suggestions"), query)
    rows = exported(client.get(reverse("oversight:suggestions-export"), query))

    assert shown.context["counts"].total == len(shown.context["rows"]) == len(rows) - 1 == sees
    listed = {row["ticket"].subject for row in shown.context["rows"]}
    assert {row[2] for row in rows[1:]} == listed


def test_the_counts_say_what_was_adopted_of_what_was_answered(suggested, walk):
    counts = ledger.counts(ledger.suggestions(walk.cast["chief"].user), on=dt.date(2026, 4, 11))

    assert (counts.adopted, counts.partly, counts.refused, counts.late) == (1, 1, 1, 1)
    assert counts.answered == 3
    assert counts.rate == "67%"


def test_nothing_answered_has_no_rate(walk, law):
    counts = ledger.counts(ledger.suggestions(walk.cast["chief"].user), on=dt.date(2026, 4, 11))

    assert (counts.total, counts.rate) == (0, "—")


@pytest.mark.parametrize("query", [{"year": "1890"}, {"kind": "urge"}, {"organization": "x"}])
def test_a_filter_that_makes_no_sense_is_refused_at_its_field(suggested, sign_in, query):
    response = sign_in("chief").get(reverse("oversight:suggestions"), query)

    assert response.status_code == 400
    assert 'class="error"' in response.content.decode()


def test_a_longer_ledger_costs_no_more_queries(suggested, sign_in, django_assert_max_num_queries):
    client = sign_in("chief")
    client.get(reverse("oversight:suggestions"))

    with django_assert_max_num_queries(16):
        response = client.get(reverse("oversight:suggestions"))

    assert len(response.context["rows"]) == 4
