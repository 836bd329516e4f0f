"""`sweep_deadlines [--at ISO]`: one sweep, one line of JSON."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from oversight import clock
from oversight.management.moments import MomentCommand
from oversight.sweep import sweep

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(MomentCommand):
    help = "检查一遍期限：该提醒的提醒，超期的开督办单；同一时刻再跑一遍什么也不增加。"
    day_begins = dt.time(9)

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--clock-is-right",
            action="store_true",
            help="核对过时钟之后：从现在起重新相信数据库时钟",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["clock_is_right"]:
            clock.set_right(clock.database_now())
        at = options["at"]
        swept = clock.sweep_now() if at is None else sweep(self.moment(at))
        self.stdout.write(json.dumps(swept.as_dict()))
