"""答复质量和工作量: answers returned before signature and overturned after it; who has how much."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import Role
from petitions.letters import ReviewOutcome
from petitions.models import Document, Event
from petitions.states import Action

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from oversight.boards.scope import Scope
    from petitions.models.referral import ReferralQuerySet

#: A year of answers.
DAYS = 365
OVERTURNED = (ReviewOutcome.QUASH, ReviewOutcome.CHANGE)
#: Who allots the work of an organization, and therefore sees how much each person has.
ALLOTS = (Role.APPROVER, Role.CHIEF)


@dataclass
class Quality:
    """One body's answers of the last twelve months that did not stand."""

    code: str
    name: str
    sent_back: int = 0
    quashed: int = 0
    changed: int = 0


@dataclass(frozen=True)
class Officer:
    """One person's open hops, for who allots them."""

    pk: int
    name: str
    organization: str
    code: str
    count: int
    late: int


def quality(scope: Scope) -> list[Quality]:
    """Bodies with such answers, by name."""
    found: dict[str, Quality] = {}
    returned = sent_back(scope).order_by().values_list("organization__code", "organization__name")
    for code, name, n in returned.annotate(n=Count("pk")):
        found.setdefault(code, Quality(code, name)).sent_back = n
    reviewed = (
        overturned(scope)
        .order_by()
        .values_list(
            "referral__subject__organization__code",
            "referral__subject__organization__name",
            "outcome",
        )
    )
    for code, name, outcome, n in reviewed.annotate(n=Count("pk")):
        row = found.setdefault(code, Quality(code, name))
        if outcome == ReviewOutcome.QUASH:
            row.quashed = n
        else:
            row.changed = n
    return sorted(found.values(), key=lambda row: row.name)


def sent_back(scope: Scope, *, organization: str = "") -> QuerySet[Event]:
    """Drafts returned by the body's own verification."""
    since = scope.at - dt.timedelta(DAYS)
    rows = Event.objects.filter(
        action=Action.SEND_BACK, at__range=(since, scope.at), claim__in=scope.claims()
    )
    if not scope.is_wide:
        rows = rows.filter(organization__in=scope.organizations)
    if organization:
        rows = rows.filter(organization__code=organization)
    return rows.order_by("-at", "-pk")


def overturned(scope: Scope, *, organization: str = "", outcome: str = "") -> QuerySet[Document]:
    """Review opinions that quashed or changed an answer, by the body whose answer it was."""
    since = scope.on - dt.timedelta(DAYS)
    rows = Document.objects.filter(
        outcome__in=[outcome] if outcome else OVERTURNED,
        issued_on__range=(since, scope.on),
        referral__subject__isnull=False,
        referral__claim__in=scope.claims(),
    )
    if not scope.is_wide:
        rows = rows.filter(referral__subject__organization__in=scope.organizations)
    if organization:
        rows = rows.filter(referral__subject__organization__code=organization)
    return rows.order_by("-issued_on", "pk")


def workload(scope: Scope) -> list[Officer]:
    """Open hops of each handler in the organizations this person allots the work of, by name. Empty
    for everybody else: it is for a fair share, not a ranking."""
    places = scope.user.place_ids(ALLOTS)
    if not places:
        return []
    late = scope.clocks().filter(referral=OuterRef("pk"), due_on__lt=scope.on)
    rows = (
        in_hand(scope)
        .filter(organization__in=places)
        .annotate(is_late=Exists(late))
        .order_by()
        .values_list("handler", "handler__name", "organization__name", "organization__code")
        .annotate(n=Count("pk"), late=Count("pk", filter=Q(is_late=True)))
        .order_by("organization__name", "handler__name")
    )
    return [Officer(*row) for row in rows]


def in_hand(scope: Scope) -> ReferralQuerySet:
    """Open hops that a handler has."""
    return scope.hops().open().filter(handler__isnull=False)
