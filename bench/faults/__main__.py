"""`make bench-faults`: every fault at full size on services of its own, one line of figures each.

Writes nothing outside a temporary folder. `--size 0.1` takes a tenth of the load; `--only F02`."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from statistics import quantiles

from config.stack import folder, unprivileged
from config.stack.embedded import embedded


def main() -> int:
    options = _options()
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        data = Path(place) / "data"
        Path(place).chmod(0o755)
        folder.prepare(data)
        stack.callback(unprivileged.remove_data, data / "postgres")
        running, _ = stack.enter_context(embedded(data, say=_tell, own=True))
        os.environ |= running.as_environment() | {
            "XINFANG_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DB_STATEMENT_TIMEOUT": "5min",
        }
        _prepare()
        return _run_all(Path(place) / "rig", options)


def _prepare() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from tests import cast

    cast.assemble()


def _run_all(place: Path, options: argparse.Namespace) -> int:
    from bench.faults.rig import Rig
    from bench.faults.table import FAULTS

    rig, wrong = Rig(place), 0
    try:
        for number, fault in FAULTS.items():
            if options.only and number.split()[0] not in options.only:
                continue
            size, began = max(4, int(fault.long * options.size)), time.monotonic()
            try:
                figures, told = fault.long_run(rig, size)
            except AssertionError as error:
                figures, told = None, {"stopped": str(error)}
            bad = figures is not None and not is_clean(figures)
            bad |= any(told.get(name) != value for name, value in fault.must.items())
            bad |= "stopped" in told
            wrong += bad
            shown = asdict(figures) if figures else {}
            shown |= {name: _round(value) for name, value in told.items()}
            seconds = f"{time.monotonic() - began:.0f} s"
            _tell("\t".join([("错 " if bad else "") + number, fault.title, str(size), seconds]))
            _tell("\t" + "，".join(f"{name} {value}" for name, value in shown.items()))
    finally:
        rig.stop()
    return 1 if wrong else 0


def is_clean(figures: object) -> bool:
    return not any(getattr(figures, name) for name in ("lost", "doubles", "unexplained", "broken"))


def _round(value: object) -> object:
    """Lists of seconds become their median and 95th percentile, never beyond the longest."""
    if not isinstance(value, list) or not all(isinstance(one, float) for one in value):
        return value
    cuts = quantiles(value, n=20, method="inclusive") if len(value) > 1 else value * 19
    return f"p50 {cuts[9]:.1f}, p95 {cuts[18]:.1f}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-faults")
    parser.add_argument("--size", type=float, default=1.0, help="share of the full load")
    parser.add_argument("--only", nargs="*", default=[], help="F01 F02 …")
    return parser.parse_args()


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
