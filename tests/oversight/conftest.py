"""Sweeps at a day, and what they leave behind."""

from __future__ import annotations

import pytest

from oversight.sweep import Swept, sweep
from petitions.models import Notice
from tests.walk import Walk


@pytest.fixture
def swept():
    """`swept("2026-03-12")` sweeps at nine o'clock of that day."""

    def at(day: str, clock: str = "09:00") -> Swept:
        return sweep(Walk.at(day, clock))

    return at


@pytest.fixture
def told():
    """Who was told in the inbox of what kind of thing: `told("reminder")`."""

    def names(kind: str, **about: object) -> list[str]:
        inbox = Notice.objects.filter(channel="inbox", kind=kind, voided_at=None, **about)
        return sorted(inbox.values_list("recipient__username", flat=True))

    return names
