"""听证: notice, chair, record and conclusion. Its time is left out of the count where the rules
say so (Article 36 paragraph 2 for 复核)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.models import Post as PostRow
from petitions import clocks, documents
from petitions.clocks import Start
from petitions.errors import FieldError, ForbiddenError
from petitions.interests import interest, namesake
from petitions.letters import Letter
from petitions.lifecycle.move import (
    Move,
    begin,
    finish,
    meet_clocks,
    start_clock,
)
from petitions.models import Hearing, Recusal
from petitions.states import Action
from petitions.words import month_day
from routing.models import Procedure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accounts.models import Post, User
    from petitions.models import Deadline, Referral

RIGHTS = (
    "您可以委托一至二名代理人参加；可以陈述、举证、质证和辩论；"
    "认为主持人、承办人与本事项有直接利害关系的，可以在听证前申请回避"
    "（《信访工作条例》第二十八条第三款）。\n"
    "请按时到场，遵守听证秩序；不能到场的，请提前告知本机关。"
)
PUBLIC, CLOSED = "公开举行", "不公开举行"


@dataclass(frozen=True)
class Sitting:
    """When, where, before whom and with whom."""

    chair: User
    scheduled_at: dt.datetime
    place: str
    parties: str
    is_public: bool = True


@transaction.atomic
def convene_hearing(
    referral: Referral, sitting: Sitting, *, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """决定听证: the parties are told in writing, and from today the clocks that the rules name
    stand still. Raises `FieldError`."""
    move = begin(referral, Action.CONVENE_HEARING, by=by, at=at, version=version)
    _check_chair(move, sitting.chair)
    if sitting.scheduled_at <= at:
        raise FieldError({"hearing_on": "听证时间须晚于现在，以便通知各方。"})
    Hearing.objects.create(
        referral=move.referral,
        chair=sitting.chair,
        scheduled_at=sitting.scheduled_at,
        place=sitting.place,
        parties=sitting.parties,
        is_public=sitting.is_public,
        decided_on=move.on,
    )
    held = clocks.hold_up(move.referral, Procedure.HEARING, on=move.on)
    start = Start("hearing", on=move.on, event="决定听证")
    start_clock(move, start, referral=move.referral, responsible=move.referral.organization)
    values = {**_about(move.referral, sitting), "rights": RIGHTS}
    letter = documents.issue_now(
        move.referral, Letter.HEARING_NOTICE, values, by=by.user, on=move.on
    )
    finish(move, f"决定听证（{letter.number}）{_held(held)}", chair=sitting.chair.pk)
    return move.referral


@transaction.atomic
def close_hearing(
    referral: Referral,
    values: Mapping[str, object],
    *,
    held_on: dt.date,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """听证结束: the record and the conclusion become papers of the case, and the clocks go on from
    today. `values` are the entries of both letters. Raises `FieldError`."""
    move = begin(referral, Action.CLOSE_HEARING, by=by, at=at, version=version)
    hearing = move.referral.hearings.select_related("chair").get(closed_on=None)
    _refuse_stranger(move, hearing)
    if not hearing.decided_on <= held_on <= move.on:
        raise FieldError({"held_on": "听证日期应当在决定听证之后，不晚于今天。"})
    about = {
        **_about(move.referral, _sitting(hearing)),
        "held_on": f"{held_on.year}年{month_day(held_on)}",
    }
    for letter in (Letter.HEARING_RECORD, Letter.HEARING_CONCLUSION):
        documents.issue_now(move.referral, letter, {**about, **values}, by=by.user, on=move.on)
    hearing.record, hearing.conclusion = str(values["record"]), str(values["conclusion"])
    _end(move, hearing, is_held=True)
    finish(
        move,
        f"听证结束（{month_day(held_on)}举行）{_moved(clocks.go_on(move.referral, on=move.on))}",
    )
    return move.referral


@transaction.atomic
def cancel_hearing(
    referral: Referral, *, reason: str, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """取消听证: nothing was heard; the days until today stay out of the count all the same."""
    move = begin(referral, Action.CANCEL_HEARING, by=by, at=at, version=version)
    hearing = move.referral.hearings.get(closed_on=None)
    hearing.conclusion = reason
    _end(move, hearing, is_held=False)
    finish(move, f"取消听证：{reason}{_moved(clocks.go_on(move.referral, on=move.on))}")
    return move.referral


def about_hearing(referral: Referral) -> dict[str, object]:
    """What the records know of the hearing that is under way; empty where there is none."""
    hearing = referral.hearings.select_related("chair").filter(closed_on=None).first()
    return _about(referral, _sitting(hearing)) if hearing else {}


def _sitting(hearing: Hearing) -> Sitting:
    return Sitting(
        hearing.chair, hearing.scheduled_at, hearing.place, hearing.parties, hearing.is_public
    )


def _about(referral: Referral, sitting: Sitting) -> dict[str, object]:
    when = timezone.localtime(sitting.scheduled_at)
    return {
        "stage": referral.get_hop_display(),
        "scheduled_at": f"{when.year}年{when.month}月{when.day}日{when:%H:%M}",
        "place": sitting.place,
        "chair": sitting.chair.name,
        "parties": sitting.parties,
        "is_public": PUBLIC if sitting.is_public else CLOSED,
    }


def _check_chair(move: Move, chair: User) -> None:
    reason = interest(move.claim, chair) or namesake(move.claim, chair)
    if chair.pk == move.referral.handler_id:
        reason = "主持人不能是本件的承办人。"
    elif not PostRow.objects.filter(
        user=chair, organization=move.referral.organization, ends_on=None
    ).exists():
        reason = f"{chair.name}不是{move.referral.organization.name}的人员。"
    if reason:
        raise ForbiddenError({"chair": reason})


def _refuse_stranger(move: Move, hearing: Hearing) -> None:
    """The chair may have stepped back after the notice: then another one must be named first."""
    if Recusal.objects.filter(claim=move.claim, user=hearing.chair).exists():
        raise ForbiddenError({"record": f"{hearing.chair.name}已回避，应当取消听证后另行决定。"})


def _end(move: Move, hearing: Hearing, *, is_held: bool) -> None:
    hearing.closed_on, hearing.is_held = move.on, is_held
    hearing.save(update_fields=["closed_on", "is_held", "record", "conclusion"])
    meet_clocks(move)


def _held(held: list[Deadline]) -> str:
    return "，" + "、".join(f"“{clock.name}”暂停" for clock in held) if held else "，期限照常计算"


def _moved(clocks_moved: list[Deadline]) -> str:
    return "".join(f"，“{one.name}”顺延至 {month_day(one.due_on)}" for one in clocks_moved)
