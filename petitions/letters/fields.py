"""The entries of a letter, and short makers for the kinds the table needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from petitions.letters.words import Choice

SHORT_TEXT, LONG_TEXT = 200, 5000


@dataclass(frozen=True)
class LetterField:
    """One entry of a letter. `computed` entries come from the records and are never typed;
    `needed_if` makes an optional entry required for the values it accepts."""

    name: str
    label: str
    required: bool = True
    computed: bool = False
    multiline: bool = False
    help: str = ""
    max_length: int = SHORT_TEXT
    is_date: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    needed_if: Callable[[Mapping[str, object]], bool] | None = None


def known(name: str, label: str, *, required: bool = True) -> LetterField:
    return LetterField(name, label, required=required, computed=True)


def day(name: str, label: str, *, computed: bool = True) -> LetterField:
    return LetterField(name, label, computed=computed, is_date=True)


def line(name: str, label: str, hint: str = "", *, required: bool = True) -> LetterField:
    return LetterField(name, label, help=hint, required=required)


def text(name: str, label: str, hint: str = "", *, required: bool = True) -> LetterField:
    return LetterField(
        name, label, help=hint, required=required, multiline=True, max_length=LONG_TEXT
    )


def one_of(name: str, label: str, choice: type[Choice]) -> LetterField:
    return LetterField(name, label, choices=choice.choices())


def is_missing(field: LetterField, values: Mapping[str, object]) -> bool:
    """Spaces and an unticked box are not an answer; 0 is one."""
    return _is_needed(field, values) and _is_blank(values.get(field.name))


def _is_needed(field: LetterField, values: Mapping[str, object]) -> bool:
    return field.required or (field.needed_if is not None and field.needed_if(values))


def _is_blank(value: object) -> bool:
    if value is None or value is False:
        return True
    return isinstance(value, (str, tuple, list)) and not (
        value.strip() if isinstance(value, str) else value
    )
