"""群众查询: what opens it, what keeps shut, and that nothing about a number leaks on the way."""

from __future__ import annotations

import datetime as dt
import secrets
import threading

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from petitions import numbers
from petitions.states import Kind
from portal import throttle
from portal.forms import LookUpForm
from portal.models import LookupAttempt

pytestmark = pytest.mark.django_db

PAGE = "/m/"
LATER = "查询次数太多"
NOTHING = "没有查到。请对照回执，核对编号和查询码。"


@pytest.fixture(autouse=True)
def march():
    with time_machine.travel("2026-03-10T10:00:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def petition(walk):
    return walk.delivered().claim.petition


def text(response):
    return response.content.decode()


def ask(client, number: str, code: str, **extra):
    return client.post(PAGE, {"number": number, "code": code}, **extra)


def without_token(response) -> str:
    """The page but for the form's own token and what was typed."""
    lines = text(response).splitlines()
    return "\n".join(line for line in lines if "csrf" not in line and "value=" not in line)


def test_anybody_may_open_the_page(client):
    response = client.get(PAGE)

    assert response.status_code == 200
    assert text(response).count('<input type="text"') == 2
    assert "no-store" in response["Cache-Control"]


def test_number_and_code_open_the_progress_in_the_answer_itself(client, petition):
    response = ask(client, petition.number, petition.matter.query_code)

    assert response.status_code == 200
    assert "您的事项已经转到青禾县人社局，等待受理。" in text(response)
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "write",
    [str.lower, lambda typed: typed.replace("-", ""), lambda typed: f" {typed} "],
    ids=["small letters", "no hyphens", "spaces"],
)
def test_it_does_not_matter_how_they_are_written(client, petition, write):
    code = petition.matter.query_code

    response = ask(client, write(petition.number), write(f"{code[:5]}-{code[5:]}"))

    assert response.status_code == 200


def test_a_repeat_s_number_opens_its_matter(client, petition, walk):
    repeat = walk.register(joins=petition.matter)

    assert ask(client, repeat.number, petition.matter.query_code).status_code == 200


def test_the_qr_code_opens_it_without_typing(client, petition):
    response = client.get(reverse("portal:status", args=[petition.matter.token]))

    assert response.status_code == 200
    assert "等待受理" in text(response)
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Robots-Tag"] == "noindex"


def test_a_wrong_token_is_not_found(client, petition):
    for token in (secrets.token_urlsafe(16), petition.matter.token[:-1], petition.number):
        response = client.get(reverse("portal:status", args=[token]))
        assert response.status_code == 404
        assert petition.number not in text(response)


def test_a_wrong_code_and_a_number_nobody_has_get_the_same_answer(client, petition):
    other = numbers.petition_number(
        division="990121", on=dt.date(2026, 3, 2), intake="letter", serial=1
    )
    wrong_code = ask(client, petition.number, "A" * 10)
    wrong_number = ask(client, other, petition.matter.query_code)
    malformed = ask(client, "x", "y")

    assert {r.status_code for r in (wrong_code, wrong_number, malformed)} == {400}
    assert without_token(wrong_code) == without_token(wrong_number) == without_token(malformed)
    assert NOTHING in text(wrong_code)


def test_a_sealed_number_answers_like_any_other(client, walk):
    sealed = walk.register(kind=Kind.ACCUSATION)
    plain = walk.register()

    answers = [ask(client, one.number, "A" * 10) for one in (sealed, plain)]

    assert without_token(answers[0]) == without_token(answers[1])


def test_both_answers_cost_the_same_queries(client, petition):
    ask(client, petition.number, "A" * 10)
    with CaptureQueriesContext(connection) as wrong_code:
        ask(client, petition.number, "B" * 10)
    with CaptureQueriesContext(connection) as wrong_number:
        ask(client, "990121-260302-LX-00000-0", "B" * 10)

    assert len(wrong_code) == len(wrong_number)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"number": "", "code": "A"}, "请填写编号。"),
        ({"number": "9", "code": ""}, "请填写查询码。"),
        ({"number": "9" * 41, "code": "A"}, "40"),
    ],
)
def test_an_empty_or_endless_field_is_said_at_the_field(client, typed, message):
    response = client.post(PAGE, typed)

    assert response.status_code == 400
    assert message in text(response)
    assert "错误：" in text(response)
    assert not LookupAttempt.objects.exists()


def test_the_eleventh_try_on_a_number_waits_even_with_the_right_code(client, petition):
    for _ in range(10):
        assert ask(client, petition.number, "A" * 10).status_code == 400

    response = ask(client, petition.number, petition.matter.query_code, REMOTE_ADDR="10.0.0.9")

    assert response.status_code == 429
    assert LATER in text(response)
    assert "青禾县人社局" not in text(response)


def test_a_number_nobody_has_waits_the_same(client, petition):
    for _ in range(10):
        ask(client, "990121-260302-LX-00000-0", "A" * 10)

    assert ask(client, "990121-260302-LX-00000-0", "A" * 10).status_code == 429


def test_spelling_a_number_differently_does_not_help(client, petition):
    for _ in range(10):
        ask(client, petition.number, "A" * 10)

    assert ask(client, petition.number.lower().replace("-", " "), "A" * 10).status_code == 429


def test_a_day_later_it_may_be_tried_again(client, petition, march):
    for _ in range(10):
        ask(client, petition.number, "A" * 10)
    march.shift(dt.timedelta(days=1, seconds=1))

    assert ask(client, petition.number, petition.matter.query_code).status_code == 200
    assert not LookupAttempt.objects.exists()


def test_thirty_numbers_from_one_place_in_an_hour(client, petition, march):
    for serial in range(30):
        assert ask(client, f"990121-260302-LX-{serial:05}-0", "A" * 10).status_code == 400

    assert ask(client, petition.number, petition.matter.query_code).status_code == 429
    elsewhere = {"REMOTE_ADDR": "10.0.0.9"}
    assert ask(client, petition.number, petition.matter.query_code, **elsewhere).status_code == 200
    march.shift(dt.timedelta(hours=1, seconds=1))
    assert ask(client, petition.number, petition.matter.query_code).status_code == 200


def test_scanning_for_tokens_waits_too(client, petition):
    for _ in range(30):
        client.get(reverse("portal:status", args=[secrets.token_urlsafe(16)]))

    response = client.get(reverse("portal:status", args=[petition.matter.token]))

    assert response.status_code == 429
    assert LATER in text(response)


def test_whoever_has_the_code_is_never_told_to_wait(client, petition):
    for _ in range(40):
        assert ask(client, petition.number, petition.matter.query_code).status_code == 200

    assert not LookupAttempt.objects.exists()


def test_what_was_typed_is_not_kept(client):
    ask(client, "我的身份证110105", "秘密")

    row = LookupAttempt.objects.get()
    assert len(row.number) == 64
    assert "110105" not in row.number


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("", "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_a_household_is_one_network(address, network):
    assert throttle.network(address) == network


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_count_too(cast):
    start, answers = threading.Barrier(20), []

    def post() -> None:
        start.wait()
        try:
            answers.append(ask(Client(), "990121-260302-LX-00000-0", "A" * 10).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers.count(400) <= throttle.NUMBER_TRIES
    assert answers.count(400) + answers.count(429) == 20
    assert timezone.now().year == 2026


def test_a_number_is_read_back_as_it_stands_in_the_records():
    form = LookUpForm({"number": "990121 260302lx 00012k", "code": "abcde fghjk"})

    assert form.is_valid()
    assert form.cleaned_data == {"number": "990121-260302-LX-00012-K", "code": "ABCDEFGHJK"}
