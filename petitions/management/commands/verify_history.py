"""Check the hash chain of every matter and the hash of every issued letter."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from petitions.documents import is_intact
from petitions.events import first_broken
from petitions.models import Document, Matter


class Command(BaseCommand):
    help = "核对每个信访事项的流转记录和每份已签发文书，发现改动即报告。"

    def handle(self, *args: Any, **options: Any) -> None:
        broken = [
            f"{matter.code} 第 {sequence} 条记录"
            for matter in Matter.objects.order_by("pk").iterator()
            if (sequence := first_broken(matter)) is not None
        ]
        issued = Document.objects.filter(issued_on__isnull=False).select_related("file")
        broken += [f"文书 {row.number}" for row in issued.iterator(200) if not is_intact(row)]
        for line in broken:
            self.stderr.write(line)
        if broken:
            raise CommandError(f"{len(broken)} 处与记录不符。")
        self.stdout.write(f"{Matter.objects.count()} 个事项、{issued.count()} 份文书，全部相符。")
