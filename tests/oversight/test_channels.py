"""短信 and 接口推送: what goes over the wire, and what each kind of answer means."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db.models.functions import Now

from bench.faults.gateway import Gateway, Mood
from oversight import delivery
from oversight.channels import sms, webhook
from oversight.channels.outcome import DownError, RejectedError, UnclearError
from oversight.models import Circuit, DemoText
from petitions import outbox
from petitions.models import Claim, Notice, Preference, Webhook
from tests.oversight.test_delivery import NIGHT, NOON

pytestmark = pytest.mark.django_db
NUMBER = "13900001234"


@pytest.fixture
def company(settings) -> Iterator[Gateway]:
    """A real server on this machine; nobody waits for it longer than half a second."""
    gateway = Gateway().start()
    gateway.slowness = 1.5
    settings.SMS_URL, settings.SMS_TOKEN = gateway.url, "t0ken"
    settings.GATEWAY_TIMEOUT = 0.5
    yield gateway
    gateway.shutdown()
    gateway.server_close()


@pytest.fixture
def texted(cast):
    """The desk of 青禾县人社局 wants urgent messages as texts."""
    user = cast["hr_desk"].user
    user.phone = NUMBER
    user.save(update_fields=["phone"])
    Preference.objects.create(user=user, wanted=["urgent:sms", "digest:sms"])
    return user


def say(user, claim: Claim, **changes) -> outbox.Message:
    kind = changes.get("kind", "reminder")
    message = outbox.Message("k", kind, claim, "工龄", "内容", is_urgent=True)
    outbox.tell({user.pk}, message, at=NOON)
    return message


@pytest.fixture
def text(texted, delivered) -> Notice:
    Notice.objects.all().delete()
    say(texted, delivered.claim, kind="announcement")
    return Notice.objects.get(channel="sms")


def again(notice: Notice) -> Notice:
    Notice.objects.filter(pk=notice.pk).update(next_try_at=Now())
    assert delivery.deliver_next(at=NIGHT)
    return Notice.objects.get(pk=notice.pk)


def test_a_text_names_the_petition_and_nothing_of_it(text, company):
    row = again(text)

    (record,) = company.records
    number = text.claim.petition.number
    assert record["text"] == f"信访件 {number} 有新消息，请登录系统查看。"
    assert (record["number"], record["key"]) == (NUMBER, text.key)
    assert row.sent_at is not None


def test_a_text_about_a_sealed_claim_does_not_even_name_it(text):
    text.claim.is_sealed = True

    assert sms.text_of(text) == "您有 1 件待办，请登录系统查看。"


def test_without_a_gateway_a_demonstration_keeps_texts_in_a_table(text):
    assert again(text).sent_at is not None

    kept = DemoText.objects.get()
    assert (kept.key, kept.number, kept.copies) == (text.key, NUMBER, 1)
    assert str(kept) == "139****1234"
    sms.gateway().send(NUMBER, "再来一次", text.key)
    kept.refresh_from_db()
    assert kept.copies == 2
    assert sms.gateway().has(text.key) is True
    assert sms.gateway().has("another") is False


def test_a_production_without_a_gateway_sends_no_texts(text, settings):
    settings.PRODUCTION = True

    assert again(text).voided_at is not None
    assert not DemoText.objects.exists()


@pytest.mark.parametrize(
    ("mood", "error"),
    [
        (Mood.REFUSING, RejectedError),
        (Mood.ERROR, DownError),
        (Mood.GARBAGE, UnclearError),
        (Mood.SLOW, UnclearError),
        (Mood.CUT, UnclearError),
    ],
)
def test_each_bad_answer_says_whether_the_text_may_have_arrived(company, mood, error):
    company.mood = mood
    with pytest.raises(error):
        sms.gateway().send(NUMBER, "请登录系统", "key")


def test_nobody_at_home_means_that_nothing_was_said(company, settings):
    settings.SMS_URL = "http://127.0.0.1:1/sms"
    with pytest.raises(DownError):
        sms.gateway().send(NUMBER, "请登录系统", "key")


def test_after_a_cut_line_the_gateway_is_asked_and_no_second_text_sent(text, company):
    company.mood = Mood.CUT
    assert again(text).sent_at is None
    company.mood = Mood.WELL

    row = again(text)

    assert company.copies() == {text.key: 1}
    assert (row.sent_at is None, row.copies) == (False, 0)


def test_a_gateway_without_books_gets_the_same_key_once_more(text, company):
    company.mood = Mood.FORGETFUL
    again(text)
    again(text)

    row = again(text)

    assert company.copies() == {text.key: 2}
    assert (row.copies, row.problem) == (1, "两次都没有回执")
    assert row.quarantined_at is not None


def test_a_text_the_gateway_never_got_is_sent_and_is_no_copy(text, company):
    company.mood = Mood.SLOW
    again(text)
    company.mood = Mood.WELL

    row = again(text)

    assert company.copies() == {text.key: 1}
    assert (row.sent_at is None, row.copies) == (False, 0)


def test_a_number_that_was_taken_away_is_not_written_to(text, texted):
    texted.phone = "0731-123"
    texted.save(update_fields=["phone"])

    assert again(text).voided_at is not None


class System(HTTPServer):
    """Another system: keeps what it is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Listener)
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.status = 204


