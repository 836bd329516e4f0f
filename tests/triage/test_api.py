"""POST /api/v1/triage/: the contract, and what it refuses."""

from __future__ import annotations

import pytest

from petitions.models import Event, FormDraft, Petition

pytestmark = pytest.mark.django_db
WAGES = "工地拖欠工资\n老板拖欠我们十二人的工资，请求劳动监察部门督促发放。"
REPORT = "举报柳溪镇党委书记收受礼金、公车私用，请纪委严肃处理，为我保密。"


def ask(program, body, who="clerk"):
    return program(who).post("triage/", body)


def test_the_answer_has_the_shape_of_the_contract(program):
    answer = ask(program, {"text": WAGES, "channel": "visit", "territory": "qinghe-gov"})

    found = answer.json()
    assert answer.status_code == 200
    assert found["kind"] == "grievance"
    assert found["category"] == {
        "code": "1501", "name": "劳动和社会保障", "subname": "工资福利",
    }  # fmt: skip
    assert (found["branch"], found["sealed"]) == (5, False)
    assert found["situations"][0]["code"] == "A-10"
    assert found["organizations"][0]["code"] == "qinghe-hr"
    assert found["organizations"][0]["name"] == "青禾县人社局"
    rows = found["situations"] + found["organizations"]
    assert all(row["reason"] for row in rows)
    assert all(found["reasons"].values())


def test_a_report_is_sealed_and_its_body_left_out(program):
    found = ask(program, {"text": REPORT}).json()

    assert (found["kind"], found["sealed"], found["branch"]) == ("accusation", True, None)
    assert [one["code"] for one in found["organizations"]] == [
        "qinghe-discipline", "jiangqiao-discipline",
    ]  # fmt: skip


@pytest.mark.parametrize("place", ["wanghu-gov", "望湖区", "望湖区人民政府"])
def test_a_territory_is_named_by_code_or_name(program, place):
    found = ask(program, {"text": "幼儿园乱收费，请教育局查处。", "territory": place}).json()

    assert found["organizations"][0]["code"] == "wanghu-education"


def test_without_a_territory_the_place_in_the_text_counts_then_one_s_own(program):
    named = ask(program, {"text": "江桥市公交末班车太早，请求交通运输部门查处甩站。"}).json()
    own = ask(program, {"text": "公交末班车太早，请求交通运输部门查处甩站。"}).json()

    assert named["organizations"][0]["code"] == "jiangqiao-transport"
    assert own["organizations"][0]["code"] == "qinghe-transport"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": "  \n "}, "text"),
        ({"text": 5}, "text"),
        ({"text": "长" * 20_001}, "text"),
        ({"text": WAGES, "channel": "pigeon"}, "channel"),
        ({"text": WAGES, "territory": "qinghe-hr"}, "territory"),
        ({"text": WAGES, "territory": "无此地"}, "territory"),
        ({"text": WAGES, "texts": "x"}, "texts"),
        ([], "non_field_errors"),
    ],
    ids=["none", "empty", "blank", "number", "long", "channel", "body", "nowhere", "name", "list"],
)
def test_a_bad_question_is_told_at_its_field_in_chinese(program, body, field):
    answer = ask(program, body)

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert "一" <= answer.json()["errors"][field][0][0] <= "鿿"


def test_nobody_asks_without_an_account(program):
    assert ask(program, {"text": WAGES}, who="").status_code == 401


def test_whoever_keeps_the_system_learns_nothing_of_petitions(program, walk):
    for _ in range(5):
        walk.delivered()
    text = "退休工龄少算五年，请求社保局重新核定连续工龄。"
    own = ask(program, {"text": text}).json()
    other = ask(program, {"text": text}, who="auditor").json()

    assert own["organizations"][0]["code"] == other["organizations"][0]["code"] == "qinghe-hr"
    assert "近一年" not in other["organizations"][0]["reason"]


def test_nothing_is_kept_and_nothing_of_a_report_is_logged(program, caplog, capsys):
    with caplog.at_level("DEBUG"):
        ask(program, {"text": REPORT})

    assert not Petition.objects.exists()
    assert not FormDraft.objects.exists()
    assert not Event.objects.exists()
    told = caplog.text + "".join(capsys.readouterr())
    assert "柳溪镇党委书记" not in told
    assert "公车私用" not in told
