"""Registering, listing and reading petitions over the API."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from petitions.lifecycle import Person
from petitions.models import Petition
from petitions.models.petition import Intake
from petitions.states import Kind

pytestmark = pytest.mark.django_db


def test_registering_answers_with_number_code_date_and_links(program, letter, on):
    on("2026-03-02")
    response = program("clerk").post("petitions/", letter())

    told = response.json()
    assert response.status_code == 201
    assert response["Location"] == told["links"]["petition"]
    assert told["number"].startswith("990121-260302-LX-")
    assert len(told["query_code"]) == 10
    assert told["due"] == {
        "code": "forward",
        "name": told["due"]["name"],
        "article": "第二十二条第一款",
        "due_on": "2026-03-17",
    }
    hop = program("clerk").get(told["links"]["referral"])
    assert hop.json()["state"] == "pending"


def test_the_same_key_gives_the_same_petition(program, letter, on):
    on("2026-03-02")
    body = letter()
    first = program("clerk").post("petitions/", body)
    on("2026-03-03")
    again = program("clerk").post("petitions/", body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert Petition.objects.count() == 1


def test_the_key_may_stand_in_the_header(program, letter, on):
    on("2026-03-02")
    body = letter()
    key = body.pop("key")
    answers = [
        program("clerk").post("petitions/", body, headers={"Idempotency-Key": key})
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [201, 200]
    assert Petition.objects.get().idempotency_key == uuid.UUID(key)


@pytest.mark.parametrize("header", ["", "6f1a6ad2-4f7e-4e0b-9d1c-2f7f9a3c5b10"])
def test_a_key_is_needed_and_there_is_one(program, letter, on, header):
    on("2026-03-02")
    body = letter() if header else letter(key=None)
    headers = {"Idempotency-Key": header} if header else {}
    response = program("clerk").post("petitions/", body, headers=headers)

    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["key"]


def test_a_key_used_for_another_letter_loses_neither(program, letter, on):
    on("2026-03-02")
    body = letter()
    first = program("clerk").post("petitions/", body).json()
    response = program("clerk").post("petitions/", {**body, "title": "另一件事"})

    assert response.status_code == 409
    assert first["number"] in response.json()["detail"]


def test_another_persons_key_is_no_key_of_mine(program, letter, on):
    on("2026-03-02")
    body = letter()
    theirs = program("clerk").post("petitions/", body).json()["number"]
    response = program("supervisor").post("petitions/", body | {"not_repeat": "另一件事。"})

    assert response.status_code == 201
    assert response.json()["number"] != theirs


def test_a_repeat_joins_its_matter(program, letter, on):
    on("2026-03-02")
    clerk = program("clerk")
    first = clerk.post("petitions/", letter()).json()
    response = clerk.post("petitions/", letter(joins=first["number"]))

    told = response.json()
    assert response.status_code == 201
    assert told["matter"] == first["matter"]
    assert (told["due"], told["referral"]) == (None, None)
    assert clerk.get(told["links"]["petition"]).json()["is_repeat"] is True


def test_a_program_without_that_post_registers_nothing(program, letter, on):
    on("2026-03-02")
    for username in ("hr_handler", "leader", "reviewer", "sysadmin"):
        response = program(username).post("petitions/", letter())
        assert response.status_code == 403
        assert response.json()["detail"] == "您的岗位不能登记信访件。"
    assert not Petition.objects.exists()


SIX = [{"name": f"代表{n}", "part": "representative"} for n in range(6)]
WRONG = [
    ({"received_on": "2026-03-03"}, "received_on"),
    ({"received_on": "2026-02-30"}, "received_on"),
    ({"received_on": "02/03/2026"}, "received_on"),
    ({"received_on": "1900-01-01"}, "received_on"),
    ({"received_on": 20260302}, "received_on"),
    ({"postmarked_on": "2026-03-03"}, "postmarked_on"),
    ({"title": ""}, "title"),
    ({"title": "标" * 81}, "title"),
    ({"title": ["退休"]}, "title"),
    ({"title": "半个字\x00"}, "title"),
    ({"text": None}, "text"),
    ({"kind": "complaint"}, "kind"),
    ({"intake": 1}, "intake"),
    ({"category": "0000"}, "category"),
    ({"territory": "nowhere"}, "territory"),
    ({"people_count": "3"}, "people_count"),
    ({"people_count": 0}, "people_count"),
    ({"people_count": 10**30}, "people_count"),
    ({"is_anonymous": "yes"}, "is_anonymous"),
    ({"joins": "990121-260302-LX-00000-0"}, "joins"),
    ({"key": "not-a-uuid"}, "key"),
    ({"key": ["a"]}, "key"),
    ({"people": []}, "people"),
    ({"people": "赵示例"}, "people"),
    ({"people": ["赵示例"]}, "people"),
    ({"people": [{"name": "赵示例"}] * 61}, "people"),
    ({"people": [{"name": "赵示例", "age": 40}]}, "people"),
    ({"people": [{"name": "赵示例", "id_number": "990121199001010011"}]}, "people"),
    ({"people": [{"name": "赵示例", "phone": "12"}]}, "people"),
    ({"people": [{"name": "赵示例", "part": "leader"}]}, "people"),
    ({"intake": "visit", "people": SIX}, "people"),
    ({"colour": "red"}, "colour"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "field"), WRONG)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_written(
    program, letter, on, change, field
):
    on("2026-03-02")
    response = program("clerk").post("petitions/", letter(**change))

    assert response.status_code == 400, response.content.decode()
    assert response["Content-Type"] == "application/problem+json"
    assert field in response.json()["errors"]
    assert not Petition.objects.exists()


def test_the_wrong_person_is_named_by_place(program, letter, on):
    on("2026-03-02")
    people = [{"name": "赵示例"}, {"name": ""}, {"name": "钱示例", "phone": "1"}]
    response = program("clerk").post("petitions/", letter(people=people))

    first, second, third = response.json()["errors"]["people"]
    assert (first, list(second), list(third)) == ({}, ["name"], ["phone"])


def test_every_field_of_the_record_that_is_not_of_the_form_is_refused(program, letter, on):
    on("2026-03-02")
    told = letter()
    stored = {field.name for field in Petition._meta.get_fields()} - set(told)
    stored -= {"postmarked_on", "people_count", "is_anonymous", "accused_name"}
    stored -= {"accused_organization"}
    lookups = {"matter__code": "x", "registered_by_id": 1, "organization__name__in": ["x"]}
    response = program("clerk").post("petitions/", told | dict.fromkeys(stored, "x") | lookups)

    assert response.status_code == 400
    assert set(response.json()["errors"]) == stored | set(lookups)
    assert not Petition.objects.exists()


def test_reading_a_case(program, walk, on):
    hop = walk.accepted()
    on("2026-03-11")
    response = program("hr_handler").get(f"petitions/{hop.claim.petition.number}/")

    case = response.json()
    claim = case["claims"][0]
    assert response.status_code == 200
    assert case["parties"][0]["name"] == "赵*例"
    assert case["parties"][0]["phone"] == "138****4821"
    assert (claim["branch"], claim["branch_label"]) == (6, "信访程序")
    assert [one["state"] for one in claim["referrals"]] == ["referred", "accepted"]
    assert [event["action"] for event in claim["events"]] == [
        "register",
        "refer",
        "receive",
        "accept",
    ]
    clock = next(row for row in claim["referrals"][1]["deadlines"] if row["code"] == "conclude")
    assert clock["due_on"] == "2026-05-09"
    assert clock["explanation"]


def test_a_case_says_what_may_be_done_with_which_fields(program, walk, on):
    hop = walk.accepted()
    on("2026-03-11")
    case = program("hr_handler").get(f"petitions/{hop.claim.petition.number}/").json()

    acts = {act["action"]: act for act in case["claims"][0]["referrals"][1]["acts"]}
    assert next(iter(acts)) == "draft"
    assert acts["draft"]["is_next"] is True
    assert acts["draft"]["url"] == f"/api/v1/referrals/{hop.pk}/draft/"
    assert acts["draft"]["consequence"] == "送审核；签发前仍可退回修改。"
    fields = {field["name"]: field for field in acts["draft"]["fields"]}
    assert fields["outcome"]["type"] == "choice"
    assert "refuse" in [choice["value"] for choice in fields["outcome"]["choices"]]
    assert fields["version"]["initial"] == hop.version


def test_an_act_that_is_not_lawful_today_says_why(program, walk, on):
    hop = walk.accepted()
    on("2026-05-12")
    acts = program("hr_handler").get(f"referrals/{hop.pk}/").json()["acts"]

    extension = next(act for act in acts if act["action"] == "request_extension")
    assert "届满" in extension["reason_against"]


def test_nobody_learns_of_what_is_not_theirs(program, walk):
    hop = walk.accepted()
    number = hop.claim.petition.number
    document = hop.documents.first()

    for username in ("env_handler", "sysadmin", "reviewer"):
        stranger = program(username)
        assert stranger.get(f"petitions/{number}/").status_code == 404
        assert stranger.get(f"referrals/{hop.pk}/").status_code == 404
        assert stranger.get(f"documents/{document.pk}/").status_code == 404
        assert stranger.get(f"documents/{document.pk}/pdf/").status_code == 404
        assert stranger.get("petitions/").json()["results"] == []
        assert stranger.get("petitions/").json()["count"] == 0


def test_a_sealed_report_is_seen_by_the_cleared_alone(program, walk):
    petition = walk.register(kind=Kind.ACCUSATION, accused_name="方以宁")

    assert program("clerk").get(f"petitions/{petition.number}/").status_code == 200
    assert program("hr_leader").get(f"petitions/{petition.number}/").status_code == 404
    assert program("leader").get("petitions/").json()["count"] == 0


FILTERS = [
    ({"q": "工龄"}, 1),
    ({"q": "4821"}, 1),
    ({"q": "没有的词"}, 0),
    ({"state": "accepted"}, 1),
    ({"state": "referred"}, 0),
    ({"organization": "qinghe-hr"}, 1),
    ({"organization": "qinghe-env"}, 0),
    ({"intake": "letter"}, 1),
    ({"intake": "visit"}, 1),
    ({"kind": "suggestion"}, 1),
    ({"received_from": "2026-03-03"}, 1),
    ({"received_to": "2026-03-02"}, 1),
    ({"category": "15"}, 2),
    ({"lateness": "late"}, 2),
    ({}, 2),
]


@pytest.mark.parametrize(("query", "count"), FILTERS)
def test_filters(program, walk, on, query, count):
    walk.accepted()
    walk.register(
        on="2026-03-05",
        intake=Intake.VISIT,
        kind=Kind.SUGGESTION,
        title="增设公交站",
        text="建议在东门设站。",
        people=(Person("钱示例"),),
    )
    on("2026-07-01")
    response = program("clerk").get("petitions/", **query)

    assert response.json()["count"] == count
    assert len(response.json()["results"]) == count


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"state": "lost"}, "state"),
        ({"organization": "nowhere"}, "organization"),
        ({"received_from": "yesterday"}, "received_from"),
        ({"colour": "red"}, "colour"),
        ({"q": "x" * 61}, "q"),
        ({"q": "a\x00b"}, "q"),
        ({"intake": ["visit", "letter"]}, "intake"),
        ({"matter__token": "x"}, "matter__token"),
        ({"ordering": "-matter__query_code"}, "ordering"),
    ],
)
def test_a_question_that_is_not_understood_is_refused(program, query, field):
    response = program("clerk").get("petitions/", **query)

    assert response.status_code == 400
    assert list(response.json()["errors"]) == [field]


def test_pages_show_every_petition_once(program, walk):
    numbers = [walk.register().number for _ in range(5)]
    clerk, seen = program("clerk"), []
    page = clerk.get("petitions/", page_size=2).json()
    while True:
        seen += [row["number"] for row in page["results"]]
        if page["next"] is None:
            break
        page = clerk.get(page["next"].removeprefix("http://testserver")).json()

    assert seen == numbers[::-1]
    assert (page["count"], page["count_is_capped"]) == (5, False)


@pytest.mark.parametrize(
    "cursor", ["x", "cD1hYmM=", "cD0tMQ==", "cD05OTk5OTk5OTk5OTk5OTk5OTk5OTk5"]
)
def test_a_cursor_we_did_not_make(program, walk, cursor):
    walk.register()

    assert program("clerk").get("petitions/", cursor=cursor).status_code == 404


def test_a_list_costs_the_same_however_long_it_is(program, walk):
    clerk = program("clerk")
    walk.accepted()
    few = _queries(clerk, "petitions/")
    for _ in range(4):
        walk.accepted()
    many = _queries(clerk, "petitions/")

    assert many == few
    assert many <= 20


def _queries(someone, path):
    someone.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert someone.get(path).status_code == 200
    return len(captured)


def test_a_likely_repeat_is_asked_about_first_as_at_the_counter(program, letter, on, walk):
    on("2026-03-05")
    earlier = walk.delivered().claim.petition
    body = letter(text=earlier.text, people=[{"name": "赵示例", "phone": "13800004821"}])

    asked = program("clerk").post("petitions/", body)
    stranger = program("env_desk").post("petitions/", body | {"key": str(uuid.uuid4())})

    assert (asked.status_code, stranger.status_code) == (409, 201)
    told = asked.json()
    assert [one["number"] for one in told["repeats"]] == [earlier.number]
    assert "同一电话" in told["repeats"][0]["reasons"]
    assert "not_repeat" in told["detail"]
    joined = program("clerk").post("petitions/", body | {"joins": earlier.number})
    other = letter(
        text=earlier.text, people=body["people"], not_repeat="另一家厂的工龄，前一家已经认定。"
    )
    assert joined.status_code == program("clerk").post("petitions/", other).status_code == 201
    assert joined.json()["matter"] == earlier.matter.code
