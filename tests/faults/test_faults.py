"""F01 to F33 in short form: real processes, a client's ledger, gateways that record.

Nothing here measures time: each fault waits for what must come true, then everything is counted.
`make bench-faults` runs the same with full load and prints the figures."""

from __future__ import annotations

import time
from dataclasses import asdict

import pytest

from bench.faults.table import FAULTS


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_and_nothing_happens_twice(rig, subtests, record_property):
    for number, fault in FAULTS.items():
        if not fault.short:
            continue
        with subtests.test(number, fault=fault.title):
            began = time.monotonic()
            figures, told = fault.run(rig, fault.short)
            record_property(f"{number} s", round(time.monotonic() - began, 1))

            assert {name: told[name] for name in fault.must} == fault.must
            if figures is not None:
                counted = asdict(figures)
                record_property(f"{number} copies", counted.pop("copies"))
                assert counted.pop("notices") > 0
                assert counted == {"lost": 0, "doubles": 0, "unexplained": 0, "broken": 0}
