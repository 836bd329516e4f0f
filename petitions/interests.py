"""回避: who may take no part in a claim (Article 28 paragraph 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from petitions.models import Recusal
from petitions.states import Action

if TYPE_CHECKING:
    from accounts.models import User
    from petitions.models import Claim

#: Somebody who is concerned may still say so.
STEPPING_BACK = (Action.RECUSE,)


def has_stepped_back(claim: Claim, person: User) -> bool:
    return Recusal.objects.filter(claim=claim, user=person).exists()


def interest(claim: Claim, person: User) -> str:
    """G2: why this person may take no part in the claim (Article 28 paragraph 3); "" where the
    records know of nothing."""
    if has_stepped_back(claim, person):
        return f"{person.name}已回避本件（第二十八条第三款）。"
    if claim.petition.accused_name and claim.petition.accused_name == person.name:
        return f"本件反映的是{person.name}本人，应当回避（第二十八条第三款）。"
    return ""


def namesake(claim: Claim, person: User) -> str:
    """Whoever decides is not called like the petitioner: a namesake leaves it to a colleague."""
    if claim.petition.parties.filter(petitioner__name=person.name).exists():
        return f"信访人与{person.name}同名，请由他人办理（第二十八条第三款）。"
    return ""
