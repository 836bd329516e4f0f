"""Exactly once with real workers, beats, a real broker and a real mail folder: killed, doubled,
emptied, and without a broker at all."""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import redis
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from accounts.models import User
from config.stack.children import Child
from oversight import delivery, heartbeats, tasks
from oversight.models import Heartbeat, Reminder, Stage, Ticket
from oversight.sweep import sweep
from petitions import events, lifecycle
from petitions.models import Event, Matter, Notice
from tests.oversight.crowd import multiply
from tests.walk import Walk

pytestmark = pytest.mark.django_db(transaction=True)
PROJECT = Path(settings.BASE_DIR)
MESSAGE_ID = re.compile(r"^Message-ID: (\S+)$", re.MULTILINE)
APP = ("-A", "config.celery")
PATIENCE = 90
LATE = 40
#: Whom a late 青禾县信访局 concerns: two answer for it, the third watches.
TOLD = ("chief", "clerk", "supervisor")


def wait_for(condition, seconds: float = PATIENCE) -> None:
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "condition not reached"
        time.sleep(0.05)


@pytest.fixture
def crowd(walk: Walk) -> list[Matter]:
    """So many periods that ended in March, nobody told of any, and an empty outbox."""
    hop = walk.registered()
    Notice.objects.all().delete()
    return multiply(hop, LATE)


def own_redis_url() -> str:
    """A database of this test worker's own in the test run's Redis."""
    number = 10 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
    return f"{settings.REDIS_URL.rpartition('/')[0]}/{number}"


@pytest.fixture
def broker() -> Iterator[redis.Redis]:
    client = redis.Redis.from_url(own_redis_url())
    client.flushdb()
    yield client
    client.flushdb()
    client.close()


def database_url() -> str:
    place = {name: quote(str(value)) for name, value in connection.settings_dict.items()}
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format_map(place)


class Running:
    """Processes of this test, all gone at its end."""

    def __init__(self, folder: Path, redis_url: str) -> None:
        self.folder, self._count = folder, 0
        self.mail = folder / "mail"
        self.children: list[Child] = []
        self._env = os.environ | {
            "DATABASE_URL": database_url(),
            "REDIS_URL": redis_url,
            "EMAIL_URL": f"filemail:///{self.mail}",
            "XINFANG_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "tests.oversight.quick_beat",
        }

    def start(self, *command: str) -> Child:
        self._count += 1
        name = f"{command[0]}-{self._count}"
        child = Child.start(
            name, [sys.executable, "-m", *command],
            log=self.folder / f"{name}.log", env=self._env, cwd=PROJECT,
        )  # fmt: skip
        self.children.append(child)
        return child

    def worker(self) -> Child:
        options = ("--concurrency=1", "--without-gossip", "--without-mingle")
        return self.start("celery", *APP, "worker", *options, "-n", f"w{self._count}@test")

    def beat(self) -> Child:
        schedule = self.folder / f"beat-{self._count}"
        return self.start("celery", *APP, "beat", "-s", str(schedule))

    def mails(self) -> list[str]:
        """The Message-ID of every mail that left, a copy counted again. Django's folder may put
        several mails of one second into one file."""
        texts = [file.read_text() for file in self.mail.glob("*.log")]
        return [name for text in texts for name in MESSAGE_ID.findall(text)]

    def sent(self) -> int:
        return len(self.mails())


def kill(child: Child) -> None:
    """Power off: the worker and its pool, with no chance to say goodbye."""
    os.killpg(child.process.pid, signal.SIGKILL)
    child.process.wait()


def finish(child: Child) -> None:
    """An orderly stop: what it has in its hands it finishes first."""
    child.process.send_signal(signal.SIGTERM)
    child.process.wait(timeout=PATIENCE)


@pytest.fixture
def running(tmp_path: Path, request):
    """Starts processes; only those of a test that asks for `broker` have one."""
    has_broker = "broker" in request.fixturenames
    processes = Running(tmp_path, own_redis_url() if has_broker else "redis://127.0.0.1:1/0")
    yield processes
    for child in processes.children:
        if child.process.poll() is None:
            kill(child)


def time_passes_for_leases() -> None:
    """Two minutes go by: what dead workers held is due again."""
    Notice.objects.filter(sent_at=None, next_try_at__gt=Now()).update(next_try_at=Now())


def outbox():
    return Notice.objects.filter(channel="email", sent_at=None, voided_at=None)


def all_sent() -> bool:
    return Ticket.objects.count() == LATE and not outbox().exists()


def all_taken() -> bool:
    """Everything was told, and every mail has been in somebody's hands."""
    return Ticket.objects.count() == LATE and not outbox().filter(attempts=0).exists()


