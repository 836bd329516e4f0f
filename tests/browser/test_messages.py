"""消息, 通知设置, 发送情况 in a real browser: nothing for axe, nothing cut off, and the clicks."""

from __future__ import annotations

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from oversight.models import Circuit, DemoText
from petitions.models import Notice, Preference
from petitions.models.preference import WISHES
from tests.journeys import road

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER_THAN_SCREEN = (
    "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
)


@pytest.fixture
def full(walk):
    """Messages of several cases for the desk, a mail put aside, texts, a gateway left alone."""
    desk = walk.cast["hr_desk"].user
    Preference.objects.create(user=desk, wanted=[w for w in WISHES if w.endswith("email")])
    hops = [walk.drafted(title=title) for title in ("退休工龄少算五年", "征地补偿标准")]
    walk.delivered(title="拖欠工资三个月")
    Notice.objects.filter(channel="email").update(quarantined_at=Now(), attempts=5)
    Notice.objects.filter(channel="email").update(problem="邮件服务器拒收")
    now = timezone.now()
    Circuit.objects.create(
        gateway="sms", failures=6, problem="短信网关没有答复", opened_at=now, probe_at=now
    )
    DemoText.objects.create(key="k", number="13900001234", text="请登录系统查看。", received_at=now)
    return hops


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("hr_desk", "/messages/"),
        ("hr_desk", "/messages/settings/"),
        ("sysadmin", "/sending/"),
        ("sysadmin", "/sending/texts/"),
    ],
)
@pytest.mark.parametrize("width", [1366, 390])
def test_the_pages_are_accessible_and_fit(desk, axe, full, who, path, width):
    with road.on("2026-05-12"):
        page = desk(who, viewport={"width": width, "height": 768})
        assert page.goto(path).status == 200
        for fold in page.locator("main details > summary").all():
            fold.click()

        assert axe(page) == []
        assert not page.evaluate(WIDER_THAN_SCREEN)


def test_a_case_is_opened_from_its_line_and_is_read_then(desk, full):
    with road.on("2026-05-12"):
        page = desk("hr_desk")
        page.goto("/messages/")
        page.locator(".threads .count").first.wait_for()
        before = page.locator(".threads .count").count()
        page.locator(".threads .t > a").first.click()
        page.wait_for_url("**/petitions/**")
        page.goto("/messages/")

        assert page.locator(".threads .count").count() == before - 1


def test_settings_are_kept_and_the_last_way_stays(desk, full):
    with road.on("2026-05-12"):
        page = desk("hr_desk")
        page.goto("/messages/settings/")
        page.locator('input[value="urgent:email"]').uncheck()
        page.locator("main .btn.primary").click()
        refused = page.locator("main").inner_text()
        page.locator('input[value="urgent:email"]').check()
        page.locator('input[value="oversight:email"]').uncheck()
        page.locator("main .btn.primary").click()
        page.wait_for_load_state()

    assert "紧急通知不能全部关掉" in refused
    wanted = Preference.objects.get(user__username="hr_desk").wanted
    assert "urgent:email" in wanted
    assert "oversight:email" not in wanted


def test_one_click_sends_what_was_put_aside(desk, full):
    with road.on("2026-05-12"):
        page = desk("sysadmin")
        page.goto("/sending/")
        before = page.locator("td.go button").count()
        page.locator("td.go button").first.click()
        page.wait_for_load_state()
        text = page.locator("body").inner_text()

    assert "1 条通知已重新排队。" in text
    assert Notice.objects.exclude(quarantined_at=None).count() == before - 1
