"""Who may do what with a ticket: one closed table. Seeing a ticket is not acting on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from accounts.models import OrganizationKind, Role
from oversight.models import TicketKind
from oversight.recipients import ANSWERERS
from oversight.tickets.kinds import BY_HAND, KINDS
from petitions.errors import NotAllowedError
from petitions.models import Claim, Recusal

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import Post, User
    from oversight.models import Ticket


class Verb(Enum):
    """Every act on a ticket that exists; opening one is `opening_post`."""

    SIGN = "签发"
    ANSWER = "答复"
    ACCEPT = "认可答复"
    RETURN = "退回答复"
    LIFT = "解除"
    VOID = "撤回"


class End(Enum):
    """Which of the two organizations of a ticket somebody must belong to."""

    ISSUER = "督办机关"
    ADDRESSEE = "责任机关"


@dataclass(frozen=True)
class Competence:
    end: End
    roles: frozenset[Role]


#: A body that registered a petition itself has no supervisor: its approver or leader decides.
_DECIDERS = frozenset({Role.SUPERVISOR, Role.CHIEF, Role.APPROVER, Role.LEADER})

#: Closed: a verb that is not here is nobody's. Whom `SIGN` asks for depends on the kind.
MAY: dict[Verb, Competence] = {
    Verb.SIGN: Competence(End.ISSUER, frozenset({Role.CHIEF})),
    # 完善政策建议 goes to a government, which has nobody but its leader.
    Verb.ANSWER: Competence(End.ADDRESSEE, ANSWERERS | {Role.LEADER}),
    Verb.ACCEPT: Competence(End.ISSUER, _DECIDERS),
    Verb.RETURN: Competence(End.ISSUER, _DECIDERS),
    Verb.LIFT: Competence(End.ISSUER, _DECIDERS),
    Verb.VOID: Competence(End.ISSUER, frozenset({Role.SUPERVISOR, Role.CHIEF})),
}


def acting_post(user: User, verb: Verb, ticket: Ticket) -> Post | None:
    """The post in which this person may do that; `None` for those who may only read."""
    competence = MAY[verb]
    place = ticket.issuer_id if competence.end is End.ISSUER else ticket.organization_id
    posts = [
        post
        for post in user.active_posts
        if post.role in competence.roles and post.organization_id == place
    ]
    if ticket.claim is not None and ticket.claim.is_sealed:
        posts = [post for post in posts if post.is_cleared]
    return posts[0] if posts and not is_recused(user, ticket) else None


def require(user: User, verb: Verb, ticket: Ticket) -> Post:
    """The post to act in. Raises `NotAllowedError` (a 409), which says whose act it is."""
    post = acting_post(user, verb, ticket)
    if post is None:
        raise NotAllowedError(
            f"“{verb.value}”由{MAY[verb].end.value}的有权人员办理，您的岗位只能查看。"
        )
    return post


def opening_post(user: User, kind: TicketKind) -> Post | None:
    """The post in which this person may open or propose a ticket of this kind."""
    spec = KINDS[kind]
    for post in user.active_posts:
        at_office = post.organization.kind == OrganizationKind.PETITION_OFFICE
        if at_office and post.role in spec.issuers | spec.proposers:
            return post
    return None


def kinds_open_to(user: User) -> list[TicketKind]:
    return [kind for kind in BY_HAND if opening_post(user, kind) is not None]


def is_recused(user: User, ticket: Ticket) -> bool:
    """Article 28 paragraph 3: who stepped back from a claim, or is complained of in it, takes no
    part in what is asked about it either."""
    return has_interest(user, _claims(ticket))


def has_interest(user: User, claims: list[UUID]) -> bool:
    if not claims:
        return False
    if Recusal.objects.filter(claim__in=claims, user=user).exists():
        return True
    named = Claim.objects.filter(pk__in=claims, petition__accused_name=user.name)
    return bool(user.name) and named.exists()


def _claims(ticket: Ticket) -> list[UUID]:
    if ticket.claim_id is not None:
        return [ticket.claim_id]
    return list(ticket.cited.values_list("pk", flat=True))
