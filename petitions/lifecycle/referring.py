"""转送、交办、签收、异议: how a claim reaches the body that must handle it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.models import OrganizationKind
from petitions import clocks, documents, notifications
from petitions.clocks import Start
from petitions.errors import FieldError, ForbiddenError, NotAllowedError
from petitions.letters import Letter
from petitions.lifecycle.move import Move, begin, finish, meet_clocks, open_hop, start_clock
from petitions.models import Objection, Referral
from petitions.states import Action, Branch, Hop, Kind, State
from routing.competence import is_competent, why_not_competent

if TYPE_CHECKING:
    from accounts.models import Organization, Post
    from petitions.models import Claim
    from routing.models import Category

BASIS = "《信访工作条例》第二十二条"
#: 第三十条: reports about people go to discipline bodies and to nobody else.
DISCIPLINE_CLASS = "05"
HANDED_OVER = "密件，限指定人员阅办"


@dataclass(frozen=True)
class Assignment:
    """交办 asks for a report: by when, on what, and whom to call."""

    feedback_on: dt.date
    report_on: str
    contact: str


@transaction.atomic
def classify(
    referral: Referral,
    *,
    category: Category,
    territory: Organization,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """更正分类: what the claim is about and where decides who is competent; no clock moves."""
    move = begin(referral, Action.CLASSIFY, by=by, at=at, version=version)
    claim = move.claim
    if claim.kind == Kind.ACCUSATION and category.first_level_code != DISCIPLINE_CLASS:
        raise FieldError({"category": "检举控告只能归入“纪检监察”类。"})
    before = claim.category
    claim.category, claim.territory = category, territory
    claim.save(update_fields=["category", "territory"])
    finish(move, f"更正分类：{before or '未分类'}改为{category}，属地{territory.name}")
    return move.referral


@transaction.atomic
def refer(
    referral: Referral,
    *,
    organization: Organization,
    by: Post,
    at: dt.datetime,
    assignment: Assignment | None = None,
    version: int | None = None,
) -> Referral:
    """转送 or 交办 to the competent body (Article 22); returns the new hop. A report (检举控告) is
    handed over sealed, and an appeal of a party member to a discipline body (Article 31 (3)); both
    never to the body they complain of. Raises `FieldError`."""
    move = begin(referral, Action.REFER, by=by, at=at, version=version)
    _check_competence(move, organization)
    if assignment is not None and _is_appeal(move, organization):
        raise FieldError({"mode": "党员申诉只移交，不交办：由党组织按党内法规办理。"})
    if assignment is not None and assignment.feedback_on <= move.on:
        raise FieldError({"feedback_on": "反馈期限须晚于今天。"})
    hop = _hop(move, organization, assignment)
    if _is_appeal(move, organization):
        _lead_to_the_party(move)
    meet_clocks(move)
    sent = open_hop(move, hop, organization)
    number = _cover_letter(move, sent, assignment)
    _start_clocks(move, sent, assignment)
    if move.claim.kind != Kind.ACCUSATION and not move.claim.petition.is_anonymous:
        by_which = "，按党员申诉、申请复审的程序办理" if hop == Hop.HANDOVER else ""
        values = {
            "received_on": move.claim.petition.received_on,
            "destination": f"已{hop.label}{organization.name}{by_which}",
        }
        documents.issue_now(move.referral, Letter.DIRECTION, values, by=by.user, on=move.on)
    event = finish(
        move, f"{hop.label}{organization.name}（{number}）", organization=organization.code
    )
    notifications.plan(event, sent)
    return sent


@transaction.atomic
def receive(
    referral: Referral, *, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """签收: written down, and moves no clock. A sealed hand-over ends the petition road here."""
    move = begin(referral, Action.RECEIVE, by=by, at=at, version=version)
    move.referral.received_at = at
    meet_clocks(move)
    finish(move, f"{move.referral.organization.name}签收")
    return move.referral


@transaction.atomic
def object_to(  # noqa: PLR0913 - ground, reason and proposal make one objection
    referral: Referral,
    *,
    ground: str,
    reason: str,
    proposed: Organization | None,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """提出异议 within five working days, with the legal ground (Article 23 paragraph 3)."""
    move = begin(referral, Action.OBJECT, by=by, at=at, version=version)
    Objection.objects.create(
        referral=move.referral,
        ground=ground,
        reason=reason,
        proposed=proposed,
        raised_by=by.user,
        raised_on=move.on,
    )
    meet_clocks(move)
    start = Start("decide_objection", on=move.on, event="收到异议")
    start_clock(move, start, referral=move.referral, responsible=move.referral.sender)
    values = {
        "addressee": move.referral.sender.name if move.referral.sender else "",
        "ground": ground,
        "proposed_organization": proposed.name if proposed else "请转送机关核定",
        "reason": reason,
    }
    letter = documents.issue_now(move.referral, Letter.OBJECTION, values, by=by.user, on=move.on)
    finish(move, f"提出异议（{letter.number}）", ground=ground)
    return move.referral


@transaction.atomic
def uphold_objection(
    referral: Referral, *, reason: str, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """同意异议: the material comes back, and the sender goes on with the days it had left.
    Returns the sender's own hop."""
    move = begin(referral, Action.UPHOLD_OBJECTION, by=by, at=at, version=version)
    parent = move.referral.parent
    if parent is None:
        raise NotAllowedError("没有转出机关，不能退回。")
    number = _decide(move, reason=reason, upheld=True)
    clocks.void(move.referral)
    left = clocks.days_left(parent, "forward")
    event = finish(move, f"同意异议，材料退回（{number}）", days_left=left)
    parent.state = State.PENDING
    parent.closed_on = None
    parent.version += 1
    parent.save(update_fields=["state", "closed_on", "version"])
    start = Start("forward", on=move.on, event="异议成立，材料退回，剩余天数继续", number=left)
    start_clock(move, start, referral=parent, responsible=parent.organization)
    notifications.plan(event, parent)
    return parent


