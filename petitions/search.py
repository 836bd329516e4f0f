"""Finding petitions: the filters of the list, always within what a person may see.

Counts and lists come from the same query, so that a number on a tile equals its list."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery

from petitions.conditions import DUE, LATE, NEAR, OPEN, list_url
from petitions.models import Claim, Deadline, Party, Petition, Referral
from petitions.numbers import is_petition_number
from petitions.paging import CappedPaginator
from petitions.states import OPEN_STATES, State
from petitions.worklist import nearest_clock

if TYPE_CHECKING:
    from accounts.models import User
    from petitions.models.deadline import DeadlineQuerySet
    from petitions.models.petition import PetitionQuerySet
    from petitions.models.referral import ReferralQuerySet

#: Hops that lead nowhere any more: given back, or undone.
GONE = (State.RETURNED, State.MERGED)
#: A petition stands here only when all its claims do; until then it is partly concluded.
ALL_OR_NONE = frozenset({State.CONCLUDED, State.ENDED})
#: Four figures or more are the end of a telephone number.
PHONE_TAIL = 4


def found(user: User, given: dict[str, Any], *, on: dt.date) -> PetitionQuerySet:
    """The visible petitions that meet every condition, in the order asked for."""
    rows = Petition.objects.visible_to(user)
    for name, condition in _SIMPLE.items():
        if name in given:
            rows = rows.filter(**{condition: given[name]})
    for word in given.get("q", "").split():
        rows = rows.filter(_about(word))
    hops = _hops_meeting(user, given, on=on)
    if hops is not None:
        rows = rows.filter(Exists(hops.filter(claim__matter=OuterRef("matter"))))
    if given.get("step") in ALL_OR_NONE:
        waiting = Referral.objects.visible_to(user).open()
        rows = rows.exclude(Exists(waiting.filter(claim__matter=OuterRef("matter"))))
    if "mine" in given:
        handled = Referral.objects.filter(claim__matter=OuterRef("matter"), handler=user)
        rows = rows.filter(Q(registered_by=user) | Exists(handled))
    if given.get("sort") != "due":
        return rows.order_by("-received_on", "-pk")
    nearest = _clocks(user).filter(referral__claim__matter=OuterRef("matter")).order_by("due_on")
    rows = rows.annotate(due_on=Subquery(nearest.values("due_on")[:1]))
    return rows.order_by(F("due_on").asc(nulls_last=True), "-received_on", "-pk")


def listed(rows: PetitionQuerySet, user: User) -> PetitionQuerySet:
    """With everything a row of the list shows, at a fixed number of queries."""
    claims = Claim.objects.visible_to(user).prefetch_related(
        Prefetch("referrals", Referral.objects.select_related("organization", "handler")),
        "referrals__deadlines",
    )
    return rows.select_related("matter").prefetch_related(
        "parties__petitioner", Prefetch("matter__claims", claims)
    )


def current_hops(matter_claims: list[Claim]) -> list[Referral]:
    """Where the claims stand: hops that wait, else the last one of each claim."""
    hops = []
    for claim in matter_claims:
        referrals = [row for row in claim.referrals.all() if row.state not in GONE]
        hops += [row for row in referrals if row.is_open] or referrals[-1:]
    return hops


def standing(petition: Petition) -> tuple[list[Referral], Deadline | None]:
    """Its hops of now, and of their clocks the one that ends first."""
    hops = current_hops(list(petition.matter.claims.all()))
    clocks = [clock for hop in hops if (clock := nearest_clock(hop))]
    return hops, min(clocks, key=lambda clock: clock.due_on, default=None)


def exactly(user: User, text: str) -> Petition | None:
    """The visible petition whose full number was typed, with or without its hyphens."""
    compact = text.strip().upper()
    if not is_petition_number(compact):
        return None
    visible = Petition.objects.visible_to(user)
    found_one = visible.filter(number=compact).first()
    if found_one is None and "-" not in compact:
        parts = (compact[:6], compact[6:12], compact[12:14], compact[14:19], compact[19:])
        found_one = visible.filter(number="-".join(parts)).first()
    return found_one


def tiles(user: User, *, on: dt.date) -> list[dict[str, str]]:
    """What somebody who oversees sees first; each number is the count of the list behind it."""
    shown = [
        ("已超期", LATE, "late"),
        ("今日到期", DUE, "near"),
        ("将到期", NEAR, ""),
        ("未办结", OPEN, ""),
    ]
    made = []
    for label, lateness, tone in shown:
        rows = found(user, {"lateness": lateness}, on=on)
        count = CappedPaginator(rows)
        made.append(
            {
                "label": label,
                "tone": tone if count.count else "",
                "count": count.count_text,
                "url": list_url(lateness=lateness, sort="due"),
            }
        )
    return made


def next_due(user: User, *, on: dt.date) -> Deadline | None:
    """The first deadline from today on among what this person sees."""
    coming = _clocks(user).filter(due_on__gte=on)
    return coming.select_related("referral__claim__petition").order_by("due_on", "pk").first()


_SIMPLE = {
    "intake": "intake",
    "since": "received_on__gte",
    "until": "received_on__lte",
}


def _about(word: str) -> Q:
    """A word of the title or the text, a name, a part of the number, the end of a telephone."""
    people = Q(petitioner__name__icontains=word)
    if word.isdigit() and len(word) >= PHONE_TAIL:
        people |= Q(petitioner__phone__endswith=word)
    party = Party.objects.filter(people, petition=OuterRef("pk"))
    said = Q(title__icontains=word) | Q(text__icontains=word) | Q(number__icontains=word)
    return said | Q(Exists(party))


def _hops_meeting(user: User, given: dict[str, Any], *, on: dt.date) -> ReferralQuerySet | None:
    """Hops where claims stand now that meet the conditions on hops; `None` where there are none."""
    hops = _standing(user)
    rule = Q()
    if "step" in given:
        rule &= Q(state=given["step"])
    if "organization" in given:
        rule &= Q(organization=given["organization"])
    if "kind" in given:
        rule &= Q(claim__kind=given["kind"])
    if "category" in given:
        rule &= Q(claim__category=given["category"]) | Q(claim__category__parent=given["category"])
    if "lateness" in given:
        rule &= _lateness(user, given["lateness"], on=on)
    return hops.filter(rule) if rule else None


def _standing(user: User) -> ReferralQuerySet:
    """Hops that wait, or that nothing came after; the words of the SQL for `current_hops`."""
    later = Referral.objects.filter(parent=OuterRef("pk")).exclude(state__in=GONE)
    ended = ~Exists(later) & ~Q(state__in=GONE)
    return Referral.objects.visible_to(user).filter(Q(state__in=OPEN_STATES) | ended)


def _lateness(user: User, asked: str, *, on: dt.date) -> Q:
    if asked == OPEN:
        return Q(state__in=OPEN_STATES)
    clocks = Deadline.objects.owed().filter(referral=OuterRef("pk"))
    ranges = {
        LATE: Q(due_on__lt=on),
        DUE: Q(due_on=on),
        NEAR: Q(due_on__gt=on, near_on__lte=on),
    }
    return Q(Exists(clocks.filter(ranges[asked])))


def _clocks(user: User) -> DeadlineQuerySet:
    return Deadline.objects.visible_to(user).owed()
