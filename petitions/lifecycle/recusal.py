"""回避: by one's own word, and on the petitioner's application, which the leader decides."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from petitions.clocks import Start
from petitions.errors import FieldError, NotAllowedError
from petitions.lifecycle.move import Move, begin, finish, meet_clocks, start_clock
from petitions.models import Recusal, RecusalRequest
from petitions.states import Action

if TYPE_CHECKING:
    from accounts.models import Post, User
    from petitions.models import Referral


@transaction.atomic
def recuse(
    referral: Referral,
    *,
    person: User,
    ground: str,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """回避: this person takes no further part; a handler who steps back leaves the place open."""
    move = begin(referral, Action.RECUSE, by=by, at=at, version=version)
    if Recusal.objects.filter(claim=move.claim, user=person).exists():
        raise FieldError({"person": "已登记回避。"})
    _step_back(move, person, ground)
    finish(move, f"{person.name}回避", person=person.pk)
    return move.referral


@transaction.atomic
def request_recusal(
    referral: Referral,
    *,
    person: User,
    reason: str,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """登记回避申请 of the petitioner: nothing is drafted or signed until the leader has decided."""
    move = begin(referral, Action.REQUEST_RECUSAL, by=by, at=at, version=version)
    if Recusal.objects.filter(claim=move.claim, user=person).exists():
        raise FieldError({"person": f"{person.name}已经回避。"})
    RecusalRequest.objects.create(
        referral=move.referral,
        person=person,
        reason=reason,
        recorded_by=by.user,
        asked_on=move.on,
    )
    start = Start("decide_recusal", on=move.on, event="收到回避申请")
    start_clock(move, start, referral=move.referral, responsible=move.referral.organization)
    finish(move, f"信访人申请{person.name}回避", person=person.pk)
    return move.referral


@transaction.atomic
def decide_recusal(
    referral: Referral,
    *,
    granted: bool,
    answer: str,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """决定回避申请, with a reason, by somebody else than the person it is about."""
    move = begin(referral, Action.DECIDE_RECUSAL, by=by, at=at, version=version)
    asked = move.referral.recusal_requests.select_related("person").get(is_granted=None)
    if asked.person_id == by.user_id:
        raise NotAllowedError("申请针对您本人，应当由他人决定（第二十八条第三款）。")
    asked.is_granted, asked.answer = granted, answer
    asked.decided_by, asked.decided_on = by.user, move.on
    asked.save(update_fields=["is_granted", "answer", "decided_by", "decided_on"])
    if granted:
        _step_back(move, asked.person, f"信访人申请：{asked.reason}"[:1000])
    meet_clocks(move)
    decision = f"{asked.person.name}回避" if granted else f"驳回对{asked.person.name}的回避申请"
    finish(move, f"决定{decision}：{answer}", person=asked.person_id, granted=granted)
    return move.referral


def _step_back(move: Move, person: User, ground: str) -> None:
    if move.user is None:
        raise TypeError("A recusal is recorded by a person.")
    Recusal.objects.create(
        claim=move.claim,
        user=person,
        ground=ground,
        recorded_by=move.user,
        recorded_on=move.on,
    )
    if move.referral.handler_id == person.pk:
        move.referral.handler = None
