"""提醒规则: an organization's own rows before the general ones, and the page that sets them."""

from __future__ import annotations

import pytest

from routing.models import StageRule
from routing.reminders import Reminding, reminding_of, reset_own, set_own
from routing.stages import Stages

pytestmark = pytest.mark.django_db
GENERAL = Reminding(half=50, days=7, workdays=3)
OWN = Reminding(half=None, days=10, workdays=4, leader_hears=True)


@pytest.fixture
def hr(tree):
    return tree["qinghe-hr"]


def test_own_rows_go_before_the_general_ones_and_come_off_again(hr, tree):
    assert reminding_of(Stages.load(), "conclude", hr) == GENERAL

    set_own(hr, "conclude", OWN)

    assert reminding_of(Stages.load(), "conclude", hr) == OWN
    assert reminding_of(Stages.load(), "review", hr) == GENERAL
    assert reminding_of(Stages.load(), "conclude", tree["qinghe-env"]) == GENERAL
    assert reset_own(hr, "conclude") == 3
    assert reminding_of(Stages.load(), "conclude", hr) == GENERAL


def test_setting_again_replaces(hr):
    set_own(hr, "", OWN)
    set_own(hr, "", Reminding(half=60, days=5, workdays=2))

    assert reminding_of(Stages.load(), "conclude", hr) == Reminding(half=60, days=5, workdays=2)
    assert StageRule.objects.filter(organization=hr).count() == 3


def wanted(**changes: str) -> dict[str, str]:
    return {"code": "conclude", "days": "10", "workdays": "4", "half": ""} | changes


def test_the_leader_sets_and_resets_and_everybody_there_reads(hr, sign_in):
    assert sign_in("hr_leader").post("/reminders/", wanted()).status_code == 302

    read = sign_in("hr_handler").get("/reminders/").content.decode()
    assert "10 日" in read
    assert "设定本单位的提醒" not in read
    assert "10 日" not in sign_in("env_leader").get("/reminders/").content.decode()

    leader = sign_in("hr_leader")
    assert leader.post("/reminders/reset/", {"code": "conclude"}).status_code == 302
    assert leader.post("/reminders/reset/", {"code": "conclude"}).status_code == 404
    assert not StageRule.objects.filter(organization=hr).exists()


@pytest.mark.parametrize("username", ["hr_handler", "clerk", "leader"])
def test_nobody_else_sets(hr, sign_in, username):
    client = sign_in(username)

    assert client.post("/reminders/", wanted()).status_code == 403
    assert client.post("/reminders/reset/", {"code": ""}).status_code == 403


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"days": "0"}, "请填写 1 至 30 的整数。"),
        ({"workdays": "十"}, "请填写 1 至 10 的整数。"),
        ({"half": "95"}, "请填写 10 至 90 的整数。"),
        ({"code": "nothing"}, "没有这个期限。"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_stays_typed(hr, sign_in, changes, said):
    response = sign_in("hr_leader").post("/reminders/", wanted(**changes))

    assert response.status_code == 400
    assert said in response.content.decode()
    assert f'value="{next(iter(changes.values()))}"' in response.content.decode() or (
        "code" in changes
    )
    assert not StageRule.objects.filter(organization=hr).exists()
