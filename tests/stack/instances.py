"""Start the real thing as a person would, on a folder and a port of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.stack.folder import PROJECT
from config.stack.ports import free_port

INHERITED = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "XINFANG_DEMO", "XINFANG_ENV")
COMMAND = (sys.executable, "-m", "config.stack", "--with-parent")


def environment(data: Path, **extra: str) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if name not in INHERITED}
    return env | {"XINFANG_DATA": str(data), "PYTHONPATH": str(PROJECT), "PYTHONUTF8": "1"} | extra


@dataclass
class Instance:
    """`make run` without make: the supervisor and what it printed."""

    data: Path
    port: int
    output: Path
    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls, data: Path, **extra: str) -> Instance:
        port = int(extra.get("PORT") or free_port())
        output = data.with_suffix(".output")
        with output.open("wb") as out:
            process = subprocess.Popen(
                [*COMMAND, "run"],
                env=environment(data, **{"PORT": str(port)} | extra),
                cwd=PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        return cls(data, port, output, process)

    @property
    def printed(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def wait_until_started(self, seconds: float = 120) -> float:
        """Return how long it took; fail with everything printed if it does not come up."""
        began = time.monotonic()
        while "信访路线图已启动" not in self.printed:
            ended = self.process.poll() is not None
            if ended or time.monotonic() - began > seconds:
                self.kill()
                raise AssertionError(self.printed + self.logs())
            time.sleep(0.1)
        return time.monotonic() - began

    def logs(self) -> str:
        """The ends of all logs: what one wants to read when a start failed elsewhere."""
        logs = sorted((self.data / "logs").glob("*.log"))
        return "".join(f"\n--- {log.name}\n{log.read_text()[-1500:]}" for log in logs)

    def health(self) -> tuple[int, dict[str, Any]]:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}/healthz", timeout=5
            ) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)


def processes_of(data: Path) -> dict[int, str]:
    """Every living process that was started for this folder, whoever its parent is by now."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if _belongs(entry, data):
                name = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                found[int(entry.name)] = name
        except (FileNotFoundError, PermissionError, ProcessLookupError):
            continue
    return found


def _belongs(entry: Path, data: Path) -> bool:
    """PostgreSQL and Redis write their titles over their environment, but stay in their folder."""
    mark = f"XINFANG_DATA={data}".encode()
    homes = {(data / name).resolve() for name in ("postgres", "redis")}
    return mark in (entry / "environ").read_bytes().split(b"\0") or (
        (entry / "cwd").readlink() in homes
    )


def wait_until_gone(data: Path, seconds: float = 45) -> dict[int, str]:
    """The processes that are still there when patience ends: none, if all is well."""
    deadline = time.monotonic() + seconds
    while (left := processes_of(data)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left
