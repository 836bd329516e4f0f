"""A name and a password for a token, and nothing learned from a refusal."""

from __future__ import annotations

import pytest
from axes.models import AccessAttempt
from rest_framework.authtoken.models import Token

from accounts.api import SignInThrottle
from tests.api.conftest import Program
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
RIGHT = {"username": "clerk", "password": PASSWORD}


def test_the_token_opens_the_doors_of_its_owner(cast):
    response = Program().post("token/", RIGHT)

    assert response.status_code == 200
    assert set(response.json()) == {"token"}
    assert Program(response.json()["token"]).get("petitions/").status_code == 200


def test_asking_again_gives_the_same_token(cast):
    first, second = (Program().post("token/", RIGHT).json()["token"] for _ in range(2))

    assert first == second


@pytest.mark.parametrize("username", ["clerk", "nobody-of-that-name"])
def test_a_wrong_password_says_nothing_about_the_name(cast, username):
    response = Program().post("token/", {"username": username, "password": "wrong"})

    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"] == "用户名或密码不正确。"


def test_somebody_switched_off_is_refused_like_a_stranger(cast):
    user = cast["clerk"].user
    user.is_active = False
    user.save()

    response = Program().post("token/", RIGHT)

    assert (response.status_code, response.json()["detail"]) == (401, "用户名或密码不正确。")


def test_a_token_ends_when_its_owner_is_switched_off(cast, program):
    clerk = program("clerk")
    cast["clerk"].user.is_active = False
    cast["clerk"].user.save()

    assert clerk.get("petitions/").status_code == 401


def test_a_new_password_ends_the_token(cast, client):
    old = Program().post("token/", RIGHT).json()["token"]
    client.force_login(cast["clerk"].user, backend="django.contrib.auth.backends.ModelBackend")
    changed = {
        "old_password": PASSWORD,
        "new_password1": "another-Passphrase-77",
        "new_password2": "another-Passphrase-77",
    }

    assert client.post("/accounts/password/", changed).status_code == 302
    assert Program(old).get("petitions/").status_code == 401


def test_five_failures_lock_the_name_also_for_the_right_password(cast):
    wrong = {"username": "clerk", "password": "wrong"}
    answers = [Program().post("token/", wrong).status_code for _ in range(5)]

    response = Program().post("token/", RIGHT)

    assert answers[:4] == [401] * 4
    assert response.status_code == 429
    assert response["Content-Type"] == "application/problem+json"
    assert "15 分钟" in response.json()["detail"]
    assert not Token.objects.filter(user=cast["clerk"].user).exists()


def test_failures_are_forgotten_after_a_success(cast):
    for _ in range(3):
        Program().post("token/", {"username": "clerk", "password": "wrong"})
    Program().post("token/", RIGHT)

    assert not AccessAttempt.objects.filter(username="clerk").exists()


def test_one_place_that_tries_too_often_must_wait(cast, monkeypatch):
    monkeypatch.setattr(SignInThrottle, "rate", "2/min", raising=False)
    statuses = [Program().post("token/", RIGHT).status_code for _ in range(3)]

    assert statuses == [200, 200, 429]


def test_a_claimed_address_does_not_shift_the_count(cast, monkeypatch):
    monkeypatch.setattr(SignInThrottle, "rate", "2/min", raising=False)
    statuses = [
        Program().post("token/", RIGHT, headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code
        for n in range(3)
    ]

    assert statuses[-1] == 429


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "username"),
        ({"username": "clerk"}, "password"),
        ({"username": "", "password": PASSWORD}, "username"),
        ({"username": None, "password": PASSWORD}, "username"),
        ({"username": ["clerk"], "password": PASSWORD}, "username"),
        ({"username": "clerk", "password": 1}, "password"),
        ({"username": "c" * 200, "password": PASSWORD}, "username"),
        ({**RIGHT, "is_superuser": True}, "is_superuser"),
        ({"username": "a\x00b", "password": PASSWORD}, "username"),
        ([], "non_field_errors"),
        ("clerk", "non_field_errors"),
    ],
)
def test_what_is_wrong_with_the_request_stands_at_its_field(cast, body, field):
    response = Program().post("token/", body)

    assert response.status_code == 400
    assert field in response.json()["errors"]


def test_a_token_that_is_none_is_refused(cast):
    response = Program("0123456789abcdef").get("petitions/")

    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Token")
    assert response.json()["title"] == "需要登录"
