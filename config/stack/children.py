"""Processes that never outlive us: not after Ctrl-C, not after `kill -9`."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from config.stack.problems import StackError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with(parent: int, signum: int) -> Callable[[], None]:
    """Return what a new process calls to receive `signum` when `parent` is gone.

    The kernel forgets the wish when a process changes its user, so it is made after that:
    `Popen(user=…)` runs `preexec_fn` last.
    """

    def make_the_wish() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, signum)
            if os.getppid() != parent:
                os._exit(1)

    return make_the_wish


@dataclass(frozen=True)
class Child:
    """A started process with the name a person knows it by and the signal that ends it well."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    stop_signal: signal.Signals
    patience: float

    @classmethod
    def start(  # noqa: PLR0913 - what a process is made of
        cls,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        env: Mapping[str, str],
        stop_signal: signal.Signals = signal.SIGTERM,
        patience: float = 15,
        stdin: IO[bytes] | int = subprocess.DEVNULL,
        **popen: Any,
    ) -> Child:
        """Start it in a session of its own, so that Ctrl-C reaches only the supervisor."""
        with log.open("ab") as lines:
            process = subprocess.Popen(
                [str(part) for part in command],
                env=dict(env),
                stdin=stdin,
                stdout=lines,
                stderr=lines,
                start_new_session=True,
                preexec_fn=die_with(os.getpid(), stop_signal),
                **popen,
            )
        return cls(name, process, log, stop_signal, patience)

    def require_alive(self) -> None:
        code = self.process.poll()
        if code is not None:
            raise StackError(
                f"{self.name}意外退出（退出码 {code}），其余进程一并停止。日志：{self.log}"
            )

    def ask_to_stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)

    def wait_until_stopped(self) -> None:
        """Wait, then clear away whatever is left of its session."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.patience)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        self.ask_to_stop()
        self.wait_until_stopped()


def in_foreground(command: Sequence[str | Path], env: Mapping[str, str]) -> int:
    """Run a command that owns the terminal and return its exit code."""
    process = subprocess.Popen(
        [str(part) for part in command],
        env=dict(env),
        preexec_fn=die_with(os.getpid(), signal.SIGTERM),
    )
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # The terminal has told the command too; it decides how to end.
            continue
        except SystemExit:
            process.terminate()
            process.wait()
            raise
