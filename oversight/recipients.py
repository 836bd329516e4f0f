"""Who hears of a period or a ticket: the rungs of the ladder, filled with people.

Never empty: where nobody stands on the rungs asked for, the next one up is told. Never somebody who
stepped back, is complained of, is away, has left, or may not know of a sealed claim."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import structlog

from accounts.models import Organization, OrganizationKind, Post, Role
from accounts.substitutes import Cover
from petitions.models import Recusal
from petitions.permissions import AWAITS, DESKLESS, Party, roles_awaited
from petitions.states import Kind, State
from routing.stages import OWN_RUNGS, Rung

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from oversight.models import Ticket
    from petitions.models import Claim, Deadline, Referral

logger = structlog.get_logger(__name__)

#: Who answers for an organization, whatever its kind.
ANSWERERS = frozenset(
    {Role.DESK, Role.HANDLER, Role.APPROVER, Role.DISCIPLINE, Role.CLERK, Role.SUPERVISOR}
)
_DESKS = frozenset({Role.DESK, Role.CLERK})
_DESKS_OF_THE_DESKLESS = frozenset({Role.HANDLER, Role.DISCIPLINE})
_LEADERS = frozenset({Role.APPROVER, Role.CHIEF})
_ASSIGNERS = frozenset({Role.DESK, Role.APPROVER})


@dataclass(frozen=True)
class Concern:
    """What people are told about: who is responsible, on which hop, and who watches from where."""

    organization: Organization
    claim: Claim | None
    referral: Referral | None
    watchers: frozenset[int]
    governments: frozenset[int]

    @classmethod
    def of_deadline(cls, deadline: Deadline) -> Concern:
        if deadline.organization is None:
            raise ValueError("Only periods of organizations have people to tell.")
        return cls._on_the_road(deadline.organization, deadline.referral)

    @classmethod
    def of_ticket(cls, ticket: Ticket) -> Concern:
        if ticket.referral is not None:
            return cls._on_the_road(ticket.organization, ticket.referral)
        above = {ticket.organization.government_id, ticket.issuer.government_id}
        return cls(
            ticket.organization,
            ticket.claim,
            None,
            frozenset({ticket.issuer_id}),
            frozenset(pk for pk in above if pk is not None),
        )

    @classmethod
    def _on_the_road(cls, organization: Organization, referral: Referral) -> Concern:
        """A body that sent the matter to itself does not watch itself. Leaders see what was
        registered in their territory, so the registrar's government is the one told."""
        registrar = referral.claim.petition.organization
        watchers = {referral.sender_id, registrar.pk}
        return cls(
            organization,
            referral.claim,
            referral,
            frozenset(pk for pk in watchers if pk is not None),
            frozenset({registrar.government_id} - {None}),  # type: ignore[arg-type]
        )

    @cached_property
    def places(self) -> set[int]:
        accused = self.claim.petition.accused_organization_id if self.claim else None
        extra = {accused} if accused is not None else set()
        return {self.organization.pk, *self.watchers, *self.governments, *extra}


@dataclass(frozen=True)
class Heard:
    """`own` are people of the responsible organization; `watching` everybody else who hears."""

    own: frozenset[int]
    watching: frozenset[int]

    @property
    def all(self) -> set[int]:
        return {*self.own, *self.watching}


@dataclass(frozen=True)
class _Seat:
    place: int
    role: str
    user: int
    name: str
    is_cleared: bool