def assert_told_exactly_once(matters: list[Matter]) -> None:
    assert Ticket.objects.count() == LATE
    assert Ticket.objects.values("deadline").distinct().count() == LATE
    assert Reminder.objects.filter(stage=Stage.LATE, superseded=False).count() == LATE
    told = Counter(
        Notice.objects.values_list("recipient__username", "channel", "claim__matter", named=False)
    )
    assert len(told) == LATE * len(TOLD) * 2
    assert set(told.values()) == {1}
    breaches = Counter(Event.objects.filter(action="overdue").values_list("matter", flat=True))
    assert breaches == dict.fromkeys((matter.pk for matter in matters), 1)
    assert all(events.first_broken(matter) is None for matter in Matter.objects.all())


def assert_mailed_once(running: Running) -> int:
    """Every mail left; how many left twice is returned, each explained by a lost lease."""
    expected = {delivery.message_id(row) for row in Notice.objects.filter(channel="email")}
    left = Counter(running.mails())
    assert set(left) == expected
    copies = sum(left.values()) - len(expected)
    assert copies <= Notice.objects.filter(channel="email", attempts__gt=1).count()
    return copies


def test_two_workers_two_beats_killed_workers_and_an_emptied_redis(
    crowd, broker, running, record_property
):
    running.beat()
    running.beat()
    workers = [running.worker(), running.worker()]
    total = LATE * len(TOLD)

    for share in (0.05, 0.3, 0.6):
        wait_for(lambda share=share: running.sent() >= share * total)
        kill(workers.pop(0))
        broker.flushdb()
        workers.append(running.worker())
    wait_for(all_taken)
    for worker in workers:
        finish(worker)
    held = outbox().count()
    time_passes_for_leases()
    running.worker()
    wait_for(all_sent)

    assert held <= 3  # at most what each killed worker had in its hands
    assert_told_exactly_once(crowd)
    copies = assert_mailed_once(running)
    assert copies <= 3
    record_property("mails", total)
    record_property("mail_copies", copies)
    wait_for(lambda: Heartbeat.objects.filter(name__in=["worker", "beat"]).count() == 2)


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock')"
        )
        return bool(cursor.fetchone()[0])


def test_a_worker_killed_with_its_batch_written_and_not_committed(crowd, broker, running):
    """The lock on a recipient stops the sweep's COMMIT at its foreign keys."""
    running.beat()
    with transaction.atomic():
        User.objects.select_for_update().get(username="clerk")
        worker = running.worker()
        wait_for(somebody_waits_for_a_lock)
        kill(worker)
        assert not Ticket.objects.exists()
    running.worker()
    running.worker()

    wait_for(all_sent)

    assert_told_exactly_once(crowd)


def test_the_relay_needs_no_broker(crowd, running):
    relay = running.start("django", "relay_outbox", "--every", "0.2")

    wait_for(all_sent)

    assert_told_exactly_once(crowd)
    assert assert_mailed_once(running) == 0
    relay.process.send_signal(signal.SIGTERM)
    assert relay.process.wait(timeout=10) == 0


def test_a_killed_relay_is_taken_over_by_the_next(crowd, running):
    first = running.start("django", "relay_outbox", "--every", "0.2")
    wait_for(lambda: running.sent() >= 20)
    kill(first)
    running.start("django", "relay_outbox", "--every", "0.2")
    wait_for(lambda: outbox().count() <= 1)
    time_passes_for_leases()

    wait_for(all_sent)

    assert_told_exactly_once(crowd)
    assert assert_mailed_once(running) <= 1


def in_thread(work) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


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

    def extend() -> None:
        with transaction.atomic():
            leader = walk.cast["hr_leader"]
            lifecycle.grant_extension(hop, answer="同意。", by=leader, at=walk.at("2026-05-09"))
            granted.set()
            swept.wait(10)

    thread = in_thread(extend)
    assert granted.wait(10)
    began = time.monotonic()
    during = sweep(walk.at("2026-05-11"))
    waited = time.monotonic() - began
    swept.set()
    thread.join()
    after = sweep(walk.at("2026-05-11"))

    assert (during.tickets, after.tickets) == (0, 0)
    assert waited < 2
    assert not Ticket.objects.exists()


def test_two_workers_never_take_the_same_notice(crowd):
    sweep(Walk.at("2026-03-18"))
    taken: list[int] = []

    def work() -> None:
        while (notice := delivery.lease()) is not None:
            taken.append(notice.pk)

    for thread in [in_thread(work), in_thread(work)]:
        thread.join()

    assert len(taken) == len(set(taken)) == LATE * len(TOLD)
    assert not Notice.objects.filter(channel="email").exclude(lease=F("attempts")).exists()


def test_tasks_may_run_twice_and_show_that_somebody_is_alive(crowd):
    for task in (tasks.sweep_deadlines, tasks.deliver_notices, tasks.beat_heartbeat) * 2:
        task()

    assert_told_exactly_once(crowd)
    assert not outbox().exists()
    names = set(Heartbeat.objects.values_list("name", flat=True))
    assert names == {heartbeats.WORKER, heartbeats.BEAT}
