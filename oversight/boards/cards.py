"""红黄牌: one card for each running period that is near, due today, late, or late and climbed.

The colour is rule and time alone. Lifting a card takes a reason, and takes it off the board's
counts, not off the list of what was lifted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    TextChoices,
    Value,
    When,
)

from oversight.models import WAITING, CardLift, Ticket, TicketStatus

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from typing import Any

    from oversight.boards.scope import Scope
    from petitions.models.deadline import DeadlineQuerySet

#: From this level on a ticket has climbed past the desk of the body (督办单 and above).
CLIMBED = 2


class Level(TextChoices):
    """In the order of need."""

    CLIMBED = "climbed", "红牌·已升级"
    RED = "red", "红牌·超期"
    TODAY = "today", "今日到期"
    YELLOW = "yellow", "黄牌·将到期"
    LIFTED = "lifted", "已解除"


#: What a tile or a link may ask for beside one level.
GROUPS = {
    "late": (Level.CLIMBED, Level.RED),
    "coming": (Level.TODAY, Level.YELLOW),
    "": (Level.CLIMBED, Level.RED, Level.TODAY, Level.YELLOW),
}
TONES = {
    Level.CLIMBED: "late",
    Level.RED: "late",
    Level.TODAY: "due",
    Level.YELLOW: "near",
    Level.LIFTED: "rest",
}
_ORDER = list(Level.values)
#: The owner of a card whose hop has no handler yet: the desk of the body.
NOBODY = "desk"


@dataclass
class Tally:
    """How many cards of each level one body or one owner has."""

    key: str
    name: str
    place: str = ""
    place_code: str = ""
    phone: str = ""
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def cells(self) -> list[tuple[str, int]]:
        return [(level.value, self.counts.get(level.value, 0)) for level in GROUPS[""]]


def cards(scope: Scope, *levels: Level) -> DeadlineQuerySet:
    """The cards of these levels, or all but the lifted ones, the most pressing first."""
    rows = levelled(scope).filter(_reached(scope), level__in=levels or GROUPS[""])
    rank = Case(
        *(When(level=level.value, then=Value(n)) for n, level in enumerate(Level)),
        output_field=IntegerField(),
    )
    return rows.order_by(rank, "due_on", "pk")


@dataclass(frozen=True)
class Face:
    """What one card shows of itself: enough to count, to sort and to choose by."""

    pk: int
    due_on: dt.date
    level: str
    place_code: str
    place: str
    place_phone: str
    owner: int | None
    owner_name: str | None
    owner_phone: str | None

    @property
    def need(self) -> tuple[int, dt.date, int]:
        """The order of `cards`."""
        return _ORDER.index(self.level), self.due_on, self.pk


def faces(scope: Scope) -> list[Face]:
    """Every card, lifted ones too, in one query: the tiles, the tables and the page come of it."""
    rows = levelled(scope).filter(_reached(scope)).order_by()
    return [
        Face(*row)
        for row in rows.values_list(
            "pk",
            "due_on",
            "level",
            "organization__code",
            "organization__name",
            "organization__phone",
            "owner",
            "referral__handler__name",
            "referral__handler__phone",
        )
    ]


def meeting(found: Iterable[Face], given: dict[str, Any]) -> list[Face]:
    """The faces that meet the conditions of the address, the most pressing first."""
    wanted = GROUPS.get(given.get("level", "")) or (Level(given["level"]),)
    place = given["organization"].code if "organization" in given else None
    owner = given.get("owner")
    met = [
        face
        for face in found
        if face.level in wanted
        and place in (None, face.place_code)
        and owner in (None, str(face.owner or NOBODY))
    ]
    return sorted(met, key=lambda face: face.need)


def by_level(found: Iterable[Face]) -> dict[str, int]:
    """Counts of every level; those without a card are 0."""
    counted = dict.fromkeys(Level.values, 0)
    for face in found:
        counted[face.level] += 1
    return counted


def by_organization(found: Iterable[Face]) -> list[Tally]:
    """Bodies with cards: the one with most climbed and late cards first, then by name."""
    tallies: dict[str, Tally] = {}
    for face in found:
        shown = Tally(face.place_code, face.place, "", face.place_code, face.place_phone)
        tallies.setdefault(face.place_code, shown).counts[face.level] += 1
    return sorted(tallies.values(), key=lambda one: (*(-n for _, n in one.cells), one.name))


def by_owner(found: Iterable[Face]) -> list[Tally]:
    """Owners with cards, by body and name: a list of whom to ask, not a ranking of people."""
    tallies: dict[tuple[str, int | None], Tally] = {}
    for face in found:
        name, phone = face.owner_name or "", face.owner_phone or ""
        shown = Tally(str(face.owner), name, face.place, face.place_code, phone)
        if face.owner is None:
            shown = Tally(NOBODY, "未指定承办人", face.place, face.place_code)
        tallies.setdefault((face.place_code, face.owner), shown).counts[face.level] += 1
    return sorted(tallies.values(), key=lambda one: (one.place, one.key == NOBODY, one.name))


def levelled(scope: Scope) -> DeadlineQuerySet:
    """Running periods with their `level`, empty where they have no card, and their `owner`."""
    tickets = Ticket.objects.filter(deadline=OuterRef("pk"), deadline_version=OuterRef("version"))
    lifts = CardLift.objects.filter(deadline=OuterRef("pk"), deadline_version=OuterRef("version"))
    return (
        scope.clocks()
        .annotate(
            is_lifted=Exists(tickets.filter(status=TicketStatus.LIFTED)),
            was_lifted_early=Exists(lifts),
            has_climbed=Exists(tickets.filter(status__in=WAITING, level__gte=CLIMBED)),
            owner=Case(
                When(organization=F("referral__organization"), then=F("referral__handler")),
                output_field=BigIntegerField(),
            ),
        )
        .annotate(level=_level(scope))
    )


def _level(scope: Scope) -> Case:
    return Case(
        When(~_reached(scope), then=Value("")),
        When(is_lifted=True, then=Value(Level.LIFTED.value)),
        When(due_on__lt=scope.on, has_climbed=True, then=Value(Level.CLIMBED.value)),
        When(due_on__lt=scope.on, then=Value(Level.RED.value)),
        When(was_lifted_early=True, then=Value(Level.LIFTED.value)),
        When(due_on=scope.on, then=Value(Level.TODAY.value)),
        default=Value(Level.YELLOW.value),
        output_field=CharField(),
    )


def _reached(scope: Scope) -> Q:
    """Near by the stage that holds for the period and its body, due today, or late."""
    return Q(near_on__lte=scope.on) | Q(due_on__lte=scope.on)
