"""发送情况: the system administrator sees queues, failures and addresses, and no content."""

from __future__ import annotations

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from oversight.models import Circuit, DemoText, DigestDay
from petitions.models import Notice, Preference
from petitions.models.preference import WISHES

pytestmark = pytest.mark.django_db
PAGE = "/sending/"


@pytest.fixture
def aside(walk) -> Notice:
    """A mail that was put aside, about a case with a title."""
    user = walk.cast["hr_desk"].user
    Preference.objects.create(user=user, wanted=[w for w in WISHES if w.endswith("email")])
    walk.delivered(title="退休工龄少算五年")
    notice = Notice.objects.get(channel="email")
    Notice.objects.filter(pk=notice.pk).update(
        quarantined_at=Now(), attempts=5, problem="邮件服务器拒收"
    )
    return notice


def page(client, path: str = PAGE) -> str:
    response = client.get(path)
    assert response.status_code == 200
    text: str = response.content.decode()
    return text


def test_what_was_put_aside_is_listed_with_its_reason_and_without_its_content(aside, sign_in):
    text = page(sign_in("sysadmin"))

    assert "叶文竹" in text
    assert "邮件服务器拒收" in text
    assert "退休" not in text
    assert aside.claim.petition.number not in text
    assert aside.subject not in text


def test_one_click_sends_it_on_its_way_again(aside, sign_in):
    client = sign_in("sysadmin")

    response = client.post("/sending/retry/", {"notice": aside.pk}, follow=True)

    assert "1 条通知已重新排队。" in response.content.decode()
    aside.refresh_from_db()
    assert (aside.quarantined_at, aside.attempts) == (None, 0)
    assert "没有隔离的通知" in page(client)


def test_all_go_again_at_once(aside, sign_in):
    sign_in("sysadmin").post("/sending/retry/", {"notice": "all"})

    assert not Notice.objects.exclude(quarantined_at=None).exists()


@pytest.mark.parametrize("notice", ["", "x", "-1", "9" * 30])
def test_a_broken_key_changes_nothing(aside, sign_in, notice):
    assert sign_in("sysadmin").post("/sending/retry/", {"notice": notice}).status_code == 302

    assert Notice.objects.exclude(quarantined_at=None).count() == 1


def test_the_queues_and_a_gateway_that_is_left_alone_are_told(aside, sign_in):
    Notice.objects.update(quarantined_at=None)
    Circuit.objects.create(
        gateway="sms",
        failures=7,
        problem="短信网关没有答复",
        opened_at=timezone.now(),
        probe_at=timezone.now(),
    )
    DigestDay.objects.create(day="2026-03-05", written_at=timezone.now(), people=12)

    text = page(sign_in("sysadmin"))

    assert "短信已暂停发送" in text
    assert "连续失败 7 次（短信网关没有答复）" in text
    assert "12 人" in text


def test_demo_texts_hide_most_of_the_number(cast, sign_in):
    DemoText.objects.create(
        key="k", number="13900001234", text="请登录系统查看。", received_at=timezone.now()
    )

    text = page(sign_in("sysadmin"), "/sending/texts/")

    assert "139****1234" in text
    assert "13900001234" not in text


@pytest.mark.parametrize("who", ["clerk", "chief", "secadmin", "auditor"])
def test_nobody_else_sees_or_touches_it(aside, sign_in, who):
    client = sign_in(who)

    assert client.get(PAGE).status_code == 403
    assert client.get("/sending/texts/").status_code == 403
    assert client.post("/sending/retry/", {"notice": aside.pk}).status_code == 403
    aside.refresh_from_db()
    assert aside.quarantined_at is not None


def test_many_put_aside_cost_no_more_queries(aside, sign_in, django_assert_max_num_queries):
    rows = Notice.objects.filter(pk=aside.pk)
    for number in range(120):
        copy = rows.get()
        copy.pk, copy.key = None, f"k{number}"
        copy.save()
    client = sign_in("sysadmin")
    page(client)

    with django_assert_max_num_queries(14):
        text = page(client)
    assert text.count("重新发送给") == 100
