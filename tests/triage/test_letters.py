"""Letters of our own: kind, class, branch and one of the first two bodies, each asserted."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from routing.triage import propose

pytestmark = pytest.mark.django_db
LETTERS = tomllib.loads((Path(__file__).parent / "letters.toml").read_text(encoding="utf-8"))[
    "letter"
]


@pytest.mark.parametrize("row", LETTERS, ids=lambda row: row["text"][:12])
def test_a_letter_gets_its_kind_class_branch_and_body(tree, row):
    found = propose(row["text"], home=tree["qinghe-gov"])
    bodies = [one.organization.name for one in found.organizations]

    assert found.kind == row["kind"]
    assert found.reading.category.code[:2] == row["category"], found.reading.category
    assert (found.reading.branch or 0) == row["branch"], found.reading.situations
    assert row["body"] in bodies[:2], bodies