@transaction.atomic
def refuse_objection(
    referral: Referral, *, reason: str, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """不同意异议: the body goes on; its notice clock has been running all the time."""
    move = begin(referral, Action.REFUSE_OBJECTION, by=by, at=at, version=version)
    number = _decide(move, reason=reason, upheld=False)
    finish(move, f"不同意异议，请继续办理（{number}）")
    return move.referral


def _decide(move: Move, *, reason: str, upheld: bool) -> str:
    objection = move.referral.objection
    objection.is_upheld = upheld
    objection.answer = reason
    objection.decided_by = move.user
    objection.decided_on = move.on
    objection.save(update_fields=["is_upheld", "answer", "decided_by", "decided_on"])
    meet_clocks(move)
    values = {
        "addressee": move.referral.organization.name,
        "decision": "同意异议，材料退回本机关" if upheld else "不同意异议，请继续办理",
        "reason": reason,
    }
    letter = documents.issue_now(
        move.referral,
        Letter.OBJECTION_ANSWER,
        values,
        by=move.user,
        on=move.on,
        organization=move.referral.sender,
    )
    return letter.number or ""


def _is_appeal(move: Move, organization: Organization) -> bool:
    """党员申诉: the only thing but reports that a discipline body takes."""
    is_report = move.claim.kind == Kind.ACCUSATION
    return organization.kind == OrganizationKind.DISCIPLINE and not is_report


def _is_party_matter(claim: Claim) -> bool:
    return claim.situation is not None and claim.situation.branch == Branch.PARTY_APPEAL


def _lead_to_the_party(move: Move) -> None:
    claim = move.claim
    claim.branch = Branch.PARTY_APPEAL
    claim.branch_reason = "党员对党纪处分的申诉，由有管理权限的纪检机关办理。"
    claim.save(update_fields=["branch", "branch_reason"])


def _hop(move: Move, organization: Organization, assignment: Assignment | None) -> Hop:
    if move.claim.kind == Kind.ACCUSATION or _is_appeal(move, organization):
        return Hop.HANDOVER
    return Hop.ASSIGN if assignment else Hop.FORWARD


def _check_competence(move: Move, organization: Organization) -> None:
    claim, petition = move.claim, move.claim.petition
    if claim.category is None or claim.territory is None:
        raise FieldError({"organization": "先填写内容分类和问题属地。"})
    if organization == petition.accused_organization:
        if claim.kind == Kind.ACCUSATION:
            raise ForbiddenError(
                {"organization": "不得将检举控告材料转给被检举的单位（第三十条）。"}
            )
        if _is_appeal(move, organization) or _is_party_matter(claim):
            raise ForbiddenError(
                {"organization": "党员申诉由上级党组织办理，不得转给作出处分的单位（第三十一条）。"}
            )
    if not organization.is_active or not is_competent(
        organization, claim.category, claim.territory
    ):
        why = {"organization": why_not_competent(organization, claim.category, claim.territory)}
        raise ForbiddenError(why) if claim.kind == Kind.ACCUSATION else FieldError(why)
    if move.referral.children.filter(organization=organization, state=State.RETURNED).exists():
        raise FieldError({"organization": "该机关的异议已经成立，不能再转给它。"})


def _cover_letter(move: Move, sent: Referral, assignment: Assignment | None) -> str:
    values: dict[str, object] = {"addressee": sent.organization.name, "basis": BASIS}
    letter = Letter.FORWARDING
    if sent.hop == Hop.HANDOVER and move.claim.kind == Kind.ACCUSATION:
        letter, values = (
            Letter.HANDOVER,
            {**values, "secrecy_grade": HANDED_OVER, "list_count": "1 件"},
        )
    elif assignment is not None:
        letter = Letter.ASSIGNMENT
        values |= {
            "feedback_on": assignment.feedback_on,
            "report_on": assignment.report_on,
            "contact": assignment.contact,
        }
    organization = move.referral.organization
    return (
        documents.issue_now(
            sent, letter, values, by=move.user, on=move.on, organization=organization
        ).number
        or ""
    )


def _start_clocks(move: Move, sent: Referral, assignment: Assignment | None) -> None:
    event, body = f"材料送达{sent.organization.name}", sent.organization
    if sent.hop == Hop.HANDOVER:
        codes = ["take_over"]
    elif move.claim.petition.is_anonymous:
        # Article 23 paragraph 2: no notice is owed to somebody who cannot be reached.
        codes = ["object", "examine"]
    else:
        codes = ["object", "notify_referred"]
    for code in codes:
        start_clock(move, Start(code, on=move.on, event=event), referral=sent, responsible=body)
    if assignment is not None:
        fixed = Start("feedback", on=move.on, event="交办", fixed_on=assignment.feedback_on)
        start_clock(move, fixed, referral=sent, responsible=body)
