"""`make run`: everything up, then watch; everything down when one part or the person ends it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from config.stack import folder, prepare
from config.stack.children import Child, die_with
from config.stack.embedded import embedded
from config.stack.ports import require_free
from config.stack.problems import StackError
from config.stack.terminal import Steps, say
from config.stack.watchdog import Watchdog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

STEPS = 8
LOOK_EVERY = 10.0
VALID_PORTS = range(1, 65536)
WORKER = "Celery 工作进程"
CELERY = (sys.executable, "-m", "celery", "-A", "config")


def run() -> None:
    """Return only by an exception: a StackError, or the interrupt of the person."""
    steps = Steps(STEPS)
    data, port = folder.chosen(), _port()
    with ExitStack() as stack:
        stack.enter_context(_claimed(data, port))
        steps.say(f"数据目录 {data}")
        running, children = stack.enter_context(embedded(data, say=steps.say))
        env = environment(data, running)
        last_words = _prepared(data, env, steps)
        folder.record(data, running)
        stack.callback(folder.forget, data)
        workers: list[Child] = []
        stack.callback(_stop_together, workers)
        parts = list(_parts(data))
        for name, command, log in parts:
            workers.append(Child.start(name, command, log=log, env=env))
        url = f"http://127.0.0.1:{port}/"
        _wait_until_healthy(url, [*children, *workers])
        steps.say("网页服务、Celery 工作进程、定时进程和投递进程已启动")
        say(f"\n信访路线图已启动：{url}　（用时 {steps.seconds:.1f} 秒，按 Ctrl-C 停止）")
        say(last_words)
        _watch(children, workers, url, lambda: _worker_again(workers, parts, env))


@contextmanager
def _claimed(data: Path, port: int) -> Iterator[None]:
    """Hold the folder; refuse before anything is started."""
    folder.prepare(data)
    taken = folder.lock(data)
    if taken is None:
        raise StackError(f"数据目录 {data} 正由另一个实例使用：请先停止它，或换一个 XINFANG_DATA。")
    with taken:
        require_free(os.environ.get("HOST", "127.0.0.1"), port)
        yield


def environment(data: Path, running: folder.Running) -> dict[str, str]:
    """What every process of this instance sees."""
    return {
        **os.environ,
        **running.as_environment(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "XINFANG_DATA": str(data),
        "PYTHONPATH": str(folder.PROJECT),
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or int(text) not in VALID_PORTS:
        raise StackError(f"PORT 应当是 1 到 65535 之间的端口号，现在是“{text}”。")
    return int(text)


def _parts(data: Path) -> Iterator[tuple[str, list[str], Path]]:
    logs = data / "logs"
    web = [sys.executable, "-m", "gunicorn", "-c", "python:config.webserver", "config.wsgi"]
    yield "网页服务", web, logs / "web.log"
    worker = [*CELERY, "worker", "-c", "2", "--without-gossip", "--without-mingle"]
    yield WORKER, worker, logs / "worker.log"
    beat = [*CELERY, "beat", "--pidfile=", "-s", str(data / "beat-schedule")]
    yield "Celery 定时进程", beat, logs / "beat.log"
    relay = [sys.executable, str(folder.PROJECT / "manage.py"), "relay_outbox"]
    yield "通知投递进程", relay, logs / "relay.log"


def _prepared(data: Path, env: Mapping[str, str], steps: Steps) -> str:
    """Run `prepare`, number its lines, and return what it wants told at the very end."""
    log = data / "logs/prepare.log"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", prepare.__name__],
            env=dict(env),
            cwd=folder.PROJECT,
            stdout=subprocess.PIPE,
            stderr=errors,
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            start_new_session=True,
            preexec_fn=die_with(os.getpid(), signal.SIGTERM),
        )
        with process:
            try:
                last_words = _number(process, steps)
            except BaseException:
                # Seeding has processes of its own.
                os.killpg(process.pid, signal.SIGKILL)
                raise
    if process.returncode:
        last = (log.read_text().strip().splitlines() or ["没有输出"])[-1]
        told = process.returncode == prepare.SENTENCE
        raise StackError(last if told else f"准备数据时出错：{last}。日志：{log}")
    return last_words


def _number(process: subprocess.Popen[str], steps: Steps) -> str:
    """Steps get a number, what the commands say meanwhile is passed on, the rest is kept."""
    lines = iter(process.stdout or ())
    for line in lines:
        step, mark, _ = line.rstrip().rpartition(prepare.DONE)
        if mark:
            steps.say(step)
        elif line.strip():
            say(f"      {line.rstrip()}")
        else:
            break
    return "".join(lines).rstrip()


def _wait_until_healthy(url: str, watched: list[Child]) -> None:
    """Wait for /healthz; a worker that is slow to report does not keep the pages from people."""
    deadline = time.monotonic() + 60
    answer: dict[str, str] | None = None
    while time.monotonic() < deadline:
        for child in watched:
            child.require_alive()
        healthy, answer = _ask(f"{url}healthz")
        if healthy:
            return
        time.sleep(0.1)
    if answer is None:
        raise StackError(f"网页服务一分钟内没有应答。日志：{watched[-1].log.parent}")
    say(f"注意：一分钟内未全部就绪：{answer}")


def _ask(url: str) -> tuple[bool, dict[str, str] | None]:
    """Is all well, and what was answered; None where nobody answers."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=2):
            return True, {}
    except urllib.error.HTTPError as error:
        try:
            return False, dict(json.load(error))
        except ValueError:
            return False, {"healthz": f"HTTP {error.code}"}
    except OSError:
        return False, None


def _stop_together(children: list[Child]) -> None:
    """Ask all before waiting for any: stopping takes as long as the slowest, not the sum."""
    for child in reversed(children):
        child.ask_to_stop()
    for child in children:
        child.wait_until_stopped()


def _watch(
    servers: list[Child], workers: list[Child], url: str, worker_again: Callable[[], None]
) -> None:
    """Until one part dies. A worker that lives and finishes nothing is started again."""
    watchdog, looked_at = Watchdog(time.monotonic()), time.monotonic()
    while True:
        for child in [*servers, *workers]:
            child.require_alive()
        now = time.monotonic()
        if now - looked_at >= LOOK_EVERY:
            looked_at = now
            if watchdog.wants_a_restart(_ask(f"{url}healthz")[1], now):
                worker_again()
        time.sleep(0.25)


def _worker_again(
    workers: list[Child], parts: list[tuple[str, list[str], Path]], env: Mapping[str, str]
) -> None:
    say(f"注意：{WORKER}没有动静，正在重新启动。")
    place, part = next((n, part) for n, part in enumerate(parts) if part[0] == WORKER)
    workers[place].stop()
    name, command, log = part
    workers[place] = Child.start(name, command, log=log, env=env)
