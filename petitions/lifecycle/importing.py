"""导入结果: whether the other procedure has taken the claim on (Article 31 (1) to (4))."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from petitions.clocks import Start
from petitions.errors import FieldError
from petitions.guards import answer
from petitions.lifecycle.move import Move, begin, finish, meet_clocks, start_clock
from petitions.models import ImportResult, Referral
from petitions.states import Action
from petitions.words import month_day

if TYPE_CHECKING:
    from accounts.models import Post


@transaction.atomic
def take_on(  # noqa: PLR0913 - who took it on, as what, when
    referral: Referral,
    *,
    body: str,
    number: str,
    taken_on: dt.date,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """登记导入结果: the procedure has it under a number of its own; the hop is concluded. Raises
    `FieldError`."""
    move = begin(referral, Action.TAKE_ON, by=by, at=at, version=version)
    _check_day(move, taken_on, "taken_on")
    ImportResult.objects.create(
        referral=move.referral,
        is_taken=True,
        body=body,
        number=number,
        taken_on=taken_on,
        recorded_by=by.user,
        recorded_on=move.on,
    )
    meet_clocks(move)
    finish(move, f"{body}{month_day(taken_on)}已接收（{number}），办结")
    return move.referral


@transaction.atomic
def fail_import(  # noqa: PLR0913 - who did not take it on, when and why
    referral: Referral,
    *,
    body: str,
    told_on: dt.date,
    reason: str,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """未被接收: the claim comes back to the body, which determines the lawful way anew. Raises
    `FieldError`."""
    move = begin(referral, Action.FAIL_IMPORT, by=by, at=at, version=version)
    _check_day(move, told_on, "told_on")
    ImportResult.objects.create(
        referral=move.referral,
        is_taken=False,
        body=body,
        reason=reason,
        taken_on=told_on,
        recorded_by=by.user,
        recorded_on=move.on,
    )
    meet_clocks(move)
    start = Start("reroute", on=move.on, event=f"{body}没有接收")
    start_clock(move, start, referral=move.referral, responsible=move.referral.organization)
    move.referral.handler = None
    move.referral.accepted_on = None
    finish(move, f"{body}没有接收，重新确定途径：{reason}")
    return move.referral


def _check_day(move: Move, day: dt.date, field: str) -> None:
    document = answer(move.referral)
    told = document.issued_on if document else None
    if day > move.on:
        raise FieldError({field: "日期不能晚于今天。"})
    if told is not None and day < told:
        raise FieldError({field: f"日期不能早于程序告知书（{month_day(told)}）。"})
