"""`manage.py freeze_indicators`: keep last month's figures of every office that has not yet."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from oversight.reports import freezing


class Command(BaseCommand):
    help = "冻结上一个统计月的报表；已冻结的不再冻结。任务每天自动执行，也可手工执行。"

    def handle(self, *args: Any, **options: Any) -> None:
        taken = freezing.freeze_due(at=timezone.now())
        for snapshot in taken:
            self.stdout.write(f"{snapshot.office} {snapshot.name}")
        self.stdout.write(f"冻结 {len(taken)} 份。")
