"""Whose board it is: which rows it counts, and the day on which it counts them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Role
from petitions.models import Claim, Deadline, Petition, Referral
from petitions.models.deadline import DeadlineStatus
from routing.workdays import work_calendar

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from petitions.models.deadline import DeadlineQuerySet
    from petitions.models.matter import ClaimQuerySet
    from petitions.models.petition import PetitionQuerySet
    from petitions.models.referral import ReferralQuerySet
    from routing.calendar import WorkCalendar

#: Who watches all that they may see, and who watches what their own organization owes.
OVERSEERS = (Role.SUPERVISOR, Role.CHIEF, Role.LEADER)
BODIES = (Role.APPROVER, Role.DESK)
#: Not a sealed claim, nor one that came in the same letter as a sealed one.
_OPEN_TO_ALL = Q(is_sealed=False, petition__is_sealed=False)


@dataclass(frozen=True)
class Scope:
    """`organizations` is `None` for those who watch all that they see."""

    user: User
    at: dt.datetime
    calendar: WorkCalendar
    organizations: frozenset[int] | None

    @property
    def on(self) -> dt.date:
        return timezone.localtime(self.at).date()

    @property
    def is_wide(self) -> bool:
        return self.organizations is None

    def claims(self) -> ClaimQuerySet:
        """Asked of one row after the other: what calls has narrowed them down by days or keys."""
        rows = Claim.objects.visible_each_to(self.user).filter(_OPEN_TO_ALL)
        if self.is_wide:
            return rows
        held = Referral.objects.filter(self._own, claim=OuterRef("pk"))
        return rows.filter(Exists(held))

    def petitions(self) -> PetitionQuerySet:
        """Letters that carry no sealed claim, of matters in which this board has a claim."""
        claims = self.claims().filter(matter=OuterRef("matter"))
        return Petition.objects.filter(Exists(claims), is_sealed=False)

    def hops(self) -> ReferralQuerySet:
        return Referral.objects.filter(self._seen("claim"), self._own)

    def clocks(self) -> DeadlineQuerySet:
        """Running periods that a body can be late with. A paused one is late with nothing."""
        rows = Deadline.objects.owed().filter(status=DeadlineStatus.RUNNING)
        return rows.filter(self._seen("referral__claim"), self._own)

    def met(self) -> DeadlineQuerySet:
        """Periods of bodies that were met, on time or late."""
        rows = Deadline.objects.filter(status=DeadlineStatus.MET, organization__isnull=False)
        return rows.filter(self._seen("referral__claim"), self._own)

    def _seen(self, claim: str) -> Q:
        known = Claim.objects.visible_each_to(self.user).filter(_OPEN_TO_ALL)
        return Q(Exists(known.filter(pk=OuterRef(claim))))

    @property
    def _own(self) -> Q:
        return Q() if self.organizations is None else Q(organization__in=self.organizations)


def scope_of(user: User, *, at: dt.datetime) -> Scope:
    """The board of this person, or `PermissionDenied` for those who have none."""
    if user.holds(*OVERSEERS):
        return Scope(user, at, work_calendar(), None)
    own = frozenset(user.place_ids(BODIES))
    if not own:
        raise PermissionDenied("红黄牌和态势由督办员、领导和各单位负责人、收发查看。")
    return Scope(user, at, work_calendar(), own)
