from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config.stack import unprivileged
from tests.stack.instances import Instance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "data"
    yield folder
    unprivileged.remove_data(folder / "postgres")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """One instance for the tests that only look at it."""
    folder = tmp_path_factory.mktemp("running") / "data"
    instance = Instance.start(folder)
    instance.wait_until_started()
    yield instance
    instance.interrupt()
    unprivileged.remove_data(folder / "postgres")


@pytest.fixture
def start(data: Path) -> Iterator[Callable[..., Instance]]:
    """Start instances; none outlives the test."""
    started: list[Instance] = []

    def start_one(folder: Path = data, **extra: str) -> Instance:
        started.append(Instance.start(folder, **extra))
        return started[-1]

    yield start_one
    for instance in started:
        if instance.process.poll() is None:
            instance.interrupt()
