"""Whose turn it is, for everybody at once: hops counted by state, place and handler, then handed
to the people who sit there. Agrees with `petitions.worklist`, which answers for one person."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from accounts.models import ADMINISTRATORS, Post, Role
from oversight.models import Ticket
from oversight.recipients import ANSWERERS
from petitions.models import Deadline, Extension, RecusalRequest, Referral
from petitions.permissions import AWAITS, OWED_AFTER, UNHANDLED, Party, roles_awaited
from petitions.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Group = Mapping[str, Any]

#: 3 日内到期: the last day is one of today and the next three.
SOON = dt.timedelta(3)


@dataclass
class Work:
    waiting: int = 0
    late: int = 0
    near: int = 0

    def add(self, group: Group) -> None:
        self.waiting += group["waiting"]
        self.late += group["late"]
        self.near += group["near"]


@dataclass(frozen=True)
class Staff:
    """Who sits where now; one query."""

    posts: dict[int, list[Post]]
    cleared: frozenset[int]

    @classmethod
    def now(cls) -> Self:
        rows = Post.objects.filter(ends_on=None, user__is_active=True)
        posts: dict[int, list[Post]] = defaultdict(list)
        for post in rows.exclude(role__in=ADMINISTRATORS).select_related("organization"):
            posts[post.organization_id].append(post)
        people = {post.user_id for place in posts.values() for post in place if post.is_cleared}
        return cls(posts, frozenset(people))

    def at(self, place: int | None, *, sealed: bool) -> list[Post]:
        """Posts there whose holders may know of it; clearance holds for the whole place."""
        posts = self.posts.get(place, []) if place is not None else []
        if not sealed:
            return posts
        cleared = {post.user_id for post in posts if post.is_cleared}
        return [post for post in posts if post.user_id in cleared]


def waiting(staff: Staff, *, on: dt.date) -> dict[int, Work]:
    """What waits for each person today."""
    found: dict[int, Work] = defaultdict(Work)
    for group in _groups(on):
        for person in _people(group, staff):
            found[person].add(group)
    return found


def tickets(staff: Staff) -> Counter[int]:
    """Tickets that wait for an answer, for each who may answer."""
    found: Counter[int] = Counter()
    open_ones = Ticket.objects.open().order_by()
    grouped = open_ones.values("organization", sealed=F("claim__is_sealed"))
    for group in grouped.annotate(count=Count("pk")):
        posts = staff.at(group["organization"], sealed=bool(group["sealed"]))
        for person in {post.user_id for post in posts if post.role in ANSWERERS}:
            found[person] += group["count"]
    return found


def _groups(on: dt.date) -> Iterable[Group]:
    """Hops that wait for anybody: as many rows as there are places, states and handlers."""
    nearest = Deadline.objects.owed().filter(referral=OuterRef("pk")).order_by("due_on")
    owed = Deadline.objects.open().filter(referral=OuterRef("pk"), code__in=list(OWED_AFTER))
    pending = Extension.objects.filter(referral=OuterRef("pk"), is_granted=None)
    recusal = RecusalRequest.objects.filter(referral=OuterRef("pk"), is_granted=None)
    hops = (
        Referral.objects.order_by()
        .filter(state__in=[*AWAITS, State.CONCLUDED])
        .annotate(
            due_on=Subquery(nearest.values("due_on")[:1]),
            is_paused=Subquery(nearest.values("status")[:1]),
            asks_extension=Exists(pending) | Exists(recusal),
            owes_report=Exists(owed),
        )
        .filter(~Q(state=State.CONCLUDED) | Q(owes_report=True) | Q(asks_extension=True))
    )
    running = ~Q(is_paused="paused")
    return (
        hops.values(
            "state", "organization", "organization__kind", "sender", "sender__kind", "handler",
            "asks_extension", "owes_report", sealed=F("claim__is_sealed"),
        )
        .annotate(
            waiting=Count("pk"),
            late=Count("pk", filter=running & Q(due_on__lt=on)),
            near=Count("pk", filter=running & Q(due_on__range=(on, on + SOON))),
        )
        .iterator()
    )  # fmt: skip


def _people(group: Group, staff: Staff) -> set[int]:
    people = _in_turn(group, staff)
    for post in staff.at(group["organization"], sealed=group["sealed"]):
        if _owes(post, group):
            people.add(post.user_id)
    return people


def _in_turn(group: Group, staff: Staff) -> set[int]:
    duty = AWAITS.get(State(group["state"]))
    if duty is None:
        return set()
    side = "sender" if duty.party is Party.SENDER else "organization"
    if group[side] is None:
        return set()
    roles = roles_awaited(group[f"{side}__kind"], duty)
    people = {
        post.user_id for post in staff.at(group[side], sealed=group["sealed"]) if post.role in roles
    }
    named = Role.HANDLER in duty.roles and Role.DESK not in duty.roles
    return people & {group["handler"]} if named else people


def _owes(post: Post, group: Group) -> bool:
    """What waits beside the state, as `petitions.worklist` has it."""
    if post.role == Role.APPROVER:
        return bool(group["asks_extension"])
    if post.role == Role.HANDLER:
        mine = group["handler"] == post.user_id
        return mine and group["state"] == State.CONCLUDED and bool(group["owes_report"])
    unhandled = group["handler"] is None and group["state"] in UNHANDLED
    return post.role == Role.DESK and unhandled
