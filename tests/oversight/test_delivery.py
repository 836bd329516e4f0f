"""Delivery: leased, fenced, put off, put aside; and nobody is written to who may not know."""

from __future__ import annotations

import datetime as dt
import smtplib
from collections.abc import Sequence

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models.functions import Now
from django.utils import timezone

from oversight import clock, delivery
from oversight.channels import mail as letters
from oversight.delivery import circuits, queue
from oversight.models import Circuit
from petitions.models import Notice

pytestmark = pytest.mark.django_db
NIGHT = dt.datetime(2026, 3, 4, 23, 0, tzinfo=timezone.get_default_timezone())
NOON = NIGHT.replace(hour=12)
SUNDAY = NOON.replace(day=8)
NOBODYS_SESSION = 2**31 - 1


class Broken(BaseEmailBackend):
    """A mail server in one of several bad moods."""

    mood = ""

    def open(self) -> bool:
        if self.mood == "away":
            raise ConnectionRefusedError
        return True

    def send_messages(self, _messages: Sequence[EmailMessage]) -> int:
        if self.mood == "refusing":
            raise smtplib.SMTPDataError(550, b"relay access denied")
        raise smtplib.SMTPServerDisconnected


class Away(Broken):
    mood = "away"


class Refusing(Broken):
    mood = "refusing"


class HangsUp(Broken):
    mood = "hangs up"


@pytest.fixture
def server(settings):
    """`server(Refusing)` puts that one in the place of the mail server."""

    def use(kind: type[Broken]) -> None:
        settings.EMAIL_BACKEND = f"{__name__}.{kind.__name__}"

    return use


def deliver(at: dt.datetime = NOON) -> bool:
    return delivery.deliver_next(at=at)


def due_again(notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk).update(next_try_at=Now())


def minutes_until_next(notice: Notice) -> int:
    notice.refresh_from_db()
    return round((notice.next_try_at - timezone.now()) / dt.timedelta(minutes=1))


def another(notice: Notice, username: str, **changes) -> Notice:
    """The same mail to somebody else, due a little later."""
    row = Notice.objects.filter(channel="inbox", recipient__username=username)[0]
    row.pk, row.key, row.channel = None, f"another:{username}:{notice.pk}", "email"
    row.sent_at, row.next_try_at = None, Now()
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    return row


def test_sends_one_due_notice_and_marks_it(notice):
    assert deliver()
    assert not deliver()

    notice.refresh_from_db()
    (sent,) = mail.outbox
    assert sent.to == ["hr_desk@cast.example"]
    assert notice.subject == sent.subject
    assert f"http://127.0.0.1:8000{notice.url}" in sent.body
    assert (notice.sent_at is None, notice.sending_at) == (False, None)
    assert (notice.attempts, notice.lease, notice.copies) == (1, 1, 0)


def test_inbox_rows_are_never_leased(notice):
    Notice.objects.filter(channel="inbox").update(sent_at=None)

    assert deliver()
    assert not deliver()


@pytest.mark.parametrize("at", [NIGHT, SUNDAY, NOON.replace(hour=8, minute=29)])
def test_outside_working_hours_only_what_is_urgent_leaves(notice, at):
    urgent = another(notice, "supervisor", is_urgent=True)

    assert deliver(at)
    assert not deliver(at)

    urgent.refresh_from_db()
    notice.refresh_from_db()
    assert urgent.sent_at is not None
    assert (notice.sent_at, notice.attempts) == (None, 0)
    assert deliver(NOON.replace(hour=8, minute=30))


def test_nothing_leaves_while_the_clock_is_in_doubt(notice):
    Notice.objects.filter(pk=notice.pk).update(is_urgent=True)
    clock.set_right(timezone.now() + dt.timedelta(minutes=10))

    assert delivery.deliver_due(budget=5) == 0

    clock.set_right(timezone.now())
    assert delivery.deliver_due(budget=5) == 1


def test_a_copy_carries_the_same_message_id(notice):
    deliver()
    Notice.objects.filter(pk=notice.pk).update(sent_at=None, next_try_at=Now())
    deliver()

    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == letters.message_id(notice)
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert first.extra_headers["Message-ID"].endswith("@localhost>")


def test_a_refusal_puts_it_off_longer_each_time_and_aside_the_fifth(notice, server):
    server(Refusing)
    waits = []
    for _ in range(4):
        assert deliver()
        waits.append(minutes_until_next(notice))
        due_again(notice)
    assert waits == [1, 2, 4, 8]
    assert not Notice.objects.exclude(quarantined_at=None).exists()

    assert deliver()

    notice.refresh_from_db()
    assert notice.quarantined_at is not None
    assert (notice.sent_at, notice.problem) == (None, "邮件服务器拒收")
    assert not Circuit.objects.filter(failures__gt=0).exists(), "the server works"
    due_again(notice)
    assert not deliver()


