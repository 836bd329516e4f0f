"""A private PostgreSQL: initialised once, on a free port, with a password of its own."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import time
from pathlib import Path

import psycopg2

from config.stack import binaries, unprivileged
from config.stack.children import Child
from config.stack.ports import free_port
from config.stack.problems import StackError

NAME = "xinfang"
#: Tests may lose their data with the machine; a run may not.
CARELESS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=200")


def start(folder: Path, *, careless: bool = False) -> tuple[Child, str]:
    """Return the server and the URL of its database."""
    who = unprivileged.account()
    home = unprivileged.reachable_programs(binaries.postgres_home(), who)
    data = unprivileged.reachable_data(folder / "postgres", who)
    env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "XINFANG_DATA": str(folder)}
    password = _password(folder / "postgres.password", fresh=not (data / "PG_VERSION").exists())
    if not (data / "PG_VERSION").exists():
        _initialise(home, data, password, env, who)
    _require_same_major(home, data)
    _wait_for_predecessor(data)
    port = free_port()
    options = [f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "jit=off"]
    options += CARELESS if careless else ()
    child = Child.start(
        "PostgreSQL",
        [
            home / "bin/postgres",
            "-D",
            data,
            *_as_flags(options),
        ],
        log=folder / "logs/postgres.log",
        env=env,
        # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for clients.
        stop_signal=signal.SIGINT,
        patience=30,
        cwd="/",
        **who.popen,
    )
    url = f"postgres://{NAME}:{password}@127.0.0.1:{port}"
    _wait_until_ready(child, f"{url}/postgres")
    return child, f"{url}/{NAME}"


def _as_flags(options: list[str]) -> list[str]:
    return [flag for option in options for flag in ("-c", option)]


def _password(path: Path, *, fresh: bool) -> str:
    if fresh:
        _write_secret(path, secrets.token_hex(16))
    return path.read_text()


def _write_secret(path: Path, secret: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(secret)


def _initialise(
    home: Path, data: Path, password: str, env: dict[str, str], who: unprivileged.Account
) -> None:
    """C.UTF-8, because under C `similarity()` of Chinese texts is always zero."""
    secret = data.with_suffix(".initial")
    _write_secret(secret, password)
    os.chown(secret, who.uid, who.gid)
    flags = f"-U {NAME} -A scram-sha-256 -E UTF8 --locale=C.UTF-8 --no-sync"
    done = subprocess.run(
        [home / "bin/initdb", "-D", data, *flags.split(), f"--pwfile={secret}"],
        capture_output=True,
        text=True,
        env=env,
        cwd="/",
        check=False,
        **who.popen,
    )
    secret.unlink()
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["initdb"])[-1]
        raise StackError(f"PostgreSQL 数据目录无法初始化：{reason}")


def _require_same_major(home: Path, data: Path) -> None:
    of_data, of_programs = (data / "PG_VERSION").read_text().strip(), binaries.postgres_major(home)
    if of_data != of_programs:
        raise StackError(
            f"数据目录由 PostgreSQL {of_data} 建立，本机现有的是 {of_programs}："
            "请先用原版本导出数据，见 docs/operations.md。"
        )


def _wait_for_predecessor(data: Path) -> None:
    """After `kill -9` of the supervisor the old server may still be shutting down."""
    lockfile = data / "postmaster.pid"
    deadline = time.monotonic() + 30
    while lockfile.exists() and time.monotonic() < deadline:
        pid = lockfile.read_text().partition("\n")[0]
        if not _works_in(pid, data):
            # A leftover: its number may by now belong to an unrelated process.
            lockfile.unlink(missing_ok=True)
            return
        time.sleep(0.1)


def _works_in(pid: str, data: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == data
    except FileNotFoundError:
        return False


def _wait_until_ready(child: Child, url: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        child.require_alive()
        try:
            connection = psycopg2.connect(url)
        except psycopg2.OperationalError:
            if time.monotonic() > deadline:
                raise StackError(f"PostgreSQL 一分钟内没有就绪。日志：{child.log}") from None
            time.sleep(0.05)
        else:
            break
    try:
        _create_database(connection)
    finally:
        connection.close()


def _create_database(connection: psycopg2.extensions.connection) -> None:
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE {NAME}")
