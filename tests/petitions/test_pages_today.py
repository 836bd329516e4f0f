"""我的今日工作: whose rows, in which group, with which next act, and at what price."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from petitions import lifecycle
from petitions.models import Petition
from petitions.states import Kind
from tests.petitions.pages import links, main_of, on_day

pytestmark = pytest.mark.django_db


def test_groups_by_lateness_the_worst_first(walk, sign_in):
    for received, title in (
        ("2026-03-02", "昨天已过"),
        ("2026-03-03", "今天截止"),
        ("2026-03-05", "两个工作日"),
        ("2026-03-17", "还有很久"),
    ):
        walk.register(on=received, title=title)

    with on_day("2026-03-18"):
        said = main_of(sign_in("clerk").get("/"))

    order = [
        "4 件需要您处理",
        "已超期 · 1",
        "昨天已过",
        "超期 1 天",
        "今日到期 · 1",
        "今天截止",
        "将到期 · 1",
        "两个工作日",
        "剩 2 个工作日",
        "其他待办 · 1",
        "还有很久",
        "剩 14 天",
    ]
    places = [said.index(words) for words in order]
    assert places == sorted(places)


def test_each_row_opens_the_petition_and_the_page_of_its_next_act(registered, sign_in):
    petition = registered.claim.petition

    with on_day("2026-03-03"):
        found = links(sign_in("clerk").get("/"))

    assert ("退休工龄少算五年", f"/petitions/{petition.number}/") in found
    assert any(href == f"/referrals/{registered.pk}/referral/" for _, href in found)


def test_no_two_buttons_of_the_list_read_the_same(walk, sign_in):
    walk.register()
    walk.register()

    with on_day("2026-03-03"):
        found = links(sign_in("clerk").get("/"))

    acts = [text for text, href in found if href.startswith("/referrals/")]
    assert len(acts) == len(set(acts)) == 2


def test_names_are_masked(registered, sign_in):
    with on_day("2026-03-03"):
        response = sign_in("clerk").get("/")

    assert "赵*例" in main_of(response)
    assert "赵示例" not in response.content.decode()


def test_a_body_sees_only_its_own_work(delivered, sign_in):
    with on_day("2026-03-05"):
        ours = main_of(sign_in("hr_desk").get("/"))
        theirs = main_of(sign_in("env_desk").get("/"))

    assert "退休工龄少算五年" in ours
    assert "签收" in ours
    assert "退休工龄少算五年" not in theirs
    assert "现在没有需要您处理的信访件" in theirs


def test_a_day_without_work_names_the_next_deadline(delivered, sign_in):
    with on_day("2026-03-05"):
        said = main_of(sign_in("hr_handler").get("/"))

    assert "现在没有需要您处理的信访件" in said
    assert "3月19日" in said


def test_an_objection_window_that_closed_is_not_lateness(received, sign_in):
    with on_day("2026-03-13"):
        said = main_of(sign_in("hr_desk").get("/"))

    assert "已超期" not in said
    assert "3月19日" in said


def test_one_step_alone(walk, sign_in):
    walk.delivered(title="等人签收")
    walk.received(title="等人受理")

    with on_day("2026-03-06"):
        client = sign_in("hr_desk")
        everything = main_of(client.get("/"))
        inbox = main_of(client.get("/?step=delivered"))

    assert "待签收 1" in everything
    assert "待受理 1" in everything
    assert "等人签收" in inbox
    assert "等人受理" not in inbox


def test_an_unknown_step_shows_everything(delivered, sign_in):
    with on_day("2026-03-06"):
        response = sign_in("hr_desk").get("/?step=no-such-step")

    assert response.status_code == 200
    assert "退休工龄少算五年" in main_of(response)


def test_a_handler_waits_for_the_extension_to_be_decided(accepted, walk, sign_in):
    handler = walk.handler(accepted)
    lifecycle.request_extension(
        accepted, days=10, reason="案情复杂。", by=handler, at=walk.at("2026-04-01")
    )

    with on_day("2026-04-02"):
        waiting = main_of(sign_in("hr_handler").get("/"))
        deciding = links(sign_in("hr_leader").get("/"))

    assert "等待审批延期" in waiting
    assert any(text.startswith("审批延期") for text, _ in deciding)


@pytest.mark.parametrize("username", ["sysadmin", "secadmin", "auditor"])
def test_the_three_administrators_have_a_calm_page_without_petitions(registered, sign_in, username):
    with on_day("2026-03-18"):
        response = sign_in(username).get("/")

    assert response.status_code == 200
    assert "账户用于管理系统" in main_of(response)
    assert "退休工龄少算五年" not in response.content.decode()


def test_each_number_of_the_leader_is_the_count_of_its_list(walk, sign_in):
    walk.register(on="2026-03-02")
    walk.register(on="2026-03-03")
    walk.register(on="2026-03-17")
    walk.delivered()

    with on_day("2026-03-18"):
        client = sign_in("leader")
        tiles = client.get("/").context["tiles"]
        counts = {tile["label"]: tile["count"] for tile in tiles}
        listed = {tile["label"]: client.get(tile["url"]).context["count"] for tile in tiles}

    assert counts == listed == {"已超期": "1", "今日到期": "1", "将到期": "1", "未办结": "4"}


def test_a_sealed_report_is_not_there_for_somebody_not_cleared(walk, sign_in):
    walk.register(kind=Kind.ACCUSATION, title="反映某某的问题", accused_name="某某")

    with on_day("2026-03-03"):
        cleared = main_of(sign_in("clerk").get("/"))
        leader = sign_in("leader").get("/").content.decode()

    assert "反映某某的问题" in cleared
    assert "密件" in cleared
    assert "反映某某的问题" not in leader


def test_forty_rows_cost_as_many_queries_as_five(walk, sign_in):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get("/").status_code == 200
        return len(captured)

    for _ in range(5):
        walk.register()
    with on_day("2026-03-03"):
        client = sign_in("clerk")
        client.get("/")
        five = queries()
        for _ in range(35):
            walk.register()
        forty = queries()

    assert Petition.objects.count() == 40
    assert five == forty <= 16


def test_a_stranger_is_sent_to_the_sign_in_page(client):
    response = client.get("/")

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/sign-in/")
