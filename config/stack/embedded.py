"""PostgreSQL and Redis for as long as somebody needs them, unless the environment names others."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from config.stack import broker, postgres
from config.stack.folder import Running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from config.stack.children import Child


@contextmanager
def embedded(
    folder: Path, *, say: Callable[[str], None], own: bool = False
) -> Iterator[tuple[Running, list[Child]]]:
    """Yield the addresses and the started servers; stop these, Redis first, at the end.

    `own` servers are started whatever the environment says, and forget their data: tests.
    """
    database_url = "" if own else os.environ.get("DATABASE_URL", "")
    redis_url = "" if own else os.environ.get("REDIS_URL", "")
    children: list[Child] = []
    with ExitStack() as stack:
        if database_url:
            say("使用 DATABASE_URL 指定的数据库")
        else:
            server, database_url = postgres.start(folder, careless=own)
            stack.callback(server.stop)
            children.append(server)
            say(f"数据库 PostgreSQL 已启动（{_port(database_url)}）")
        if redis_url:
            broker.require_reachable(redis_url)
            say("使用 REDIS_URL 指定的 Redis")
        else:
            server, redis_url = broker.start(folder)
            stack.callback(server.stop)
            children.append(server)
            say(f"消息代理 Redis 已启动（{_port(redis_url)}）")
        yield Running(database_url, redis_url), children


def _port(url: str) -> str:
    return "端口 " + url.rpartition(":")[2].partition("/")[0]
