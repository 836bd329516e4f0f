"""规则: periods, guide, letters and acts with their articles, for everybody who works here."""

from __future__ import annotations

import pytest

from petitions.letters import LETTERS
from petitions.states import TRANSITIONS
from routing.models import Situation, TimeLimit
from routing.timelimits import add_local

pytestmark = pytest.mark.django_db


def shown(client, **asked) -> str:
    response = client.get("/rules/", asked)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("table", "count"),
    [("limits", None), ("guide", 45), ("letters", len(LETTERS)), ("acts", len(TRANSITIONS))],
)
def test_each_table_shows_all_its_rows(law, sign_in, table, count):
    text = shown(sign_in("hr_desk"), table=table)

    assert f"共 <b>{count or TimeLimit.objects.count()}</b> 条" in text


@pytest.mark.parametrize(
    ("table", "word", "found"),
    [
        ("limits", "三十四", "办结"),
        ("guide", "劳动", "仲裁"),
        ("letters", "复查", "复查意见书"),
        ("acts", "异议", "提出异议"),
    ],
)
def test_a_word_narrows_the_table(law, sign_in, table, word, found):
    client = sign_in("clerk")
    text = shown(client, table=table, q=word)

    assert found in text
    assert f"“{word}”：共 <b>" in text
    assert "没有找到" in shown(client, table=table, q="恐龙")


def test_a_place_that_shortened_a_period_is_named(tree, sign_in):
    assert Situation.objects.exists()
    row = TimeLimit.objects.get(code="forward")
    add_local(
        code="forward", organization=tree["qinghe-gov"], number=10,
        article="青禾县规定", valid_from=row.valid_from,
    )  # fmt: skip

    assert "青禾县人民政府缩短" in shown(sign_in("clerk"), table="limits")


@pytest.mark.parametrize("asked", [{"table": "nonsense"}, {"q": "长" * 500}, {"q": "%_'\""}])
def test_odd_questions_are_answered_all_the_same(law, sign_in, asked):
    assert "期限" in shown(sign_in("clerk"), **asked)
