"""Bring the data up to date, inside Django: one line for each step, then what to tell at the end.

The supervisor runs it as a process of its own and numbers the lines that end in `DONE`; an empty
line ends the steps.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import OperationalError, connection

if TYPE_CHECKING:
    from types import FrameType

#: Exit code that says: the last line of the error output is a sentence for the person.
SENTENCE = 2
#: Tells a finished step from what the commands print on their way.
DONE = "✓"


def main() -> None:
    signal.signal(signal.SIGTERM, _end_with_helpers)
    django.setup()
    from config.checks import refuse_unfit_start

    try:
        connection.ensure_connection()
    except OperationalError as error:
        _refuse(f"DATABASE_URL 指定的数据库连接不上（{str(error).strip().splitlines()[0]}）。")
    call_command("migrate", verbosity=0)
    _say("数据库结构已是最新" + DONE)
    call_command("load_reference", stdout=sys.stderr)
    _say("基础数据（工作日历、时限、分类、导引图）已载入" + DONE)
    if settings.DEMO:
        call_command("seed_demo")
        call_command("seed_supervision")
        _say("演示数据已就绪" + DONE)
    else:
        _say("不载入演示数据（XINFANG_DEMO 未启用）" + DONE)
    try:
        refuse_unfit_start()
    except SystemExit as refusal:
        _refuse(str(refusal.code))
    collect_static()
    _say("静态文件已就绪" + DONE)
    _say("")
    _say_accounts()


def collect_static() -> None:
    """Hash and compress the static files again only where one of them changed."""
    mark = Path(settings.STATIC_ROOT) / ".fingerprint"
    fingerprint = _fingerprint_of_static_files()
    if mark.exists() and mark.read_text() == fingerprint:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(fingerprint)


def _fingerprint_of_static_files() -> str:
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            file = Path(storage.path(name)).stat()
            digest.update(f"{name} {file.st_size} {file.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _say_accounts() -> None:
    """The demo accounts as they are in the database, so that the list cannot be out of date."""
    if not settings.DEMO:
        return
    from accounts.models import Post

    _say(f"演示账号（密码均为 {settings.DEMO_PASSWORD}）：")
    posts = Post.objects.filter(ends_on=None, user__is_active=True).select_related(
        "user", "organization"
    )
    for post in posts.order_by("pk"):
        _say(f"  {post.user.username:<14} {post.get_role_display()}，{post.organization}")


def _end_with_helpers(_signum: int, _frame: FrameType | None) -> None:
    """Seeding has processes of its own; they are of our session and would outlive us."""
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _refuse(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.exit(SENTENCE)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DB_STATEMENT_TIMEOUT", "5min")
    main()
