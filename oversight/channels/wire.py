"""One HTTP request to somebody else's server: short time-outs, no redirects, and an exact answer
to the question whether the request may have been heard."""

from __future__ import annotations

import http.client
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

from oversight.channels.outcome import DownError, RejectedError, UnclearError

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_BYTES = 64 * 1024
TAKEN = range(200, 300)
REFUSED = range(400, 500)
#: Answers that speak of the server's state, not of this message.
LATER = frozenset({408, 425, 429})


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
    return _ask("POST", url, body, {"Content-Type": "application/json", **headers})


def get(url: str, headers: Mapping[str, str]) -> Reply:
    return _ask("GET", url, None, headers)


def require_taken(reply: Reply) -> None:
    if reply.status in TAKEN:
        return
    if reply.status in REFUSED and reply.status not in LATER:
        raise RejectedError(f"对方拒收（{reply.status}）")
    raise DownError(f"对方回答 {reply.status}")


def _ask(method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Reply:
    """Failing to connect is `DownError`: nothing was said. Whatever fails afterwards is unclear."""
    place = urlsplit(url)
    kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
    target = f"{place.path or '/'}{'?' + place.query if place.query else ''}"
    with closing(kind(place.hostname or "", place.port, timeout=settings.GATEWAY_TIMEOUT)) as line:
        try:
            line.connect()
        except OSError as error:
            raise DownError("对方连接不上") from error
        try:
            line.request(method, target, body, dict(headers))
            answer = line.getresponse()
            return Reply(answer.status, answer.read(MOST_BYTES))
        except (OSError, http.client.HTTPException) as error:
            raise UnclearError("对方没有答复") from error
