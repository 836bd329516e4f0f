"""`make shared-checks`: the triage against petitions that are not ours. Not part of `make test`.

Counts only: no text of theirs is printed. A proposed body is right where its name, or the name
without its place, stands in the answer or in the next step of the worked petition."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from routing.triage import propose, read
from routing.triage.classes import ranking
from routing.triage.tables import class_names
from routing.triage.territory import named_place
from routing.triage.text import letter

pytestmark = pytest.mark.django_db
#: One body under two names.
SAME = (
    ("卫健局", "卫生健康局"),
    ("市场监督管理局", "市场监管局"),
    ("医疗保障局", "医保局"),
    ("望湖区自然资源和规划分局", "市自然资源和规划局望湖分局"),
    ("有管理权限的纪委", "纪委监委"),
)
KINDS = {"申诉求决": "grievance", "建议意见": "suggestion", "检举控告": "accusation"}


@pytest.fixture
def shared(request) -> Path:
    return Path(request.config.getoption("--shared")) / "data"


def test_labelled_letters_by_first_level_class(shared):
    lines = (shared / "labelled.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    readings = [(row["category"], read(f"{row['subject']}\n{row['text'].strip()}")) for row in rows]
    right = sum(name == reading.category.name for name, reading in readings)
    sealed = sum(reading.is_sealed for _, reading in readings)
    names = {row["category"] for row in rows}
    among = sum(row["category"] == best_of(names, row) for row in rows)
    wrong = Counter(
        (name, reading.category.name) for name, reading in readings if name != reading.category.name
    )

    say(f"labelled: class {right}/{len(rows)} = {right / len(rows):.3f}, read as reports {sealed}")
    say(f"labelled: when only their {len(names)} classes compete {among}/{len(rows)}"
        f" = {among / len(rows):.3f}")  # fmt: skip
    say(f"labelled: most often confused {wrong.most_common(3)}")
    assert right / len(rows) >= 0.85
    assert among / len(rows) >= 0.90


def best_of(names, row) -> str:
    firsts = {code[:2]: name for code, (name, _) in class_names().items()}
    ranked = ranking(letter(f"{row['subject']}\n{row['text'].strip()}"))
    return next((firsts[first] for first in ranked if firsts[first] in names), "")


def test_worked_petitions(shared, tree):
    rows = json.loads((shared / "petitions.json").read_text(encoding="utf-8"))
    found = [(row, _proposed(row, tree)) for row in rows]
    kind = sum(kind_of(row) == one.kind for row, one in found)
    branch = sum(branch_of(row) == one.reading.branch for row, one in found)
    body = sum(is_right_body(row, one) for row, one in found)
    category = sum(row["category"] == one.reading.category.name for row, one in found)

    say(f"worked: kind {kind}/{len(rows)}, branch {branch}/{len(rows)}, "
        f"body first or second {body}/{len(rows)}, class {category}/{len(rows)}")  # fmt: skip
    assert kind >= 19
    assert branch >= 18
    assert body == len(rows)


def _proposed(row, tree):
    return propose(row["text"], intake=intake_of(row), home=tree["qinghe-gov"])


def intake_of(row) -> str:
    return "visit" if row["channel"].startswith("来访") else "letter"


def kind_of(row) -> str:
    return KINDS.get(row["type"], "grievance")


def branch_of(row) -> int | None:
    found = re.match(r"31\((\d)\)", row["branch"])
    return int(found[1]) if found else None


#: Theirs names no town: the letter names none either, so that the place it does name, and no other
#: body than its 党委、政府, is the answer of a proposal made from the letter (第三十七条第三款).
LOCAL = "属地镇党委政府"


def is_right_body(row, one) -> bool:
    if LOCAL in row["competent_body"]:
        return one.organizations[0].organization == named_place(row["text"])
    answer = f"{row['competent_body']}{row['next_step']}"
    for theirs, ours in SAME:
        answer = answer.replace(theirs, ours)
    names = [body.organization.name for body in one.organizations[:2]]
    short = [re.sub(r"^.{2}[省市县区]", "", name) for name in names]
    return any(name in answer for name in names + short if len(name) > 2)


def say(line: str) -> None:
    sys.stdout.write(f"\n{line}")
