"""Print `docs/lifecycle.md` as the table of transitions stands now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from petitions.diagrams import lifecycle_page


class Command(BaseCommand):
    help = "打印流程图和行为表（docs/lifecycle.md）。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(lifecycle_page(), ending="")
