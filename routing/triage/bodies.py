"""有权处理的机关: at most three, in order, each with its ground and the office's own experience."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.models import Level
from routing.competence import ONLY_MEDIATES, Competent, competent, mediators, place_of
from routing.models import Category
from routing.triage.situations import NOT_AGAIN

if TYPE_CHECKING:
    from accounts.models import Organization
    from routing.triage.reading import Reading
    from routing.triage.situations import Situated

SHOWN = 3
#: The nearest place with a competent body, and the next above it.
PLACES = 2
#: A body that sends back more than half of what it got steps behind one that keeps it.
OFTEN = 0.5


@dataclass(frozen=True)
class Past:
    """What became of earlier claims of this class sent to one body: `count`, of them returned."""

    count: int
    returned: int

    @property
    def share(self) -> float:
        return self.returned / self.count if self.count else 0.0

    def __str__(self) -> str:
        return f"近一年 {self.count} 件，退回 {self.returned} 件"


#: Experience with a class in a territory, by key of the body; too little to tell is left out.
Practice = Callable[[Category, "Organization", Sequence["Organization"]], Mapping[int, Past]]


@dataclass(frozen=True)
class Named:
    organization: Organization
    reason: str


def name_bodies(
    reading: Reading, territory: Organization, *, practice: Practice | None
) -> tuple[Named, ...]:
    """Bodies for a grievance or a suggestion; `routing.triage.reports` names those for reports."""
    if reading.situations[0].care:
        return _caring(reading.situations[0].care, territory)
    top = next(
        (one for one in reading.situations if one.code not in NOT_AGAIN), reading.situations[0]
    )
    codes = (reading.category.code, *reading.category.also, *top.leads)
    categories = Category.objects.in_bulk(codes, field_name="code")
    words = (top.prefers,) if top.prefers else (*reading.category.words, *top.words)
    own = _nearest(categories.get(reading.category.code), territory, words)
    led = [row for code in top.leads for row in _led(categories.get(code), territory, top)]
    also = [
        row
        for code in reading.category.also
        for row in _nearest(categories.get(code), territory, words)[:1]
    ]
    ranked = [*led[:2], *own[:2]] if top.is_led else [*own[:2], *led[:1]]
    if top.mediates:
        ranked = _with_mediators(ranked, categories, reading.category.code, territory)
    found = list({row.organization.pk: row for row in [*ranked, *also, *led, *own]}.values())
    past: Mapping[int, Past] = {}
    if practice is not None and reading.category.code in categories:
        asked = [row.organization for row in found]
        past = practice(categories[reading.category.code], territory, asked)
    deciding = [row for row in found if row.organization.kind not in ONLY_MEDIATES]
    here = _place(deciding[0]) if deciding else None
    return tuple(
        Named(row.organization, _reason(row, past, here))
        for row in _by_practice(found, past)[:SHOWN]
    )


def _nearest(
    category: Category | None, territory: Organization, words: tuple[str, ...]
) -> list[Competent]:
    """Competent bodies, nearest first; of one place, those whose ground names what was written."""
    if category is None:
        return []
    rows = competent(category, territory)
    places = list(dict.fromkeys(_place(row) for row in rows))[:PLACES]
    return sorted(
        (row for row in rows if _place(row) in places),
        key=lambda row: (places.index(_place(row)), not any(word in row.ground for word in words)),
    )


def _led(category: Category | None, territory: Organization, top: Situated) -> list[Competent]:
    if category is None:
        return []
    rows = competent(category, territory)
    preferred = [row for row in rows if top.prefers and top.prefers in row.ground]
    return preferred or rows


def _with_mediators(
    ranked: list[Competent],
    categories: Mapping[str, Category],
    own: str,
    territory: Organization,
) -> list[Competent]:
    """The committee of the place first where the class itself is a matter of mediation, otherwise
    behind the body that has a duty of its own for it."""
    found = {code: mediators(category, territory) for code, category in categories.items()}
    before = ranked[: 0 if found.get(own) else 1]
    return [*before, *(row for rows in found.values() for row in rows), *ranked[len(before) :]]


def _caring(care: str, territory: Organization) -> tuple[Named, ...]:
    """After the last opinion no body decides any more: the nearest 党委、政府 of the place looks
    after the petitioner, and those above it up to the county."""
    chain = dict.fromkeys([territory, *territory.governments()])
    places = [one for one in chain if one == territory or one.level >= Level.COUNTY]
    return tuple(
        Named(one, f"{'属地' if one == territory else '上一级'}{care}") for one in places[:SHOWN]
    )


def _place(row: Competent) -> int | None:
    return place_of(row.organization)


def _by_practice(found: list[Competent], past: Mapping[int, Past]) -> list[Competent]:
    """Duty decides; only where the first often sends back and the next keeps do they change."""
    if len(found) > 1:
        first, second = (past.get(row.organization.pk) for row in found[:2])
        if first and second and first.share > OFTEN >= second.share:
            return [found[1], found[0], *found[2:]]
    return found


def _reason(row: Competent, past: Mapping[int, Past], here: int | None) -> str:
    experience = past.get(row.organization.pk)
    told = f"本单位转送此类{experience}。" if experience else ""
    ground = row.ground.removeprefix(row.organization.name)
    if row.organization.kind in ONLY_MEDIATES:
        return f"{ground}须由有权处理的机关委托调解，不能转送。"
    return f"{'' if _place(row) == here else '上一级机关，'}{ground}{told}"
