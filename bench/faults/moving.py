"""F32: last days that are moved again and again, each time on the very day on which they end."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from bench.faults.load import walk
from oversight.delivery.sending import still_wanted
from oversight.models import Ticket
from oversight.sweep import sweep
from petitions import clocks, lifecycle
from petitions.lifecycle import SuspensionGround
from petitions.models import Deadline, Matter, Notice, Referral
from petitions.models.deadline import DeadlineStatus
from routing.limits import Unit
from tests.oversight.crowd import multiply
from tests.petitions.test_lifecycle_hearing import accepted_review
from tests.routing.test_limits_property import slow_due

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.faults.rig import Rig
    from petitions.models.notice import NoticeQuerySet
    from tests.walk import Walk

    Act = Callable[[Deadline, dt.date], object]

Told = dict[str, object]
A_DAY = dt.timedelta(1)
#: How many days the clocks stand, one pause after another.
STOPS = (12, 3, 20)
LONGER = 10


def f32(rig: Rig, size: int) -> tuple[None, Told]:
    """Stopped, started and extended three times in a row; the law allows no hop all of it, so the
    clocks are moved below the verbs. A review is suspended and resumed three times through them."""
    rig.quiet()
    road = walk()
    handled = _handled(road, size)
    for days in STOPS:
        handled.stop(_pause)
        handled.go_on(_resume, after=days)
        handled.extend()
    reviewed = _reviewed(road)
    for days in STOPS:
        reviewed.stop(_suspend)
        reviewed.go_on(_take_up, after=days)
    for mover in (handled, reviewed):
        mover.press()
    told = handled.told + reviewed.told
    return None, {
        "moves": told["moves"],
        "messages": told["told"],
        **{name: told[name] for name in ("wrong days", "stale reminders", "tickets")},
    }


@dataclass
class Mover:
    """Clocks that are moved together. What was done to them is written down beside the rows, and
    is all that the formula knows: days counted one by one, by a counter outside the product."""

    road: Walk
    hops: list[Referral]
    code: str
    started_on: dt.date
    number: int
    pauses: list[tuple[dt.date, dt.date]] = field(default_factory=list)
    extension: int = 0
    told: Counter[str] = field(default_factory=Counter)

    def last_day(self) -> dt.date:
        asked = {"rolls": False, "pauses": self.pauses, "extension": self.extension}
        day: dt.date = slow_due(self.started_on, self.number, Unit.DAYS, **asked)[0]
        return day

    def press(self) -> dt.date:
        """Everybody is told that it is near, and that this is the last day."""
        last = self.last_day()
        self._sweep(last - 2 * A_DAY)
        self._sweep(last)
        self.told["told"] += self._live().count()
        return last

    def stop(self, act: Act) -> None:
        """On the last day. While the clock stands nobody is reminded, and nobody is late."""
        last = self.press()
        self._all(act, last)
        self.pauses.append((last, last))
        self._refused()
        self._sweep(last + A_DAY)
        self.told["stale reminders"] += self._live().count()

    def go_on(self, act: Act, *, after: int) -> None:
        began, _ = self.pauses.pop()
        ended = began + after * A_DAY
        self._all(act, ended)
        self.pauses.append((began, ended))
        self._compare(ended)

    def extend(self) -> None:
        """On the last day, when everybody has been told so."""
        last = self.press()
        self._all(_extend, last)
        self.extension += LONGER
        self._refused()
        self._compare(last)

    @transaction.atomic
    def _all(self, act: Act, on: dt.date) -> None:
        for row in self._rows():
            Matter.objects.locked().get(claims=row.referral.claim_id)
            act(row, on)
        self.told["moves"] += len(self.hops)

    def _rows(self) -> list[Deadline]:
        rows = Deadline.objects.filter(referral__in=self.hops, code=self.code)
        return list(rows.select_related("referral__claim").order_by("pk"))

    def _sweep(self, day: dt.date) -> None:
        sweep(self.road.at(day.isoformat()))

    def _refused(self) -> None:
        """What waits to leave the house is not sent, though no sweep has withdrawn it yet."""
        waiting = self._live().exclude(channel="inbox").filter(sent_at=None)
        self.told["stale reminders"] += sum(still_wanted(notice) for notice in waiting)

    def _compare(self, on: dt.date) -> None:
        """The days left are the formula's; after a sweep nothing that was said before is left, and
        nobody is late."""
        left, rows = (self.last_day() - on).days, self._rows()
        self.told["wrong days"] += sum((row.due_on - on).days != left for row in rows)
        self._sweep(on)
        now = {f"reminder:{row.pk}:{row.version}" for row in rows}
        said = (key.rsplit(":", 3)[0] for key in self._live().values_list("key", flat=True))
        self.told["stale reminders"] += sum(name not in now for name in said)
        tickets = Ticket.objects.filter(deadline__in=rows).exclude(status="void")
        self.told["tickets"] += tickets.count()

    def _live(self) -> NoticeQuerySet:
        """Messages about these clocks that were neither read nor withdrawn."""
        about = Q()
        for row in self._rows():
            about |= Q(key__startswith=f"reminder:{row.pk}:")
        return Notice.objects.filter(about, voided_at=None, read_at=None)


def _handled(road: Walk, size: int) -> Mover:
    matters = multiply(road.accepted(), size)
    clocks_of = Deadline.objects.filter(
        referral__claim__matter__in=matters, code="conclude", status=DeadlineStatus.RUNNING
    )
    hops = [row.referral for row in clocks_of.select_related("referral")]
    return Mover(road, hops, "conclude", dt.date(2026, 3, 10), 60)


def _reviewed(road: Walk) -> Mover:
    return Mover(road, [accepted_review(road)], "review", dt.date(2026, 5, 6), 30)


def _pause(row: Deadline, on: dt.date) -> None:
    clocks.pause(row, reason="听证", on=on)


def _resume(row: Deadline, on: dt.date) -> None:
    clocks.resume(row, on=on)


def _extend(row: Deadline, _on: dt.date) -> None:
    clocks.extend(row, LONGER)


def _suspend(row: Deadline, on: dt.date) -> None:
    road, hop = walk(), row.referral
    ground = SuspensionGround.OTHER_PROCEDURE
    at, by = road.at(on.isoformat()), road.handler(hop)
    lifecycle.suspend(hop, ground=ground, reason="相关诉讼尚未审结。", by=by, at=at)


def _take_up(row: Deadline, on: dt.date) -> None:
    road, hop = walk(), row.referral
    at, by = road.at(on.isoformat()), road.handler(hop)
    lifecycle.resume(hop, reason="诉讼已经审结。", by=by, at=at)
