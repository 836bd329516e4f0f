"""F24: withdrawal against approval, reassignment against reply, extension against the sweep."""

from __future__ import annotations

from itertools import cycle, islice
from typing import TYPE_CHECKING

from bench.faults.load import walk
from bench.faults.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.faults.duels import Duel
    from bench.faults.rig import Rig

Told = dict[str, object]
#: So many violations are told in words; all of them are counted.
MOST_WORDS = 3


def f24(rig: Rig, size: int, *, duels: tuple[Duel, ...]) -> tuple[None, Told]:
    """`size` rounds, every second one of the first duel; after each round everything must hold."""
    rig.quiet()
    stage = Stage(walk(), rounds=size, seed=duels[0].__name__)
    wrong: list[str] = []
    try:
        for duel in islice(_in_turn(duels), size):
            found = duel(stage) + stage.violations()
            wrong += [f"{duel.__name__}: {one}" for one in found]
            stage.leave()
    finally:
        stage.close()
    told: Told = {"rounds": size, "violations": len(wrong), **stage.first}
    return None, told | ({"for instance": wrong[:MOST_WORDS]} if wrong else {})


def _in_turn(duels: tuple[Duel, ...]) -> Iterator[Duel]:
    others = cycle(duels[1:])
    while True:
        yield duels[0]
        yield next(others)
