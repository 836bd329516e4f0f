"""答辩、终止、撤回: what else may happen in a review, and the two ways in which a hop stops without
an answer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models, transaction

from petitions import clocks, documents
from petitions.errors import FieldError
from petitions.letters import Letter
from petitions.lifecycle.move import Move, begin, finish, meet_clocks
from petitions.models import ReviewAnswer
from petitions.states import REVIEWS, Action

if TYPE_CHECKING:
    from accounts.models import Post
    from petitions.models import Referral

_OPINION_STANDS = "审查程序到此终止，原意见继续有效。信访人不得以同一事实和理由再次提出同一申请。"
_CLAIM_ENDS = "本信访事项的办理程序到此终止。有新的事实和理由的，可以重新提出。"


class TerminationGround(models.TextChoices):
    """The closed list of grounds on which a review is terminated (domain reference 1.3)."""

    SETTLED = "settled", "双方和解，或者问题已经解决"
    DECEASED = "deceased", "信访人死亡、失踪，没有承受人或者承受人放弃"
    ENTITY_ENDED = "entity_ended", "作为信访人的法人、组织终止，没有承受人或者承受人放弃"
    NOT_COMPLETED = "not_completed", "逾期没有补正申请材料"


@transaction.atomic
def answer_review(
    referral: Referral,
    *,
    text: str,
    evidence: str,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """答辩: what the first body says to the review of its opinion; the hop stays where it is."""
    move = begin(referral, Action.ANSWER_REVIEW, by=by, at=at, version=version)
    ReviewAnswer.objects.create(
        referral=move.referral,
        text=text,
        evidence=evidence,
        answered_by=by.user,
        answered_on=move.on,
    )
    meet_clocks(move)
    finish(move, f"{by.organization.name}提交答辩")
    return move.referral


@transaction.atomic
def terminate(
    referral: Referral,
    *,
    ground: TerminationGround,
    reason: str,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """终止审查, from the closed list: the opinion that was challenged stands (D26)."""
    move = begin(referral, Action.TERMINATE, by=by, at=at, version=version)
    correcting = move.referral.intervals.filter(kind="correction", closed_on=None).exists()
    if ground == TerminationGround.NOT_COMPLETED:
        clock = move.referral.deadlines.open().filter(code="correction").first()
        if not correcting or clock is None or move.on <= clock.due_on:
            raise FieldError({"ground": "补正期限还没有届满，不能以逾期未补正终止。"})
    number = _stop(move, "终止", ground.label, reason)
    finish(move, f"终止审查（{number}）：{ground.label}", ground=ground.value)
    return move.referral


@transaction.atomic
def withdraw(
    referral: Referral,
    *,
    reason: str,
    is_harmless: bool,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """信访人撤回, of their own will and only where no public interest and nobody else is harmed. A
    review that is withdrawn leaves the opinion standing; a first hop ends the claim."""
    move = begin(referral, Action.WITHDRAW, by=by, at=at, version=version)
    if not is_harmless:
        raise FieldError(
            {"is_harmless": "损害公共利益或者他人权益的，不能撤回；核对后勾选，或者继续办理。"}
        )
    number = _stop(move, "撤回", "信访人自愿撤回", reason)
    if move.referral.hop not in REVIEWS:
        move.claim.ended_on = move.on
        move.claim.save(update_fields=["ended_on"])
    finish(move, f"信访人撤回（{number}）")
    return move.referral


def _stop(move: Move, act: str, ground: str, reason: str) -> str:
    """Close what is open on the hop and tell the petitioner."""
    hop = move.referral
    clocks.go_on(hop, on=move.on)
    clocks.void(hop)
    hop.intervals.filter(closed_on=None).update(closed_on=move.on, result=f"{act}：{reason}")
    hop.hearings.filter(closed_on=None).update(
        closed_on=move.on, is_held=False, conclusion=f"{act}：{reason}"
    )
    hop.mediations.filter(closed_on=None).update(closed_on=move.on, is_settled=False, note=reason)
    if move.claim.petition.is_anonymous:
        return "无法告知"
    values = {
        "stage": hop.get_hop_display(),
        "act": act,
        "ground": ground,
        "reason": reason,
        "effect": _OPINION_STANDS if hop.hop in REVIEWS else _CLAIM_ENDS,
    }
    letter = documents.issue_now(hop, Letter.TERMINATION, values, by=move.user, on=move.on)
    return letter.number or ""
