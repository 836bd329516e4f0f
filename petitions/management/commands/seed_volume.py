"""`manage.py seed_volume --petitions N --seed S`: volume for measuring, in every state."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from petitions.demo.accounts import seat
from petitions.demo.volume import grow
from routing.demo_tree import plant

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "批量生成各种状态的信访件及其全部记录，供测速用；最后输出一行 JSON。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--petitions", type=int, required=True, help="生成多少件")
        parser.add_argument("--seed", type=int, default=1, help="随机种子，相同则内容相同")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.perf_counter()
        seat(plant())
        grow(petitions=options["petitions"], seed=options["seed"], on=timezone.localdate())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # a bulk load leaves the planner with an empty database
        seconds = time.perf_counter() - started
        line = {
            "petitions": options["petitions"],
            "seconds": round(seconds, 2),
            "per_second": round(options["petitions"] / seconds),
        }
        self.stdout.write(json.dumps(line))
