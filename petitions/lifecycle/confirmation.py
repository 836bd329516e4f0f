"""司法确认 of an agreement made by 人民调解: asked for at a court within thirty days, or not."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from petitions import clocks
from petitions.clocks import Start
from petitions.errors import FieldError, NotAllowedError
from petitions.guards import open_clock
from petitions.lifecycle.mediation import settled
from petitions.lifecycle.move import begin, finish, meet_clocks, start_clock
from petitions.models import Confirmation
from petitions.states import Action
from petitions.words import month_day

if TYPE_CHECKING:
    from accounts.models import Post
    from petitions.models import Referral


@transaction.atomic
def apply_confirmation(
    referral: Referral,
    *,
    court: str,
    applied_on: dt.date,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """申请司法确认 by both parties: judged by the day on which they applied, not by today."""
    move = begin(referral, Action.APPLY_CONFIRMATION, by=by, at=at, version=version)
    clock = open_clock(move.referral, "confirm")
    if clock is None:
        raise NotAllowedError("没有可以申请司法确认的协议。")
    if not clock.started_on <= applied_on <= move.on:
        raise FieldError({"applied_on": "申请日期应当在协议生效之后，不晚于今天。"})
    if applied_on > clock.due_on:
        last = month_day(clock.due_on)
        raise FieldError(
            {"applied_on": f"30 日已于 {last} 届满，不能再申请（《人民调解法》第三十三条）。"}
        )
    Confirmation.objects.create(
        mediation=settled(move.referral),
        court=court,
        applied_on=applied_on,
        recorded_by=by.user,
    )
    clocks.meet(move.referral, move.transition.meets, on=applied_on)
    start = Start("court", on=applied_on, event="共同申请司法确认")
    start_clock(move, start, referral=move.referral, responsible=move.referral.organization)
    finish(move, f"{month_day(applied_on)}双方共同向{court}申请司法确认")
    return move.referral


@transaction.atomic
def waive_confirmation(
    referral: Referral, *, reason: str, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """不申请司法确认: nobody must, and nobody is late; the agreement binds as it is."""
    move = begin(referral, Action.WAIVE_CONFIRMATION, by=by, at=at, version=version)
    Confirmation.objects.create(
        mediation=settled(move.referral), waived_on=move.on, reason=reason, recorded_by=by.user
    )
    clocks.void(move.referral, move.transition.meets)
    finish(move, f"双方不申请司法确认：{reason}")
    return move.referral


@transaction.atomic
def confirm(  # noqa: PLR0913 - what the court decided, under which number, when
    referral: Referral,
    *,
    is_confirmed: bool,
    number: str,
    decided_on: dt.date,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """登记确认结果: confirmed, or the application dismissed."""
    move = begin(referral, Action.CONFIRM, by=by, at=at, version=version)
    row = settled(move.referral).confirmation
    if not (row.applied_on or decided_on) <= decided_on <= move.on:
        raise FieldError({"decided_on": "裁定日期应当在申请之后，不晚于今天。"})
    row.is_confirmed, row.number, row.decided_on = is_confirmed, number, decided_on
    row.save(update_fields=["is_confirmed", "number", "decided_on"])
    meet_clocks(move)
    decision = "裁定协议有效" if is_confirmed else "驳回司法确认申请，可以变更协议或者起诉"
    finish(move, f"{row.court}{decision}（{number}）")
    return move.referral
