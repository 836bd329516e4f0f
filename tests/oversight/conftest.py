"""Sweeps at a day, and what they leave behind."""

from __future__ import annotations

import pytest

from oversight.models import Reminder, Stage
from oversight.sweep import Swept, sweep
from petitions.models import Deadline, Notice, Preference
from petitions.models.preference import WISHES
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


@pytest.fixture
def stages():
    """The marks of a period in order: version, stage, and whether it had already passed."""

    def marks(deadline: Deadline) -> list[tuple[int, Stage, bool]]:
        rows = Reminder.objects.filter(deadline=deadline)
        ordered = rows.order_by("deadline_version", "stage", "ordinal")
        return [(row.deadline_version, Stage(row.stage), row.superseded) for row in ordered]

    return marks


@pytest.fixture
def all_mail(cast) -> None:
    """Everybody wants every topic by mail."""
    by_mail = [wish for wish in WISHES if wish.endswith("email")]
    Preference.objects.bulk_create(
        Preference(user=post.user, wanted=by_mail) for post in cast.values()
    )


@pytest.fixture
def notice(all_mail, delivered) -> Notice:
    """The mail that tells the desk of 青禾县人社局 what arrived; everything else is sent."""
    Notice.objects.filter(channel="email").exclude(recipient__username="hr_desk").delete()
    return Notice.objects.get(channel="email")
