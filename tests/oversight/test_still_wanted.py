"""Judged again when it leaves: who may still be told, and whether it is still so."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail

from oversight import delivery
from petitions import clocks, lifecycle
from petitions.models import Notice
from petitions.permissions import grant_sight, withdraw_sight
from tests.oversight.test_delivery import deliver

pytestmark = pytest.mark.django_db


@pytest.mark.leaves_gaps
@pytest.mark.parametrize("left", ["inactive", "no address", "recused", "moved away"])
def test_who_may_no_longer_know_is_not_written_to(notice, walk, delivered, left):
    desk = walk.cast["hr_desk"]
    if left == "inactive":
        desk.user.is_active = False
        desk.user.save(update_fields=["is_active"])
    elif left == "no address":
        desk.user.email = ""
        desk.user.save(update_fields=["email"])
    elif left == "recused":
        delivered.claim.recusals.create(
            user=desk.user,
            ground="近亲属。",
            recorded_by=desk.user,
            recorded_on=dt.date(2026, 3, 5),
        )
    else:
        desk.ends_on = dt.date(2026, 3, 5)
        desk.save(update_fields=["ends_on"])

    assert deliver()

    notice.refresh_from_db()
    assert notice.voided_at is not None
    assert not mail.outbox


def test_sight_that_was_granted_and_withdrawn_is_judged_when_sending(notice, walk, delivered):
    outsider = walk.cast["env_desk"].user
    Notice.objects.filter(pk=notice.pk).update(recipient=outsider)
    grant_sight(delivered.claim, to=outsider)
    assert delivery.still_wanted(Notice.objects.get(pk=notice.pk))

    withdraw_sight(delivered.claim, of=outsider)

    assert not delivery.still_wanted(Notice.objects.get(pk=notice.pk))


def test_nobody_is_told_of_an_own_act(all_mail, walk):
    """The desk sends on what it registered itself, and hears nothing of it."""
    walk.delivered()

    assert not Notice.objects.filter(recipient__username="clerk", kind="refer").exists()
    assert not Notice.objects.filter(recipient__username="clerk", kind="register").exists()
    assert Notice.objects.filter(recipient__username="supervisor", kind="register").exists()


def reminder_mail(username: str = "hr_handler") -> Notice:
    Notice.objects.exclude(kind="reminder", channel="email", recipient__username=username).delete()
    return Notice.objects.get()


@pytest.mark.leaves_gaps
def test_a_reminder_is_not_sent_once_the_act_was_done(all_mail, accepted, swept, walk):
    swept("2026-05-05")
    notice = reminder_mail()
    clocks.meet(accepted, ["conclude"], on=dt.date(2026, 5, 6))

    assert deliver()

    notice.refresh_from_db()
    assert notice.voided_at is not None
    assert not mail.outbox


def test_a_reminder_is_not_sent_for_a_day_that_has_moved(all_mail, accepted, swept, walk):
    swept("2026-05-05")
    notice = reminder_mail()
    lifecycle.request_extension(
        accepted,
        days=30,
        reason="须等待档案。",
        by=walk.cast["hr_handler"],
        at=walk.at("2026-05-06"),
    )
    lifecycle.grant_extension(
        accepted, answer="同意。", by=walk.cast["hr_leader"], at=walk.at("2026-05-07")
    )
    Notice.objects.exclude(pk=notice.pk).delete()

    assert deliver()

    notice.refresh_from_db()
    assert notice.voided_at is not None
    assert not mail.outbox


def test_a_reminder_that_still_holds_is_sent(all_mail, accepted, swept):
    swept("2026-05-05")
    reminder_mail()

    assert deliver()

    (sent,) = mail.outbox
    assert "退休工龄少算五年" in sent.subject
