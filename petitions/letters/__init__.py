"""The letters (文书) of the road as a table: what each must say, and who types it.

Nothing here knows a petition. Whoever issues a letter gathers its values, asks `missing_fields`,
and only then numbers, renders and stores it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    ServiceWay,
    SuggestionDecision,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
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
    "ServiceWay",
    "SuggestionDecision",
    "letter_number",
    "missing_fields",
    "remedy",
]


def missing_fields(letter: Letter, values: Mapping[str, object]) -> list[LetterField]:
    """The entries without which the letter may not be issued, in the order of the letter."""
    return [field for field in LETTERS[letter].fields if is_missing(field, values)]


def letter_number(letter: Letter, *, short_name: str, year: int, serial: int) -> str:
    """文号: short name, 信 and class word, year in tortoise-shell brackets, running number."""
    return f"{short_name}信{LETTERS[letter].number_mark}\u3014{year}\u3015{serial}号"
