"""问题属地: the place that the text names, where one place of the tree is named."""

from __future__ import annotations

import re

from accounts.models import Organization, OrganizationKind

_SUFFIX = re.compile(r"[省市县区镇乡道]")
_WORD = re.compile(r"[\u4e00-\u9fff]+")
SHORTEST, LONGEST = 2, 8
#: More names than a letter has; it bounds the question to the database.
MOST = 400


def named_place(text: str) -> Organization | None:
    """The lowest place named; of several on one level, the one named first."""
    said = _candidates(text)
    if not said:
        return None
    names = [f"{one}{end}" for one in said for end in ("人民政府", "办事处")]
    rows = Organization.objects.filter(
        name__in=names,
        is_active=True,
        kind__in=(OrganizationKind.GOVERNMENT, OrganizationKind.DISPATCHED),
    )
    found = [(row, text.find(_short(row))) for row in rows]
    found.sort(key=lambda pair: (-pair[0].level, pair[1]))
    return found[0][0] if found else None


def _short(row: Organization) -> str:
    return row.name.removesuffix("人民政府").removesuffix("办事处")


def _candidates(text: str) -> list[str]:
    """Every run of characters that ends as a place name does, shortest first."""
    pieces: dict[str, None] = {}
    for match in _SUFFIX.finditer(text):
        end = match.end()
        for length in range(SHORTEST, LONGEST + 1):
            piece = text[max(end - length, 0) : end]
            if _WORD.fullmatch(piece):
                pieces[piece] = None
    return list(pieces)[:MOST]
