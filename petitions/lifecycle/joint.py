"""共同办理: several bodies answer one claim together (Article 24)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from petitions.errors import FieldError
from petitions.lifecycle.move import begin, finish
from petitions.models import JointBody
from petitions.reviewers import bodies_beside
from petitions.states import Action
from routing.competence import review_bodies

if TYPE_CHECKING:
    from accounts.models import Organization, Post
    from petitions.models import Referral


@transaction.atomic
def handle_jointly(
    referral: Referral,
    *,
    organization: Organization,
    agreement: str,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """共同办理 with one more body, agreed with it. Who reviews the answer changes with it: the
    common superior of all. Raises `FieldError`."""
    move = begin(referral, Action.HANDLE_JOINTLY, by=by, at=at, version=version)
    hop = move.referral
    together = [hop.organization, *bodies_beside(hop)]
    if organization in together:
        raise FieldError({"organization": f"{organization.name}已经在办理本件。"})
    if not organization.is_active or organization == move.claim.petition.accused_organization:
        raise FieldError({"organization": f"{organization.name}不能办理本件。"})
    reviewers = review_bodies(hop.organization, jointly=[*together[1:], organization])
    if not reviewers:
        names = "、".join(body.name for body in [*together, organization])
        raise FieldError(
            {"organization": f"{names}没有共同的上一级机关，请提请联席会议协调（第二十四条）。"}
        )
    JointBody.objects.create(
        referral=hop,
        organization=organization,
        agreement=agreement,
        recorded_by=by.user,
        recorded_on=move.on,
    )
    finish(
        move,
        f"与{organization.name}共同办理，共同的上一级机关是{reviewers[0].body.name}",
        organization=organization.code,
    )
    return hop
