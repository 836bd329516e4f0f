"""登记: what the page says beside the form while it is being filled in."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from petitions.people import PROVINCES
from petitions.states import Kind
from tests.petitions.counter import person, text, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


HINTS = "/petitions/register/hints/"


def test_hints_name_a_repeat_by_telephone_and_text(clerk, walk):
    earlier = walk.register()

    page = text(clerk.post(HINTS, written(**person(0, phone="138 0000 4821"))))

    assert earlier.number in page
    assert "同一电话，原文相似" in page


def test_hints_find_a_namesake_with_a_similar_text(clerk, walk):
    walk.register()
    said = "我 1998 年进厂，去年退休时工龄从 2003 年算起，要求重新核算工龄。"

    page = text(clerk.post(HINTS, written(text=said, **person(0, name="赵示例"))))

    assert "姓名相同，原文相似" in page


def test_hints_say_nothing_of_what_the_person_may_not_see(walk, sign_in):
    hidden = walk.register()

    page = text(sign_in("env_desk").post(HINTS, written(**person(0, phone="13800004821"))))

    assert hidden.number not in page
    assert "没有发现相同的" in page


def test_hints_say_nothing_of_a_sealed_report_to_a_clerk_who_is_not_cleared(walk, cast, sign_in):
    sealed = walk.register(kind=Kind.ACCUSATION)
    cast["clerk"].is_cleared = False
    cast["clerk"].save(update_fields=["is_cleared"])

    page = text(sign_in("clerk").post(HINTS, written(**person(0, phone="13800004821"))))

    assert sealed.number not in page


def test_hints_name_the_competent_body_and_the_last_day(clerk):
    page = text(clerk.post(HINTS, written()))

    assert "青禾县人社局" in page
    assert "3月17日" in page
    assert "第二十二条" in page


def test_hints_of_a_body_promise_its_own_notice(cast, sign_in):
    page = text(sign_in("hr_desk").post(HINTS, written()))

    assert "书面告知信访人接收情况和途径、程序" in page
    assert "第二十三条" in page


def test_hints_read_the_id_number(clerk):
    page = text(clerk.post(HINTS, written(**person(0, id_number="11010519491231002X"))))

    assert "1949年12月31日出生" in page
    assert PROVINCES["11"] in page


def test_hints_never_fail_on_what_is_half_typed(clerk):
    response = clerk.post(
        HINTS, {"received_on": "2026-13", "people-0-id_number": "1", "category": "x"}
    )

    assert response.status_code == 200


def test_hints_of_others_are_refused(cast, sign_in):
    client = sign_in("hr_handler")

    assert client.post(HINTS, written()).status_code == 403
    assert client.get(HINTS).status_code == 405


def test_hints_cost_few_queries_however_many_petitions_there_are(clerk, walk):
    for _ in range(3):
        walk.register()
    clerk.post(HINTS, written())

    with CaptureQueriesContext(connection) as few:
        clerk.post(HINTS, written())
    for _ in range(12):
        walk.register()
    with CaptureQueriesContext(connection) as many:
        clerk.post(HINTS, written())

    assert len(many) == len(few)
