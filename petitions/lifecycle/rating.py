"""评价: only the petitioner rates, once for each body, within the days that service opens."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from petitions import events
from petitions.errors import FieldError, NotAllowedError
from petitions.models import Claim, Deadline, Event, Matter, Mediation, Rating, Service
from petitions.models.deadline import FIRST_ANSWERS, DeadlineStatus
from petitions.models.rating import Score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accounts.models import Organization

MOST_WORDS = 500


@dataclass(frozen=True)
class RatingWindow:
    """Which bodies may still be rated about a claim, from the day of service to `until`."""

    claim: Claim
    opens_on: dt.date
    until: dt.date
    bodies: tuple[Organization, ...]


def rating_window(claim: Claim, *, on: dt.date) -> RatingWindow | None:
    """`None` before service, after the last day, and once every body has its rating (G20, E18)."""
    answer = _first_answer(claim)
    if answer is None or claim.is_sealed:
        return None
    opens_on = _heard_on(answer)
    if opens_on is None or not opens_on <= on <= opens_on + _span():
        return None
    office = claim.petition.organization
    rated = set(
        Rating.objects.filter(matter=claim.matter_id).values_list("organization_id", flat=True)
    )
    parties = dict.fromkeys([answer.referral.organization, office])
    bodies = tuple(body for body in parties if body.pk not in rated)
    return RatingWindow(claim, opens_on, opens_on + _span(), bodies) if bodies else None


@transaction.atomic
def rate(
    claim: Claim, scores: Mapping[Organization, Score], *, comment: str = "", at: dt.datetime
) -> list[Rating]:
    """The event says that the petitioner rated, never how: the staff of the body read it too."""
    matter = Matter.objects.locked().get(pk=claim.matter_id)
    window = rating_window(claim, on=timezone.localtime(at).date())
    if window is None or set(scores) - set(window.bodies):
        raise NotAllowedError("现在不能评价：答复尚未送达、评价期已过，或者已经评价过。")
    if not scores:
        raise FieldError({"score": "请选择评价。"})
    if len(comment) > MOST_WORDS:
        raise FieldError({"comment": f"意见不能超过 {MOST_WORDS} 字。"})
    rows = [
        Rating(
            matter=matter,
            claim=claim,
            organization=body,
            score=score,
            comment=comment.strip(),
            rated_at=at,
        )
        for body, score in scores.items()
    ]
    Rating.objects.bulk_create(rows)
    data = {"organizations": sorted(body.code for body in scores)}
    events.append(
        Event(matter=matter, claim=claim, action="rate", text="信访人作出评价", data=data, at=at)
    )
    return rows


def _first_answer(claim: Claim) -> Deadline | None:
    met = Deadline.objects.filter(
        referral__claim=claim, code__in=FIRST_ANSWERS, status=DeadlineStatus.MET
    )
    return met.select_related("referral__organization").order_by("pk").first()


def _heard_on(answer: Deadline) -> dt.date | None:
    service = Service.objects.filter(document__referral=answer.referral_id).first()
    if service is not None:
        return service.served_on
    settled = Mediation.objects.filter(referral=answer.referral_id, is_settled=True)
    return answer.closed_on if settled.exists() else None


def _span() -> dt.timedelta:
    return dt.timedelta(days=settings.RATING_DAYS)
