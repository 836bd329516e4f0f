"""热点和重复: which content comes in more than before, and which matters come again."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, Max, OuterRef
from django.db.models.functions import Coalesce

from petitions.words import month_day

if TYPE_CHECKING:
    from oversight.boards.scope import Scope
    from petitions.models.petition import PetitionQuerySet

WEEKS = 8
#: The newer and the older half of the weeks are compared.
HALF = WEEKS // 2
#: What is rarer than this in four weeks is no topic, and could point at a person.
FEWEST = 5
MOST, MOST_REPEATED = 10, 6
REPEAT_DAYS = 90


@dataclass(frozen=True)
class Week:
    """Seven days that end today, or a whole number of weeks ago; `ago` is 0 for the newest."""

    ago: int
    first: dt.date
    last: dt.date

    @property
    def label(self) -> str:
        return f"{month_day(self.first)}—{month_day(self.last)}"


@dataclass(frozen=True)
class Topic:
    code: str
    name: str
    counts: tuple[int, ...]

    @property
    def before(self) -> int:
        return sum(self.counts[:HALF])

    @property
    def now(self) -> int:
        return sum(self.counts[HALF:])

    @property
    def growth(self) -> str:
        if not self.before:
            return "新出现"
        return f"{round((self.now - self.before) * 100 / self.before):+d} %"


@dataclass(frozen=True)
class Repeated:
    """One matter that came again; `number` is its newest petition that came again."""

    code: str
    title: str
    count: int
    newest_on: dt.date


def weeks(on: dt.date) -> list[Week]:
    """The oldest first."""
    return [
        Week(ago, on - dt.timedelta(7 * ago + 6), on - dt.timedelta(7 * ago))
        for ago in reversed(range(WEEKS))
    ]


def topics(scope: Scope) -> list[Topic]:
    """First-level categories with at least five petitions in four weeks: the fastest growing
    first."""
    since = weeks(scope.on)[0].first
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * WEEKS)
    rows = (
        scope.claims()
        .filter(
            category__isnull=False,
            matter__petitions__received_on__range=(since, scope.on),
            matter__petitions__is_sealed=False,
        )
        .order_by()
        .values_list(
            Coalesce("category__parent__code", "category__code"),
            Coalesce("category__parent__name", "category__name"),
            "matter__petitions__received_on",
        )
        .annotate(n=Count("matter__petitions", distinct=True))
    )
    for code, name, received_on, n in rows:
        counts[code, name][WEEKS - 1 - (scope.on - received_on).days // 7] += n
    found = [Topic(code, name, tuple(row)) for (code, name), row in counts.items()]
    found = [topic for topic in found if topic.now >= FEWEST]
    return sorted(found, key=_growing)[:MOST]


def about(scope: Scope, *, category: str, since: dt.date, until: dt.date) -> PetitionQuerySet:
    """The petitions behind one number of `topics`."""
    claims = (
        scope.claims()
        .filter(matter=OuterRef("matter"))
        .annotate(topic=Coalesce("category__parent__code", "category__code"))
        .filter(topic=category)
    )
    rows = scope.petitions().filter(Exists(claims), received_on__range=(since, until))
    return rows.order_by("-received_on", "-pk")


def repeats(scope: Scope) -> list[Repeated]:
    """Matters that came again most often in ninety days."""
    rows = (
        came_again(scope)
        .order_by()
        .values_list("matter__code", "matter__title")
        .annotate(n=Count("pk"), newest=Max("received_on"))
        .order_by("-n", F("newest").desc(), "matter__code")
    )
    return [Repeated(*row) for row in rows[:MOST_REPEATED]]


def came_again(scope: Scope, *, matter: str = "") -> PetitionQuerySet:
    since = scope.on - dt.timedelta(REPEAT_DAYS)
    rows = scope.petitions().filter(is_repeat=True, received_on__range=(since, scope.on))
    if matter:
        rows = rows.filter(matter__code=matter)
    return rows.order_by("-received_on", "-pk")


def _growing(topic: Topic) -> tuple[float, int, str]:
    share = topic.now / topic.before if topic.before else float("inf")
    return (-share, -topic.now, topic.code)
