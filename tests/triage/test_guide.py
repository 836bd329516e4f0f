"""向导: every path ends at a row of the guide, and every row has a path."""

from __future__ import annotations

import pytest

from routing.models import Situation
from routing.triage.questions import follow, questions

pytestmark = pytest.mark.django_db
PAGE = "/guide/"


def paths(path: str = "") -> dict[str, str]:
    """Every path that ends, with its situation. “有了新的事实” asks the same questions again."""
    place = follow(path)
    if place.situation:
        return {path: place.situation}
    found: dict[str, str] = {}
    for number in range(1, len(place.question.options) + 1):
        found |= paths(f"{path}{number}")
    return found


def test_every_situation_is_reached_in_at_most_four_answers(law):
    ends = paths()

    assert set(ends.values()) == set(Situation.objects.values_list("code", flat=True))
    assert max(map(len, ends)) <= 4
    assert sorted(len(path) for path in ends)[len(ends) // 2] <= 3


def test_a_digit_can_choose_every_option():
    assert max(len(question.options) for question in questions().values()) <= 9
    assert all(
        bool(option.to) != bool(option.situation)
        for question in questions().values()
        for option in question.options
    )


@pytest.mark.parametrize("path", ["9", "0", "x", "1x", "33", "１", "-1", "²"])
def test_a_path_that_leads_nowhere_begins_anew(client, law, path):
    assert follow(path) is None
    assert client.get(PAGE, {"path": path}).url == PAGE


def test_the_answer_names_branch_body_remedy_and_ground(client, law):
    page = client.get(PAGE, {"path": "111"}).content.decode()

    assert "第三十一条第（五）项" in page
    assert "人力资源和社会保障部门（劳动保障监察）" in page
    assert "不服怎么办" in page
    assert "《劳动保障监察条例》第十七条" in page


def test_every_page_of_the_guide_answers(client, law):
    for path in paths():
        for end in range(len(path) + 1):
            assert client.get(PAGE, {"path": path[:end]}).status_code == 200, path[:end]


def test_only_those_who_register_are_led_to_the_form(sign_in, cast):
    key = "0b3c1f5e-8a51-4a0c-9a51-0b3c1f5e8a51"
    own = sign_in("clerk").get(PAGE, {"path": "111", "draft": key}).content.decode()
    other = sign_in("hr_handler").get(PAGE, {"path": "111", "draft": key}).content.decode()

    assert f"/petitions/register/?situation=A-10&amp;draft={key}" in own
    assert "带入登记单" not in other


def test_the_draft_is_carried_along_and_nothing_else(client, law):
    key = "0b3c1f5e-8a51-4a0c-9a51-0b3c1f5e8a51"

    assert f"draft={key}" in client.get(PAGE, {"draft": key}).content.decode()
    assert "script" not in client.get(PAGE, {"draft": "<script>"}).content.decode().split("main")[2]
