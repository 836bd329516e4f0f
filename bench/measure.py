"""`make bench`: how long a start takes, what a page costs, how many dates a second, how well
the triage reads.

Prints one line a figure; run it on an otherwise idle machine and say which one.
"""

from __future__ import annotations

import sys
import tempfile
import time
import urllib.request
from datetime import date, timedelta
from pathlib import Path
from statistics import quantiles

from bench import triage
from config.stack import unprivileged
from routing.calendar import WorkCalendar
from routing.limits import Limit, Unit, due_on
from tests.stack.instances import Instance

REQUESTS = 300
DATES = 20_000


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        data = Path(place) / "data"
        Path(place).chmod(0o755)
        try:
            _measure_starts(data)
        finally:
            unprivileged.remove_data(data / "postgres")
    _measure_dates()
    for what, figure in triage.figures(*sys.argv[1:2]):
        _tell(what, figure)


def _measure_starts(data: Path) -> None:
    first = Instance.start(data, XINFANG_DEMO="1")
    _tell("first start with demo data", f"{first.wait_until_started(600):.1f} s")
    began = time.monotonic()
    first.interrupt()
    _tell("stop", f"{time.monotonic() - began:.1f} s")
    second = Instance.start(data, XINFANG_DEMO="1")
    _tell("second start", f"{second.wait_until_started():.1f} s")
    _measure_requests(second.port, "healthz")
    _measure_requests(second.port, "accounts/sign-in/")
    second.interrupt()


def _measure_requests(port: int, path: str) -> None:
    taken = []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=10) as answer:
            answer.read()
        taken.append((time.perf_counter() - began) * 1000)
    cuts = quantiles(taken, n=20)
    _tell(f"GET /{path}", f"p50 {cuts[9]:.1f} ms, p95 {cuts[18]:.1f} ms")


def _measure_dates() -> None:
    """Fifteen working days are the slow kind: each day is looked up."""
    calendar = WorkCalendar({}, {}, frozenset({2026, 2027}), 1)
    limit = Limit("notify_direct", "程序性告知", "第二十二条", 15, Unit.WORKDAYS, False, 0, 1)  # noqa: FBT003
    began = time.perf_counter()
    for number in range(DATES):
        due_on(date(2026, 1, 1) + timedelta(days=number % 365), limit, calendar)
    _tell("due_on()", f"{DATES / (time.perf_counter() - began):,.0f} dates a second")


def _tell(what: str, figure: str) -> None:
    sys.stdout.write(f"{what:<32} {figure}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
