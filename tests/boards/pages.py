"""Numbers as a page shows them: each with the address of its list."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from django.test import Client

from accounts.models import User

NUMBER = re.compile(r'<a [^>]*?href="([^"]*)"[^>]*?data-count="(\d+)"')
FOUND = re.compile(r"共 <b>([\d,]+)</b>")


class Number(NamedTuple):
    url: str
    count: int  # type: ignore[assignment]


def sit(username: str) -> Client:
    client = Client()
    user = User.objects.get(username=username)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def numbers(client: Client, path: str) -> list[Number]:
    """Every number of a page that is a link; a relative address is one of the page itself."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    base = path.partition("?")[0]
    return [
        Number(base + address if address.startswith("?") else address, int(count))
        for address, count in (
            (html.unescape(address), count)
            for address, count in NUMBER.findall(answer.content.decode())
        )
    ]


def counted(client: Client, url: str) -> int:
    """How many rows the list behind a number says it has."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    return int(FOUND.search(answer.content.decode()).group(1).replace(",", ""))


def wrong(client: Client, path: str) -> list[tuple[str, int, int]]:
    """Numbers of the page whose list counts otherwise: the address, the number, the list."""
    return [
        (number.url, number.count, listed)
        for number in numbers(client, path)
        if (listed := counted(client, number.url)) != number.count
    ]
