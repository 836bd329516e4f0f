"""`python -m config.stack run | test … | manage …`"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from types import FrameType

from config.stack import commands
from config.stack.children import die_with
from config.stack.problems import StackError
from config.stack.run import run
from config.stack.terminal import complain, say

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    options = _options()
    if options.with_parent:
        die_with(os.getppid(), signal.SIGTERM)()
    try:
        return _do(options)
    except StackError as problem:
        complain(f"错误：{problem}")
        return 1


def _do(options: argparse.Namespace) -> int:
    if options.command == "manage":
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        return commands.manage(options.arguments)
    if options.command == "test":
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        return commands.test(options.arguments)
    for signum in ENDING:
        signal.signal(signum, _end)
    try:
        run()
    except KeyboardInterrupt:
        say("已全部停止。")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m config.stack")
    parser.add_argument("--with-parent", action="store_true", help="end when the parent ends")
    parser.add_argument("command", choices=("run", "test", "manage"))
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    return parser.parse_args()


def _end(_signum: int, _frame: FrameType | None) -> NoReturn:
    """End once; a second Ctrl-C must not interrupt the orderly stop."""
    for signum in ENDING:
        signal.signal(signum, signal.SIG_IGN)
    say("\n正在停止……")
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
