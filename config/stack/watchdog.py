"""Notices a worker that lives and finishes nothing, which no exit code tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

OK = "ok"
#: /healthz calls a worker silent after its grace; for so long it must stay silent.
PATIENCE = 30.0
#: A worker that was started again needs time to show itself.
FRESH = 120.0
#: Without one of these a worker has nothing to do, and starting it again would not help.
NEEDED = ("database", "broker", "beat")


class Watchdog:
    """Looks at the answers of /healthz, each with the moment it was given."""

    def __init__(self, started: float) -> None:
        self._trusted_until = started + FRESH
        self._silent_since: float | None = None

    def wants_a_restart(self, answer: Mapping[str, str] | None, at: float) -> bool:
        """Whether the worker has been silent too long, while all it needs was there."""
        if answer is None or not _is_stuck(answer) or at < self._trusted_until:
            self._silent_since = None
            return False
        if self._silent_since is None:
            self._silent_since = at
        if at - self._silent_since < PATIENCE:
            return False
        self._trusted_until, self._silent_since = at + FRESH, None
        return True


def _is_stuck(answer: Mapping[str, str]) -> bool:
    return answer.get("worker", OK) != OK and all(answer.get(part) == OK for part in NEEDED)
