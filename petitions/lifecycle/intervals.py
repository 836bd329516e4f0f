"""补正、专家会审、中止: what holds a review up, and how it goes on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models, transaction

from petitions import clocks, documents
from petitions.clocks import Start
from petitions.errors import FieldError
from petitions.letters import Letter
from petitions.lifecycle.move import Move, begin, finish, meet_clocks, start_clock
from petitions.models import Interval, IntervalKind
from petitions.states import Action
from petitions.words import month_day
from routing.models import Procedure

if TYPE_CHECKING:
    from accounts.models import Post
    from petitions.models import Referral


class SuspensionGround(models.TextChoices):
    """The closed list of grounds (domain reference 1.3)."""

    OTHER_PROCEDURE = "other_procedure", "事实正在诉讼、仲裁、复议等其他程序中认定"
    QUESTION_OF_LAW = "question_of_law", "适用依据需要有权机关解释或者确认"
    NO_REPRESENTATIVE = "no_representative", "信访人死亡或者丧失能力，尚待确定承受人、代理人"
    FORCE_MAJEURE = "force_majeure", "因不可抗力不能参加审查"


@transaction.atomic
def ask_papers(
    referral: Referral, *, missing: str, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """通知补正, once and in full. The thirty days no longer run: they begin with the day on which
    the papers are complete."""
    move = begin(referral, Action.ASK_PAPERS, by=by, at=at, version=version)
    meet_clocks(move)
    clocks.void(move.referral, [move.referral.hop])
    start = Start("correction", on=move.on, event="通知补正")
    due_on = start_clock(
        move, start, referral=move.referral, responsible=move.referral.organization
    )
    _open(move, IntervalKind.CORRECTION, note=missing)
    values = {
        "stage": move.referral.get_hop_display(),
        "requested_on": move.referral.delivered_on,
        "missing": missing,
        "complete_by": due_on,
    }
    letter = documents.issue_now(move.referral, Letter.CORRECTION, values, by=by.user, on=move.on)
    finish(move, f"通知补正（{letter.number}），{month_day(due_on)}前补齐")
    return move.referral


@transaction.atomic
def complete_papers(
    referral: Referral,
    *,
    completed_on: dt.date,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """补正完成: this day is the day of receipt, and the thirty days run from it (E22)."""
    move = begin(referral, Action.COMPLETE_PAPERS, by=by, at=at, version=version)
    hop = move.referral
    asked = hop.intervals.get(closed_on=None)
    if not asked.opened_on <= completed_on <= move.on:
        raise FieldError({"completed_on": "补齐日期应当在通知补正之后，不晚于今天。"})
    first_received = hop.delivered_on
    _close(move, asked, result="材料已补齐", on=completed_on)
    hop.delivered_on = completed_on
    event = "补正完成，视为收到申请"
    for code in (hop.hop, "accept_review"):
        start = Start(code, on=completed_on, event=event)
        start_clock(move, start, referral=hop, responsible=hop.organization)
    finish(
        move,
        f"补正完成，{month_day(completed_on)}为收到申请之日",
        first_received_on=first_received.isoformat(),
    )
    return hop


@transaction.atomic
def convene_panel(
    referral: Referral, *, question: str, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """组织专家会审 of a technical question, normally within twenty days."""
    move = begin(referral, Action.CONVENE_PANEL, by=by, at=at, version=version)
    _open(move, IntervalKind.PANEL, note=question)
    clocks.hold_up(move.referral, Procedure.PANEL, on=move.on)
    start = Start("panel", on=move.on, event="决定专家会审")
    start_clock(move, start, referral=move.referral, responsible=move.referral.organization)
    finish(move, "组织专家会审")
    return move.referral


@transaction.atomic
def close_panel(
    referral: Referral, *, opinion: str, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """会审结束: the opinion is kept, and the clocks go on from today."""
    move = begin(referral, Action.CLOSE_PANEL, by=by, at=at, version=version)
    _close(move, move.referral.intervals.get(closed_on=None), result=opinion, on=move.on)
    clocks.go_on(move.referral, on=move.on)
    finish(move, "专家会审结束")
    return move.referral


@transaction.atomic
def suspend(
    referral: Referral,
    *,
    ground: SuspensionGround,
    reason: str,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """中止审查, on one of the closed grounds, told to the petitioner (D23). Within thirty days
    somebody looks whether the ground is still there."""
    move = begin(referral, Action.SUSPEND, by=by, at=at, version=version)
    _open(move, IntervalKind.SUSPENSION, note=reason, ground=ground.label)
    clocks.hold_up(move.referral, Procedure.SUSPENSION, on=move.on)
    start = Start("suspension", on=move.on, event="决定中止")
    start_clock(move, start, referral=move.referral, responsible=move.referral.organization)
    values = {"act": "中止", "ground": ground.label, "reason": reason, "from_on": move.on}
    number = _tell(move, Letter.SUSPENSION, values)
    finish(move, f"中止审查（{number}）：{ground.label}", ground=ground.value)
    return move.referral


@transaction.atomic
def continue_suspension(
    referral: Referral, *, reason: str, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """继续中止: looked into, and the ground is still there."""
    move = begin(referral, Action.CONTINUE_SUSPENSION, by=by, at=at, version=version)
    meet_clocks(move)
    start = Start("suspension", on=move.on, event="核查后继续中止")
    start_clock(move, start, referral=move.referral, responsible=move.referral.organization)
    finish(move, f"继续中止：{reason}")
    return move.referral


@transaction.atomic
def resume(
    referral: Referral, *, reason: str, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """恢复审查: told to the petitioner with the new last day (D23)."""
    move = begin(referral, Action.RESUME, by=by, at=at, version=version)
    row = move.referral.intervals.get(closed_on=None)
    _close(move, row, result=reason, on=move.on)
    clocks.go_on(move.referral, on=move.on)
    clock = move.referral.deadlines.open().filter(code=move.referral.hop).first()
    values = {
        "act": "恢复",
        "ground": row.ground,
        "reason": reason,
        "from_on": row.opened_on,
        "until_on": move.on,
        "expected_on": clock.due_on if clock else None,
    }
    finish(move, f"恢复审查（{_tell(move, Letter.SUSPENSION, values)}）")
    return move.referral


def _tell(move: Move, letter: Letter, values: dict[str, object]) -> str:
    values = {"stage": move.referral.get_hop_display(), **values}
    return documents.issue_now(move.referral, letter, values, by=move.user, on=move.on).number or ""


def _open(move: Move, kind: IntervalKind, *, note: str, ground: str = "") -> None:
    if move.user is None:
        raise TypeError("An interval is opened by a person.")
    Interval.objects.create(
        referral=move.referral,
        kind=kind,
        ground=ground,
        note=note,
        opened_by=move.user,
        opened_on=move.on,
    )


def _close(move: Move, row: Interval, *, result: str, on: dt.date) -> None:
    row.closed_on, row.result = on, result
    row.save(update_fields=["closed_on", "result"])
    meet_clocks(move)
