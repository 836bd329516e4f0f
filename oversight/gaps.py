"""M172 every day: an alarm for each claim without owner, lawful next step or last day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.db import transaction
from django.utils import timezone

from accounts.models import Post, Role
from petitions.invariants import Gap, gaps
from petitions.notifications import Message, tell_all

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

logger = structlog.get_logger(__name__)

KIND = "gap"
#: Who is told, at the organization that registered the petition.
ALARMED = (Role.SUPERVISOR, Role.CHIEF, Role.APPROVER)


@transaction.atomic
def alarm(*, at: dt.datetime) -> int:
    """Tell of every gap, once a day for as long as it is there. Returns how many there are."""
    found = gaps()
    if not found:
        return 0
    logger.error("gaps_found", count=len(found))
    day = timezone.localtime(at).date()
    posts = list(
        Post.objects.filter(
            organization__in={gap.claim.petition.organization_id for gap in found},
            role__in=ALARMED,
            ends_on=None,
        )
    )
    tell_all([(_alarmed(gap, posts), _message(gap, day)) for gap in found], at=at)
    return len(found)


def _alarmed(gap: Gap, posts: Sequence[Post]) -> set[int]:
    """Of a sealed claim the cleared alone: even that something is missing says that it exists."""
    return {
        post.user_id
        for post in posts
        if post.organization_id == gap.claim.petition.organization_id
        and (post.is_cleared or not gap.claim.is_sealed)
    }


def _message(gap: Gap, day: dt.date) -> Message:
    where = f"：{gap.referral.organization.name}" if gap.referral else ""
    petition = gap.claim.petition
    return Message(
        key=f"gap:{gap.claim.pk}:{gap.lack.name.lower()}:{day:%Y%m%d}",
        kind=KIND,
        claim=gap.claim,
        subject=f"{gap.lack.value}{where}：{petition.title}",
        body=f"信访件 {petition.number} {gap.lack.value}{where}。"
        "请指定承办人，或者与承办机关联系。",
    )
