"""Reading pages in tests: the words, the links, and a day to stand in."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import time_machine

from tests.walk import SHANGHAI


def on_day(day: str, clock: str = "12:00") -> time_machine.travel:
    """A context in which every clock of the process says this day and hour."""
    moment = dt.datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=SHANGHAI)
    return time_machine.travel(moment, tick=False)


def main_of(response) -> str:
    """The words inside <main>: without menu and top bar."""
    body = response.content.decode()
    inner = body[body.index("<main") : body.index("</main>")]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", inner))).strip()


def links(response) -> list[tuple[str, str]]:
    """(text, address) of every link inside <main>."""
    body = response.content.decode()
    inner = body[body.index("<main") : body.index("</main>")]
    found = re.findall(r'<a\b[^>]*href="([^"]*)"[^>]*>(.*?)</a>', inner, flags=re.DOTALL)
    return [(re.sub(r"<[^>]+>|\s", "", text), unescape(href)) for href, text in found]
