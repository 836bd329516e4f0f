"""The description of the API: complete, committed, and true of the code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command

from petitions.acts import FORM_BY_NOUN
from petitions.letters import Letter
from petitions.states import TRANSITIONS, Action

pytestmark = pytest.mark.django_db
COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"


@pytest.fixture(scope="module")
def schema() -> Any:
    return yaml.safe_load(COMMITTED.read_text(encoding="utf-8"))


def test_the_committed_description_is_what_the_code_says_today(tmp_path):
    today = tmp_path / "openapi.yaml"
    call_command("spectacular", file=str(today), validate=True, fail_on_warn=True)

    assert today.read_text(encoding="utf-8") == COMMITTED.read_text(encoding="utf-8")


def test_every_act_has_an_address(schema):
    for noun in FORM_BY_NOUN:
        assert f"/api/v1/referrals/{{id}}/{noun}/" in schema["paths"]


def test_the_body_of_an_act_has_the_fields_of_its_form(schema):
    for form in FORM_BY_NOUN.values():
        name = f"{form.__name__.removesuffix('Form')}Request"
        described = schema["components"]["schemas"][name]
        if "oneOf" not in described:
            assert set(form.base_fields) <= set(described["properties"])


def test_a_draft_is_one_of_the_letters_that_are_signed(schema):
    options = schema["components"]["schemas"]["DraftRequest"]["oneOf"]
    rows = [row for row in TRANSITIONS if row.action == Action.SIGN]
    signed = {letter for row in rows for letter in row.letters}

    assert len(options) == len(signed)
    opinion = schema["components"]["schemas"][f"DraftRequest{Letter.OPINION.value}"]
    assert {"request", "findings", "basis", "outcome", "version"} <= set(opinion["properties"])


def test_every_operation_says_how_it_refuses(schema):
    problem = "application/problem+json"
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            assert operation["summary"], path
            refusals = [
                schema["components"]["responses"][answer["$ref"].rsplit("/", 1)[1]]
                for status, answer in operation["responses"].items()
                if status.startswith("4")
            ]
            assert refusals, path
            assert all(problem in refusal["content"] for refusal in refusals)


def test_it_is_served_to_anybody(client):
    response = client.get("/api/v1/schema/?format=json", headers={"Authorization": "Token wrong"})

    assert response.status_code == 200
    assert response.json()["info"]["title"] == "信访路线图"


def test_the_reading_page_asks_nothing_of_other_hosts_and_has_no_script_inside(client):
    page = client.get("/api/v1/docs/").content.decode()

    assert "http://" not in page
    assert "https://" not in page
    assert "<script>" not in page
    assert "drf_spectacular_sidecar" in page
    assert "SwaggerUIBundle" in client.get("/api/v1/docs/?script=").content.decode()
