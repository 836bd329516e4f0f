"""统计标记: take a petition out of the base of the indicators, or back in, with a reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from petitions import events
from petitions.errors import FieldError, NotAllowedError
from petitions.models import BaseFlag, Event, Matter

if TYPE_CHECKING:
    from accounts.models import Post
    from petitions.models import Petition
    from petitions.models.statistics import Mark

MOST_WORDS = 500


@transaction.atomic
def mark(
    petition: Petition, flag: Mark, *, value: bool, reason: str, by: Post, at: dt.datetime
) -> BaseFlag:
    """Nothing is overwritten: the newest row is in force. Raises `FieldError`."""
    matter = Matter.objects.locked().get(pk=petition.matter_id)
    if petition.is_sealed:
        raise NotAllowedError("密件不进入任何统计，不需要标记。")
    if not reason.strip():
        raise FieldError({"reason": "写明理由；报表会显示由谁、因为什么移出统计。"})
    if len(reason) > MOST_WORDS:
        raise FieldError({"reason": f"理由不能超过 {MOST_WORDS} 字。"})
    now = BaseFlag.objects.filter(petition=petition, flag=flag).order_by("-pk").first()
    if (now is not None and now.value) == value:
        raise NotAllowedError(f"本件{'已经' if value else '没有'}标记“{flag.label}”。")
    row = BaseFlag.objects.create(
        petition=petition, flag=flag, value=value, reason=reason.strip(), set_by=by.user, set_at=at
    )
    claim = matter.claims.order_by("ordinal").first()
    if claim is None:
        raise NotAllowedError("该事项没有诉求，不进入统计。")
    events.append(
        Event(
            matter=matter,
            claim=claim,
            action="mark",
            text=f"{'标记' if value else '取消标记'}“{flag.label}”：{reason.strip()}",
            data={"petition": petition.number, "flag": flag.value, "value": value},
            by=by.user,
            organization=by.organization,
            at=at,
        )
    )
    return row
