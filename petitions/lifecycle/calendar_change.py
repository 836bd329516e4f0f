"""工作日历变更: rehearsed first, then one audited act that moves every open clock it touches."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from petitions import clocks, events
from petitions.errors import NotAllowedError
from petitions.models import Deadline, Event, Matter
from petitions.words import month_day
from routing import workdays
from routing.limits import Unit
from routing.models import calendar_version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User
    from petitions.models.deadline import DeadlineQuerySet
    from routing.workdays import Rearrangement

RECOUNT = "recount"


@dataclass(frozen=True)
class Consequences:
    """What a change does to open clocks; closed ones never move. `version` is the calendar's
    version before it. `late` are those of `moved` that end before today only after the change,
    `in_time` those that ended before today and no longer do."""

    version: int
    moved: tuple[clocks.Moved, ...]
    today: dt.date

    @property
    def late(self) -> tuple[clocks.Moved, ...]:
        return tuple(row for row in self.moved if row.after < self.today <= row.before)

    @property
    def in_time(self) -> tuple[clocks.Moved, ...]:
        return tuple(row for row in self.moved if row.before < self.today <= row.after)


@transaction.atomic
def rehearse(wanted: Rearrangement, *, by: User, at: dt.datetime) -> Consequences:
    """The same act, undone before anybody sees it: what is shown is what would happen."""
    found = _change(wanted, by=by, at=at)
    transaction.set_rollback(True)
    return found


@transaction.atomic
def change_calendar(
    wanted: Rearrangement, *, by: User, at: dt.datetime, version: int
) -> Consequences:
    """Change the days and move the open clocks, all in one. `version` is the calendar's version
    that was rehearsed on. Raises `NotAllowedError` where the calendar changed meanwhile, and
    Django's `ValidationError` for days that cannot be so."""
    if calendar_version() != version:
        raise NotAllowedError("演练之后工作日历又有变更，请重新演练。")
    found = _change(wanted, by=by, at=at)
    _record(found, by=by, at=at)
    return found


def _change(wanted: Rearrangement, *, by: User, at: dt.datetime) -> Consequences:
    version = calendar_version()
    workdays.rearrange(wanted, by=by)
    touched = _touched(wanted)
    # Every act on a matter queues on its row, so no clock is moved under somebody's hands.
    matters = Matter.objects.filter(claims__referrals__deadlines__in=touched)
    list(Matter.objects.locked().filter(pk__in=matters.values("pk")).order_by("pk"))
    moved = clocks.recount(touched)
    return Consequences(version, tuple(moved), timezone.localtime(at).date())


def _touched(wanted: Rearrangement) -> DeadlineQuerySet:
    """Open clocks that count working days, or roll to one, between their start and their end."""
    first, last = wanted.span
    judged = Q(unit=Unit.WORKDAYS.value) | Q(rolls=True)
    return (
        Deadline.objects.open()
        .filter(judged, started_on__lt=last, due_on__gte=first)
        .exclude(unit=Unit.FIXED.value)
    )


def _record(found: Consequences, *, by: User, at: dt.datetime) -> None:
    """One line in the history of each matter whose day moved."""
    version = calendar_version()
    rows = [row.deadline for row in found.moved]
    matters = Matter.objects.in_bulk({row.referral.claim.matter_id for row in rows})
    events.append_all([_event(row, matters, version, by=by, at=at) for row in found.moved])


def _event(
    moved: clocks.Moved, matters: dict[int, Matter], version: int, *, by: User, at: dt.datetime
) -> Event:
    deadline, claim = moved.deadline, moved.deadline.referral.claim
    before, after = month_day(moved.before), month_day(moved.after)
    return Event(
        matter=matters[claim.matter_id],
        claim=claim,
        referral=deadline.referral,
        action=RECOUNT,
        article=deadline.article,
        text=f"工作日历第{version}版：“{deadline.name}”期限由{before}改为{after}",
        data={
            "deadline": deadline.pk,
            "from": moved.before.isoformat(),
            "to": moved.after.isoformat(),
            "calendar": version,
        },
        by=by,
        at=at,
    )


def by_organization(moved: Sequence[clocks.Moved]) -> dict[str, int]:
    """How many clocks move at each organization, for those who see no petition; the petitioners'
    own periods under 信访人."""
    counts: dict[str, int] = {}
    for row in moved:
        organization = row.deadline.organization
        name = organization.name if organization else "信访人"
        counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
