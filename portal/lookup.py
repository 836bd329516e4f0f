"""Find a matter by what its petitioner holds. A wrong number takes as long as a wrong code."""

from __future__ import annotations

import hmac

from petitions.models import Matter, Petition

_NO_CODE = "-" * 10


def by_code(number: str, code: str) -> Matter | None:
    petition = Petition.objects.filter(number=number).select_related("matter").first()
    expected = petition.matter.query_code if petition else _NO_CODE
    is_right = hmac.compare_digest(expected.encode(), code.encode())
    return _shown(petition.matter) if petition and is_right else None


def by_token(token: str) -> Matter | None:
    matter = Matter.objects.filter(token=token).first()
    return _shown(matter) if matter else None


def _shown(matter: Matter) -> Matter | None:
    """An anonymous report has no page: nobody is told, and nobody can be found by it (E20)."""
    told = matter.petitions.exclude(is_sealed=True, is_anonymous=True)
    return matter if told.exists() else None
