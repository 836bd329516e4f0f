"""One rig for all faults: its processes are started once, and every fault brings its own load."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.faults.rig import Rig


@pytest.fixture
def rig(law: None, tmp_path: Path) -> Iterator[Rig]:
    machines = Rig(tmp_path)
    yield machines
    machines.stop()
