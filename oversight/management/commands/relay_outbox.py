"""`relay_outbox`: deliver and sweep in one plain loop, with nothing but the database."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Any

import structlog
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from oversight import clock, delivery
from oversight.delivery import digest
from oversight.tickets import papers

if TYPE_CHECKING:
    import datetime as dt
    from argparse import ArgumentParser
    from types import FrameType

logger = structlog.get_logger(__name__)

#: A round ends in time for a signal to be heard.
BUDGET = 5
#: Beat sweeps every 60 s; where nobody has for longer, this loop does.
UNSWEPT_SECONDS = 90


class Command(BaseCommand):
    # It starts often and needs no page: checking every URL would cost more than the work.
    requires_system_checks = ()
    help = "不靠消息代理：每隔几秒发出到期的通知，并在没有定时器时检查期限。Ctrl-C 结束。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, default=5.0, help="间隔秒数，默认 5")

    def handle(self, *_args: Any, **options: Any) -> None:
        stop = threading.Event()
        _stop_on_signals(stop)
        while not stop.is_set():
            _round()
            stop.wait(options["every"])


def _stop_on_signals(stop: threading.Event) -> None:
    def heard(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, heard)
    signal.signal(signal.SIGINT, heard)


def _round() -> None:
    close_old_connections()
    try:
        if _is_unswept(clock.last_swept_at()):
            clock.sweep_now(budget=BUDGET)
            papers.issue_papers(at=clock.database_now(), budget=BUDGET)
        digest.write_now()
        delivery.deliver_due(budget=BUDGET)
    except (InterfaceError, OperationalError) as error:
        # The database restarts or waits for a lock: the rows are still there in the next round.
        logger.warning("relay_waits", error=type(error).__name__)


def _is_unswept(swept_at: dt.datetime | None) -> bool:
    return swept_at is None or (timezone.now() - swept_at).total_seconds() > UNSWEPT_SECONDS