def test_what_was_put_aside_goes_again_when_a_person_says_so(notice, server, settings):
    server(Refusing)
    for _ in range(5):
        deliver()
        due_again(notice)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert queue.retry(notice.pk) == 1
    assert deliver()

    assert len(mail.outbox) == 1
    assert queue.retry() == 0, "what was sent is not put aside"


def test_one_that_kills_its_worker_is_put_aside_after_five_attempts(notice):
    for _ in range(5):
        assert queue.lease() is not None  # and the worker dies
        due_again(notice)

    assert deliver()

    notice.refresh_from_db()
    assert (notice.quarantined_at is None, notice.problem) == (False, "进程中断")
    assert not mail.outbox


def test_what_may_have_arrived_is_sent_once_more_and_counted(notice, server, settings):
    assert queue.lease() is not None
    Notice.objects.filter(pk=notice.pk).update(sending_at=Now(), next_try_at=Now())

    assert deliver()

    notice.refresh_from_db()
    assert (len(mail.outbox), notice.copies) == (1, 1)
    assert notice.sent_at is not None


def test_a_second_doubt_is_a_persons_to_decide(notice, server):
    server(HangsUp)
    for _ in range(3):
        assert deliver()
        due_again(notice)

    notice.refresh_from_db()
    assert (notice.copies, notice.problem) == (1, "两次都没有回执")
    assert notice.quarantined_at is not None


def test_a_bad_row_does_not_hold_up_the_others(notice):
    Notice.objects.filter(pk=notice.pk).update(subject="两行\n标题")
    another(notice, "supervisor")

    assert [deliver(), deliver(), deliver()] == [True, True, False]

    assert [sent.to for sent in mail.outbox] == [["supervisor@cast.example"]]
    notice.refresh_from_db()
    assert (notice.attempts, notice.sent_at) == (1, None)


def test_a_leased_notice_is_nobody_elses_for_two_minutes(notice):
    assert queue.lease() == notice

    assert queue.lease() is None
    assert minutes_until_next(notice) == 2


def test_what_the_dead_held_is_taken_over_within_seconds(notice):
    """Its session is gone; one that lives keeps what it holds, however slow it is."""
    assert queue.lease() == notice
    held = Notice.objects.filter(pk=notice.pk)
    held.update(next_try_at=Now() + queue.LEASE - queue.MOURNING)

    assert queue.take_over() == 0
    held.update(holder=NOBODYS_SESSION)
    assert queue.take_over() == 1

    assert deliver()
    assert len(mail.outbox) == 1
    notice.refresh_from_db()
    assert notice.holder is None
    assert queue.take_over() == 0


def test_a_worker_back_from_the_dead_may_not_mark_what_another_took_over(notice):
    dead = queue.lease()
    due_again(notice)
    living = queue.lease()
    assert dead is not None
    assert living is not None

    assert not queue.settle(dead, quarantined_at=Now())
    assert queue.settle(living, sent_at=Now())
    assert not queue.settle(dead, next_try_at=Now())

    notice.refresh_from_db()
    assert notice.quarantined_at is None
    assert notice.sent_at is not None


@pytest.fixture
def broken_gateway(notice, server) -> Circuit:
    """Five different mails found nobody at home."""
    server(Away)
    for number in range(5):
        another(notice, "supervisor", key=f"k{number}", is_urgent=True)
    for _ in range(5):
        assert deliver()
    return Circuit.objects.get()


def test_a_gateway_that_fails_five_times_in_a_row_is_left_alone(broken_gateway, notice):
    assert (broken_gateway.failures, broken_gateway.problem) == (5, "邮件服务器连接不上")
    assert broken_gateway.opened_at is not None
    untouched = Notice.objects.filter(channel="email", attempts=0)

    assert not deliver()

    assert untouched.count() == 1


def test_one_trial_finds_out_that_it_works_again(broken_gateway, notice, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Circuit.objects.update(probe_at=Now())

    assert deliver()

    circuit = Circuit.objects.get()
    assert (circuit.failures, circuit.opened_at, circuit.probe_at) == (0, None, None)
    Notice.objects.filter(channel="email").update(next_try_at=Now())
    while deliver():
        pass
    assert len(mail.outbox) == 6


def test_a_trial_that_fails_costs_the_notice_nothing(broken_gateway, notice):
    for _ in range(8):
        Circuit.objects.update(probe_at=Now())
        assert deliver()
        assert not deliver(), "one at a time"

    assert not Notice.objects.exclude(quarantined_at=None).exists()
    assert Notice.objects.filter(channel="email", attempts__gt=1).count() == 0


def test_of_two_workers_one_gets_the_trial(broken_gateway):
    Circuit.objects.update(probe_at=Now())
    troubled = circuits.troubled()

    assert [circuits.claim_probe(troubled) for _ in range(2)] == ["email", ""]


def test_a_failure_now_and_then_opens_nothing(notice):
    for _ in range(4):
        circuits.failed("email", "邮件服务器没有答复")
    circuits.answered("email")
    circuits.failed("email", "邮件服务器没有答复")

    circuit = Circuit.objects.get()
    assert (circuit.failures, circuit.opened_at) == (1, None)
