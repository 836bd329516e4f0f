"""F24, F32: acts that move a period against sweeps that look at it, in processes of their own."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q

from bench.faults.load import walk
from bench.faults.rig import until
from oversight.models import Ticket
from petitions import lifecycle
from petitions.models import Deadline, Notice, Referral

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from bench.faults.rig import Rig
    from tests.walk import Walk

Told = dict[str, object]


def sweep_at(rig: Rig, moment: str) -> None:
    """`sweep_deadlines --at` in a process of its own, to its end."""
    if rig.start("sweep", "django", "sweep_deadlines", "--at", moment).process.wait() != 0:
        raise AssertionError(f"the sweep at {moment} failed")


def f24(rig: Rig, size: int) -> tuple[None, Told]:
    """Extensions are granted while two sweeps of a later day look for what is late."""
    rig.quiet()
    road = walk()
    hops = [_asks_for_more(road) for _ in range(size)]
    before = _sessions()
    sweeps = [threading.Thread(target=sweep_at, args=(rig, "2026-05-11T09:00")) for _ in range(2)]
    for sweep in sweeps:
        sweep.start()
    until(lambda: _sessions() > before)
    leader = road.cast["hr_leader"]
    for hop in hops:
        lifecycle.grant_extension(hop, answer="同意。", by=leader, at=road.at("2026-05-09"))
    for sweep in sweeps:
        sweep.join()
    sweep_at(rig, "2026-05-11T09:05")
    extended = Deadline.objects.filter(referral__in=hops, code="conclude", extension_days=30)
    wrong = Ticket.objects.filter(deadline__in=extended).exclude(status="void")
    return None, {"rounds": extended.count(), "tickets after extension": wrong.count()}


def _sessions() -> int:
    """How many talk to this database: a sweep that has just come begins to sweep."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def _asks_for_more(road: Walk) -> Referral:
    hop = road.accepted()
    handler = road.cast["hr_handler"]
    at = road.at("2026-05-08")
    lifecycle.request_extension(hop, days=30, reason="须等待档案。", by=handler, at=at)
    return hop


def f32(rig: Rig, size: int) -> tuple[None, Told]:
    """A period is told of, then moved: what was said of its old day is void, and said anew."""
    rig.quiet()
    road = walk()
    hops = [_asks_for_more(road) for _ in range(size)]
    sweep_at(rig, "2026-05-08T11:00")
    told = _live(hops).count()
    leader, noon = road.cast["hr_leader"], road.at("2026-05-08", "12:00")
    for hop in hops:
        lifecycle.grant_extension(hop, answer="同意。", by=leader, at=noon)
    sweep_at(rig, "2026-05-08T13:00")
    stale = _live(hops).exclude(key__contains=":2:").count()
    sweep_at(rig, "2026-06-08T09:00")
    days = set(Deadline.objects.filter(referral__in=hops, code="conclude").values_list("due_on"))
    return None, {
        "told of the old day": told,
        "stale reminders": stale,
        "told of the new day": _live(hops).filter(key__contains=":2:").count(),
        "new days": len(days),
    }


def _live(hops: list[Referral]) -> QuerySet[Notice]:
    """Messages about these periods that were neither read nor withdrawn."""
    rows = Deadline.objects.filter(referral__in=hops, code="conclude")
    about = Q()
    for pk in rows.values_list("pk", flat=True):
        about |= Q(key__startswith=f"reminder:{pk}:")
    return Notice.objects.filter(about, voided_at=None, read_at=None)
