"""The period calculator over HTTP, as the contract has it."""

from __future__ import annotations

import pytest

from tests.routing.test_limits import VECTORS

pytestmark = pytest.mark.django_db

CODES = [
    "forward",
    "notify_direct",
    "notify_referred",
    "object",
    "conclude",
    "request_review",
    "review",
    "request_final_review",
    "final_review",
    "simple_accept",
    "simple_conclude",
]


@pytest.fixture
def ask(client, reference):
    def get(code, query):
        return client.get(f"/api/v1/time-limits/{code}/due/?{query}")

    return get


def test_lists_the_rules_with_their_articles(client, reference):
    response = client.get("/api/v1/time-limits/")

    rules = {rule["code"]: rule for rule in response.json()}
    assert response.status_code == 200
    assert set(CODES) <= set(rules)
    assert rules["conclude"] == {
        "code": "conclude",
        "name": "办结",
        "article": "第三十四条",
        "number": 60,
        "unit": "days",
        "starts_at": "受理之日",
        "rolls": False,
        "extension_cap": 30,
        "is_internal": False,
        "version": 1,
    }


def test_answers_with_the_day_and_its_derivation(ask):
    response = ask("object", "start=2025-01-24")

    answer = response.json()
    assert response.status_code == 200
    assert answer["due_on"] == "2025-02-07"
    assert answer["rolled"] is False
    assert answer["provisional"] is False
    assert answer["article"] == "第二十三条第三款"
    assert any("春节" in line for line in answer["explanation"])
    assert answer["explanation"][-1] == "最后一日：2025年2月7日（周五）24:00 前。"


def test_a_period_of_the_petitioner_rolls(ask):
    answer = ask("request_review", "start=2025-09-02").json()

    assert (answer["due_on"], answer["unrolled_on"]) == ("2025-10-09", "2025-10-02")
    assert answer["rolled"] is True


def test_pauses_and_an_extension_move_the_day(ask):
    answer = ask("review", "start=2025-04-20&pause=2025-05-06/2025-05-16").json()
    twice = ask(
        "review", "start=2025-04-20&pause=2025-05-06/2025-05-16&pause=2025-05-20/2025-05-22"
    ).json()
    extended = ask("conclude", "start=2025-03-04&extend=30").json()

    assert answer["due_on"] == "2025-05-30"
    assert twice["due_on"] == "2025-06-01"
    assert extended["due_on"] == "2025-06-02"


@pytest.mark.parametrize("vector", VECTORS, ids=[vector[0] for vector in VECTORS])
def test_a_rule_of_that_length_gives_the_day_of_the_vector(ask, vector):
    _, number, unit, extension, start, plain, rolled = vector
    code, expected = {
        ("days", 15): ("forward", plain),
        ("days", 30): ("request_review", rolled),
        ("days", 60): ("conclude", plain),
        ("workdays", 3): ("simple_accept", plain),
        ("workdays", 5): ("object", plain),
        ("workdays", 10): ("simple_conclude", plain),
    }[(unit.value, number)]

    assert ask(code, f"start={start}&extend={extension}").json()["due_on"] == expected


def test_a_day_before_the_rule_was_in_force_is_answered_with_a_note(ask):
    answer = ask("forward", "start=2020-01-02").json()

    assert answer["due_on"] == "2020-01-17"
    assert "仅供参考" in answer["explanation"][0]


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("", "start", "请填写起算日"),
        ("start=", "start", "请填写起算日"),
        ("start=2025-02-30", "start", "实际存在的日期"),
        ("start=20250124", "start", "实际存在的日期"),
        ("start=x%00y", "start", "实际存在的日期"),
        ("start=1999-12-31", "start", "2004年至2099年"),
        ("start=9999-12-31", "start", "2004年至2099年"),
        ("start=2025-01-24&start=2025-01-25", "start", "只能出现一次"),
        ("start=2025-01-24&extend=31", "extend", "最多延长30日"),
        ("start=2025-01-24&extend=-1", "extend", "不能是负数"),
        ("start=2025-01-24&extend=ten", "extend", "整数"),
        ("start=2025-01-24&extend=1.5", "extend", "整数"),
        ("start=2025-01-24&extend=99999999999", "extend", "过大"),
        ("start=2025-01-24&pause=2025-02-01", "pause", "开始日和恢复日"),
        ("start=2025-01-24&pause=2025-02-01/", "pause", "开始日和恢复日"),
        ("start=2025-01-24&pause=2025-02-01/2025-02-31", "pause", "实际存在的日期"),
        ("start=2025-01-24&pause=2025-02-09/2025-02-01", "pause", "应晚于开始日"),
        ("start=2025-01-24&pause=2025-02-01/2025-02-01", "pause", "应晚于开始日"),
        (
            "start=2025-01-24&pause=2025-02-01/2025-02-09&pause=2025-02-08/2025-02-10",
            "pause",
            "不能重叠",
        ),
        ("start=2025-01-24&days=3", "days", "没有这个参数"),
    ],
)
def test_bad_input_is_named_at_its_parameter(ask, query, field, words):
    response = ask("conclude", query)

    problem = response.json()
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert problem["status"] == 400
    assert problem["title"] == "请求有误"
    assert list(problem["errors"]) == [field]
    assert words in problem["errors"][field][0]


def test_too_many_pauses_are_refused(ask):
    pauses = "&".join(f"pause=2025-05-{n:02}/2025-05-{n + 1:02}" for n in range(1, 23))

    response = ask("conclude", f"start=2025-04-01&{pauses}")

    assert response.status_code == 400
    assert "最多填写20次" in response.json()["errors"]["pause"][0]


def test_a_period_without_extension_says_so(ask):
    response = ask("forward", "start=2025-01-24&extend=1")

    assert response.json()["errors"] == {"extend": ["“转送、交办”的期限不得延长。"]}


@pytest.mark.parametrize("query", ["start=2025-01-24", "", "start=nonsense"])
def test_an_unknown_rule_is_a_404(ask, query):
    response = ask("unknown", query)

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"] == "没有期限规则“unknown”。"


def test_a_period_fixed_by_the_document_cannot_be_computed(ask):
    response = ask("feedback", "start=2025-01-24")

    assert response.status_code == 400
    assert "由文书指定" in response.json()["errors"]["non_field_errors"][0]


def test_other_methods_are_a_405_in_chinese(client, reference):
    response = client.post("/api/v1/time-limits/", {})

    assert response.status_code == 405
    assert response.json()["title"] == "不支持这种请求方法"


def test_the_law_is_public_even_to_a_wrong_token(client, reference):
    response = client.get("/api/v1/time-limits/", headers={"Authorization": "Token nonsense"})

    assert response.status_code == 200
