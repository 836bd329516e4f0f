"""F24: acts of people against the sweep, in real transactions at the same time.

`XINFANG_RACE_ROUNDS` sets how many rounds each race takes; `make bench-faults` asks for 1,000."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from accounts.models import Post, Role, User
from oversight.models import Ticket, TicketStatus
from oversight.sweep import sweep
from petitions import clocks, events, lifecycle
from petitions.models import Deadline, Matter, Notice, Referral
from tests.walk import Walk

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = int(os.environ.get("XINFANG_RACE_ROUNDS", "4"))
WITHDRAWN = {TicketStatus.VOID.value}


def at_once(*acts: Callable[[], object]) -> None:
    """Run all of them in threads of their own, started together; a failure of one is raised."""
    start, failures = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait()
            act()
        except Exception as error:  # noqa: BLE001 - raised below, in the test's own thread
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def rounds(race: Callable[[Walk], None]) -> Callable[[Walk], None]:
    """So many rounds in one test, each with a petition of its own: emptying the database between
    them would take longer than the races."""

    def test(walk: Walk) -> None:
        for _ in range(ROUNDS):
            race(walk)

    test.__doc__ = race.__doc__
    return test


def asked(walk: Walk) -> Referral:
    """Due on 9 May, an extension asked for in time."""
    hop = walk.accepted()
    lifecycle.request_extension(
        hop,
        days=30,
        reason="须等待档案。",
        by=walk.cast["hr_handler"],
        at=walk.at("2026-05-08"),
    )
    return hop


def conclude(hop: Referral) -> Deadline:
    return Deadline.objects.get(referral=hop.pk, code="conclude")


def is_whole(hop: Referral) -> bool:
    return events.first_broken(Matter.objects.get(claims=hop.claim_id)) is None


@rounds
def test_no_overdue_ticket_stands_after_a_granted_extension(walk):
    """Granted in the last minute of 9 May while two sweeps of 10 May are under way."""
    hop = asked(walk)

    at_once(
        lambda: lifecycle.grant_extension(
            hop, answer="同意。", by=walk.cast["hr_leader"], at=walk.at("2026-05-09", "23:59")
        ),
        lambda: sweep(walk.at("2026-05-10", "00:00")),
        lambda: sweep(walk.at("2026-05-10", "00:00")),
    )
    sweep(walk.at("2026-05-10", "00:01"))

    clock = conclude(hop)
    assert (clock.due_on.isoformat(), clock.breached_on) == ("2026-06-08", None)
    standing = set(Ticket.objects.filter(deadline=clock).values_list("status", flat=True))
    assert standing <= WITHDRAWN
    waiting = Notice.objects.filter(kind="ticket", voided_at=None, claim=hop.claim)
    assert not waiting.exists()
    assert is_whole(hop)


@rounds
def test_a_ticket_climbs_or_falls_with_its_period_and_never_both(walk):
    hop = walk.accepted()
    for day in ("2026-05-10", "2026-05-15"):
        sweep(walk.at(day))

    def moved_by_an_act() -> None:
        with transaction.atomic():
            Matter.objects.locked().get(claims=hop.claim_id)
            clocks.extend(conclude(hop), 30)

    at_once(
        moved_by_an_act,
        lambda: sweep(walk.at("2026-05-21")),
        lambda: sweep(walk.at("2026-05-21")),
    )
    sweep(walk.at("2026-05-21", "09:01"))

    tickets = list(Ticket.objects.filter(deadline=conclude(hop)))
    assert {ticket.status for ticket in tickets} == WITHDRAWN
    assert max(Counter(ticket.level for ticket in tickets).values()) == 1
    assert is_whole(hop)


@rounds
def test_a_reminder_ends_with_the_handler_who_has_the_hop(walk):
    hop = walk.accepted()
    second, _ = User.objects.get_or_create(username="hr_second", defaults={"name": "岑小渡"})
    Post.objects.get_or_create(user=second, organization=hop.organization, role=Role.HANDLER)

    at_once(
        lambda: lifecycle.assign_handler(
            hop, handler=second, by=walk.cast["hr_desk"], at=walk.at("2026-05-04")
        ),
        lambda: sweep(walk.at("2026-05-04")),
        lambda: sweep(walk.at("2026-05-04")),
    )
    sweep(walk.at("2026-05-04", "10:01"))

    told = Notice.objects.filter(
        kind="reminder", channel="inbox", voided_at=None, claim=hop.claim_id
    )
    assert list(told.values_list("recipient__username", flat=True)) == ["hr_second"]
    assert is_whole(hop)


@rounds
def test_done_at_the_last_moment_is_told_to_nobody_as_late(walk):
    """Sent on in the evening of the last day, while the sweep after midnight begins."""
    hop = walk.registered()

    at_once(
        lambda: lifecycle.refer(
            hop,
            organization=walk.tree["qinghe-hr"],
            by=walk.cast["clerk"],
            at=walk.at("2026-03-17", "23:59"),
        ),
        lambda: sweep(walk.at("2026-03-17", "23:59")),
        lambda: sweep(walk.at("2026-03-17", "23:59")),
    )
    sweep(walk.at("2026-03-18", "00:01"))

    clock = Deadline.objects.get(referral=hop.pk, code="forward")
    assert (clock.verdict, clock.late_days) == ("in_time", None)
    assert not Ticket.objects.filter(deadline=clock).exists()
    assert not Notice.objects.filter(key__startswith=f"reminder:{clock.pk}:", voided_at=None)
    assert is_whole(hop)
