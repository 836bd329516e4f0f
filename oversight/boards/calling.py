"""晨间电话: whom the supervisor calls this morning, on which number, and what there is to say."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from accounts.models import Post, Role
from oversight.boards.cards import Level, cards
from oversight.models import CallNote
from petitions.errors import FieldError

if TYPE_CHECKING:
    from accounts.models import Organization, User
    from oversight.boards.scope import Scope
    from petitions.models import Deadline

CALLERS = (Role.SUPERVISOR, Role.CHIEF)
LONGEST = 200
#: Yellow cards are told by the morning's digest; a call is for what ends today or has ended.
CALLED_ABOUT = (Level.CLIMBED, Level.RED, Level.TODAY)
_RANK = [level.value for level in Level]


@dataclass
class Call:
    """One body: its cards, who answers there, and what a colleague has heard today."""

    organization: Organization
    cards: list[Deadline]
    people: list[Post] = field(default_factory=list)
    notes: list[CallNote] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        return bool(self.notes)

    @property
    def words(self) -> str:
        """What to say, in one line."""
        late = [card for card in self.cards if card.level in (Level.CLIMBED, Level.RED)]  # type: ignore[attr-defined]
        today = len(self.cards) - len(late)
        said = []
        if late:
            worst = max((card.breached_days for card in late), default=0)  # type: ignore[attr-defined]
            said.append(f"{len(late)} 项期限已超期，最久 {worst} 天")
        if today:
            said.append(f"{today} 项今日到期")
        return "，".join(said) + "。请说明原因、今日能否办结、具体日期。"


def caller_post(user: User) -> Post | None:
    return user.post_in(*CALLERS)


def require_caller_post(user: User) -> Post:
    post = caller_post(user)
    if post is None:
        raise PermissionDenied("催办电话由信访部门督办员或领导拨打和记录。")
    return post


def call_list(scope: Scope, *, office: Organization) -> list[Call]:
    """Bodies to call, the most pressing first; those called today stay, ticked."""
    rows = cards(scope, *CALLED_ABOUT).exclude(organization=office)
    rows = rows.select_related("organization", "referral__claim__petition", "referral__handler")
    grouped: dict[int, Call] = {}
    for card in rows:
        card.breached_days = (scope.on - card.due_on).days  # type: ignore[attr-defined]
        place = card.organization
        if place is not None:
            grouped.setdefault(place.pk, Call(place, [])).cards.append(card)
    _add_people(grouped)
    _add_notes(grouped, office, scope)
    return sorted(grouped.values(), key=_need)


def note_call(
    *, office: Organization, organization: Organization, note: str, by: User, at: dt.datetime
) -> CallNote:
    """已致电, with what was said. Raises `FieldError`."""
    note = note.strip()
    if not note:
        raise FieldError({"note": "请写一句对方怎么说。"})
    if len(note) > LONGEST:
        raise FieldError({"note": f"不能超过 {LONGEST} 字。"})
    return CallNote.objects.create(
        office=office, organization=organization, note=note, by=by, at=at
    )


def _add_people(calls: dict[int, Call]) -> None:
    """The desk that answers the telephone, and the leader behind it."""
    posts = Post.objects.filter(
        organization__in=calls,
        ends_on=None,
        user__is_active=True,
        role__in=(Role.DESK, Role.APPROVER, Role.DISCIPLINE),
    ).select_related("user")
    found: dict[int, list[Post]] = defaultdict(list)
    for post in posts.order_by("pk"):
        found[post.organization_id].append(post)
    order = [Role.DESK, Role.DISCIPLINE, Role.APPROVER]
    for pk, people in found.items():
        calls[pk].people = sorted(people, key=lambda post: order.index(Role(post.role)))


def _add_notes(calls: dict[int, Call], office: Organization, scope: Scope) -> None:
    midnight = scope.at.replace(hour=0, minute=0, second=0, microsecond=0)
    rows = CallNote.objects.visible_to(scope.user).filter(
        office=office, organization__in=calls, at__range=(midnight, scope.at + dt.timedelta(1))
    )
    for note in rows.select_related("by"):
        calls[note.organization_id].notes.append(note)


def _need(call: Call) -> tuple[bool, int, dt.date]:
    first = call.cards[0]
    return call.is_done, _RANK.index(first.level), first.due_on  # type: ignore[attr-defined]
