"""调解 from consent to performance, and the proposals beside the road, as people see them."""

from __future__ import annotations

import datetime as dt
import os

import pytest
import time_machine

from petitions import lifecycle
from petitions.models.petition import Intake
from petitions.states import State
from routing.models import Category

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def shot(page, name):
    folder = os.environ.get("SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/m1_{name}.png")


@pytest.fixture
def april():
    with time_machine.travel(dt.datetime(2026, 4, 1, 2, tzinfo=dt.UTC), tick=True):
        yield


def test_an_agreement_is_written_followed_up_and_confirmed(desk, walk, axe, april):
    hop = walk.mediating()
    page = desk("hr_handler")

    page.goto(f"/referrals/{hop.pk}/settlement/")
    page.get_by_label("双方当事人").fill("赵示例；示例机械厂")
    page.get_by_label("争议事项").fill("工龄认定")
    page.get_by_label("协议内容").fill("厂方补缴五年。")
    page.get_by_label("履行方式").fill("转账到社保专户。")
    page.get_by_label("履行期限").fill("2026-05-20 补缴三年\n2026-06-30 补缴两年")
    assert axe(page) == []
    shot(page, "settle")
    page.locator("form button.primary").click()
    page.get_by_role("dialog").get_by_role("button", name="调解达成").click()
    page.wait_for_url("**/petitions/**")
    shot(page, "settled")
    assert axe(page) == []
    assert "可申请司法确认" in page.locator(".road").first.inner_text()
    page.get_by_role("link", name="登记司法确认申请").first.click()
    shot(page, "confirm")
    page.get_by_label("人民法院").fill("青禾县人民法院")
    page.get_by_label("申请日期").fill("2026-04-01")
    assert axe(page) == []
    page.locator("form button.primary").click()
    page.wait_for_url("**/petitions/**")

    assert "等待法院裁定" in page.locator(".road").first.inner_text()
    assert walk.again(hop).state == State.CONCLUDED


def test_a_visitor_to_the_courts_is_guided_and_a_second_body_joins(desk, walk, axe, april):
    hop = walk.registered(intake=Intake.VISIT, category=Category.objects.get(code="1301"))
    page = desk("supervisor")
    page.goto(f"/petitions/{hop.claim.petition.number}/")
    shot(page, "guidance")
    assert axe(page) == []
    page.get_by_role("link", name="按这一理由引导告知").click()
    shot(page, "refusal")
    assert page.get_by_label("属于审判机关、检察机关职权范围").is_checked()

    other = walk.accepted()
    lifecycle.handle_jointly(
        other, organization=walk.tree["qinghe-env"], agreement="已协商。", by=walk.desk(other),
        at=walk.at("2026-03-12"),
    )  # fmt: skip
    handler = desk("hr_handler")
    for noun in ("mediation", "joint-body", "joint-body-removal"):
        handler = desk("hr_handler" if noun == "mediation" else "hr_desk")
        handler.goto(f"/referrals/{other.pk}/{noun}/")
        shot(handler, noun)
        assert axe(handler) == []
    handler.goto(f"/petitions/{other.claim.petition.number}/")
    assert "共同办理" in handler.content()
