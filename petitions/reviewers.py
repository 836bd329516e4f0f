"""Who answers a hop, and who reviews it: one body, or several and their common superior."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.competence import review_bodies

if TYPE_CHECKING:
    from accounts.models import Organization
    from petitions.models import Referral
    from routing.competence import ReviewBody


def bodies_beside(referral: Referral) -> list[Organization]:
    """Who handles the hop beside its holder (共同办理)."""
    rows = referral.joint_bodies.standing().select_related("organization")
    return [row.organization for row in rows]


def reviewers(referral: Referral) -> list[ReviewBody]:
    """The bodies that may review the answer of this hop; several mean a choice."""
    return review_bodies(referral.organization, jointly=bodies_beside(referral))


def answerers(referral: Referral) -> str:
    """The names under which the hop is answered."""
    bodies = [referral.organization, *bodies_beside(referral)]
    return "、".join(body.legal_body.name for body in bodies)