class Listener(BaseHTTPRequestHandler):
    server: System

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def system(tree) -> Iterator[System]:
    server = System()
    Thread(target=server.serve_forever, daemon=True).start()
    call_command("set_webhook", "qinghe-hr", f"http://127.0.0.1:{server.server_port}/in")
    yield server
    server.shutdown()
    server.server_close()


def test_a_bodys_own_system_hears_of_what_concerns_it_signed_and_without_content(system, walk):
    hop = walk.delivered()
    Notice.objects.exclude(channel="webhook", kind="refer").delete()
    notice = Notice.objects.get()

    assert delivery.deliver_next(at=NIGHT), "systems do not sleep"

    ((headers, body),) = system.heard
    told = json.loads(body)
    assert told["petition"] == hop.claim.petition.number
    assert set(told) == {"key", "kind", "petition", "url", "at"}
    assert hop.claim.petition.title not in body.decode()
    secret = Webhook.objects.get().secret
    stamp = headers[webhook.STAMP]
    assert headers[webhook.SIGNATURE] == webhook.signature(secret, stamp, body)
    assert headers["Idempotency-Key"] == notice.key
    assert webhook.signature(secret, "0", body) != webhook.signature(secret, stamp, body)


def test_a_sealed_claim_is_told_to_no_system(system, walk, delivered):
    Notice.objects.all().delete()
    claim = delivered.claim
    claim.is_sealed = True
    say(walk.cast["hr_desk"].user, claim)

    assert not Notice.objects.filter(channel="webhook").exists()


def test_a_system_that_fails_is_left_alone_by_itself(system, walk):
    system.status = 500
    for _ in range(5):
        walk.delivered()
    Notice.objects.exclude(channel="webhook").delete()

    while delivery.deliver_next(at=NIGHT):
        pass

    circuit = Circuit.objects.get()
    assert circuit.gateway == f"webhook:{Webhook.objects.get().organization_id}"
    assert circuit.opened_at is not None
    assert len(system.heard) == 5


def test_the_command_names_what_is_wrong_with_an_address(tree):
    with pytest.raises(CommandError, match="没有代码是"):
        call_command("set_webhook", "nowhere", "https://example.org/")
    with pytest.raises(CommandError, match="网址"):
        call_command("set_webhook", "qinghe-hr", "ftp://example.org/")
    call_command("set_webhook", "qinghe-hr", "https://example.org/in")
    call_command("set_webhook", "qinghe-hr", "--off")
    assert not Webhook.objects.get().is_active
