"""谁不在岗，由谁代办: absences, and the chains of substitutes they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from accounts.models import Absence, Post, User

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from accounts.models import Organization

#: Somebody may enter a holiday afterwards, but not rewrite a year.
LONGEST_DAYS = 366


class Cover:
    """Who is away on one day and who stands in, read once for as many people as are asked about.

    The substitute is told *instead of* the one who is away. A chain of substitutes is followed;
    one that comes back on itself, or ends with somebody who may not be told, covers nobody."""

    def __init__(self, on: dt.date) -> None:
        rows = Absence.objects.on(on).order_by("pk").values_list("user_id", "substitute_id")
        self._instead = dict(rows)

    def is_away(self, user: int) -> bool:
        return user in self._instead

    def of(self, user: int, *, may_be_told: Callable[[int], bool]) -> int | None:
        """Who is told in this person's place: themselves where they are here, `None` where nobody
        on the chain is here and may be told."""
        seen: set[int] = set()
        while user in self._instead:
            if user in seen:
                return None
            seen.add(user)
            user = self._instead[user]
        return user if may_be_told(user) else None

    def covered_by(self, user: int) -> set[int]:
        """Everybody whose chain ends with this person today."""
        return {away for away in self._instead if self.of(away, may_be_told=lambda _: True) == user}


def colleagues(user: User) -> list[User]:
    """Who may stand in: everybody with a post in one of this person's organizations."""
    posts = Post.objects.filter(
        organization__in=user.place_ids(), ends_on=None, user__is_active=True
    )
    rows = User.objects.filter(pk__in=posts.values("user_id")).exclude(pk=user.pk)
    return list(rows.order_by("name", "pk"))


def away_at(organization: Organization, *, on: dt.date) -> list[Absence]:
    """Who of this organization is away today or later, the nearest first."""
    rows = Absence.objects.of(organization).to_come(on)
    return list(rows.select_related("user", "substitute").order_by("starts_on", "pk"))


@transaction.atomic
def enter(  # noqa: PLR0913 - an absence has that many parts, all by name
    user: User,
    substitute: User,
    *,
    starts_on: dt.date,
    ends_on: dt.date,
    by: User,
    at: dt.datetime,
    on: dt.date,
    reason: str = "",
) -> Absence:
    """Record days away. Raises `ValidationError` by field; a chain that would come back to this
    person on any of the days is refused here, and ignored by `Cover` should one slip in."""
    User.objects.select_for_update().filter(pk__in=(user.pk, substitute.pk)).order_by("pk").first()
    _refuse_days(starts_on, ends_on, on=on)
    if substitute not in colleagues(user):
        raise ValidationError({"substitute": "代办人应当是本单位在岗的另一位同事。"})
    overlap = Q(cancelled_at=None, starts_on__lte=ends_on, ends_on__gte=starts_on)
    if Absence.objects.filter(overlap, user=user).exists():
        raise ValidationError({"starts_on": "这几天已经登记过离岗，请先取消原来的登记。"})
    if _comes_back(user.pk, substitute.pk, overlap):
        raise ValidationError(
            {"substitute": f"{substitute}这几天也不在岗，并且（转而）由您代办，请另选一位。"}
        )
    return Absence.objects.create(
        user=user,
        substitute=substitute,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason.strip(),
        entered_by=by,
        entered_at=at,
    )


def cancel(absence: Absence, *, at: dt.datetime) -> None:
    """Back earlier, or entered by mistake. What was told meanwhile stays told."""
    Absence.objects.filter(pk=absence.pk, cancelled_at=None).update(cancelled_at=at)


def _refuse_days(starts_on: dt.date, ends_on: dt.date, *, on: dt.date) -> None:
    if ends_on < starts_on:
        raise ValidationError({"ends_on": "结束日不能早于开始日。"})
    if ends_on < on:
        raise ValidationError({"ends_on": "这几天已经过去，不用再登记。"})
    if (ends_on - starts_on).days >= LONGEST_DAYS:
        raise ValidationError({"ends_on": "一次离岗最长登记一年；长期调离请系统管理员调整岗位。"})


def _comes_back(user: int, substitute: int, overlap: Q) -> bool:
    """Whether somebody further along the chain, on any of these days, is covered by `user`."""
    seen, reached = {substitute}, {substitute}
    while reached:
        rows = Absence.objects.filter(overlap, user__in=reached)
        reached = set(rows.values_list("substitute_id", flat=True)) - seen
        if user in reached:
            return True
        seen |= reached
    return False
