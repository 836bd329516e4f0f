"""`find_irregularities [--at ISO]`: one look for irregularities, one line of JSON."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from oversight import clock
from oversight.findings import find

if TYPE_CHECKING:
    from argparse import ArgumentParser

EARLY = dt.time(6)
YEARS = range(2000, 2100)


class Command(BaseCommand):
    requires_system_checks = ()
    help = "检查一遍办理中的问题（未告知、文书不符等），一处开一份督办单；再跑不增加。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at", help="按这个时刻检查（ISO 格式，北京时间；只写日期即当天 6 时）"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        at = clock.database_now() if options["at"] is None else self._moment(options["at"])
        self.stdout.write(json.dumps(find(at).as_dict(), ensure_ascii=False))

    def _moment(self, text: str) -> dt.datetime:
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
        moment = dt.datetime.combine(dt.date.fromisoformat(text), EARLY)
    except ValueError:
        moment = dt.datetime.fromisoformat(text)
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
