"""Letters, messages, organizations and classes over the API."""

from __future__ import annotations

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from petitions.models import DocumentFile, Notice

pytestmark = pytest.mark.django_db


def test_a_letter_and_its_file(program, served):
    document = served.documents.get(letter="D13")
    told = program("hr_desk").get(f"documents/{document.pk}/").json()
    pdf = program("hr_desk").get(told["pdf_url"])

    assert told["number"] == document.number
    assert told["service"]["served_on"] == "2026-04-20"
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    assert hashlib.sha256(pdf.content).hexdigest() == told["sha256"]


def test_a_draft_is_read_where_it_is_written_and_has_no_file(program, drafted):
    document = drafted.documents.get(issued_on=None)

    assert program("clerk").get(f"documents/{document.pk}/").status_code == 404
    assert program("hr_leader").get(f"documents/{document.pk}/").json()["pdf_url"] is None
    response = program("hr_leader").get(f"documents/{document.pk}/pdf/")
    assert (response.status_code, response.json()["detail"]) == (404, "草稿还没有 PDF。")


def test_a_file_that_was_tampered_with_is_not_given_out(program, served):
    document = served.documents.get(letter="D13")
    with connection.cursor() as cursor:  # as somebody might who owns the database
        cursor.execute("SET LOCAL session_replication_role = replica")
    DocumentFile.objects.filter(document=document).update(content=b"%PDF-1.7 forged")
    response = program("hr_desk").get(f"documents/{document.pk}/pdf/")

    assert response.status_code == 409
    assert "摘要不一致" in response.json()["detail"]


def test_a_pdf_is_not_json(program, served):
    document = served.documents.get(letter="D13")
    client = program("hr_desk").client
    url = f"/api/v1/documents/{document.pk}/pdf/"

    assert client.get(url, headers={"Accept": "application/pdf"}).status_code == 200
    assert client.get(url, headers={"Accept": "application/json"}).status_code == 406


def test_my_messages_are_mine(program, delivered):
    mine = program("hr_desk").get("notices/").json()["results"]
    theirs = program("env_desk").get("notices/").json()["results"]

    assert len(mine) == 1
    assert mine[0]["read_at"] is None
    assert theirs == []


def test_reading_a_message_once(program, delivered, on):
    hr_desk = program("hr_desk")
    pk = hr_desk.get("notices/", unread="true").json()["results"][0]["id"]
    on("2026-03-05")
    first = hr_desk.post(f"notices/{pk}/read/").json()["read_at"]
    on("2026-03-06")
    again = hr_desk.post(f"notices/{pk}/read/").json()["read_at"]

    assert first == again
    assert first.startswith("2026-03-05")
    assert hr_desk.get("notices/", unread="true").json()["results"] == []


def test_nobody_reads_anothers_message(program, delivered):
    pk = Notice.objects.get(recipient__username="hr_desk", channel="inbox").pk

    assert program("clerk").post(f"notices/{pk}/read/").status_code == 404
    assert program("clerk").post("notices/999999999999999999/read/").status_code == 404
    assert Notice.objects.get(pk=pk).read_at is None


def test_organizations_are_found_by_name_code_and_kind(program, cast):
    clerk = program("clerk")
    by_name = clerk.get("organizations/", q="青禾县人社局").json()["results"]
    reviewing = clerk.get("organizations/", kind="review_office").json()["results"]

    assert [row["code"] for row in by_name] == ["qinghe-hr"]
    assert by_name[0]["government"] == "qinghe-gov"
    assert {row["kind"] for row in reviewing} == {"review_office"}
    assert clerk.get("organizations/", q="没有这样的局").json()["count"] == 0


def test_one_that_was_closed_is_not_offered(program, tree):
    tree["qinghe-water"].is_active = False
    tree["qinghe-water"].save()

    assert program("clerk").get("organizations/", q="qinghe-water").json()["count"] == 0


def test_categories_come_in_two_levels(program, cast):
    rows = program("clerk").get("categories/", q="15", page_size=500).json()["results"]
    found = {row["code"]: row["parent"] for row in rows}

    assert found["15"] is None
    assert found["1507"] == "15"


def test_lists_cost_the_same_however_long_the_page(program, cast, walk):
    clerk = program("clerk")
    for _ in range(3):
        walk.delivered()
    for path in ("organizations/", "categories/", "notices/"):
        assert _queries(clerk, path, page_size=1) == _queries(clerk, path, page_size=100)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("organizations/?kind=unknown", 400),
        ("organizations/?level=9", 400),
        ("organizations/?page=x", 404),
        ("organizations/?page=999999999999999999999999", 404),
        ("categories/?colour=red", 400),
        ("notices/?unread=perhaps&read=1", 400),
        ("documents/not-a-uuid/", 404),
        ("petitions/%00/", 404),
        ("petitions/x'--/", 404),
        ("time-limits/%00/due/?start=2026-01-05", 404),
        ("nothing/", 404),
        ("petitions", 404),
        ("", 404),
    ],
)
def test_questions_that_have_no_answer(program, cast, path, status):
    response = program("clerk").get(path)

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"


def _queries(someone, path, **query):
    with CaptureQueriesContext(connection) as captured:
        assert someone.get(path, **query).status_code == 200
    return len(captured)
