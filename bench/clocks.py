"""100,000 random clocks against the slow counter of the tests: `python -m bench.clocks [n]`.

The short form of this is a test; this long one prints how many were equal and how long it took."""

from __future__ import annotations

import os
import random
import sys
import time
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from routing.limits import Unit  # noqa: E402 - the models want the settings first
from tests.routing.test_limits_property import (  # noqa: E402
    FIRST,
    LAST,
    fast_due,
    published_calendar,
    slow_due,
    spaced_pauses,
)


def run(count: int, seed: str = "信访") -> int:
    """How many of `count` clocks, drawn from this seed, both counters agree on."""
    calendar, draw, equal = published_calendar(), random.Random(seed), 0  # noqa: S311 - a drawing to repeat
    for _ in range(count):
        start = FIRST + timedelta(days=draw.randint(0, (LAST - FIRST).days))
        gaps = [(draw.randint(0, 40), draw.randint(0, 25)) for _ in range(draw.randint(0, 3))]
        unit = draw.choice([Unit.DAYS, Unit.WORKDAYS, Unit.MONTHS])
        extension = 0 if unit is Unit.MONTHS else draw.choice([0, 0, 10, 30])
        number = draw.randint(1, 12 if unit is Unit.MONTHS else 90)
        asked = (
            start, number, unit, draw.random() < 0.5,  # noqa: PLR2004 - a fair coin
            spaced_pauses(start, gaps), extension,
        )  # fmt: skip
        equal += fast_due(calendar, *asked) == slow_due(*asked)
    return equal


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    begun = time.perf_counter()
    found = run(wanted)
    took = time.perf_counter() - begun
    sys.stdout.write(f"期限对拍：{found} / {wanted} 一致，{took:.1f} 秒\n")
    sys.exit(found != wanted)
