"""Delivery: leased, fenced, put off, put aside; and nobody is written to who may not know."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db.models.functions import Now
from django.utils import timezone

from oversight import delivery
from petitions import clocks, lifecycle
from petitions.models import Notice
from petitions.permissions import grant_sight, withdraw_sight

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(delivered) -> Notice:
    """The mail that tells the desk of 青禾县人社局 what arrived; everything else is sent."""
    Notice.objects.filter(channel="email").exclude(recipient__username="hr_desk").delete()
    return Notice.objects.get(channel="email")


class Refusing:
    """A mail server that says no."""

    def __init__(self, *_args: object, **_kwargs: object) -> None:
        pass

    def send_messages(self, _messages: list[EmailMessage]) -> int:
        raise OSError("relay access denied")


@pytest.fixture
def refused(settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"


def due_again(notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk).update(next_try_at=Now())


def minutes_until_next(notice: Notice) -> int:
    notice.refresh_from_db()
    return round((notice.next_try_at - timezone.now()) / dt.timedelta(minutes=1))


def test_sends_one_due_notice_and_marks_it(notice):
    assert delivery.deliver_next()
    assert not delivery.deliver_next()

    notice.refresh_from_db()
    (sent,) = mail.outbox
    assert sent.to == ["hr_desk@cast.example"]
    assert notice.subject == sent.subject
    assert notice.sent_at is not None
    assert (notice.attempts, notice.lease) == (1, 1)


def test_inbox_rows_are_never_leased(notice):
    Notice.objects.filter(channel="inbox").update(sent_at=None)

    assert delivery.deliver_due(budget=10) == 1


def test_a_copy_carries_the_same_message_id(notice):
    delivery.deliver_next()
    Notice.objects.filter(pk=notice.pk).update(sent_at=None, next_try_at=Now())
    delivery.deliver_next()

    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert first.extra_headers["Message-ID"].endswith("@localhost>")


def test_a_refusal_puts_it_off_longer_each_time_and_aside_the_fifth(notice, refused):
    waits = []
    for _ in range(4):
        assert delivery.deliver_next()
        waits.append(minutes_until_next(notice))
        due_again(notice)
    assert waits == [1, 2, 4, 8]
    assert not Notice.objects.exclude(quarantined_at=None).exists()

    assert delivery.deliver_next()

    notice.refresh_from_db()
    assert notice.quarantined_at is not None
    assert notice.sent_at is None
    due_again(notice)
    assert not delivery.deliver_next()


def test_one_that_kills_its_worker_is_put_aside_after_five_attempts(notice):
    for _ in range(5):
        assert delivery.lease() is not None  # and the worker dies
        due_again(notice)

    assert delivery.deliver_next()

    notice.refresh_from_db()
    assert notice.quarantined_at is not None
    assert not mail.outbox


def test_a_bad_row_does_not_hold_up_the_others(notice, delivered, settings):
    Notice.objects.filter(pk=notice.pk).update(subject="两行\n标题")
    later = Notice.objects.filter(channel="inbox", recipient__username="supervisor")[0]
    later.pk, later.key, later.channel = None, "another:supervisor:email", "email"
    later.sent_at, later.next_try_at = None, Now()
    later.save()

    assert delivery.deliver_due(budget=10) == 2

    assert [sent.to for sent in mail.outbox] == [["supervisor@cast.example"]]
    notice.refresh_from_db()
    assert (notice.attempts, notice.sent_at) == (1, None)


def test_a_leased_notice_is_nobody_elses_for_two_minutes(notice):
    assert delivery.lease() == notice

    assert delivery.lease() is None
    assert minutes_until_next(notice) == 2


def test_a_worker_back_from_the_dead_may_not_mark_what_another_took_over(notice):
    dead = delivery.lease()
    due_again(notice)
    living = delivery.lease()
    assert dead is not None
    assert living is not None

    assert not delivery._settle(dead, quarantined_at=Now())
    assert delivery._settle(living, sent_at=Now())
    assert not delivery._settle(dead, next_try_at=Now())

    notice.refresh_from_db()
    assert notice.quarantined_at is None
    assert notice.sent_at is not None


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

    assert delivery.deliver_next()

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


def reminder_mail() -> Notice:
    Notice.objects.exclude(kind="reminder", channel="email").delete()
    return Notice.objects.get()


def test_a_reminder_is_not_sent_once_the_act_was_done(accepted, swept, walk):
    swept("2026-05-05")
    notice = reminder_mail()
    clocks.meet(accepted, ["conclude"], on=dt.date(2026, 5, 6))

    assert delivery.deliver_next()

    notice.refresh_from_db()
    assert notice.voided_at is not None
    assert not mail.outbox


def test_a_reminder_is_not_sent_for_a_day_that_has_moved(accepted, swept, walk):
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

    assert delivery.deliver_next()

    notice.refresh_from_db()
    assert notice.voided_at is not None
    assert not mail.outbox


def test_a_reminder_that_still_holds_is_sent(accepted, swept):
    swept("2026-05-05")
    reminder_mail()

    assert delivery.deliver_next()

    (sent,) = mail.outbox
    assert sent.subject == "办结还有 4 天到期：退休工龄少算五年"
