"""Programs of the cast: each sends JSON with a token, and reads what comes back."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from rest_framework.authtoken.models import Token

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import Post

ROOT = "/api/v1/"
SHANGHAI = ZoneInfo("Asia/Shanghai")


class Program:
    """One person's program. Paths are below `/api/v1/`, or whole as the API gave them."""

    def __init__(self, token: str = "") -> None:
        headers = {"authorization": f"Token {token}"} if token else None
        self.client = Client(headers=headers)

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(_whole(path), query)

    def post(self, path: str, body: object = None, **options: Any) -> Any:
        sent = json.dumps({} if body is None else body)
        return self.client.post(_whole(path), sent, content_type="application/json", **options)

    def raw(self, path: str, body: bytes | str, kind: str = "application/json") -> Any:
        return self.client.post(_whole(path), body, content_type=kind)


def _whole(path: str) -> str:
    return path if path.startswith("/") else ROOT + path


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    """Throttles count in memory, which no rollback empties."""
    cache.clear()


@pytest.fixture
def program(cast: dict[str, Post]) -> Callable[[str], Program]:
    """`program("clerk")` acts as that person; `program("")` as nobody."""

    def of(username: str) -> Program:
        if not username:
            return Program()
        return Program(Token.objects.get_or_create(user=cast[username].user)[0].key)

    return of


@pytest.fixture
def on():
    """`on("2026-03-05")` makes it ten o'clock of that day in Asia/Shanghai, until the test ends."""
    travels: list[time_machine.travel] = []

    def move(day: str, clock: str = "10:00") -> None:
        stop()
        moment = dt.datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=SHANGHAI)
        travels.append(time_machine.travel(moment, tick=False))
        travels[-1].start()

    def stop() -> None:
        while travels:
            travels.pop().stop()

    yield move
    stop()


@pytest.fixture
def letter() -> Callable[..., dict[str, Any]]:
    """What a clerk's program sends to register a letter; each call has a new key."""

    def told(**changes: object) -> dict[str, Any]:
        body = {
            "key": str(uuid.uuid4()),
            "intake": "letter",
            "received_on": "2026-03-02",
            "kind": "grievance",
            "purpose": "demand",
            "category": "1507",
            "territory": "qinghe-gov",
            "title": "退休工龄少算五年",
            "text": "我 1998 年进厂，退休时工龄从 2003 年算起，请求重新核定。",
            "people": [{"name": "赵示例", "phone": "13800004821", "address": "云岭街道"}],
        }
        return {**body, **changes}

    return told
