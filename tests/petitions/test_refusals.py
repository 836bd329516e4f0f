"""Every refusal is kept with its reason, although the act itself was rolled back."""

from __future__ import annotations

import pytest

from petitions import lifecycle
from petitions.models import Event, Notice, RecusalRequest, Referral, Refusal
from petitions.states import Kind
from routing.models import Category

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(walk):
    return walk.registered(
        kind=Kind.ACCUSATION,
        category=Category.objects.get(code="0502"),
        accused_name="某甲",
        accused_organization=walk.tree["qinghe-hr"],
    )


@pytest.mark.parametrize("body", ["qinghe-hr", "qinghe-housing"])
def test_e11_a_blocked_hand_over_is_logged_and_nothing_else_is_written(report, walk, sign_in, body):
    events = Event.objects.count()

    page = sign_in("clerk").post(
        f"/referrals/{report.pk}/referral/", {"organization": body, "version": "1"}
    )

    assert page.status_code == 400
    kept = Refusal.objects.get(referral=report)
    assert (kept.user.username, kept.action) == ("clerk", "refer")
    assert "检举" in kept.reason
    assert (Event.objects.count(), Referral.objects.count()) == (events, 1)
    shown = (
        sign_in("supervisor").get(f"/petitions/{report.claim.petition.number}/").content.decode()
    )
    assert kept.reason in shown
    assert not Refusal.objects.visible_to(walk.cast["hr_desk"].user).exists()


def test_e16_naming_a_recused_handler_is_logged(accepted, walk, sign_in):
    handler = walk.handler(accepted)
    lifecycle.recuse(
        accepted, person=handler.user, ground="亲属", by=handler, at=walk.at("2026-03-11")
    )

    page = sign_in("hr_desk").post(f"/referrals/{accepted.pk}/handler/", {"handler": "hr_handler"})

    assert page.status_code == 400
    assert "已回避" in Refusal.objects.get(action="assign_handler").reason


def test_g2_the_office_files_the_petitioners_application_and_the_leader_decides(
    accepted, walk, sign_in
):
    page = sign_in("clerk").post(
        f"/referrals/{accepted.pk}/recusal-request/",
        {"person": "hr_handler", "reason": "厂长的亲属", "version": accepted.version},
    )

    assert page.status_code == 302
    asked = RecusalRequest.objects.get(referral=accepted)
    assert (asked.recorded_by.username, asked.person.username) == ("clerk", "hr_handler")
    assert accepted.deadlines.open().filter(code="decide_recusal").exists()
    assert Notice.objects.filter(recipient=walk.approver(accepted).user).exists()
    lifecycle.decide_recusal(
        walk.again(accepted), granted=True, answer="属实", by=walk.approver(accepted),
        at=walk.at("2026-03-12"),
    )  # fmt: skip
    assert walk.again(accepted).handler is None
