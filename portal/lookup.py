"""Find a matter by what its petitioner holds. A wrong number takes as long as a wrong code."""

from __future__ import annotations

import hmac

from petitions.models import Matter, Petition

_NO_CODE = "-" * 10


def by_code(number: str, code: str) -> Matter | None:
    petition = Petition.objects.filter(number=number).select_related("matter").first()
    expected = petition.matter.query_code if petition else _NO_CODE
    is_right = hmac.compare_digest(expected.encode(), code.encode())
    return petition.matter if petition and is_right else None


def by_token(token: str) -> Matter | None:
    return Matter.objects.filter(token=token).first()
