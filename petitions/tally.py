"""件次、人次、批次: three numbers that are never mixed. One letter of thirty people is one 件次 and
thirty 人次; only visits have 批次."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from petitions.models.petition import Intake

if TYPE_CHECKING:
    from collections.abc import Iterable

#: From so many people on a visit or a letter is a joint one (集体访、联名信).
JOINT = 5


@dataclass(frozen=True)
class Tally:
    """`pieces` 件次, `people` 人次, `batches` 批次 of visits, `joint` those of many among all."""

    pieces: int = 0
    people: int = 0
    batches: int = 0
    joint: int = 0

    def __str__(self) -> str:
        words = [f"{self.pieces} 件次", f"{self.people} 人次"]
        if self.batches:
            words.append(f"来访 {self.batches} 批次")
        if self.joint:
            words.append(f"其中 {JOINT} 人以上 {self.joint} 件次")
        return "，".join(words)


def tally(petitions: Iterable[tuple[str, int]]) -> Tally:
    """Count petitions given as (form of intake, people)."""
    rows = list(petitions)
    return Tally(
        pieces=len(rows),
        people=sum(people for _, people in rows),
        batches=sum(intake == Intake.VISIT for intake, _ in rows),
        joint=sum(people >= JOINT for _, people in rows),
    )
