"""`make manage` and `make test`: one command beside the services it needs."""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from config.stack import folder, unprivileged
from config.stack.children import in_foreground
from config.stack.embedded import embedded
from config.stack.problems import StackError
from config.stack.run import environment
from config.stack.terminal import complain

SCRATCH = "test-"


def manage(arguments: list[str]) -> int:
    """Run manage.py on the services of the running instance, or on services of its own."""
    data = folder.chosen()
    folder.prepare(data)
    with ExitStack() as stack:
        taken = folder.lock(data)
        if taken:
            stack.callback(taken.close)
            running, _ = stack.enter_context(embedded(data, say=complain))
        else:
            found = folder.recorded(data)
            if found is None:
                raise StackError("实例正在启动，请等它就绪后再试。")
            running = found
        command = [sys.executable, str(folder.PROJECT / "manage.py"), *arguments]
        return in_foreground(command, environment(data, running))


def test(arguments: list[str]) -> int:
    """Run pytest on PostgreSQL and Redis that nobody else uses and that leave nothing behind."""
    shelf = folder.chosen()
    folder.prepare(shelf)
    _clear_away(shelf)
    data = Path(tempfile.mkdtemp(prefix=SCRATCH, dir=shelf))
    data.chmod(0o755)
    folder.prepare(data)
    with ExitStack() as stack:
        stack.callback(_remove, data)
        taken = folder.lock(data)
        if taken:
            stack.callback(taken.close)
        running, _ = stack.enter_context(embedded(data, say=complain, own=True))
        env = environment(data, running)
        # pytest decides about these itself.
        for variable in ("DJANGO_SETTINGS_MODULE", "PYTHONPATH", "XINFANG_DEMO", "XINFANG_ENV"):
            env.pop(variable, None)
        return in_foreground([sys.executable, "-m", "pytest", *arguments], env)


def _clear_away(shelf: Path) -> None:
    """Remove what a killed test run left; a folder still locked belongs to a run that lives."""
    for data in shelf.glob(f"{SCRATCH}*"):
        taken = folder.lock(data)
        if taken:
            _remove(data)
            taken.close()


def _remove(data: Path) -> None:
    unprivileged.remove_data(data / "postgres")
    shutil.rmtree(data, ignore_errors=True)
