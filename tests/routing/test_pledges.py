"""服务承诺: shorter than the law or refused, and the page where a leader sets it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError

from accounts.models import Organization
from routing.models import Pledge
from routing.pledges import pledge_for, pledgeable, promise, withdraw
from routing.timelimits import add_local, limit_for

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 16)
NOW = dt.datetime(2026, 3, 16, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = dt.timedelta(1)


@pytest.fixture
def hr(tree) -> Organization:
    return tree["qinghe-hr"]


def promised(place: Organization, *, on: dt.date = TODAY, code: str = "conclude") -> int | None:
    return pledge_for(limit_for(code, on=on, organization=place), on=on, organization=place)


def test_a_promise_counts_from_its_day_on_and_for_its_organization_alone(hr, tree):
    promise(hr, "conclude", 40, valid_from=TODAY + DAY, on=TODAY)

    assert promised(hr) is None
    assert promised(hr, on=TODAY + DAY) == 40
    assert promised(tree["qinghe-env"], on=TODAY + DAY) is None


@pytest.mark.parametrize("number", [60, 61, 500])
def test_what_is_not_shorter_is_refused_with_the_article(hr, number):
    with pytest.raises(ValidationError) as refused:
        promise(hr, "conclude", number, valid_from=TODAY, on=TODAY)

    assert refused.value.message_dict == {
        "number": ["“办结”的期限是60日（第三十四条），承诺只能更短。"]
    }


def test_a_local_rule_is_what_must_be_beaten(hr):
    add_local(
        code="conclude", organization=hr, number=45, article="本地办法", valid_from=TODAY - DAY
    )

    with pytest.raises(ValidationError):
        promise(hr, "conclude", 45, valid_from=TODAY, on=TODAY)


@pytest.mark.parametrize("code", ["request_review", "object", "feedback", "serve", "nothing"])
def test_what_is_a_right_or_fixed_by_a_paper_cannot_be_promised(hr, code):
    with pytest.raises(ValidationError) as refused:
        promise(hr, code, 2, valid_from=TODAY, on=TODAY)

    assert list(refused.value.message_dict) == ["code"]
    assert code not in {limit.code for limit in pledgeable(on=TODAY, organization=hr)}


def test_no_promise_is_made_backwards(hr):
    with pytest.raises(ValidationError) as refused:
        promise(hr, "conclude", 40, valid_from=TODAY - DAY, on=TODAY)

    assert list(refused.value.message_dict) == ["valid_from"]


def test_a_new_promise_ends_the_one_before_it(hr):
    promise(hr, "conclude", 40, valid_from=TODAY, on=TODAY)
    promise(hr, "conclude", 50, valid_from=TODAY + 10 * DAY, on=TODAY)

    assert [promised(hr, on=TODAY + n * DAY) for n in (0, 9, 10)] == [40, 40, 50]
    with pytest.raises(ValidationError) as refused:
        promise(hr, "conclude", 30, valid_from=TODAY + 5 * DAY, on=TODAY)
    assert list(refused.value.message_dict) == ["valid_from"]


def test_withdrawn_today_it_counts_until_tonight_and_one_to_come_never(hr):
    running = promise(hr, "conclude", 40, valid_from=TODAY, on=TODAY)
    coming = promise(hr, "review", 20, valid_from=TODAY + DAY, on=TODAY)

    for pledge in (running, coming):
        withdraw(pledge, at=NOW, on=TODAY)

    assert [promised(hr), promised(hr, on=TODAY + DAY)] == [40, None]
    assert promised(hr, on=TODAY + DAY, code="review") is None


def test_a_promise_that_the_law_overtook_counts_no_more(hr):
    promise(hr, "conclude", 50, valid_from=TODAY, on=TODAY)
    add_local(
        code="conclude", organization=hr, number=45, article="本地办法", valid_from=TODAY + DAY
    )

    assert [promised(hr), promised(hr, on=TODAY + DAY)] == [50, None]


def post(client, **changes):
    said = {"code": "conclude", "number": "40", "valid_from": "2026-03-16"}
    with time_machine.travel(NOW, tick=False):
        return client.post("/pledges/", said | changes)


def get(client) -> str:
    with time_machine.travel(NOW, tick=False):
        return client.get("/pledges/").content.decode()


def test_the_leader_sets_it_and_everybody_there_reads_it(hr, sign_in):
    assert post(sign_in("hr_leader")).status_code == 302

    for colleague in ("hr_leader", "hr_handler"):
        assert "40 日" in get(sign_in(colleague))
    assert "40 日" not in get(sign_in("env_leader"))


@pytest.mark.parametrize("username", ["hr_desk", "hr_handler", "clerk", "leader", "sysadmin"])
def test_nobody_else_sets_it(hr, sign_in, username):
    assert post(sign_in(username)).status_code == 403
    assert "作出或修改承诺" not in get(sign_in(username))
    assert not Pledge.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": "60"}, "“办结”的期限是60日（第三十四条），承诺只能更短。"),
        ({"number": "0"}, "承诺至少为 1。"),
        ({"number": "许多"}, "请填写整数。"),
        ({"code": ""}, "请选择期限。"),
        ({"code": "object"}, "这个期限不能作出承诺。"),
        ({"valid_from": "2026-03-15"}, "承诺自今天或以后起算，不能倒签。"),
        ({"valid_from": ""}, "请填写起始日。"),
    ],
)
def test_what_is_wrong_stands_at_its_field(hr, sign_in, changes, said):
    response = post(sign_in("hr_leader"), **changes)

    assert response.status_code == 400
    assert said in response.content.decode()
    assert not Pledge.objects.exists()


def test_a_leader_withdraws_only_what_is_their_own(hr, sign_in):
    pledge = promise(hr, "conclude", 40, valid_from=TODAY, on=TODAY)
    path = f"/pledges/{pledge.pk}/withdrawal/"

    with time_machine.travel(NOW, tick=False):
        assert sign_in("env_leader").post(path).status_code == 404
        assert sign_in("hr_handler").post(path).status_code == 403
        assert sign_in("hr_leader").post(path).status_code == 302

    pledge.refresh_from_db()
    assert pledge.valid_to == TODAY
