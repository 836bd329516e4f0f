"""Who acts in the demo: organizations, posts and the hop at which a story stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Organization, Post, Role
from petitions import permissions
from petitions.demo.accounts import OFFICE, accounts
from petitions.models import Petition, Referral
from petitions.permissions import DESKLESS
from petitions.states import Action, Hop, State
from routing.models import Category

if TYPE_CHECKING:
    from uuid import UUID


class Cast:
    """Keeps what never changes while the demo is told; hops are read anew for every act."""

    def __init__(self) -> None:
        self.organizations = Organization.objects.in_bulk(field_name="code")
        self.categories = Category.objects.in_bulk(field_name="code")
        self._hops: dict[UUID, Referral] = {}
        self._posts: dict[tuple[int, str], list[Post]] = {}
        names = [row.username for row in accounts()]
        demo = Post.objects.filter(user__username__in=names, ends_on=None).order_by("pk")
        for post in demo.select_related("user", "organization"):
            self._posts.setdefault((post.organization_id, post.role), []).append(post)

    def post(self, organization: Organization, role: Role, *, second: bool = False) -> Post:
        return self._posts[organization.pk, role][1 if second else 0]

    def registrar(self, body: str) -> Post:
        """The clerk of the office, or the desk of a body that was approached directly."""
        role = Role.DESK if body else Role.CLERK
        return self.post(self.organizations[body or OFFICE], role)

    def at_office(self, action: Action, role: Role, hop: Referral) -> Post:
        post = self.post(self.organizations[OFFICE], role)
        return permissions.require(post.user, action, hop)

    def at_body(self, action: Action, role: Role, hop: Referral) -> Post:
        """The post for an act of the body that holds the hop; `NotCompetentError` if it may not."""
        if role == Role.DESK and hop.organization.kind in DESKLESS:
            role = Role.APPROVER if action == Action.VERIFY else Role.HANDLER
            role = Role.DISCIPLINE if hop.hop == Hop.HANDOVER else role
        return permissions.require(self.post(hop.organization, role).user, action, hop)

    def hop(self, key: UUID) -> Referral:
        """The hop at which the story stands, until it is told that the story has moved on. The
        verbs lock and read it again; here it says only whose it is."""
        if key not in self._hops:
            self._hops[key] = self._newest_hop(key)
        return self._hops[key]

    def moved_on(self, key: UUID) -> None:
        self._hops.pop(key, None)

    def _newest_hop(self, key: UUID) -> Referral:
        """The hop that was opened last, or the sender's own again where the material came back.
        What was split off goes its own way."""
        hops = Referral.objects.filter(claim__petition__idempotency_key=key, claim__split=None)
        newest = hops.select_related("organization", "claim__petition").latest("delivered_at")
        if newest.state == State.RETURNED and newest.parent is not None:
            return newest.parent
        return newest

    def petition(self, key: UUID) -> Petition:
        return Petition.objects.select_related("matter").get(idempotency_key=key)
