"""The list as Excel: the rows of the page, in its order, without what is sealed."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from petitions.models import Petition
from petitions.spreadsheet import HEAD

pytestmark = pytest.mark.django_db


def exported(client, query: str = "") -> list[tuple[Any, ...]]:
    response = client.get(f"/petitions/export/{query}")
    assert response.status_code == 200
    assert "xlsx" in response["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    return list(sheet.iter_rows(values_only=True))


def test_the_file_holds_the_rows_of_the_page_with_masked_names(accepted, sign_in):
    petition = accepted.claim.petition
    Petition.objects.filter(pk=petition.pk).update(title="=1+1 物业费")

    _, head, row = exported(sign_in("clerk"))

    assert head == HEAD
    assert row[:2] == (petition.number, "=1+1 物业费")
    assert "*" in row[2]
    assert row[7] == accepted.organization.name
    assert "-" in row[9]
    assert len(exported(sign_in("clerk"), "?q=没有这样的词")) == len(("note", "head"))


def test_what_is_sealed_and_what_is_not_ones_own_stay_out(accepted, sign_in):
    assert len(exported(sign_in("env_handler"))) == len(("note", "head"))

    Petition.objects.update(is_sealed=True)

    assert len(exported(sign_in("chief"))) == len(("note", "head"))


def test_the_file_costs_the_same_whatever_it_holds(walk, sign_in, django_assert_max_num_queries):
    for _ in range(3):
        walk.accepted()
    client = sign_in("clerk")

    with django_assert_max_num_queries(20):
        assert len(exported(client)) == len(("note", "head")) + 3
