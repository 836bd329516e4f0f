"""Broken, hostile or random requests: a clear 4xx in Chinese, never a 500, nothing written."""

from __future__ import annotations

import json
import uuid

import pytest
from django.db import OperationalError
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from petitions import lifecycle
from petitions.models import Event, Petition
from tests.api.conftest import Program

pytestmark = pytest.mark.django_db
BROKEN = [
    b"{",
    b"not json",
    b'{"title": NaN}',
    b'{"title": Infinity}',
    b'{"title": "a", "title": "b"}',
    b'{"title": "\xff\xfe"}',
    b'{"title": "\\ud800"}',
    b'{"\\ud800": 1}',
    '{"title": "标题"}'.encode("utf-16"),
    b"[" * 100_000 + b"]" * 100_000,
    b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    b"9" * 5_000,
]


@pytest.mark.parametrize("body", BROKEN, ids=range(len(BROKEN)))
def test_what_is_no_json(program, body):
    response = program("clerk").raw("petitions/", body)

    assert response.status_code == 400
    assert response.json()["detail"] == "请求的内容不是有效的 JSON。"


@pytest.mark.parametrize("body", ["[]", "1", "null", '"text"', "true"])
def test_json_that_is_no_object(program, body):
    response = program("clerk").raw("petitions/", body)

    assert response.status_code == 400
    assert response.json()["errors"] == {"non_field_errors": ["请求的内容应为 JSON 对象。"]}


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "text/xml"])
def test_another_kind_of_content(program, kind):
    response = program("clerk").raw("petitions/", "title=x", kind)

    assert response.status_code == 415
    assert response.json()["title"] == "不支持这种数据格式"


def test_files_go_elsewhere(program):
    response = program("clerk").client.post("/api/v1/petitions/", {"title": "x"})

    assert response.status_code == 415


def test_more_than_a_page_may_send(program, letter):
    response = program("clerk").post("petitions/", letter(text="长" * 1_000_000))

    assert response.status_code == 413
    assert "2 MB" in response.json()["detail"]


def test_a_wrong_method(program):
    response = program("clerk").client.delete("/api/v1/petitions/")

    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["petitions/", "organizations/", "categories/", "notices/", "petitions/990121-X/"]
)
def test_without_a_token(cast, path):
    response = Program().get(path)

    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Token")
    assert response["Content-Type"] == "application/problem+json"


def test_a_bug_of_ours_is_a_problem_document_without_details(program, received, monkeypatch):
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("select password from accounts_user")

    monkeypatch.setattr(lifecycle, "accept", fail)
    hr_desk = program("hr_desk")
    hr_desk.client.raise_request_exception = False
    body = {"branch": 6, "branch_reason": "不属于前五项。", "handler": "hr_handler"}
    response = hr_desk.post(f"referrals/{received.pk}/acceptance/", body)

    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
    assert "password" not in response.content.decode()


def test_a_database_that_will_not_wait_says_try_again(program, received, monkeypatch):
    def busy(*args: object, **kwargs: object) -> None:
        raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr(lifecycle, "accept", busy)
    body = {"branch": 6, "branch_reason": "不属于前五项。", "handler": "hr_handler"}
    response = program("hr_desk").post(f"referrals/{received.pk}/acceptance/", body)

    assert response.status_code == 503
    assert response["Retry-After"] == "3"
    assert "稍后重试" in response.json()["detail"]


ODD_TEXT = st.text(max_size=30) | st.sampled_from(["", "2026-03-02", "grievance", "\x00", "0" * 90])
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | ODD_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD_TEXT, inner, max_size=3),
    max_leaves=6,
)
SMALL = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
FIELDS = [
    "intake", "received_on", "postmarked_on", "people_count", "is_anonymous", "kind", "purpose",
    "category", "territory", "title", "text", "accused_name", "accused_organization", "joins",
    "people", "id", "state",
]  # fmt: skip


@SMALL
@given(name=st.sampled_from(FIELDS), value=VALUES)
def test_registering_survives_any_value(program, letter, on, name, value):
    on("2026-03-02")
    response = program("clerk").post("petitions/", letter(**{name: value}))

    assert response.status_code in (201, 400, 409), (name, value, response.content.decode())
    assert (response.status_code == 201) == Petition.objects.filter(
        number=response.json().get("number")
    ).exists()


@SMALL
@given(body=st.dictionaries(st.sampled_from(["branch", "handler", "contact", "x"]), VALUES))
def test_an_act_survives_any_body(program, received, on, body):
    on("2026-03-10")
    events = Event.objects.count()
    response = program("hr_desk").post(f"referrals/{received.pk}/acceptance/", body)

    assert response.status_code == 400, (body, response.content.decode())
    assert response.json()["errors"]
    assert Event.objects.count() == events


@SMALL
@given(
    query=st.dictionaries(
        st.sampled_from(
            ["q", "state", "organization", "received_from", "cursor", "page_size", "z"]
        ),
        st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20),
    )
)
def test_a_list_survives_any_question(program, registered, query):
    response = program("clerk").get("petitions/", **query)

    assert response.status_code in (200, 400, 404), (query, response.content.decode())
    assert json.loads(response.content)


def test_identifiers_are_not_guessed(program, cast):
    for _ in range(3):
        assert program("clerk").get(f"referrals/{uuid.uuid4()}/").status_code == 404
