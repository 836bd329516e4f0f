"""Work shared and work cut off: two who do the same at once, and one who dies at the worst moment.
The faults by number, with all processes of the system, are in tests/faults."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.models import F

from accounts.models import User
from bench.faults.load import Batch
from bench.faults.rig import Rig, kill, until
from oversight import heartbeats, tasks
from oversight.delivery import queue
from oversight.models import Heartbeat, Ticket
from oversight.sweep import sweep
from petitions import lifecycle
from petitions.models import Notice
from tests.walk import Walk

pytestmark = pytest.mark.django_db(transaction=True)
LATE = 40


@pytest.fixture
def rig(law: None, tmp_path: Path) -> Iterator[Rig]:
    machines = Rig(tmp_path)
    yield machines
    machines.stop()


@pytest.fixture
def crowd(walk: Walk) -> Batch:
    """So many periods that ended in March, nobody told of any, and an empty outbox."""
    return Batch.of(LATE)


def in_thread(work) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock')"
        )
        return bool(cursor.fetchone()[0])


def assert_told_exactly_once(crowd: Batch, rig: Rig | None = None) -> None:
    assert crowd.tickets().count() == LATE
    assert crowd.tickets().values("deadline").distinct().count() == LATE
    if rig is not None:
        found = crowd.compared(rig)
        assert (found.lost, found.doubles, found.unexplained, found.broken) == (0, 0, 0, 0)


def test_a_worker_killed_with_its_batch_written_and_not_committed(crowd, rig):
    """The lock on a recipient stops the sweep's COMMIT at its foreign keys."""
    rig.add_beat()
    with transaction.atomic():
        User.objects.select_for_update().get(username="clerk")
        worker = rig.add_worker()
        until(somebody_waits_for_a_lock)
        kill(worker)
        assert not Ticket.objects.exists()
    rig.add_worker()
    rig.add_worker()

    crowd.settle(rig)

    assert_told_exactly_once(crowd, rig)
    until(lambda: Heartbeat.objects.filter(name__in=["worker", "beat"]).count() == 2)


def test_a_killed_relay_is_taken_over_by_the_next_and_ends_when_asked(crowd, rig):
    command = ("relay", "django", "relay_outbox", "--every", "0.2")
    first = rig.start(*command)
    until(lambda: crowd.sent() >= 5)
    kill(first)
    second = rig.start(*command)

    crowd.settle(rig)

    assert_told_exactly_once(crowd, rig)
    second.ask_to_stop()
    assert second.process.wait(timeout=60) == 0


def test_two_sweeps_at_once_share_the_work(crowd):
    at, gate, found = Walk.at("2026-03-18"), threading.Barrier(2), []

    def work() -> None:
        gate.wait()
        found.append(sweep(at))

    for thread in [in_thread(work), in_thread(work)]:
        thread.join()

    sweep(at)  # what each skipped because the other held it, and the other then told
    assert sum(one.tickets for one in found) == LATE
    assert_told_exactly_once(crowd)


def test_a_sweep_does_not_wait_for_somebody_at_work_and_looks_again_later(walk):
    """No ticket for a period that is being extended in this very moment."""
    hop = walk.accepted()
    lifecycle.request_extension(
        hop, days=30, reason="须等待档案。", by=walk.cast["hr_handler"], at=walk.at("2026-05-08")
    )
    granted, swept = threading.Event(), threading.Event()
    ended: list[float] = []

    def extend() -> None:
        with transaction.atomic():
            leader = walk.cast["hr_leader"]
            lifecycle.grant_extension(hop, answer="同意。", by=leader, at=walk.at("2026-05-09"))
            granted.set()
            swept.wait(60)
            ended.append(time.monotonic())

    thread = in_thread(extend)
    assert granted.wait(60)
    during = sweep(walk.at("2026-05-11"))
    done = time.monotonic()
    swept.set()
    thread.join()
    after = sweep(walk.at("2026-05-11"))

    assert (during.tickets, after.tickets) == (0, 0)
    assert done < ended[0], "the sweep was over before the act"
    assert not Ticket.objects.exists()


def test_two_workers_never_take_the_same_notice(crowd):
    sweep(Walk.at("2026-03-18"))
    expected = Notice.objects.to_send().count()
    taken: list[int] = []

    def work() -> None:
        while (notice := queue.lease()) is not None:
            taken.append(notice.pk)

    for thread in [in_thread(work), in_thread(work)]:
        thread.join()

    assert len(taken) == len(set(taken)) == expected >= LATE
    assert not Notice.objects.to_send().exclude(lease=F("attempts")).exists()


def test_tasks_may_run_twice_and_show_that_somebody_finished_something(crowd):
    for task in (tasks.sweep_deadlines, tasks.deliver_notices, tasks.write_digests) * 2:
        task()

    assert_told_exactly_once(crowd)
    assert not Notice.objects.to_send().filter(is_urgent=True).exists()
    assert set(Heartbeat.objects.values_list("name", flat=True)) == {heartbeats.WORKER}
