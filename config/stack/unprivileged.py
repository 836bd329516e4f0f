"""Where root lets PostgreSQL live: it refuses to run as root, and `/root` is closed to others."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.stack.problems import StackError

#: Owned by root, so nobody else can plant programs or data here.
SHELTER = Path("/var/lib/xinfang")


@dataclass(frozen=True)
class Account:
    """The user PostgreSQL runs as; `popen` is empty where that is ourselves."""

    popen: dict[str, Any]
    uid: int
    gid: int

    def can_enter(self, folder: Path) -> bool:
        test = ["/bin/sh", "-c", 'cd "$0"', str(folder)]
        done = subprocess.run(test, capture_output=True, cwd="/", check=False, **self.popen)
        return done.returncode == 0

    def can_run(self, program: Path) -> bool:
        try:
            subprocess.run(
                [program, "--version"], capture_output=True, cwd="/", check=True, **self.popen
            )
        except (OSError, subprocess.CalledProcessError):
            return False
        return True


def account() -> Account:
    """Ourselves, or under root the first of `postgres` and `nobody` this machine has."""
    if os.geteuid() != 0:
        return Account({}, os.geteuid(), os.getegid())
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            popen = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
            return Account(popen, entry.pw_uid, entry.pw_gid)
    raise StackError(
        "PostgreSQL 不能以 root 运行，而本机没有 postgres 或 nobody 账号：请建立其一，"
        "或设置 DATABASE_URL。"
    )


def reachable_programs(home: Path, who: Account) -> Path:
    """`home`, or a copy of it where `who` cannot get to it (a checkout below /root)."""
    if who.can_run(home / "bin/postgres"):
        return home
    copy = SHELTER / f"programs-{_key(home)}"
    if not (copy / "bin/postgres").exists():
        unfinished = copy.with_suffix(f".{os.getpid()}")
        shutil.copytree(home, unfinished, symlinks=True)
        with contextlib.suppress(OSError):
            unfinished.rename(copy)
        shutil.rmtree(unfinished, ignore_errors=True)
    return copy


def reachable_data(wanted: Path, who: Account) -> Path:
    """`wanted`, or a shelter it links to. Removing the link is removing the data."""
    if wanted.is_symlink() and wanted.exists():
        return wanted.resolve()
    if wanted.exists() or who.can_enter(wanted.parent):
        wanted.mkdir(exist_ok=True)
        real = wanted
    else:
        real = SHELTER / f"data-{_key(wanted)}"
        shutil.rmtree(real, ignore_errors=True)
        real.mkdir(parents=True)
        wanted.unlink(missing_ok=True)
        wanted.symlink_to(real)
    os.chown(real, who.uid, who.gid)
    real.chmod(0o700)
    return real


def remove_data(wanted: Path) -> None:
    if wanted.is_symlink():
        shutil.rmtree(wanted.resolve(), ignore_errors=True)
        wanted.unlink()
    else:
        shutil.rmtree(wanted, ignore_errors=True)


def _key(path: Path) -> str:
    """Programs that were replaced by an upgrade get a new copy."""
    marker = path / "bin/postgres"
    born = marker.stat().st_mtime_ns if marker.exists() else 0
    return hashlib.sha256(f"{path}{born}".encode()).hexdigest()[:12]
