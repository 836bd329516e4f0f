"""扫码: from the bars on a 送达回证, or a typed 文号, to the one letter it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from petitions.letters.barcode import LetterCode
from petitions.models import Document

if TYPE_CHECKING:
    from accounts.models import User

#: What people type for the brackets of a 文号.
_BRACKETS = str.maketrans(dict.fromkeys("[(（【", "〔") | dict.fromkeys("])）】", "〕"))


def find(user: User, text: str) -> Document | None:
    """The issued letter with this code or this 文号, if this person may see it. Two bodies with one
    short name may have one number: then it takes the code."""
    rows = Document.objects.visible_to(user).filter(issued_on__isnull=False)
    code = LetterCode.read(text)
    if code is None:
        typed = "".join(text.split()).translate(_BRACKETS)
        found = list(rows.filter(number=typed)[:2])
        return found[0] if len(found) == 1 else None
    return rows.filter(
        organization__code__iexact=code.body,
        letter__iexact=code.letter,
        issued_on__year=code.year,
        number__endswith=f"\u3015{code.serial}号",
        referral__claim__is_sealed=code.is_sealed,
    ).first()
