"""`make check`: every static check, each reported, all run even where an early one fails."""

from __future__ import annotations

import difflib
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROJECT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent


def main() -> int:
    failed = [name for name, check in _checks() if not _report(name, check())]
    if failed:
        sys.stdout.write(f"没有通过：{'、'.join(failed)}\n")
    return 1 if failed else 0


def _checks() -> Iterator[tuple[str, Callable[[], str | None]]]:
    """Names and checks; a check returns what is wrong, or None."""
    yield "ruff", _command("ruff", "check", ".")
    yield "格式", _command("ruff", "format", "--check", ".")
    yield "导入方向", _command("lint-imports", "--no-cache")
    yield "类型", _command("mypy", ".")
    yield "Django", _manage("check", "--fail-level", "WARNING")
    yield "迁移", _manage("makemigrations", "--check", "--dry-run")
    templates = sorted(map(str, PROJECT.glob("templates/**/*.html")))
    yield "模板", _command("djade", "--check", "--target-version", "5.2", *templates)
    yield "接口说明", _same("docs/openapi.yaml", "spectacular", "--validate", "--fail-on-warn")
    yield "流转图", _same("docs/lifecycle.md", "draw_lifecycle")
    yield "文书表", _same("docs/documents.md", "draw_documents")


def _report(name: str, problem: str | None) -> bool:
    if problem is None:
        sys.stdout.write(f"通过　{name}\n")
    else:
        sys.stdout.write(f"未过　{name}\n{problem.rstrip()}\n")
    sys.stdout.flush()
    return problem is None


def _command(program: str, *arguments: str) -> Callable[[], str | None]:
    return lambda: _wrong(_run(str(PROGRAMS / program), *arguments))


def _manage(*arguments: str) -> Callable[[], str | None]:
    return lambda: _wrong(_run(*_manage_command(*arguments)))


def _same(path: str, *arguments: str) -> Callable[[], str | None]:
    """The committed file is what the command prints today."""

    def compare() -> str | None:
        done = _run(*_manage_command(*arguments))
        if done.returncode:
            return _wrong(done)
        committed = (PROJECT / path).read_text(encoding="utf-8").splitlines()
        lines = difflib.unified_diff(committed, done.stdout.splitlines(), path, "现在", lineterm="")
        return "\n".join(list(lines)[:40]) or None

    return compare


def _manage_command(*arguments: str) -> list[str]:
    """No check needs a database, so the missing one is no reason to warn."""
    quiet = "ignore:Got an error checking a consistent migration history:RuntimeWarning"
    return [sys.executable, "-W", quiet, "manage.py", *arguments]


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=PROJECT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def _wrong(done: subprocess.CompletedProcess[str]) -> str | None:
    return (done.stdout + done.stderr) if done.returncode else None


if __name__ == "__main__":
    sys.exit(main())
