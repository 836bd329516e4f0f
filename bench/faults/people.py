"""Who lives in the rig: the cast with telephones, programs with tokens, a voice for the gateway."""

from __future__ import annotations

import datetime as dt
import json
import time
import urllib.error
import urllib.request
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from rest_framework.authtoken.models import Token

from accounts.models import User
from bench.faults.gateway import Mood
from petitions.models import Petition, Preference

#: Who wants urgent messages as texts; the others get mail.
TEXTED = {"clerk": "13900000001"}
#: Nobody can text this number and live.
DEADLY_NUMBER, DEADLY_PERSON = "13900000666", "hr_handler"
TITLE = "演练登记"


def prepare_people() -> dict[str, str]:
    """Numbers, wishes and tokens; returns the tokens by user name."""
    for username, number in {**TEXTED, DEADLY_PERSON: DEADLY_NUMBER}.items():
        User.objects.filter(username=username).update(phone=number)
        user = User.objects.get(username=username)
        Preference.objects.update_or_create(user=user, defaults={"wanted": ["urgent:sms"]})
    names = ("clerk", "supervisor", "sysadmin")
    users = User.objects.filter(username__in=names)
    return {user.username: Token.objects.get_or_create(user=user)[0].key for user in users}


class Voice:
    """Talks to the gateway process."""

    def __init__(self, url: str) -> None:
        self._url = url

    def is_there(self) -> bool:
        try:
            self._ask("/records")
        except OSError:
            return False
        return True

    def be(self, mood: Mood, poison: str = "") -> None:
        body = json.dumps({"mood": mood, "poison": poison}).encode()
        urllib.request.urlopen(f"{self._url}/mode", body, timeout=10).close()

    def copies(self) -> Counter[str]:
        return Counter(record["key"] for record in self._ask("/records")["records"])

    def killed(self) -> int:
        return int(self._ask("/records")["killed"])

    def _ask(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self._url}{path}", timeout=10) as answer:
            return json.load(answer)


@dataclass
class Ledger:
    """What a client was told, kept on the client's side. `unknown` was asked and never answered."""

    told: dict[str, str] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    failed: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def register(self, url: str, token: str) -> None:
        """One letter over the API, and what came of it."""
        key = str(uuid.uuid4())
        began = time.monotonic()
        try:
            status, answer = post(f"{url}/api/v1/petitions/", letter(key), token)
        except OSError:
            self.unknown.add(key)
            return
        self.seconds.append(time.monotonic() - began)
        if status == 201:
            self.told[key] = answer["number"]
        else:
            self.failed.append(status)

    def lost(self) -> int:
        """Told, and not there."""
        numbers = set(self.told.values())
        return len(numbers) - Petition.objects.filter(number__in=numbers).count()

    def ghosts(self) -> int:
        """There, and neither told nor in doubt."""
        keys = set(self.told) | self.unknown
        rows = Petition.objects.filter(title=TITLE).exclude(idempotency_key__in=keys)
        return rows.count()


def post(url: str, body: dict[str, Any], token: str) -> tuple[int, Any]:
    headers = {"Content-Type": "application/json", "Authorization": f"Token {token}"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, {}


def letter(key: str, on: dt.date | None = None) -> dict[str, Any]:
    return {
        "key": key,
        "intake": "letter",
        "received_on": (on or timezone.localdate()).isoformat(),
        "kind": "grievance",
        "purpose": "demand",
        "category": "1507",
        "territory": "qinghe-gov",
        "title": TITLE,
        "text": "演练：请求重新核定工龄。",
        "people": [{"name": "赵示例", "phone": "13800004821", "address": "云岭街道"}],
    }
