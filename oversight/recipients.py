"""Whom a period concerns: who should act, who may answer for the organization, who watches it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from accounts.models import Post, Role
from petitions.models import Recusal
from petitions.permissions import AWAITS, Party, roles_awaited
from petitions.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from petitions.models import Claim, Deadline, Referral

#: Who answers for an organization, whatever its kind.
ANSWERERS = frozenset(
    {Role.DESK, Role.HANDLER, Role.APPROVER, Role.DISCIPLINE, Role.CLERK, Role.SUPERVISOR}
)


class Staff:
    """Who sits where, and who stepped back from what: read once for a whole batch of periods."""

    def __init__(self, deadlines: Sequence[Deadline]) -> None:
        self._posts: dict[int, list[tuple[str, int, bool]]] = defaultdict(list)
        posts = Post.objects.filter(
            organization__in={pk for row in deadlines for pk in _organizations(row)},
            ends_on=None,
            user__is_active=True,
        )
        rows = posts.values_list("organization_id", "role", "user_id", "is_cleared")
        for place, role, user, is_cleared in rows:
            self._posts[place].append((role, user, is_cleared))
        claims = {row.referral.claim_id for row in deadlines}
        self._recused = set(
            Recusal.objects.filter(claim__in=claims).values_list("claim_id", "user_id")
        )

    def holding(self, roles: Iterable[str], organization: int, claim: Claim) -> set[int]:
        """Who holds one of these roles there now and may know of this claim."""
        wanted = set(roles)
        return {
            user
            for role, user, is_cleared in self._posts[organization]
            if role in wanted
            and (is_cleared or not claim.is_sealed)
            and (claim.pk, user) not in self._recused
        }

    def to_remind(self, deadline: Deadline) -> set[int]:
        """Whose turn it is at the responsible organization, or else whoever answers for it. Where
        nobody is left there, those who watch are told: no period passes unseen."""
        return self._awaited(deadline) or self.answering(deadline) or self.watching(deadline)

    def answering(self, deadline: Deadline) -> set[int]:
        return self.holding(ANSWERERS, _responsible(deadline), deadline.referral.claim)

    def watching(self, deadline: Deadline) -> set[int]:
        """The supervisors of who sent the matter and of who registered it; the head of the office
        where that office is itself the late one."""
        people: set[int] = set()
        for place in _watchers(deadline.referral):
            role = Role.CHIEF if place == deadline.organization_id else Role.SUPERVISOR
            people |= self.holding([role], place, deadline.referral.claim)
        return people

    def _awaited(self, deadline: Deadline) -> set[int]:
        referral, place = deadline.referral, _responsible(deadline)
        duty = AWAITS.get(State(referral.state))
        if duty is None or place != _place(referral, duty.party):
            return set()
        handler_alone = Role.HANDLER in duty.roles and Role.DESK not in duty.roles
        if handler_alone and referral.handler_id:
            return {referral.handler_id} & self.answering(deadline)
        return self.holding(
            roles_awaited(deadline.referral.organization.kind, duty), place, referral.claim
        )


def _responsible(deadline: Deadline) -> int:
    if deadline.organization_id is None:
        raise ValueError("Only periods of organizations have people to tell.")
    return deadline.organization_id


def _place(referral: Referral, party: Party) -> int | None:
    return referral.organization_id if party is Party.HOLDER else referral.sender_id


def _watchers(referral: Referral) -> set[int]:
    """A body that sent the matter to itself does not watch itself: `None` is nobody."""
    places = {referral.sender_id, referral.claim.petition.organization_id}
    return {place for place in places if place is not None}


def _organizations(deadline: Deadline) -> set[int]:
    return {_responsible(deadline), *_watchers(deadline.referral)}