class Staff:
    """Who sits where, is away, or stepped back from what: read once for a whole batch."""

    def __init__(self, concerns: Sequence[Concern], *, on: dt.date) -> None:
        self._seats: dict[int, list[_Seat]] = defaultdict(list)
        self._seats_of: dict[int, list[_Seat]] = defaultdict(list)
        posts = Post.objects.filter(
            organization__in={place for concern in concerns for place in concern.places},
            ends_on=None,
            user__is_active=True,
        )
        rows = posts.values_list("organization_id", "role", "user_id", "user__name", "is_cleared")
        for seat in (_Seat(*row) for row in rows):
            self._seats[seat.place].append(seat)
            self._seats_of[seat.user].append(seat)
        claims = {concern.claim.pk for concern in concerns if concern.claim}
        self._recused = set(
            Recusal.objects.filter(claim__in=claims).values_list("claim_id", "user_id")
        )
        self._cover = Cover(on)

    def hearing(self, concern: Concern, rungs: Iterable[Rung]) -> Heard:
        """The people on these rungs; where they are empty, those on the next rung up."""
        asked = wanted = tuple(rungs)
        while True:
            found = [(rung, self._covered(concern, self._on(concern, rung))) for rung in asked]
            if any(people for _, people in found):
                return _heard(found)
            higher = _above(asked)
            if higher is None:
                return self._whoever_is_left(concern, wanted)
            asked = (higher,)

    def _on(self, concern: Concern, rung: Rung) -> set[int]:
        """Who stands on this rung, here or away."""
        place = concern.organization.pk
        match rung:
            case Rung.TURN:
                people = self._whose_turn(concern)
            case Rung.DESK:
                is_deskless = concern.organization.kind in DESKLESS
                roles = _DESKS_OF_THE_DESKLESS if is_deskless else _DESKS
                people = self._holding(concern, roles, place)
            case Rung.LEADER:
                people = self._holding(concern, _LEADERS, place)
            case Rung.GOVERNMENT:
                leaders = [self._holding(concern, {Role.LEADER}, pk) for pk in concern.governments]
                people = set().union(*leaders)
            case _:
                role = Role.SUPERVISOR if rung is Rung.SUPERVISOR else Role.CHIEF
                people = self._watching(concern, role)
        return people

    def _whose_turn(self, concern: Concern) -> set[int]:
        """The named handler, else the roles whose turn it is; whoever answers for the organization
        where the next step is somebody else's, whoever assigns one where no handler is left."""
        referral, place = concern.referral, concern.organization.pk
        duty = AWAITS.get(State(referral.state)) if referral else None
        if referral is None or duty is None or place != _place(referral, duty.party):
            return self._holding(concern, ANSWERERS, place)
        roles = roles_awaited(concern.organization.kind, duty)
        if Role.HANDLER in duty.roles and Role.DESK not in duty.roles:
            at_work = self._holding(concern, ANSWERERS, place)
            if referral.handler_id in at_work:
                return {referral.handler_id}
            if concern.organization.kind not in DESKLESS:
                roles = _ASSIGNERS
        return self._holding(concern, roles, place) or self._holding(concern, ANSWERERS, place)

    def _watching(self, concern: Concern, role: Role) -> set[int]:
        """An office that is itself late is watched by its head."""
        people: set[int] = set()
        for place in concern.watchers:
            wanted = Role.CHIEF if place == concern.organization.pk else role
            people |= self._holding(concern, {wanted}, place)
        return people

    def _holding(self, concern: Concern, roles: Iterable[str], place: int) -> set[int]:
        wanted = set(roles)
        return {
            seat.user
            for seat in self._seats[place]
            if seat.role in wanted and self._may_be_told(concern, seat.user)
        }

    def _may_be_told(self, concern: Concern, user: int) -> bool:
        """Whether this person may know of this claim and has no interest in it."""
        claim = concern.claim
        if claim is None:
            return True
        if (claim.pk, user) in self._recused:
            return False
        seats = [seat for seat in self._seats_of[user] if seat.place in concern.places]
        if not seats or (claim.is_sealed and not any(seat.is_cleared for seat in seats)):
            return False
        named, accused_at = claim.petition.accused_name, _accused_at(concern)
        return not any(seat.place == accused_at or seat.name == named for seat in seats)

    def _covered(self, concern: Concern, people: set[int]) -> set[int]:
        """Those who are here, and who stands in for those who are not."""

        def may_be_told(user: int) -> bool:
            return self._may_be_told(concern, user)

        told = {self._cover.of(user, may_be_told=may_be_told) for user in people}
        return {user for user in told if user is not None}

    def _whoever_is_left(self, concern: Concern, wanted: tuple[Rung, ...]) -> Heard:
        """The whole ladder is away or empty. Rather somebody on leave than nobody; an alarm where
        there is nobody at all who may know."""
        people = _heard([(rung, self._on(concern, rung)) for rung in Rung])
        if not people.all:
            logger.error("nobody_to_tell", organization=concern.organization.code, rungs=wanted)
        return people


def _heard(found: list[tuple[Rung, set[int]]]) -> Heard:
    own = {user for rung, people in found if rung in OWN_RUNGS for user in people}
    everybody = {user for _, people in found for user in people}
    return Heard(frozenset(own), frozenset(everybody - own))


def _above(rungs: tuple[Rung, ...]) -> Rung | None:
    ladder = list(Rung)
    highest = max((ladder.index(rung) for rung in rungs), default=-1)
    return ladder[highest + 1] if highest + 1 < len(ladder) else None


def _accused_at(concern: Concern) -> int | None:
    """The organization whose people may not know. A body complained of in a grievance still has to
    answer it, so it hears of its own periods."""
    claim = concern.claim
    accused = claim.petition.accused_organization_id if claim else None
    if claim is None or accused is None:
        return None
    is_its_own = accused == concern.organization.pk and claim.kind != Kind.ACCUSATION
    return None if is_its_own else accused


def _place(referral: Referral, party: Party) -> int | None:
    return referral.organization_id if party is Party.HOLDER else referral.sender_id


def watching_office(referral: Referral) -> Organization:
    """Who issues a ticket about this hop: the petition office it came from, else the registrar."""
    registrar = referral.claim.petition.organization
    for place in (referral.sender, registrar):
        if place is not None and place.kind == OrganizationKind.PETITION_OFFICE:
            return place
    return registrar
