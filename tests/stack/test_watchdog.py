"""A worker that lives and finishes nothing is noticed within three minutes, and started again."""

from __future__ import annotations

import os
import signal
import sys

import pytest
from django.conf import settings

from config.stack import run
from config.stack.children import Child
from config.stack.watchdog import FRESH, PATIENCE, Watchdog

WELL = {"database": "ok", "broker": "ok", "worker": "ok", "beat": "ok"}
STUCK = WELL | {"worker": "已 95 秒没有报到"}
LATER = FRESH + 1


def test_a_worker_that_stays_silent_is_started_again_once():
    watchdog = Watchdog(started=0)

    asked = [
        watchdog.wants_a_restart(STUCK, LATER + seconds) for seconds in (0, PATIENCE - 1, PATIENCE)
    ]

    assert asked == [False, False, True]
    assert not watchdog.wants_a_restart(STUCK, LATER + PATIENCE + 1), "the new one needs time"


def test_silence_is_noticed_within_three_minutes():
    worst = settings.HEARTBEAT_GRACE.total_seconds() + PATIENCE + 2 * run.LOOK_EVERY

    assert worst < 180


@pytest.mark.parametrize("away", ["database", "broker", "beat"])
def test_a_worker_without_work_is_left_alone(away):
    watchdog, answer = Watchdog(started=0), STUCK | {away: "连接不上"}

    assert not any(watchdog.wants_a_restart(answer, LATER + n * 10) for n in range(60))


def test_one_good_answer_begins_the_patience_anew():
    watchdog = Watchdog(started=0)
    watchdog.wants_a_restart(STUCK, LATER)
    watchdog.wants_a_restart(WELL, LATER + 20)

    assert not watchdog.wants_a_restart(STUCK, LATER + PATIENCE + 1)


def test_a_fresh_start_and_a_page_that_does_not_answer_are_no_proof():
    watchdog = Watchdog(started=0)

    assert not any(watchdog.wants_a_restart(STUCK, n) for n in range(0, int(FRESH), 10))
    assert not any(watchdog.wants_a_restart(None, LATER + n * 10) for n in range(60))


def test_even_a_stopped_process_is_replaced(tmp_path, capsys):
    """SIGTERM does not reach somebody who sleeps; the whole session is killed then."""
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    log, env = tmp_path / "worker.log", dict(os.environ)
    old = Child.start(run.WORKER, command, log=log, env=env, patience=0.2)
    workers = [old]
    os.kill(old.process.pid, signal.SIGSTOP)

    run._worker_again(workers, [(run.WORKER, command, log)], env)

    (new,) = workers
    assert old.process.poll() is not None
    assert new.process.poll() is None
    assert "没有动静" in capsys.readouterr().out
    new.stop()
