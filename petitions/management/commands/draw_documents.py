"""Print `docs/documents.md` as the table of letters stands now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from petitions.diagrams import documents_page


class Command(BaseCommand):
    help = "打印文书一览（docs/documents.md）。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(documents_page(), ending="")
