"""What the letters say: `letters.toml` with the words of `words.toml` drawn into it."""

from __future__ import annotations

import datetime as dt
import random
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from petitions.states import Branch, Kind

HERE = Path(__file__).parent
#: 1380000xxxx was given to nobody.
PHONE = "1380000{:04}"


@dataclass(frozen=True)
class Wording:
    """One letter and what the bodies found; `first_sent` is where it goes when it goes astray."""

    slug: str
    body: str
    category: str
    title: str
    text: str
    kind: Kind = Kind.GRIEVANCE
    branch: Branch | None = None
    territory: str = "qinghe-gov"
    first_sent: str = ""
    outcome: str = ""
    findings: str = ""
    opinion: str = ""
    basis: str = ""
    papers: str = ""
    competent_body: str = ""
    time_limit: str = ""
    decision: str = ""
    reasons: str = ""
    accused_post: str = ""
    accused_at: str = ""
    is_enquiry: bool = False


@dataclass(frozen=True)
class Someone:
    name: str
    phone: str
    address: str


@cache
def wordings() -> tuple[Wording, ...]:
    """Every letter of the file, its braces still open."""
    rows = tomllib.loads((HERE / "letters.toml").read_text(encoding="utf-8"))["letter"]
    return tuple(_wording(row) for row in rows)


def drawn(wording: Wording, *, dice: random.Random, on: dt.date) -> Wording:
    """The letter with its braces filled; `on` is the day it came in."""
    words = _words()
    month = on - dt.timedelta(days=dice.randrange(40, 200))
    facts = {name: dice.choice(words[name]) for name in ("firm", "shop", "estate", "village")}
    facts |= {name: dice.choice(words[name]) for name in ("road", "school", "town")}
    facts |= {
        "people": str(dice.randrange(6, 46)),
        "months": str(dice.randrange(2, 6)),
        "years": str(dice.randrange(3, 11)),
        "small": str(dice.randrange(13, 59) * 100),
        "amount": str(dice.randrange(62, 480) * 500),
        "since": f"{month.year}年{month.month}月",
    }
    filled = {
        field.name: value.format(**facts)
        for field in fields(wording)
        if type(value := getattr(wording, field.name)) is str
    }
    return Wording(**{**vars(wording), **filled})


def someone(dice: random.Random) -> Someone:
    """An invented person at an invented address."""
    words = _words()
    home = f"{dice.choice(words['estate'])}{dice.randrange(1, 19)}栋{dice.randrange(101, 999)}室"
    farm = f"{dice.choice(words['village'])}{dice.randrange(1, 13)}组{dice.randrange(1, 60)}号"
    return Someone(
        name=name(dice),
        phone=PHONE.format(dice.randrange(10_000)),
        address=f"青禾县{dice.choice((home, farm))}",
    )


def name(dice: random.Random) -> str:
    return f"{dice.choice(_words()['surnames'])}{dice.choice(_words()['given'])}"


def pools() -> dict[str, list[str]]:
    """The words that may stand for each other in a letter."""
    return {
        pool: words for pool, words in _words().items() if pool not in ("surnames", "given", "town")
    }


def name_for(key: str) -> str:
    """The same invented name for the same key."""
    return name(random.Random(key))  # noqa: S311 - a name of the demo


def _wording(row: dict[str, Any]) -> Wording:
    kind = Kind(row.get("kind", Kind.GRIEVANCE))
    branch = Branch(row["branch"]) if "branch" in row else None
    return Wording(**{**row, "kind": kind, "branch": branch})


@cache
def _words() -> dict[str, list[str]]:
    return tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))
