"""`manage.py seed_demo`: the demo organizations, accounts and about 300 petitions."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts import demo_absences
from petitions.demo.accounts import seat
from petitions.demo.seeding import Order, is_complete, seed
from routing import demo_pledges
from routing.demo_tree import plant

if TYPE_CHECKING:
    from argparse import ArgumentParser

#: More processes wait for each other at the registers of document numbers.
MOST_PROCESSES = 2
EVERY = 25


class Command(BaseCommand):
    help = "装入演示数据：机构、账号和约 300 件信访件；再次运行不会重复。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=dt.date.fromisoformat, help="以这一天为今天（年-月-日）")
        parser.add_argument("--only", type=int, help="只装入这么多件，每条路线至少一件在先")
        parser.add_argument("--processes", type=int, help="用几个进程（默认按处理器数，最多 2 个）")

    def handle(self, *args: Any, **options: Any) -> None:
        order = Order(on=options["on"] or timezone.localdate(), only=options["only"])
        if is_complete(order):
            return
        tree = plant()
        seat(tree)
        demo_pledges.plant(tree)
        demo_absences.plant(at=timezone.now(), on=order.on)
        processes = options["processes"] or min(MOST_PROCESSES, os.cpu_count() or 1)
        seed(order, processes=processes, progress=Progress())


class Progress:
    """Prints a line for every 25 petitions, from whichever process tells the first share."""

    def __init__(self) -> None:
        self.shown = 0

    def __call__(self, done: int, total: int) -> None:
        if done // EVERY > self.shown // EVERY or done == total > self.shown:
            self.shown = done
            print(f"演示数据 {done}/{total}", flush=True)  # noqa: T201 - a process of its own has no command
