"""`sweep_deadlines [--at ISO]`: one sweep, one line of JSON."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from oversight import clock
from oversight.sweep import sweep

if TYPE_CHECKING:
    from argparse import ArgumentParser

MORNING = dt.time(9)
YEARS = range(2000, 2100)


class Command(BaseCommand):
    # It starts often and needs no page: checking every URL would cost more than the work.
    requires_system_checks = ()
    help = "检查一遍期限：该提醒的提醒，超期的开督办单；同一时刻再跑一遍什么也不增加。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at", help="按这个时刻检查（ISO 格式，北京时间；只写日期即当天 9 时）"
        )
        parser.add_argument(
            "--clock-is-right",
            action="store_true",
            help="核对过时钟之后：从现在起重新相信数据库时钟",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["clock_is_right"]:
            clock.set_right(clock.database_now())
        at = options["at"]
        swept = clock.sweep_now() if at is None else sweep(self._moment(at))
        self.stdout.write(json.dumps(swept.as_dict()))

    def _moment(self, text: str) -> dt.datetime:
        """The moment named, or the end of the process with one sentence."""
        try:
            moment = _parse(text)
        except ValueError:
            self._refuse(f"看不懂时刻“{text}”，请写成 2026-03-18T09:00 或 2026-03-18 这样。")
        if moment.year not in YEARS:
            self._refuse(f"时刻“{text}”不在 {YEARS[0]} 年至 {YEARS[-1]} 年之间。")
        return moment

    def _refuse(self, sentence: str) -> None:
        self.stderr.write(sentence)
        raise SystemExit(1)


def _parse(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.combine(dt.date.fromisoformat(text), MORNING)
    except ValueError:
        moment = dt.datetime.fromisoformat(text)
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
