"""`python -m bench.indicators --petitions 100000`: figures of generated petitions, counted twice.

Fills the database of DATABASE_URL (an empty one, migrated and with `load_reference`), lets
`tests.indicators.independent` read the exported events, and compares every figure of the present
statistical year's months, natural and from the 21st, and of the year before. Prints one line a
measurement; ends with 1 where anything differs."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from accounts.models import User
    from oversight.indicators import Period
    from tests.indicators.independent import History


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--petitions", type=int, default=100_000)
    parser.add_argument("--filled", action="store_true", help="the database holds them already")
    given = parser.parse_args()
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from accounts.models import User
    from tests.indicators.independent import History

    if not given.filled:
        call_command("seed_volume", petitions=given.petitions, seed=3)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as lines:
        began = time.perf_counter()
        with redirect_stdout(lines):
            call_command("export_events")
        _tell("export_events", f"{time.perf_counter() - began:.1f} s")
        lines.seek(0)
        began = time.perf_counter()
        history = History(lines)
        _tell("read independently", f"{time.perf_counter() - began:.1f} s")
    user = User.objects.get(username="supervisor")
    compared = different = 0
    for period in _periods(timezone.localdate()):
        theirs = _compare(user, period, history)
        compared, different = compared + theirs[0], different + theirs[1]
    _tell("figures compared", f"{compared:,}, different {different}")
    return 1 if different else 0


def _periods(on: dt.date) -> Iterator[Period]:
    from oversight.indicators import Period

    for starts_on in (1, 21):
        for month in range(1, 13):
            yield Period.named(f"{on.year}-{month:02}", month_starts_on=starts_on)
    yield Period.named(str(on.year - 1))


def _compare(user: User, period: Period, history: History) -> tuple[int, int]:
    from django.utils import timezone

    from accounts.models import Organization
    from oversight.indicators import figures
    from tests.indicators.independent import Tally

    on = timezone.localdate()
    began = time.perf_counter()
    found = [
        *figures(user, period, on=on),
        *figures(user, period, on=on, by_organization=True),
    ]
    seconds = time.perf_counter() - began
    theirs = history.tallies(period.starts_on, period.ends_on, on=on)
    codes = dict(Organization.objects.values_list("pk", "code"))
    ours = {
        (row.indicator.code, codes[row.organization_id] if row.organization_id else ""): (
            *(row.numerator, row.denominator, row.left_base),
            *(row.value, row.median),
        )
        for row in found
    }
    wrong = 0
    for key in ours | theirs:
        tally = theirs.get(key, Tally())
        said = (tally.hits, tally.cases, tally.left, tally.value, tally.middle)
        if ours.get(key) != said:
            wrong += 1
            _tell("DIFFERENT", f"{period.span} {key}: {ours.get(key)} here, {said} there")
    _tell(f"figures {period.span}", f"{len(ours)} figures, {seconds:.2f} s")
    return len(ours | theirs), wrong


def _tell(what: str, figure: str) -> None:
    sys.stdout.write(f"{what:<40} {figure}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
