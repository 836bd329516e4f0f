"""受理争议: a body whose objection was refused may ask those above both; what they decide stands
(Article 24)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from petitions import clocks, documents, notifications
from petitions.clocks import Start
from petitions.errors import FieldError, NotAllowedError
from petitions.letters import Letter
from petitions.lifecycle.move import Move, begin, finish, meet_clocks, open_hop, start_clock
from petitions.models import Dispute
from petitions.states import Action, Hop, State
from routing.competence import common_superior

if TYPE_CHECKING:
    from accounts.models import Organization, Post
    from petitions.models import Referral

CONFERENCE = "信访工作联席会议"


@transaction.atomic
def dispute(
    referral: Referral, *, position: str, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """提请协调: to the common superior of both bodies, or where none stands above both, to the
    joint conference. The notice clock runs on."""
    move = begin(referral, Action.DISPUTE, by=by, at=at, version=version)
    hop = move.referral
    superior = _superior(hop)
    decider = superior.name if superior else CONFERENCE
    objection = hop.objection
    Dispute.objects.create(
        referral=hop,
        position=position,
        decider=decider,
        is_joint=superior is None,
        raised_by=by.user,
        raised_on=move.on,
    )
    start = Start("dispute", on=move.on, event="提请协调受理争议")
    start_clock(move, start, referral=hop, responsible=hop.sender)
    values = {
        "addressee": hop.sender.name if hop.sender else decider,
        "decider": decider,
        "objection": f"异议：{objection.reason}\n答复：{objection.answer}",
        "position": position,
        "proposed_organization": objection.proposed.name if objection.proposed else "",
    }
    letter = documents.issue_now(hop, Letter.DISPUTE, values, by=by.user, on=move.on)
    finish(move, f"提请{decider}决定受理机关（{letter.number}）")
    return hop


@transaction.atomic
def decide_dispute(
    referral: Referral,
    *,
    body: Organization,
    reason: str,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """决定受理机关, as those above decided. The body itself goes on with the days it has left;
    another one gets the claim with clocks of its own. Returns the hop that goes on."""
    move = begin(referral, Action.DECIDE_DISPUTE, by=by, at=at, version=version)
    hop = move.referral
    if not body.is_active or body.successor_id is not None:
        raise FieldError({"body": f"{body.name}已停用或者已被合并，请选择承继它的机关。"})
    number = _decide(move, body, reason)
    meet_clocks(move)
    if body == hop.organization:
        finish(move, f"决定由{body.name}受理（{number}）", body=body.code)
        return hop
    if hop.parent is None:
        raise NotAllowedError("没有转出机关，不能改由其他机关受理。")
    feedback = hop.deadlines.open().filter(code="feedback").first()
    clocks.void(hop)
    sent = open_hop(replace(move, referral=hop.parent), Hop(hop.hop), body)
    code = "examine" if move.claim.petition.is_anonymous else "notify_referred"
    start_clock(
        move, Start(code, on=move.on, event="决定受理机关"), referral=sent, responsible=body
    )
    if feedback is not None:
        again = Start("feedback", on=move.on, event="交办", fixed_on=feedback.due_on)
        start_clock(move, again, referral=sent, responsible=body)
    # The table leads back to 待受理, which holds for the body itself; here the hop is over.
    moved = replace(move, transition=replace(move.transition, target=State.RETURNED))
    event = finish(moved, f"决定由{body.name}受理，材料转去（{number}）", body=body.code)
    notifications.plan(event, sent)
    return sent


def _superior(hop: Referral) -> Organization | None:
    """Who stands above the body and the one it points to, else above it and the sender."""
    other = hop.objection.proposed or hop.sender
    return common_superior(hop.organization, other) if other else None


def _decide(move: Move, body: Organization, reason: str) -> str:
    row = move.referral.disputes.get(decided_on=None)
    row.decided_for, row.reason = body, reason
    row.decided_by, row.decided_on = move.user, move.on
    row.save(update_fields=["decided_for", "reason", "decided_by", "decided_on"])
    values = {
        "addressee": move.referral.organization.name,
        "decider": row.decider,
        "ruling": f"由{body.name}受理。",
        "reason": reason,
    }
    letter = documents.issue_now(
        move.referral, Letter.DISPUTE_DECISION, values, by=move.user, on=move.on,
        organization=move.referral.sender,
    )  # fmt: skip
    return letter.number or ""
