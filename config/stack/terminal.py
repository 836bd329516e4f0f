"""What the person at the terminal reads."""

from __future__ import annotations

import contextlib
import sys
import time


def say(line: str) -> None:
    """Print at once; a reader that has gone away is no reason to die half-way."""
    with contextlib.suppress(OSError):
        print(line, flush=True)  # noqa: T201 - the terminal is where this belongs


def complain(line: str) -> None:
    with contextlib.suppress(OSError):
        print(line, file=sys.stderr, flush=True)  # noqa: T201 - as above


class Steps:
    """Numbered progress lines."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.began = time.monotonic()

    def say(self, line: str) -> None:
        self.done += 1
        say(f"[{self.done}/{self.total}] {line}")

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began
