"""督办 over the API: the same rows, forms and refusals as the pages."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from oversight.models import Ticket, TicketKind, TicketStatus
from tests.oversight.ticket_samples import REPLY, entries, opened, suggestion
from tests.petitions.pages import on_day

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/tickets/"
DAY = "2026-03-20"


def program(username: str) -> APIClient:
    client = APIClient()
    client.force_authenticate(User.objects.get(username=username))
    return client


def wanted(number: str, **changes: object) -> dict[str, object]:
    kind = TicketKind.ORDER
    body = {
        "kind": kind.value, "petition": number, "organization": "qinghe-hr",
        "subject": "书面告知超期", "due_on": "2026-04-10", **entries(kind),
    }  # fmt: skip
    return {**body, **changes}


@pytest.fixture
def order(delivered) -> dict[str, Any]:
    """As the program of the supervisor opened it."""
    number = delivered.claim.petition.number
    with on_day(DAY):
        made = program("supervisor").post(ROOT, wanted(number), format="json")
    assert made.status_code == 201, made.content
    ticket: dict[str, Any] = made.json()
    assert (ticket["status"], ticket["petition"]) == ("open", number)
    return ticket


def test_a_ticket_is_answered_by_program(order):
    with on_day("2026-03-23"):
        desk = program("hr_desk")
        (offer,) = desk.get(f"{ROOT}{order['id']}/").json()["acts"]
        done = desk.post(offer["url"], {"answer": REPLY, "version": 1}, format="json").json()
        again = desk.post(offer["url"], {"answer": REPLY}, format="json")
    (paper,) = done["papers"]

    assert offer["noun"] == "answer"
    assert done["status"] == "answered"
    assert again.status_code == 409
    assert program("hr_desk").get(paper["pdf_url"]).content.startswith(b"%PDF")
    assert program("env_desk").get(paper["pdf_url"]).status_code == 404


def test_a_reply_is_returned_and_then_accepted_by_program(order):
    path, chief, desk = f"{ROOT}{order['id']}/", program("chief"), program("hr_desk")
    with on_day("2026-03-23"):
        desk.post(f"{path}answer/", {"answer": REPLY}, format="json")
        stale = chief.post(f"{path}acceptance/", {"version": 1}, format="json")
        back = {"reason": "没有写明日期。", "due_on": "2026-03-27", "version": 2}
        returned = chief.post(f"{path}reply-return/", back, format="json").json()
        desk.post(f"{path}answer/", {"answer": REPLY}, format="json")
        closed = chief.post(f"{path}acceptance/", {}, format="json").json()

    assert stale.status_code == 409
    assert returned["status"] == "open"
    assert [act["noun"] for act in order["acts"]] == ["lifting", "withdrawal"]
    assert (closed["status"], closed["acts"], closed["next_step"]) == ("accepted", [], "")
    assert [reply["is_accepted"] for reply in closed["replies"]] == [False, True]


def test_the_list_is_narrowed_and_shows_nobody_elses(delivered, walk):
    order = opened(TicketKind.ORDER, walk, hop=delivered)
    suggestion(walk, delivered.claim)

    def found(username: str, **query: str) -> int:
        response = program(username).get(ROOT, query)
        assert response.status_code == 200, response.content
        return len(response.json()["results"])

    assert found("supervisor") == 2
    assert found("env_desk") == found("sysadmin") == 0
    assert found("hr_desk", scope="mine") == 2
    assert found("supervisor", scope="mine") == 0
    assert found("supervisor", kind="order", status="open", organization="qinghe-hr") == 1
    assert found("supervisor", petition=order.claim.petition.number) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "urge"}, "kind"),
        ({"kind": None}, "kind"),
        ({"petition": ""}, "petition"),
        ({"due_on": "tomorrow"}, "due_on"),
        ({"due_on": 5}, "due_on"),
        ({"ground": ["a"]}, "ground"),
        ({"coronation": "x"}, "coronation"),
        ({"organization": "nowhere"}, "organization"),
        ({"organization": "qinghe-env"}, "organization"),
    ],
)
def test_a_wrong_request_is_told_at_the_field(delivered, change, field):
    body = wanted(delivered.claim.petition.number, **change)
    with on_day(DAY):
        response = program("supervisor").post(ROOT, body, format="json")

    assert response.status_code == 400
    assert field in response.json()["errors"]
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("query", [{"status": "lost"}, {"scope": "all"}, {"coronation": "1"}])
def test_a_question_that_makes_no_sense_is_refused(law, query):
    assert program("supervisor").get(ROOT, query).status_code == 400


def test_a_made_up_page_is_a_404(law):
    assert program("supervisor").get(ROOT, {"cursor": "cD14eXo="}).status_code == 404


def test_who_may_not_open_is_refused(delivered):
    body = wanted(delivered.claim.petition.number)
    with on_day(DAY):
        assert program("hr_leader").post(ROOT, body, format="json").status_code == 403


def test_the_same_key_opens_one(delivered):
    key = "5b1a8a7e-8f2c-4f0e-9a9d-2f6f3f9f4b11"
    body = wanted(delivered.claim.petition.number, key=key)
    with on_day(DAY):
        ids = {program("chief").post(ROOT, body, format="json").json()["id"] for _ in range(2)}

    assert len(ids) == 1
    assert Ticket.objects.get().status == TicketStatus.OPEN
