"""Boundary scenarios (domain reference 6.1) that no other file has: E03, E20, E21."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from petitions import lifecycle, repeats
from petitions.models import Deadline, Referral
from petitions.models.petition import Intake
from petitions.permissions import MAY, Party
from petitions.states import TRANSITIONS, Kind, State
from routing.models import Category

pytestmark = pytest.mark.django_db
LAMP = "柳溪镇集市西口的路灯坏了半个月，晚上看不见路，老人摔了一跤，请派人修好。"


def test_e03_no_act_of_the_body_itself_returns_the_material(walk, sign_in):
    hop = walk.received()
    lifecycle.object_to(
        hop, ground="县政府三定规定", reason="不属于本机关职责。", proposed=None,
        by=walk.desk(hop), at=walk.at("2026-03-10"),
    )  # fmt: skip

    page = sign_in("hr_desk").post(
        f"/referrals/{hop.pk}/objection-agreement/", {"reason": "自行退回", "version": "3"}
    )

    assert page.status_code == 409
    assert walk.again(hop).state == State.OBJECTED
    returning = {row.action for row in TRANSITIONS if State.RETURNED in row.targets}
    assert {one.party for act in returning for one in MAY[act]} == {Party.SENDER}


def test_e20_an_anonymous_report_owes_no_notice_and_has_no_public_page(walk, client):
    hop = walk.registered(
        kind=Kind.ACCUSATION, category=Category.objects.get(code="0502"), is_anonymous=True,
        people=(), accused_name="某甲",
    )  # fmt: skip
    sent = lifecycle.refer(
        hop, organization=walk.tree["qinghe-discipline"], by=walk.cast["clerk"],
        at=walk.at("2026-03-04"),
    )  # fmt: skip

    codes = set(Deadline.objects.filter(referral__claim=hop.claim).values_list("code", flat=True))
    assert codes == {"forward", "take_over"}
    assert not sent.documents.filter(letter__in=("D04", "D09")).exists()
    matter, number = hop.claim.matter, hop.claim.petition.number
    by_token = client.get(reverse("portal:status", args=[matter.token]))
    by_code = client.post(reverse("portal:look-up"), {"number": number, "code": matter.query_code})
    assert (by_token.status_code, by_code.status_code) == (404, 400)


def test_e21_a_call_about_a_lamp_already_dispatched_is_linked_and_dispatched_once(walk):
    first = walk.delivered(title="路灯不亮", text=LAMP, intake=Intake.PHONE)
    said = repeats.Said(text=f"12345 转来：{LAMP}", names=frozenset({"赵示例"}))
    (found,) = repeats.certain(said, by=walk.cast["clerk"].user, on=dt.date(2026, 3, 6))

    again = walk.register(
        on="2026-03-06", intake=Intake.PHONE, title="12345 工单：路灯不亮", text=said.text,
        joins=found.petition.matter,
    )  # fmt: skip

    assert again.matter == first.claim.matter
    assert Referral.objects.filter(claim__matter=again.matter).count() == 2
    assert Referral.objects.filter(parent__isnull=False).count() == 1
    assert Deadline.objects.filter(code="forward").count() == 1
