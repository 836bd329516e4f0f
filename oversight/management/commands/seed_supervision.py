"""`manage.py seed_supervision`: tickets, suggestions and findings over the demo petitions."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from oversight.demo.telling import tell_all

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "在演示信访件上装入督办单、建议和检查发现；再次运行不会重复。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=dt.date.fromisoformat, help="以这一天为今天（年-月-日）")

    def handle(self, *_args: Any, **options: Any) -> None:
        tell_all(on=options["on"] or timezone.localdate())
