"""A small county on 12 May 2026: something late, near, sealed, returned, overturned, repeated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import transaction

from accounts.models import User
from oversight.boards.scope import Scope, scope_of
from oversight.sweep import sweep
from petitions import lifecycle
from petitions.models import Deadline, Referral
from petitions.models.petition import Purpose
from petitions.states import Kind
from routing.models import Category
from tests import cast as people
from tests.walk import Walk

TODAY = "2026-05-12"
DAY = dt.date(2026, 5, 12)


@pytest.fixture(scope="module")
def _standing(django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    """Built once for a module, in a transaction around those of its tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        people.assemble()
        yield build(Walk(people.posts(), people.organizations()))
        transaction.set_rollback(True)


@pytest.fixture
def county(_standing: SimpleNamespace, law: None) -> SimpleNamespace:
    """Named hops; the sweep of five mornings has opened tickets and let one climb. Every test of
    the module stands in this county, whether it asks for it or not."""
    return SimpleNamespace(
        **{name: Referral.objects.get(pk=hop.pk) for name, hop in vars(_standing).items()}
    )


def build(walk: Walk) -> SimpleNamespace:
    found = SimpleNamespace(
        late=walk.received(title="欠薪三个月未发"),
        handled=walk.accepted(title="退休工龄少算"),
        assigned=walk.accepted(
            title="扬尘扰民",
            to="qinghe-env",
            category=Category.objects.get(code="0402"),
            assigned=True,
        ),
    )
    days = ("2026-05-07", "2026-05-08", "2026-05-09", "2026-05-11")
    found.reviewed = walk.decide(walk.in_review(title="养老金差额"), outcome="quash", days=days)
    found.returned = walk.drafted(title="社保断缴")
    lifecycle.send_back(
        found.returned, reason="依据不足", by=walk.desk(found.returned), at=walk.at("2026-04-14")
    )
    again = found.late.claim.matter
    for day in ("2026-04-20", "2026-04-27", "2026-05-06"):
        walk.register(on=day, joins=again, title="欠薪三个月未发")
    for day in ("04-29", "05-02", "05-06", "05-07", "05-08", "05-11"):
        walk.register(on=f"2026-{day}", title=f"拖欠工资{day}")
    found.sealed = sealed(walk)
    for day in ("2026-04-01", "2026-04-08", "2026-04-15", "2026-04-22", TODAY):
        sweep(walk.at(day, "09:00"))
    return found


def sealed(walk: Walk) -> Referral:
    """A report that should have been handed over long ago."""
    return walk.registered(
        kind=Kind.ACCUSATION,
        purpose=Purpose.ACCUSATION,
        category=Category.objects.get(code="0502"),
        title="举报某科长收受财物",
        accused_name="某甲",
    )


@pytest.fixture
def seen():
    """`seen("supervisor")`: that person's board at ten o'clock of the day."""

    def at(username: str, day: str = TODAY) -> Scope:
        return scope_of(User.objects.get(username=username), at=Walk.at(day))

    return at


@pytest.fixture
def ends():
    """`ends(hop, day)`: the hop's open answer ends on that day, for boards that only read it."""

    def on(hop: Referral, day: dt.date, *, near: int = 7) -> Deadline:
        clock = hop.deadlines.open().exclude(organization=None).latest("pk")
        clock.due_on, clock.near_on = day, day - dt.timedelta(near)
        clock.save(update_fields=["due_on", "near_on"])
        return clock

    return on
