"""`--at`: commands that look at another instant than now, for a rehearsal or a made-up past."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from django.core.management.base import BaseCommand
from django.utils import timezone

if TYPE_CHECKING:
    from argparse import ArgumentParser

YEARS = range(2000, 2100)


class MomentCommand(BaseCommand):
    """Adds `--at`; a day alone means `day_begins` of it. What cannot be read ends the process with
    one sentence."""

    # It starts often and needs no page: checking every URL would cost more than the work.
    requires_system_checks = ()
    day_begins: ClassVar[dt.time]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at",
            help=f"按这个时刻检查（ISO 格式，北京时间；只写日期即当天 {self.day_begins.hour} 时）",
        )

    def moment(self, text: str) -> dt.datetime:
        try:
            moment = self._parse(text)
        except ValueError:
            self._refuse(f"看不懂时刻“{text}”，请写成 2026-03-18T09:00 或 2026-03-18 这样。")
        if moment.year not in YEARS:
            self._refuse(f"时刻“{text}”不在 {YEARS[0]} 年至 {YEARS[-1]} 年之间。")
        return moment

    def _refuse(self, sentence: str) -> None:
        self.stderr.write(sentence)
        raise SystemExit(1)

    def _parse(self, text: str) -> dt.datetime:
        try:
            moment = dt.datetime.combine(dt.date.fromisoformat(text), self.day_begins)
        except ValueError:
            moment = dt.datetime.fromisoformat(text)
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
