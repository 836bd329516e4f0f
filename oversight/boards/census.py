"""One look at all running periods of a board: whose, what, until when, which card. The tiles, the
units and the calendar are sums of it, so that they cannot disagree and cost one query together."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from oversight.boards.cards import Level, levelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from oversight.boards.scope import Scope

#: How far the calendar looks.
DAYS = 60


@dataclass(frozen=True)
class Group:
    """Periods of one body with the same name, last day and card; `level` is empty without one."""

    organization: int
    name: str
    due_on: dt.date
    level: str
    count: int


@dataclass(frozen=True)
class Census:
    on: dt.date
    groups: tuple[Group, ...]

    def by_level(self) -> dict[str, int]:
        """Counts of every level; those without a card are 0."""
        counted = dict.fromkeys(Level.values, 0)
        for group in self.groups:
            if group.level:
                counted[group.level] += group.count
        return counted

    def late(self) -> dict[int, tuple[int, dt.date]]:
        """How many are late at each body, lifted or not, and the oldest last day."""
        found: dict[int, tuple[int, dt.date]] = {}
        for group in self.groups:
            if group.due_on < self.on:
                count, first = found.get(group.organization, (0, group.due_on))
                found[group.organization] = (count + group.count, min(first, group.due_on))
        return found

    def due(self, *, organization: int | None = None) -> dict[dt.date, dict[str, int]]:
        """How many end on each day to come, split by what ends."""
        found: dict[dt.date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for group in self.groups:
            mine = organization is None or group.organization == organization
            if mine and group.due_on >= self.on:
                found[group.due_on][group.name] += group.count
        return found


def census(scope: Scope) -> Census:
    """Read what is late, has a card, or ends within sixty days."""
    soon = Q(due_on__lt=scope.on + dt.timedelta(DAYS)) | Q(near_on__lte=scope.on)
    rows = levelled(scope).filter(soon).order_by()
    grouped = rows.values_list("organization", "name", "due_on", "level").annotate(n=Count("pk"))
    make: Callable[..., Group] = Group
    return Census(scope.on, tuple(make(*row) for row in grouped))
