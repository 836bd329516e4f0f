"""Whose clock decides: the database's, and it is not believed when it jumps."""

from __future__ import annotations

import datetime as dt

import structlog
from django.db import connection
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from oversight.models import ClockWatermark
from oversight.sweep import Swept, due_at, sweep

logger = structlog.get_logger(__name__)

#: A clock this far behind the latest sweep was set back.
BACK = dt.timedelta(minutes=2)
#: Two clocks this far apart cannot both be right.
APART = dt.timedelta(hours=6)


def sweep_now(*, budget: float | None = None) -> Swept:
    """Sweep at the database's present. While its clock is in doubt, count and create nothing: a
    reminder that comes later does no harm, a ticket for a day that has not come does."""
    at = database_now()
    doubt = doubt_about(at)
    if doubt:
        logger.error("sweep_held", reason=doubt, at=at.isoformat())
        return Swept(due=due_at(at))
    believe(at)
    return sweep(at, budget=budget)


def database_now() -> dt.datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        (now,) = cursor.fetchone()
    return timezone.localtime(now)


def doubt_about(at: dt.datetime) -> str:
    """Why the database's clock is not believed, in Chinese; empty where it is."""
    if abs(at - timezone.now()) > APART:
        return "数据库与本机的时钟相差超过 6 小时"
    swept_at = last_swept_at()
    if swept_at is not None and at < swept_at - BACK:
        return f"数据库时钟比上一次检查（{timezone.localtime(swept_at):%Y-%m-%d %H:%M}）还早"
    return ""


def last_swept_at() -> dt.datetime | None:
    rows = ClockWatermark.objects.filter(pk=ClockWatermark.ROW)
    return rows.values_list("swept_at", flat=True).first()


def believe(at: dt.datetime) -> None:
    """Raise the watermark to `at`; it never falls here, whatever runs beside us."""
    ClockWatermark.objects.get_or_create(pk=ClockWatermark.ROW, defaults={"swept_at": at})
    rows = ClockWatermark.objects.filter(pk=ClockWatermark.ROW)
    rows.update(swept_at=Greatest(F("swept_at"), at))


def set_right(at: dt.datetime) -> None:
    """A person has looked at the clock: from now on `at` is the latest moment seen."""
    ClockWatermark.objects.update_or_create(pk=ClockWatermark.ROW, defaults={"swept_at": at})
