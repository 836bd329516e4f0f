"""办结报告、办结、落实、复查复核申请、终结."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from petitions import clocks, documents, notifications
from petitions.clocks import Start
from petitions.errors import FieldError, NotAllowedError
from petitions.guards import answer, owes_carry_out
from petitions.letters import Letter
from petitions.lifecycle.move import (
    Move,
    Received,
    begin,
    finish,
    meet_clocks,
    open_hop,
    start_clock,
)
from petitions.lifecycle.papers import who
from petitions.models import Referral
from petitions.reviewers import reviewers
from petitions.states import REMEDY_CLOCKS, Action, Hop
from petitions.words import month_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accounts.models import Organization, Post
    from petitions.models import Document


@transaction.atomic
def report(
    referral: Referral,
    values: Mapping[str, object],
    *,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """办结报告 to the body that assigned (Article 22): stops the feedback clock."""
    move = begin(referral, Action.REPORT, by=by, at=at, version=version)
    sender = move.referral.sender
    values = {**values, "addressee": sender.name if sender else ""}
    letter = documents.issue_now(move.referral, Letter.REPORT, values, by=by.user, on=move.on)
    meet_clocks(move)
    finish(move, f"报送办结报告（{letter.number}）")
    return move.referral


@transaction.atomic
def conclude(
    referral: Referral,
    *,
    by: Post,
    at: dt.datetime,
    carry_out_by: dt.date | None = None,
    measures: str = "",
    version: int | None = None,
) -> Referral:
    """办结. A supporting opinion is not done with paper: it gets a day by which it is carried out
    (Article 32 paragraph 2, G16)."""
    move = begin(referral, Action.CONCLUDE, by=by, at=at, version=version)
    if owes_carry_out(answer(move.referral)):
        if carry_out_by is None or carry_out_by < move.on:
            raise FieldError(
                {"carry_out_by": "意见支持了请求，须定下落实的最后一日（今天或以后）。"}
            )
        if not measures.strip():
            raise FieldError({"measures": "写明由谁落实、做什么。"})
        start = Start("carry_out", on=move.on, event="支持的意见待落实", fixed_on=carry_out_by)
        start_clock(move, start, referral=move.referral, responsible=move.referral.organization)
    meet_clocks(move)
    finish(move, "办结" + (f"，落实：{measures}" if measures else ""))
    return move.referral


@transaction.atomic
def carry_out(
    referral: Referral,
    values: Mapping[str, object],
    *,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """落实反馈: what was done, when, and the proof."""
    move = begin(referral, Action.CARRY_OUT, by=by, at=at, version=version)
    done_on = values.get("carried_out_on")
    if isinstance(done_on, dt.date) and done_on > move.on:
        raise FieldError({"carried_out_on": "落实日期不能晚于今天。"})
    sender = move.referral.sender or move.referral.organization
    letter = documents.issue_now(
        move.referral,
        Letter.CARRY_OUT,
        {**values, "addressee": sender.name},
        by=by.user,
        on=move.on,
    )
    meet_clocks(move)
    finish(move, f"已落实（{letter.number}）")
    return move.referral


@transaction.atomic
def request_review(  # noqa: PLR0913 - who asks which body for what, and when it was handed in
    referral: Referral,
    *,
    body: Organization,
    requested_on: dt.date,
    request_text: str,
    posted_on: dt.date | None = None,
    proxy: str = "",
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """登记复查 or 复核申请: the body is one of those computed. Whether it is in time is judged by
    the day it was posted or handed in; the body's thirty days run from `requested_on`, the day it
    was received. Returns the new hop."""
    final = _letter(referral) is Letter.REVIEW_OPINION
    action = Action.REQUEST_FINAL_REVIEW if final else Action.REQUEST_REVIEW
    move = begin(referral, action, by=by, at=at, version=version)
    document = answer(move.referral)
    if document is None:
        raise NotAllowedError("没有可以申请复查、复核的意见书。")
    code = REMEDY_CLOCKS[Letter(document.letter)]
    lodged_on = posted_on or requested_on
    _check_window(move, code, lodged_on, received_on=requested_on)
    office = _office(move.referral, body)
    clocks.meet(move.referral, [code], on=lodged_on)
    hop = Hop.FINAL_REVIEW if final else Hop.REVIEW
    received = Received(requested_on, document.pk, request_text)
    opened = open_hop(move, hop, office, received)
    start = Start(hop.value, on=requested_on, event=f"收到{hop.label}申请")
    start_clock(move, start, referral=opened, responsible=office)
    decide = Start("accept_review", on=requested_on, event=f"收到{hop.label}申请")
    start_clock(move, decide, referral=opened, responsible=office)
    _keep_application(opened, _applied(opened, document, addressee=body.name, proxy=proxy), move)
    event = finish(move, f"向{body.name}申请{hop.label}", body=body.code)
    notifications.plan(event, opened)
    return opened


def _keep_application(opened: Referral, said: Mapping[str, object], move: Move) -> None:
    """The application stands first in the file of the review; whoever took it in numbers it."""
    taker = move.by.organization if move.by else opened.organization
    documents.issue_now(
        opened, Letter.REVIEW_APPLICATION, said, by=move.user, on=move.on, organization=taker
    )


def _applied(
    opened: Referral, opinion: Document, *, addressee: str, proxy: str
) -> dict[str, object]:
    """复查（复核）申请书, as it was handed in."""
    service = getattr(opinion, "service", None)
    return {
        **who(opened.claim.petition),
        "addressee": addressee,
        "stage": Hop(opened.hop).label,
        "challenged_title": opinion.title,
        "challenged_number": opinion.number,
        "challenged_on": opinion.issued_on,
        "served_on": service.served_on if service else opinion.issued_on,
        "requested_on": opened.delivered_on,
        "request": opened.request_text,
        "proxy": proxy,
    }


@transaction.atomic
def end(
    referral: Referral, *, reason: str, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """终结: no further step is open in the petition system (Article 36 paragraph 3)."""
    move = begin(referral, Action.END, by=by, at=at, version=version)
    clocks.void(move.referral)
    move.claim.ended_on = move.on
    move.claim.save(update_fields=["ended_on"])
    finish(move, f"程序终结：{reason}")
    return move.referral


def _check_window(move: Move, code: str, lodged_on: dt.date, *, received_on: dt.date) -> None:
    clock = move.referral.deadlines.open().get(code=code)
    if lodged_on > clock.due_on:
        last_day = month_day(clock.due_on)
        raise FieldError({"requested_on": f"30 日已于 {last_day} 届满，逾期未申请。"})
    if not clock.started_on <= lodged_on <= received_on <= move.on:
        raise FieldError({"requested_on": "日期应当依次为送达、交邮、收到，都不晚于今天。"})


def _letter(referral: Referral) -> Letter | None:
    document = answer(referral)
    return Letter(document.letter) if document else None


def _office(referral: Referral, body: Organization) -> Organization:
    bodies = reviewers(referral)
    for row in bodies:
        if row.body == body:
            return row.office
    names = "、".join(row.body.name for row in bodies)
    raise FieldError(
        {"body": f"{body.name}不是上一级机关；可以向{names}提出（第三十五条、第三十六条）。"}
    )
