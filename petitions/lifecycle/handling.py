"""延期: asked for, granted, refused, taken back (Article 34)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from petitions import clocks, documents
from petitions.errors import FieldError, NotAllowedError
from petitions.guards import open_clock
from petitions.letters import Letter
from petitions.lifecycle.move import Move, begin, finish
from petitions.models import Extension, Referral
from petitions.states import Action
from petitions.words import month_day

if TYPE_CHECKING:
    from accounts.models import Post

MAX_EXTENSION = 30


@transaction.atomic
def request_extension(
    referral: Referral,
    *,
    days: int,
    reason: str,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """申请延期: at most 30 days, once, before the sixty days end (Article 34)."""
    move = begin(referral, Action.REQUEST_EXTENSION, by=by, at=at, version=version)
    if not 1 <= days <= MAX_EXTENSION:
        raise FieldError({"days": f"延长天数须在 1 至 {MAX_EXTENSION} 日之间（第三十四条）。"})
    Extension.objects.create(
        referral=move.referral, days=days, reason=reason, requested_by=by.user, requested_on=move.on
    )
    finish(move, f"申请延期 {days} 日", days=days)
    return move.referral


@transaction.atomic
def grant_extension(
    referral: Referral, *, answer: str, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """批准延期: by another person than the one who asked, told to the petitioner before the old
    last day ends; the new days are added to the unrolled sixtieth day (Article 34, G17)."""
    move = begin(referral, Action.GRANT_EXTENSION, by=by, at=at, version=version)
    extension = _decide_extension(move, answer=answer, granted=True)
    clock = open_clock(move.referral, "conclude")
    if clock is None:
        raise NotAllowedError("没有正在计算的 60 日办理期限，不能延期。")
    old_due_on = clock.due_on
    clocks.extend(clock, extension.days)
    text = f"批准延期 {extension.days} 日，至 {month_day(clock.due_on)}"
    if not move.claim.petition.is_anonymous:
        values = {
            "accepted_on": move.referral.accepted_on,
            "days": f"{extension.days} 日",
            "reason": extension.reason,
            "approved_by": by.user.name,
            "old_due_on": old_due_on,
            "new_due_on": clock.due_on,
        }
        letter = documents.issue_now(
            move.referral, Letter.EXTENSION, values, by=by.user, on=move.on
        )
        text += f"（{letter.number}）"
    finish(move, text, old_due_on=old_due_on.isoformat(), new_due_on=clock.due_on.isoformat())
    return move.referral


@transaction.atomic
def refuse_extension(
    referral: Referral, *, answer: str, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    move = begin(referral, Action.REFUSE_EXTENSION, by=by, at=at, version=version)
    _decide_extension(move, answer=answer, granted=False)
    finish(move, f"不批准延期：{answer}")
    return move.referral


@transaction.atomic
def withdraw_extension(
    referral: Referral, *, reason: str, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """撤回延期: the last day is counted anew without it and told to the petitioner. Not where that
    day has passed already: nobody is made late afterwards."""
    move = begin(referral, Action.WITHDRAW_EXTENSION, by=by, at=at, version=version)
    if move.user is not None and move.user.pk == move.referral.handler_id:
        raise NotAllowedError("承办人不能撤回自己的延期（第三十四条）。")
    clock = move.referral.deadlines.open().get(code="conclude")
    old_due_on = clock.due_on
    clocks.take_back(clock)
    if clock.due_on < move.on:
        raise NotAllowedError(f"原期限 {month_day(clock.due_on)}已过，不能再撤回延期。")
    text = f"撤回延期，期限恢复为 {month_day(clock.due_on)}"
    if not move.claim.petition.is_anonymous:
        values = {
            "reason": reason,
            "approved_by": by.user.name,
            "old_due_on": old_due_on,
            "new_due_on": clock.due_on,
        }
        letter = documents.issue_now(
            move.referral, Letter.EXTENSION_WITHDRAWN, values, by=by.user, on=move.on
        )
        text += f"（{letter.number}）"
    finish(move, text, old_due_on=old_due_on.isoformat(), new_due_on=clock.due_on.isoformat())
    return move.referral


def _decide_extension(move: Move, *, answer: str, granted: bool) -> Extension:
    extension = move.referral.extensions.get(is_granted=None)
    if move.user is not None and move.user.pk in (
        extension.requested_by_id,
        move.referral.handler_id,
    ):
        raise NotAllowedError("申请人、承办人不能审批自己的延期（第三十四条）。")
    extension.is_granted = granted
    extension.answer = answer
    extension.decided_by = move.user
    extension.decided_on = move.on
    extension.save(update_fields=["is_granted", "answer", "decided_by", "decided_on"])
    return extension
