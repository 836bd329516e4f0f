"""A private Redis for Celery's wake-ups."""

from __future__ import annotations

import secrets
import tempfile
import time
from pathlib import Path

import redis

from config.stack import binaries
from config.stack.children import Child
from config.stack.ports import free_port
from config.stack.problems import StackError


def start(folder: Path) -> tuple[Child, str]:
    """Return the server and its URL. The password never stands on a command line."""
    home = folder / "redis"
    home.mkdir(exist_ok=True)
    port, password = free_port(), secrets.token_hex(16)
    settings = (
        f"port {port}\nbind 127.0.0.1\ndir {home}\nrequirepass {password}\n"
        'save ""\nappendonly yes\nmaxmemory-policy noeviction\n'
    )
    with tempfile.TemporaryFile() as stdin:
        stdin.write(settings.encode())
        stdin.seek(0)
        child = Child.start(
            "Redis",
            [binaries.redis_server(), "-"],
            log=folder / "logs/redis.log",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "XINFANG_DATA": str(folder)},
            stdin=stdin,
        )
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    _wait_until_ready(child, url)
    return child, url


def require_reachable(url: str) -> None:
    if not _answers(url):
        raise StackError("REDIS_URL 指定的 Redis 连接不上。")


def _wait_until_ready(child: Child, url: str) -> None:
    deadline = time.monotonic() + 30
    while not _answers(url):
        child.require_alive()
        if time.monotonic() > deadline:
            raise StackError(f"Redis 半分钟内没有就绪。日志：{child.log}")
        time.sleep(0.05)


def _answers(url: str) -> bool:
    client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2, retry=None)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
