"""Whose figures somebody sees: a territory, or an organization's own. Sealed claims never count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.models import OrganizationKind, Role
from oversight.models import Ticket
from petitions.models import Claim, Petition

if TYPE_CHECKING:
    from accounts.models import Organization, User
    from oversight.models import TicketQuerySet
    from petitions.models.matter import ClaimQuerySet
    from petitions.models.petition import PetitionQuerySet

#: Who sees the figures of everything that their office registered.
OFFICE_ROLES = (Role.CLERK, Role.SUPERVISOR, Role.CHIEF)
#: Who sees the figures of the body they sit in.
BODY_ROLES = (Role.DESK, Role.HANDLER, Role.APPROVER, Role.DISCIPLINE)


@dataclass(frozen=True)
class Scope:
    """`offices` registered what counts, `governments` lead those that did; where both are empty
    the scope is what the `bodies` must handle. `user` is `None` for the system's own snapshot."""

    user: User | None = None
    offices: frozenset[int] = frozenset()
    governments: frozenset[int] = frozenset()
    bodies: frozenset[int] = frozenset()
    only: int | None = None

    @classmethod
    def of(cls, user: User, organization: Organization | None = None) -> Scope:
        posts = user.active_posts
        offices = frozenset(
            post.organization_id
            for post in posts
            if post.role in OFFICE_ROLES
            and post.organization.kind == OrganizationKind.PETITION_OFFICE
        )
        governments = frozenset(post.organization_id for post in posts if post.role == Role.LEADER)
        bodies = frozenset(post.organization_id for post in posts if post.role in BODY_ROLES)
        is_wide = bool(offices or governments)
        found = cls(user, offices, governments, frozenset() if is_wide else bodies)
        return found.within(organization)

    @classmethod
    def of_office(cls, office: Organization) -> Scope:
        """Everything that this office registered, asked by nobody in particular."""
        return cls(offices=frozenset({office.pk}))

    def within(self, organization: Organization | None) -> Scope:
        """The part that one organization answers for."""
        return replace(self, only=organization.pk) if organization is not None else self

    @property
    def is_wide(self) -> bool:
        """A territory, not one body: the figures of the petition offices belong to it."""
        return bool(self.offices or self.governments)

    @property
    def is_empty(self) -> bool:
        return not (self.is_wide or self.bodies)

    def petitions(self) -> PetitionQuerySet:
        rows = Petition.objects.all()
        if self.user is not None:
            rows = rows.visible_each_to(self.user)
        return rows.filter(self._registered(""), is_sealed=False)

    def claims(self) -> ClaimQuerySet:
        rows = Claim.objects.all()
        if self.user is not None:
            rows = rows.visible_each_to(self.user)
        registered = self._registered("petition__")
        return rows.filter(registered, is_sealed=False, petition__is_sealed=False)

    def tickets(self) -> TicketQuerySet:
        """Demands made by the offices of a territory, or on the bodies."""
        rows = Ticket.objects.all()
        if self.user is not None:
            rows = rows.visible_to(self.user)
        issued = Q(issuer__in=self.offices) | Q(issuer__government__in=self.governments)
        mine = issued if self.is_wide else Q(organization__in=self.bodies)
        return rows.filter(mine).exclude(claim__is_sealed=True)

    def answering(self, field: str) -> Q:
        """The condition on who answers for a row: one organization asked for, or one's own."""
        condition = Q()
        if not self.is_wide:
            condition &= Q(**{f"{field}__in": self.bodies})
        if self.only is not None:
            condition &= Q(**{field: self.only})
        return condition

    def _registered(self, path: str) -> Q:
        """Registered by a petition office, within the territory where there is one."""
        condition = Q(**{f"{path}organization__kind": OrganizationKind.PETITION_OFFICE})
        if not self.is_wide:
            return condition
        ours = Q(**{f"{path}organization__in": self.offices})
        led = Q(**{f"{path}organization__government__in": self.governments})
        if not self.governments:
            return condition & ours
        return condition & ((ours | led) if self.offices else led)
