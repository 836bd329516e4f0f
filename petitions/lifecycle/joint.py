"""共同办理: several bodies answer one claim together (Article 24)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from petitions import notifications
from petitions.errors import FieldError
from petitions.lifecycle.move import begin, finish
from petitions.models import JointBody
from petitions.reviewers import bodies_beside
from petitions.states import Action
from routing.competence import review_bodies

if TYPE_CHECKING:
    from accounts.models import Organization, Post
    from petitions.models import Event, Referral


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
    event = finish(
        move,
        f"与{organization.name}共同办理，共同的上一级机关是{reviewers[0].body.name}",
        organization=organization.code,
    )
    notifications.tell_body(organization, event, _named(hop, organization, agreement))
    return hop


@transaction.atomic
def leave_jointly(
    referral: Referral,
    *,
    organization: Organization,
    reason: str,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """退出共同办理, before anything is drafted: the others answer, their superior reviews, and the
    people of the body that left see the claim no longer. Raises `FieldError`."""
    move = begin(referral, Action.LEAVE_JOINTLY, by=by, at=at, version=version)
    hop = move.referral
    row = hop.joint_bodies.standing().filter(organization=organization).first()
    if row is None:
        raise FieldError({"organization": f"{organization.name}没有共同办理本件。"})
    row.removed_on, row.removed_by, row.removal_reason = move.on, by.user, reason
    row.save(update_fields=["removed_on", "removed_by", "removal_reason"])
    text = f"{organization.name}退出共同办理：{reason}"
    event = finish(move, text, organization=organization.code)
    notifications.tell_body(organization, event, _left(hop, organization), keeps_sight=False)
    return hop


def tell_of_answer(hop: Referral, event: Event) -> None:
    """Those who handled beside the holder hear that their common answer was issued."""
    for body in bodies_beside(hop):
        said = f"{hop.organization.name}与{body.name}共同办理的信访件已{event.text}。"
        notifications.tell_body(body, event, said)


def _named(hop: Referral, body: Organization, agreement: str) -> str:
    return (
        f"{hop.organization.name}与{body.name}共同办理本件（第二十四条）。协商情况：{agreement}\n"
        f"本机关可以查看本件；意见由{hop.organization.name}起草、签发，以各机关名义作出。"
    )


def _left(hop: Referral, body: Organization) -> str:
    number = "一件信访件" if hop.claim.is_sealed else f"信访件 {hop.claim.petition.number} "
    return f"{body.name}不再与{hop.organization.name}共同办理{number}，此后不再看到这一件。"
