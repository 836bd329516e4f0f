"""The data folder (`XINFANG_DATA`): one instance at a time, with room to write."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from config.stack.problems import StackError

PROJECT = Path(__file__).resolve().parents[2]
NEEDED_MB = 300
RECORD = "running.json"


@dataclass(frozen=True)
class Running:
    """How to reach the services of an instance that runs."""

    database_url: str
    redis_url: str

    def as_environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}


def chosen() -> Path:
    return Path(os.environ.get("XINFANG_DATA") or PROJECT / "var").resolve()


def prepare(folder: Path) -> None:
    """Create the folder and prove that one can write to it."""
    probe = folder / ".probe"
    try:
        (folder / "logs").mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"\0" * 4096)
        probe.unlink()
    except OSError as error:
        raise StackError(f"数据目录 {folder} 不可写（{error.strerror}）。") from error
    require_space(folder, NEEDED_MB)


def require_space(folder: Path, needed_mb: int) -> None:
    free_mb = shutil.disk_usage(folder).free // 2**20
    if free_mb < needed_mb:
        raise StackError(
            f"磁盘空间不足：数据目录 {folder} 所在磁盘只剩 {free_mb} MB，至少需要 {needed_mb} MB。"
        )


def lock(folder: Path) -> IO[str] | None:
    """Take the folder for this process as long as the file stays open; None if it is taken."""
    handle = (folder / "stack.lock").open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        return None
    return handle


def record(folder: Path, running: Running) -> None:
    """Note the addresses for `make manage`; they hold passwords, so only we may read them."""
    path = folder / RECORD
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        json.dump(running.__dict__, out)


def forget(folder: Path) -> None:
    (folder / RECORD).unlink(missing_ok=True)


def recorded(folder: Path) -> Running | None:
    try:
        return Running(**json.loads((folder / RECORD).read_text()))
    except FileNotFoundError:
        return None
