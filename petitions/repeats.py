"""重件: petitions that may be the one now being written down, each with the reason in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models.functions import Left
from rapidfuzz import fuzz

from petitions.models import Party, Petition, Referral

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User

#: What is compared: the beginning of the newest petitions the person may see. It bounds the time a
#: look takes, whatever stands in the archive.
COMPARED = 200
COMPARED_DAYS = 180
COMPARED_CHARACTERS = 400
MIN_CHARACTERS = 20
SIMILAR = 60
SIMILAR_OF_NAMESAKE = 35
SHOWN = 3
EXCERPT = 48


@dataclass(frozen=True)
class Said:
    """What is known so far of the petition being written down."""

    id_numbers: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    text: str = ""


@dataclass
class Repeat:
    petition: Petition
    reasons: list[str] = field(default_factory=list)
    weight: int = 0
    standing: str = ""

    def add(self, reason: str, weight: int) -> None:
        self.reasons.append(reason)
        self.weight += weight

    @property
    def excerpt(self) -> str:
        text = " ".join(self.petition.text.split())
        return text if len(text) <= EXCERPT else f"{text[:EXCERPT]}……"


def look(said: Said, *, by: User, on: dt.date) -> list[Repeat]:
    """The likeliest first, at most SHOWN. What `by` may not see gives nothing, not even a count."""
    found: dict[int, Repeat] = {}
    _same_people(said, by, found)
    _similar_texts(said, by, on, found)
    best = sorted(found.values(), key=lambda one: (-one.weight, -one.petition.pk))[:SHOWN]
    _name_states(best, by)
    return best


def _same_people(said: Said, by: User, found: dict[int, Repeat]) -> None:
    """By ID number and telephone, which have an index; a name alone says too little."""
    for values, column, reason, weight in (
        (said.id_numbers, "id_number", "同一身份证号", 300),
        (said.phones, "phone", "同一电话", 200),
    ):
        if not values:
            continue
        parties = Party.objects.filter(**{f"petitioner__{column}__in": values})
        rows = Petition.objects.visible_to(by).filter(pk__in=parties.values("petition_id"))
        for petition in rows.select_related("matter").order_by("-received_on", "-pk")[:SHOWN]:
            _of(petition, found).add(reason, weight)


def _similar_texts(said: Said, by: User, on: dt.date, found: dict[int, Repeat]) -> None:
    typed = _even(said.text)
    if len(typed) < MIN_CHARACTERS:
        return
    recent = Petition.objects.visible_to(by).filter(
        received_on__gte=on - dt.timedelta(days=COMPARED_DAYS)
    )
    heads = dict(
        recent.order_by("-received_on", "-pk").values_list("pk", Left("text", COMPARED_CHARACTERS))[
            :COMPARED
        ]
    )
    # A petition found by its people is compared too, however old it is.
    heads |= {pk: one.petition.text[:COMPARED_CHARACTERS] for pk, one in found.items()}
    namesakes = _namesakes(said.names, heads)
    similar = {
        pk: score
        for pk, head in heads.items()
        if (score := round(fuzz.ratio(typed, _even(head))))
        >= (SIMILAR_OF_NAMESAKE if pk in namesakes or pk in found else SIMILAR)
    }
    rows = Petition.objects.visible_to(by).select_related("matter").filter(pk__in=_top(similar))
    for petition in rows:
        one = _of(petition, found)
        if petition.pk in namesakes and not one.reasons:
            one.add("姓名相同", 50)
        one.add(f"原文相似 {similar[petition.pk]}%", similar[petition.pk])


def _namesakes(names: frozenset[str], among: Iterable[int]) -> set[int]:
    if not names:
        return set()
    parties = Party.objects.filter(petition__in=list(among), petitioner__name__in=names)
    return set(parties.values_list("petition_id", flat=True))


def _top(similar: dict[int, int]) -> list[int]:
    return sorted(similar, key=lambda pk: -similar[pk])[: SHOWN * 2]


def _of(petition: Petition, found: dict[int, Repeat]) -> Repeat:
    return found.setdefault(petition.pk, Repeat(petition))


def _name_states(repeats: list[Repeat], by: User) -> None:
    hops = Referral.objects.visible_to(by).filter(
        claim__matter__in=[one.petition.matter_id for one in repeats]
    )
    newest = {
        hop.claim.matter_id: hop.get_state_display()
        for hop in hops.select_related("claim").order_by("delivered_at")
    }
    for one in repeats:
        one.standing = newest.get(one.petition.matter_id, "")


def _even(text: str) -> str:
    return "".join(text.split())[:COMPARED_CHARACTERS]
