"""The acts over the API: the same forms, competence and reasons as on the pages."""

from __future__ import annotations

import uuid

import pytest

from petitions.acts import FORM_BY_NOUN
from petitions.models import Event, Referral
from petitions.permissions import post_for

pytestmark = pytest.mark.django_db
ACCEPTANCE = {"branch": 6, "branch_reason": "不属于前五项。", "handler": "hr_handler"}


def test_an_act_answers_with_the_event_and_the_hop(program, received, on):
    on("2026-03-10")
    response = program("hr_desk").post(
        f"referrals/{received.pk}/acceptance/", ACCEPTANCE | {"version": received.version}
    )

    done = response.json()
    assert response.status_code == 200, done
    assert done["event"].startswith("受理（")
    assert done["referral"]["state"] == "accepted"
    assert done["referral"]["handler"] == {"username": "hr_handler", "name": "顾清和"}
    assert done["referral"]["version"] == received.version + 1
    assert done["next_referral"] is None


def test_referring_answers_with_the_new_hop(program, registered, on):
    on("2026-03-04")
    body = {"mode": "forward", "organization": "qinghe-hr"}
    done = program("clerk").post(f"referrals/{registered.pk}/referral/", body).json()

    assert done["referral"]["state"] == "referred"
    assert done["next_referral"]["parent"] == str(registered.pk)
    assert done["next_referral"]["organization"]["code"] == "qinghe-hr"


def test_agreeing_to_an_objection_answers_with_the_senders_hop(program, delivered, on):
    on("2026-03-06")
    objection = {"ground": "三定方案", "reason": "不属本局职责"}
    program("hr_desk").post(f"referrals/{delivered.pk}/objection/", objection)
    done = program("supervisor").post(
        f"referrals/{delivered.pk}/objection-agreement/", {"reason": "确属误转"}
    )

    assert done.json()["next_referral"]["id"] == str(delivered.parent_id)
    assert done.json()["next_referral"]["state"] == "pending"


def test_a_branch_may_be_written_as_text_too(program, received, on):
    on("2026-03-10")
    body = ACCEPTANCE | {"branch": "6"}

    assert program("hr_desk").post(f"referrals/{received.pk}/acceptance/", body).status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"branch": 7}, "branch"),
        ({"branch": None}, "branch"),
        ({"branch": True}, "branch"),
        ({"branch": [6]}, "branch"),
        ({"branch_reason": "  "}, "branch_reason"),
        ({"branch_reason": "长" * 1001}, "branch_reason"),
        ({"handler": "env_handler"}, "handler"),
        ({"handler": 7}, "handler"),
        ({"version": "2"}, "version"),
        ({"version": 2.0}, "version"),
        ({"state": "ended"}, "state"),
        ({"handler_id": 1, "organization": "qinghe-env"}, "organization"),
    ],
)
def test_what_is_wrong_stands_at_its_field(program, received, on, change, field):
    on("2026-03-10")
    response = program("hr_desk").post(f"referrals/{received.pk}/acceptance/", ACCEPTANCE | change)

    assert response.status_code == 400
    assert field in response.json()["errors"]
    assert Referral.objects.get(pk=received.pk).state == "received"


def test_what_the_verb_finds_wrong_stands_at_its_field_too(program, accepted, on):
    on("2026-03-20")
    response = program("hr_handler").post(
        f"referrals/{accepted.pk}/extension-request/", {"days": 31, "reason": "案情复杂"}
    )

    assert response.status_code == 400
    assert "30" in response.json()["errors"]["days"][0]


def test_a_body_that_is_not_competent_is_named(program, registered, on):
    on("2026-03-04")
    response = program("clerk").post(
        f"referrals/{registered.pk}/referral/", {"mode": "forward", "organization": "qinghe-env"}
    )

    assert response.status_code == 400
    assert "青禾县人社局" in response.json()["errors"]["organization"][0]


def test_an_act_out_of_order_is_a_conflict_before_any_field(program, delivered, on):
    on("2026-03-05")
    response = program("hr_desk").post(f"referrals/{delivered.pk}/acceptance/", {})

    assert response.status_code == 409
    assert response.json()["detail"] == "“待签收”的信访件不能“受理”。"


def test_a_guard_says_why(program, delivered, on):
    on("2026-03-12")
    response = program("hr_desk").post(
        f"referrals/{delivered.pk}/objection/", {"ground": "三定方案", "reason": "不属本局"}
    )

    assert response.status_code == 409
    assert "5 个工作日已过" in response.json()["detail"]


def test_a_stale_program_learns_what_the_other_did(program, received, on):
    on("2026-03-10")
    url = f"referrals/{received.pk}/acceptance/"
    body = ACCEPTANCE | {"version": received.version}
    program("hr_desk").post(url, body)
    response = program("hr_handler").post(url, body)

    problem = response.json()
    assert response.status_code == 409
    assert [event["by"] for event in problem["events"]] == ["叶文竹"]
    assert problem["events"][0]["action"] == "accept"
    assert problem["events"][0]["version"] == received.version + 1


def test_seeing_is_not_acting(program, received, on):
    on("2026-03-10")
    response = program("clerk").post(f"referrals/{received.pk}/acceptance/", ACCEPTANCE)

    assert response.status_code == 409
    assert "“受理”，这一步由青禾县人社局的收发、承办人办理。" in response.json()["detail"]


def test_a_stranger_finds_nothing(program, received):
    for pk in (received.pk, uuid.uuid4()):
        response = program("env_desk").post(f"referrals/{pk}/acceptance/", ACCEPTANCE)
        assert response.status_code == 404
        assert response.json()["detail"] == "没有这条记录，或者您无权查看。"


def test_who_may_do_what_is_one_table(program, cast, received):
    """Nobody without the post gets further than whose act it is, nobody without sight than 404."""
    events = Event.objects.count()
    for username, post in cast.items():
        visible = Referral.objects.visible_to(post.user).filter(pk=received.pk).exists()
        for noun, form in FORM_BY_NOUN.items():
            may = visible and post_for(post.user, form.action, received) is not None
            response = program(username).post(f"referrals/{received.pk}/{noun}/", {"x": 1})
            expected = (400, 409) if may else (409,) if visible else (404,)
            assert response.status_code in expected, (username, noun)
            told = "这一步由" in response.json()["detail"]
            assert told == (visible and not may), (username, noun)
    assert Event.objects.count() == events


def test_every_act_wants_a_token(program, received):
    for noun in FORM_BY_NOUN:
        assert program("").post(f"referrals/{received.pk}/{noun}/").status_code == 401


@pytest.mark.parametrize("noun", ["acceptances", "Acceptance", "state", "delete"])
def test_a_noun_that_is_none(program, received, noun):
    response = program("hr_desk").post(f"referrals/{received.pk}/{noun}/", {})

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert "没有这个地址" in response.json()["detail"]


def test_acts_are_posted(program, received):
    hr_desk = program("hr_desk").client
    url = f"/api/v1/referrals/{received.pk}/acceptance/"
    for method in (hr_desk.get, hr_desk.put, hr_desk.patch, hr_desk.delete):
        response = method(url)
        assert response.status_code == 405
        assert response.json()["title"] == "不支持这种请求方法"


def test_a_mark_of_recusal_is_heard(program, accepted, on):
    on("2026-03-11")
    program("hr_leader").post(
        f"referrals/{accepted.pk}/recusal/", {"person": "hr_handler", "ground": "信访人的亲属"}
    )
    response = program("hr_handler").post(f"referrals/{accepted.pk}/draft/", {})

    assert response.status_code == 409
    assert "回避" in response.json()["detail"]
