"""重件: petitions that may be the one now being written down, each with the reason in words."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models.functions import Left
from pypinyin import lazy_pinyin
from rapidfuzz import fuzz

from petitions.models import Party, Petition, Referral

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User

#: Above this likeness the same person is asked about before a number is given; a mere namesake
#: above the second.
SURE = 55
SURE_OF_NAMESAKE = 75
#: How many petitions of people of the same name are looked at, however old.
NAMESAKES = 20
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
#: Names read among the compared petitions; a long signed list is not read to its end.
MOST_NAMES = 2000


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
    likeness: int = 0
    is_same_person: bool = False
    is_open: bool = False
    due_on: dt.date | None = None

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


def certain(said: Said, *, by: User, on: dt.date) -> list[Repeat]:
    """The same person's matters that are under way and say much the same: somebody decides whether
    this is a repeat before it is numbered."""
    return [
        one
        for one in look(said, by=by, on=on)
        if one.is_open
        and one.likeness >= (SURE if one.is_same_person else SURE_OF_NAMESAKE)
        and (one.is_same_person or "姓名相同" in one.reasons)
    ]


def likeness(left: str, right: str) -> int:
    """How alike two evened texts are, in hundredths: letter by letter, or by the pairs of signs
    they share, so that another order, another wording around it, or a note of a call beside a long
    letter is found too."""
    mine, other = _pairs(left), _pairs(right)
    if not mine or not other:
        return 0
    shared = len(mine & other)
    dice = 2 * shared / (len(mine) + len(other))
    contained = shared / min(len(mine), len(other))
    return round(max(fuzz.ratio(left, right), 100 * dice, 85 * contained))


def _pairs(text: str) -> set[str]:
    return {text[index : index + 2] for index in range(len(text) - 1)}


@lru_cache(maxsize=4096)
def sound(name: str) -> str:
    """How a name is spoken, without tones: 张伟 and 章玮 are one to the ear on the telephone."""
    return " ".join(lazy_pinyin(name))


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
            one = _of(petition, found)
            one.is_same_person = True
            one.add(reason, weight)


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
    heads |= _by_namesakes(said, by)
    namesakes = _namesakes(said.names, heads)
    similar = {
        pk: score
        for pk, head in heads.items()
        if (score := likeness(typed, _even(head)))
        >= (SIMILAR_OF_NAMESAKE if pk in namesakes or pk in found else SIMILAR)
    }
    rows = Petition.objects.visible_to(by).select_related("matter").filter(pk__in=_top(similar))
    for petition in rows:
        one = _of(petition, found)
        if petition.pk in namesakes and not one.reasons:
            one.add(namesakes[petition.pk], 50)
        one.likeness = similar[petition.pk]
        one.add(f"原文相似 {similar[petition.pk]}%", similar[petition.pk])


def _by_namesakes(said: Said, by: User) -> dict[int, str]:
    """Older petitions of people of exactly this name; the column has an index."""
    if not said.names:
        return {}
    parties = Party.objects.filter(petitioner__name__in=said.names).order_by()
    rows = Petition.objects.visible_to(by).filter(pk__in=parties.values("petition_id"))
    newest = rows.order_by("-received_on", "-pk")
    return dict(newest.values_list("pk", Left("text", COMPARED_CHARACTERS))[:NAMESAKES])


def _namesakes(names: frozenset[str], among: Iterable[int]) -> dict[int, str]:
    """Which of these petitions are of somebody with the same name, or with one that sounds it."""
    if not names:
        return {}
    sounds = {sound(name) for name in names}
    parties = Party.objects.filter(petition__in=list(among)).order_by()
    found: dict[int, str] = {}
    for petition, name in parties.values_list("petition_id", "petitioner__name")[:MOST_NAMES]:
        if name in names:
            found[petition] = "姓名相同"
        elif sound(name) in sounds:
            found.setdefault(petition, "姓名读音相同")
    return found


def _top(similar: dict[int, int]) -> list[int]:
    return sorted(similar, key=lambda pk: -similar[pk])[: SHOWN * 2]


def _of(petition: Petition, found: dict[int, Repeat]) -> Repeat:
    return found.setdefault(petition.pk, Repeat(petition))


def _name_states(repeats: list[Repeat], by: User) -> None:
    hops = Referral.objects.visible_to(by).filter(
        claim__matter__in=[one.petition.matter_id for one in repeats]
    )
    newest = {
        hop.claim.matter_id: hop
        for hop in hops.select_related("claim")
        .prefetch_related("deadlines")
        .order_by("delivered_at")
    }
    for one in repeats:
        hop = newest.get(one.petition.matter_id)
        if hop is None:
            continue
        one.standing, one.is_open = hop.get_state_display(), hop.is_open
        one.due_on = min((row.due_on for row in hop.deadlines.all() if row.is_owed), default=None)


def _even(text: str) -> str:
    """Without spaces and punctuation, full width or half: what is left is what was said."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(sign for sign in plain if sign.isalnum())[:COMPARED_CHARACTERS]
