"""The fault rig: two web processes, two workers, two beats, Redis and the recording gateways as
real processes, a ledger of what clients were told, and the comparison of the three at the end.

PostgreSQL and Django's settings are the caller's: a test's database, or the bench's own."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
import urllib.request
from collections import Counter
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import redis
from django.conf import settings
from django.db import connection
from django.db.models.functions import Now

from bench.faults.gateway import Mood
from bench.faults.people import Voice, prepare_people
from config.stack import binaries
from config.stack.children import Child
from config.stack.ports import free_port
from oversight.models import Circuit
from petitions.models import Notice

if TYPE_CHECKING:
    from collections.abc import Callable

APP = ("celery", "-A", "config.celery")
MESSAGE_ID = re.compile(r"^Message-ID: (\S+)$", re.MULTILINE)
PATIENCE = 120.0


def until(condition: Callable[[], object], seconds: float = PATIENCE) -> float:
    """Wait for it and return how long that took; bounded only against waiting for ever."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            raise AssertionError(f"not reached within {seconds:.0f} s")
        time.sleep(0.05)
    return time.monotonic() - began


class Rig:
    """Everything is started by hand, so that a fault can leave a part out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "logs").mkdir(parents=True, exist_ok=True)
        self.redis_port, self.gateway_port = free_port(), free_port()
        self.children: list[Child] = []
        self.workers: list[Child] = []
        self.beats: list[Child] = []
        self.webs: list[Child] = []
        self.urls: list[str] = []
        self._count, self._pace = 0, ""
        self.broker = self.start_broker()
        self.gateway = self.start("gateway", "bench.faults.gateway", str(self.gateway_port))
        self.voice = Voice(f"http://127.0.0.1:{self.gateway_port}")
        until(self.voice.is_there)
        self.tokens = prepare_people()

    # --- processes --------------------------------------------------------------------------
    def start(self, name: str, *command: str, **extra: str) -> Child:
        """One of our programs, as `python -m`."""
        return self._start(name, [sys.executable, "-m", *command], **extra)

    def _start(self, name: str, command: list[str], **extra: str) -> Child:
        self._count += 1
        log = self.folder / "logs" / f"{name}-{self._count}.log"
        child = Child.start(
            name, command, log=log, env=self._environment() | extra, cwd=settings.BASE_DIR
        )
        self.children.append(child)
        return child

    def _environment(self) -> dict[str, str]:
        return os.environ | {
            "DATABASE_URL": database_url(),
            "REDIS_URL": self.redis_url,
            "EMAIL_URL": f"filemail:///{self.folder / 'mail'}",
            "SMS_URL": f"http://127.0.0.1:{self.gateway_port}/sms",
            "GATEWAY_TIMEOUT": "1",
            "XINFANG_DATA": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "bench.faults.settings",
            "PYTHONPATH": str(settings.BASE_DIR),
            "WEB_WORKERS": "1",
        }

    @property
    def redis_url(self) -> str:
        return f"redis://127.0.0.1:{self.redis_port}/0"

    def start_broker(self) -> Child:
        """Redis that keeps nothing over its death."""
        options = ["--port", str(self.redis_port), "--save", "", "--appendonly", "no"]
        program = str(binaries.redis_server())
        child = self._start("redis", [program, "--bind", "127.0.0.1", *options])
        until(self.broker_answers)
        return child

    def broker_answers(self) -> bool:
        with suppress(redis.RedisError), self.redis() as client:
            return bool(client.ping())
        return False

    def redis(self) -> redis.Redis:
        return redis.Redis.from_url(self.redis_url, socket_timeout=2, retry=None)

    def add_worker(self, **extra: str) -> Child:
        name = f"w{self._count}@rig"
        options = ("--concurrency=1", "--without-gossip", "--without-mingle", "-n", name)
        self.workers.append(self.start("worker", *APP, "worker", *options, **extra))
        return self.workers[-1]

    def add_beat(self) -> Child:
        schedule = str(self.folder / f"beat-{self._count}")
        command = (*APP, "beat", "--pidfile=", "-s", schedule)
        self.beats.append(self.start("beat", *command, RIG_PACE=self._pace))
        return self.beats[-1]

    def change_pace(self, pace: str) -> None:
        """Beats tick every second; "as sold" as often as in the product. Where that changes, they
        are started again."""
        if pace != self._pace:
            self._pace = pace
            for beat in self.beats:
                kill(beat)
            self.complete()

    def add_web(self) -> None:
        port = free_port()
        command = ("gunicorn", "-c", "python:config.webserver", "config.wsgi")
        self.webs.append(self.start("web", *command, PORT=str(port)))
        self.urls.append(f"http://127.0.0.1:{port}")

    def complete(self) -> None:
        """As many workers and beats as the rig has when all is well."""
        self.voice.be(Mood.WELL)
        for name in ("workers", "beats"):
            alive = [child for child in getattr(self, name) if child.process.poll() is None]
            setattr(self, name, alive)
        while len(self.workers) < 2:
            self.add_worker()
        while len(self.beats) < 2:
            self.add_beat()

    def open_the_doors(self) -> None:
        """Both web processes answer."""
        while len(self.webs) < 2:
            self.add_web()
        for url in self.urls:
            until(partial(answers, url))

    def quiet(self) -> None:
        """No worker and no beat."""
        for child in [*self.beats, *self.workers]:
            kill(child)
        self.beats, self.workers = [], []

    def stop(self) -> None:
        for child in self.children:
            if child.process.poll() is None:
                kill(child)

    # --- time -------------------------------------------------------------------------------
    def time_passes(self) -> None:
        """Minutes go by: leases of the dead and waits after failures end, gateways are tried."""
        Notice.objects.to_send().filter(next_try_at__gt=Now()).update(next_try_at=Now())
        Circuit.objects.filter(opened_at__isnull=False).update(probe_at=Now())

    # --- what left --------------------------------------------------------------------------
    def mails(self) -> Counter[str]:
        """Every Message-ID that left, a copy counted again. Django's folder may put several mails
        of one second into one file."""
        texts = [file.read_text() for file in (self.folder / "mail").glob("*.log")]
        return Counter(name for text in texts for name in MESSAGE_ID.findall(text))

    def texts(self) -> Counter[str]:
        return self.voice.copies()

    def logged(self, event: str) -> int:
        logs = (self.folder / "logs").glob("worker-*.log")
        return sum(log.read_text().count(event) for log in logs)


def answers(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}/accounts/sign-in/", timeout=30).close()
    except OSError:
        return False
    return True


def database_url() -> str:
    place = {name: quote(str(value)) for name, value in connection.settings_dict.items()}
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format_map(place)


def kill(child: Child) -> None:
    """Power off: the program and all it started, with no chance to say goodbye."""
    with suppress(ProcessLookupError):
        os.killpg(child.process.pid, signal.SIGKILL)
    child.process.wait()


def kill_one_of(worker: Child) -> bool:
    """Kill one process of the worker's pool; `False` where it has none at this moment."""
    pids = children_of(worker.process.pid)
    for pid in pids[-1:]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return bool(pids)


def children_of(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def processor_seconds(child: Child) -> float:
    """What the program and those it started have used so far, whoever else was at the machine."""
    ticks = 0
    for pid in (child.process.pid, *children_of(child.process.pid)):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def signal_all(child: Child, signum: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.process.pid, signum)
