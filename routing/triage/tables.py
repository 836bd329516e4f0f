"""The word tables, read once for each process."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from routing.reference.categories import CATEGORIES, second_level
from routing.reference.situations import SITUATIONS, SituationRow

HERE = Path(__file__).parent
STRONG, PLAIN, WEAK = 5.0, 3.0, 1.0
TIERS = {"strong": STRONG, "plain": PLAIN, "weak": WEAK}
#: 纪检监察 and 其它.
DISCIPLINE, UNCLASSIFIED = "05", "99"
OTHERS = "其他"


def rules(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / "rules" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def lexicon() -> dict[str, dict[str, float]]:
    """word → class code → weight. A code of two digits speaks for a first level alone."""
    words: dict[str, dict[str, float]] = {}
    for path in sorted((HERE / "lexicon").glob("*.toml")):
        for code, tiers in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for tier, listed in tiers.items():
                for word in listed.lower().split():
                    words.setdefault(word, {}).setdefault(code, TIERS[tier])
    return words


@cache
def class_names() -> dict[str, tuple[str, str]]:
    """Every class that can be proposed: code → first-level and second-level name."""
    names = {
        code: (name, subname)
        for (first, name), subnames in CATEGORIES.items()
        for code, subname in second_level(first, subnames)
    }
    return names | {first: (name, "") for first, name in CATEGORIES if first == UNCLASSIFIED}


@cache
def other_class_of(first: str) -> str:
    """The class 其他 below a first level; the first level itself where it has none."""
    return next(
        (code for code, (_, sub) in class_names().items() if code[:2] == first and sub == OTHERS),
        first,
    )


@cache
def guide() -> dict[str, SituationRow]:
    return {row.code: row for row in SITUATIONS}
