"""How much a redone opinion repeats the one that was quashed (G18): same facts, same reasons, same
answer are not a new opinion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from petitions.letters import LETTERS, Letter
from petitions.states import Hop

if TYPE_CHECKING:
    from petitions.models import Document

#: From here on a second person must say why the repeated text stands.
TOO_ALIKE = 0.9
#: What the petitioner said is the same in both.
_THEIRS = frozenset({"request", "facts_and_reasons", "guidance"})


def likeness(document: Document) -> float:
    """0 to 1 against the opinion that was quashed; 0 where nothing was."""
    quashed = document.referral.subject
    if document.referral.hop != Hop.REDO or quashed is None:
        return 0.0
    return fuzz.ratio(_said(document), _said(quashed)) / 100


def _said(document: Document) -> str:
    names = [
        field.name
        for field in LETTERS[Letter(document.letter)].fields
        if field.multiline and not field.computed and field.name not in _THEIRS
    ]
    return "\n".join(str(document.values.get(name, "")).strip() for name in names)
