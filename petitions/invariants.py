"""M172: every claim has an owner, a lawful next step and a last day. This list must be empty.

A claim is *live* while one of its hops waits for somebody, or while a supported request waits to be
carried out. What waits for the petitioner alone (a remedy period) is owed by nobody here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from accounts.models import Post
from petitions.models import Claim, Deadline, Recusal, Referral
from petitions.models.deadline import OPEN_CLOCK, WINDOWS
from petitions.permissions import AWAITS, Party, duty_of, roles_awaited
from petitions.states import Hop, State, find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import User
    from petitions.models.matter import ClaimQuerySet
    from petitions.models.referral import ReferralQuerySet


class Lack(Enum):
    OWNER = "没有能办理的人"
    NEXT_ACT = "没有下一步"
    DATE = "没有期限"


@dataclass(frozen=True)
class Gap:
    """One thing that a claim lacks; `referral` is `None` where no hop of the claim is open."""

    claim: Claim
    referral: Referral | None
    lack: Lack


def gaps(user: User | None = None) -> list[Gap]:
    """What is missing anywhere, or in what this person may see. A bounded number of queries; the
    cost follows the open hops, not the closed ones."""
    claims = Claim.objects.all() if user is None else Claim.objects.visible_to(user)
    hops = Referral.objects.open().filter(claim__in=claims)
    found = [Gap(claim, None, Lack.NEXT_ACT) for claim in _stranded(claims)]
    found += [Gap(hop.claim, hop, Lack.DATE) for hop in _loaded(_undated(hops))]
    found += [Gap(hop.claim, hop, Lack.NEXT_ACT) for hop in _loaded(_stuck(hops))]
    return found + [Gap(hop.claim, hop, Lack.OWNER) for hop in _ownerless(hops)]


def _stranded(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Sent on, and the hop that it was sent by is gone: nobody has it."""
    latest_is_open = Referral.objects.open().filter(claim=OuterRef("pk"))
    onward = Referral.objects.filter(parent=OuterRef("pk")).exclude(state=State.RETURNED)
    sent_nowhere = Referral.objects.filter(state=State.REFERRED, claim=OuterRef("pk")).filter(
        ~Exists(onward)
    )
    no_hop = ~Exists(Referral.objects.filter(claim=OuterRef("pk")))
    return (
        claims.filter(ended_on=None)
        .filter(~Exists(latest_is_open))
        .filter(no_hop | Exists(sent_nowhere))
        .select_related("petition")
    )


def _undated(hops: ReferralQuerySet) -> ReferralQuerySet:
    clock = Deadline.objects.filter(
        referral=OuterRef("pk"), status__in=OPEN_CLOCK, organization__isnull=False
    ).exclude(code__in=WINDOWS)
    return hops.filter(~Exists(clock))


def _stuck(hops: ReferralQuerySet) -> ReferralQuerySet:
    """In a state whose expected act the table does not allow on that hop."""
    lawful = Q()
    for state, duty in AWAITS.items():
        allowed = [hop for hop in Hop if find(duty.action, hop, state) is not None]
        lawful |= Q(state=state, hop__in=allowed)
    return hops.exclude(lawful)


def _ownerless(hops: ReferralQuerySet) -> Iterator[Referral]:
    """Nobody who is awaited can act: no such post, not cleared, recused, or an account closed."""
    posts = _Posts()
    for hop in _loaded(hops).iterator(chunk_size=2000):
        if not posts.owners(hop):
            yield hop


class _Posts:
    """Who can act where, and who stepped back from what; read once."""

    def __init__(self) -> None:
        self._held: dict[tuple[int, str], set[tuple[int, bool]]] = {}
        rows = Post.objects.filter(ends_on=None, user__is_active=True)
        for place, role, user, is_cleared in rows.values_list(
            "organization_id", "role", "user_id", "is_cleared"
        ):
            self._held.setdefault((place, role), set()).add((user, is_cleared))
        self._recused = set(Recusal.objects.values_list("claim_id", "user_id"))

    def owners(self, hop: Referral) -> set[int]:
        duty = duty_of(hop)
        organization = hop.organization
        if duty is not None and duty.party is Party.SENDER and hop.sender is not None:
            organization = hop.sender
        roles = roles_awaited(organization.kind, duty) if duty else ()
        held = [self._held.get((organization.pk, role), set()) for role in roles]
        return {
            user
            for people in held
            for user, is_cleared in people
            if (is_cleared or not hop.claim.is_sealed) and (hop.claim_id, user) not in self._recused
        }


def _loaded(hops: ReferralQuerySet) -> ReferralQuerySet:
    return hops.select_related("claim__petition", "organization", "sender")
