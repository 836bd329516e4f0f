"""The worked petitions as rows: `petitions.toml`, read once."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("petitions.toml")


@dataclass(frozen=True)
class Step:
    """One act and what is right after it. `claim` is its ordinal in the whole story, `hop` where
    the act is done when not at the newest hop; `by` a role, left out for whoever is expected."""

    on: dt.date
    act: str
    next: str
    open: dict[str, dt.date]
    by: str = ""
    typed: dict[str, Any] = field(default_factory=dict)
    claim: int = 1
    hop: str = ""


@dataclass(frozen=True)
class Worked:
    """One petition with its right answers. `registered` is what the clerk writes other than what
    was proposed; `beside` an earlier petition about the same thing at another office."""

    id: str
    about: str
    intake: str
    received_on: dt.date
    people: list[str]
    title: str
    text: str
    proposed: dict[str, Any]
    first: dict[str, Any]
    ends: str
    letters: str
    steps: list[Step]
    office: str = "qinghe-petition"
    territory: str = "qinghe-gov"
    registered: dict[str, str] = field(default_factory=dict)
    people_count: int = 1
    postmarked_on: dt.date | None = None
    accused_name: str = ""
    accused_organization: str = ""
    beside: dict[str, Any] = field(default_factory=dict)
    late: dict[str, int] = field(default_factory=dict)

    @property
    def wanted(self) -> dict[str, str]:
        """Kind, class and situation as they are registered."""
        return self.proposed | self.registered


@cache
def worked() -> tuple[Worked, ...]:
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["petition"]
    return tuple(
        Worked(**{**row, "steps": [Step(**step) for step in row["steps"]]}) for row in rows
    )
