"""The whole proposal: what the words say, and who is competent where it happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.models import Kind
from routing.triage.bodies import Named, name_bodies
from routing.triage.reading import Reading, read
from routing.triage.reports import name_discipline
from routing.triage.territory import named_place

if TYPE_CHECKING:
    from accounts.models import Organization
    from routing.triage.bodies import Practice


@dataclass(frozen=True)
class Proposal:
    """A person decides. `territory` is where the bodies were looked for."""

    reading: Reading
    territory: Organization | None
    organizations: tuple[Named, ...]

    @property
    def kind(self) -> Kind:
        return self.reading.kind

    @property
    def is_sealed(self) -> bool:
        return self.reading.is_sealed


def propose(
    text: str,
    *,
    intake: str | None = None,
    territory: Organization | None = None,
    home: Organization | None = None,
    practice: Practice | None = None,
    accused: Sequence[Organization] = (),
) -> Proposal:
    """Nothing is written. Without `territory` the place named in the text counts, then `home`.

    `accused` are bodies known to be complained of; those the text of a report names are added.
    """
    reading = read(text, intake=intake)
    place = territory or named_place(text) or home
    if place is None:
        return Proposal(reading, None, ())
    if reading.is_sealed:
        bodies = name_discipline(text, reading.category.code, place, accused=accused)
    else:
        bodies = name_bodies(reading, place, practice=practice)
    return Proposal(reading, place, bodies)
