"""The letters (文书) of the road as a table: what each must say, and who types it.

Nothing here knows a petition. Whoever issues a letter gathers its values, asks `missing_fields`,
and only then numbers, renders and stores it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from petitions.letters.beside import FIVE_DUTIES
from petitions.letters.fields import LetterField, is_missing
from petitions.letters.remedies import remedy
from petitions.letters.table import LETTERS, LetterSpec
from petitions.letters.words import (
    Addressee,
    Attitude,
    Choice,
    Letter,
    Outcome,
    Pressure,
    ReviewOutcome,
    Risk,
    ServiceWay,
    SuggestionDecision,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "FIVE_DUTIES",
    "LETTERS",
    "Addressee",
    "Attitude",
    "Choice",
    "Letter",
    "LetterField",
    "LetterSpec",
    "Outcome",
    "Pressure",
    "ReviewOutcome",
    "Risk",
    "ServiceWay",
    "SuggestionDecision",
    "letter_number",
    "missing_fields",
    "remedy",
]


def missing_fields(letter: Letter, values: Mapping[str, object]) -> list[LetterField]:
    """The entries without which the letter may not be issued, in the order of the letter."""
    return [field for field in LETTERS[letter].fields if is_missing(field, values)]


def letter_number(
    letter: Letter, *, short_name: str, year: int, serial: int, is_sealed: bool = False
) -> str:
    """文号: short name, 信 and class word, year in tortoise-shell brackets, running number. Letters
    of sealed claims are counted apart: a gap in the open register would tell of one."""
    mark = f"{LETTERS[letter].number_mark}{'密' if is_sealed else ''}"
    return f"{short_name}信{mark}\u3014{year}\u3015{serial}号"
