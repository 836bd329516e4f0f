"""受理、不予受理、指定承办人."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import models, transaction

from accounts.models import OrganizationKind, Post, Role
from petitions import clocks, documents
from petitions.clocks import Start
from petitions.errors import FieldError, ForbiddenError, NotAllowedError
from petitions.interests import interest, namesake
from petitions.letters import Letter
from petitions.lifecycle.move import (
    Move,
    begin,
    finish,
    meet_clocks,
    start_clock,
)
from petitions.models import Petition, Referral
from petitions.models.petition import Intake
from petitions.states import REVIEWS, Action, Branch, Hop, Kind, answer_clock
from petitions.words import month_day
from routing.limits import Unit

if TYPE_CHECKING:
    from accounts.models import User

#: What the notice says about each road.
PROCEDURES = {
    Branch.LITIGATION: "依照法律规定的诉讼、复议、刑事立案或者法律监督程序处理，"
    "本机关告知途径并协助导入。",
    Branch.ARBITRATION: "导入仲裁程序，由仲裁机构依法裁决。",
    Branch.PARTY_APPEAL: "导入党员申诉、申请复审程序，由有管辖权的党组织处理。",
    Branch.ADMINISTRATIVE: "导入行政复议、裁决、确认、许可、处罚等行政程序，由有权机关决定。",
    Branch.DUTY: "由本机关依法履行职责，查清情况后书面答复处理情况。",
    Branch.PETITION: "听取陈述，调查核实，自受理之日起 60 日内出具信访处理意见书；"
    "不服可以请求复查、复核。",
}


class DeclineGround(models.TextChoices):
    """The closed list of G11 and G12; there is no other ground."""

    ALREADY_PENDING = "already_pending", "同一事项已经受理或者正在办理（第十九条第三款）"
    BEYOND_LEVEL = "beyond_level", "走访未到有权处理的本级或者上一级机关（第二十条第一款）"
    COURT = "court", "属于审判机关、检察机关职权范围（第二十条第二款、第二十二条第二款）"
    EXHAUSTED = "exhausted", "复核意见作出后，仍以同一事实和理由提出（第三十六条第三款）"


#: What the act is called in the records, by the letter that it issues.
_REFUSALS = {
    Letter.DECLINE: "不予受理",
    Letter.NO_MORE: "不再受理",
    Letter.DIRECTION: "释法明理，引导到有关政法部门",
}


@dataclass(frozen=True)
class Acceptance:
    """`branch` is `None` for suggestions and for hops whose claim has its branch already.
    `duty_law` and `duty_days` are the special rule of branch (5); without one it is sixty days."""

    handler: User
    contact: str = ""
    branch: Branch | None = None
    branch_reason: str = ""
    duty_law: str = ""
    duty_days: int | None = None
    duty_unit: Unit = Unit.DAYS


@transaction.atomic
def accept(
    referral: Referral,
    acceptance: Acceptance,
    *,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """受理: the branch is decided, the petitioner is told in writing, and for branch (6) the sixty
    days begin (Articles 23, 31, 34). Raises `FieldError`."""
    move = begin(referral, Action.ACCEPT, by=by, at=at, version=version)
    _check_handler(move, acceptance.handler)
    move.referral.handler = acceptance.handler
    move.referral.accepted_on = move.on
    if move.referral.hop in REVIEWS:
        text = _accept_review(move)
    elif move.referral.hop == Hop.REDO:
        text = _accept_again(move)
    else:
        text = _accept_first(move, acceptance)
    finish(move, f"{text}，承办人{acceptance.handler.name}", handler=acceptance.handler.pk)
    return move.referral


@transaction.atomic
def accept_simple(
    referral: Referral,
    acceptance: Acceptance,
    *,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """简易受理: branch (6), answered within ten working days; an enquiry has no branch, and no
    notice but its answer. Raises `FieldError`."""
    move = begin(referral, Action.ACCEPT_SIMPLE, by=by, at=at, version=version)
    _check_handler(move, acceptance.handler)
    move.referral.handler = acceptance.handler
    move.referral.accepted_on = move.on
    if move.claim.is_enquiry:
        text = _accept_enquiry(move)
    else:
        simple = replace(acceptance, branch=Branch.PETITION)
        text = _accept_first(move, simple, code="simple_conclude")
    finish(move, f"简易{text}，承办人{acceptance.handler.name}", handler=acceptance.handler.pk)
    return move.referral


@transaction.atomic
def convert(
    referral: Referral, *, reason: str, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """转为普通程序, approved by the leader: the sixty days run from the simplified acceptance. What
    was taken for an enquiry becomes a claim on branch (6) and gets its notice."""
    move = begin(referral, Action.CONVERT, by=by, at=at, version=version)
    hop = move.referral
    if hop.accepted_on is None:
        raise NotAllowedError("还没有受理，不能转为普通程序。")
    clocks.void(hop, ["simple_conclude"])
    start = Start("conclude", on=hop.accepted_on, event="简易受理，后转为普通程序")
    due_on = start_clock(move, start, referral=hop, responsible=hop.organization)
    told = _notify_enquirer(move, reason, due_on) if move.claim.is_enquiry else ""
    finish(move, f"转为普通程序{told}，{month_day(due_on)}前办结：{reason}")
    return hop


@transaction.atomic
def decline(  # noqa: PLR0913 - a refusal names its ground, its proof and the way on
    referral: Referral,
    *,
    ground: DeclineGround,
    guidance: str,
    by: Post,
    at: dt.datetime,
    proof: str = "",
    version: int | None = None,
) -> Referral:
    """不予受理 or 不再受理, from the closed list and with linked proof: `proof` is the number of
    the pending petition; 不再受理 rests on the newest comparison with a 复核意见书, which must have
    found the same facts. Raises `FieldError`."""
    move = begin(referral, Action.DECLINE, by=by, at=at, version=version)
    letter, values = _refusal(move, ground, proof=proof)
    meet_clocks(move)
    clocks.void(move.referral)
    values |= {"received_on": move.claim.petition.received_on, "guidance": guidance}
    if letter is Letter.DIRECTION:
        values["destination"] = "有关政法部门（第二十条第二款、第二十二条第二款）"
    issued = documents.issue_now(move.referral, letter, values, by=by.user, on=move.on)
    title = _REFUSALS[letter]
    finish(move, f"{title}：{ground.label}（{issued.number}）", ground=ground.value, proof=proof)
    return move.referral


@transaction.atomic
def assign_handler(
    referral: Referral, *, handler: User, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """指定承办人: another person goes on with the work; no clock moves."""
    move = begin(referral, Action.ASSIGN_HANDLER, by=by, at=at, version=version)
    _check_handler(move, handler)
    move.referral.handler = handler
    finish(move, f"指定承办人{handler.name}", handler=handler.pk)
    return move.referral


def _accept_first(move: Move, acceptance: Acceptance, code: str = "") -> str:
    claim = move.claim
    if claim.kind == Kind.GRIEVANCE:
        if acceptance.branch is None:
            raise FieldError({"branch": "请选择第三十一条规定的办理途径。"})
        if not acceptance.branch_reason.strip():
            raise FieldError({"branch_reason": "写明选择这一途径的理由；途径用错是最常见的错误。"})
        if bool(acceptance.duty_days) != bool(acceptance.duty_law.strip()):
            raise FieldError({"duty_law": "专门规定的名称、条款和期限要一起填写。"})
        claim.branch = acceptance.branch
        claim.branch_reason = acceptance.branch_reason
        claim.save(update_fields=["branch", "branch_reason"])
    meet_clocks(move)
    clocks.void(move.referral, ["object"])
    code = code or answer_clock(claim.kind, claim.branch)
    start = _start(move, code, acceptance)
    due_on = start_clock(
        move, start, referral=move.referral, responsible=move.referral.organization
    )
    if claim.petition.is_anonymous:
        return "受理（姓名、住址不清，不产生书面告知义务）"
    letter = documents.issue_now(
        move.referral,
        Letter.ACCEPTANCE,
        _notice(move, acceptance, due_on),
        by=move.user,
        on=move.on,
    )
    return f"受理（{letter.number}）"


def _accept_enquiry(move: Move) -> str:
    meet_clocks(move)
    clocks.void(move.referral, ["object"])
    start = Start("simple_conclude", on=move.on, event="受理")
    start_clock(move, start, referral=move.referral, responsible=move.referral.organization)
    return "受理（咨询，随答复一并告知）"


def _notify_enquirer(move: Move, reason: str, due_on: dt.date) -> str:
    hop, claim = move.referral, move.claim
    claim.branch, claim.branch_reason = Branch.PETITION, reason
    claim.save(update_fields=["branch", "branch_reason"])
    if claim.petition.is_anonymous or hop.handler is None:
        return ""
    values = _notice(move, Acceptance(hop.handler), due_on) | {"accepted_on": hop.accepted_on}
    letter = documents.issue_now(hop, Letter.ACCEPTANCE, values, by=move.user, on=move.on)
    return f"，补发受理告知书（{letter.number}）"


def _start(move: Move, code: str, acceptance: Acceptance) -> Start:
    """A special law's days run from acceptance; without one a duty (第三十一条第五项) is owed
    within two months of the day on which the body had the request."""
    if code != "duty_reply":
        return Start(code, on=move.on, event="受理")
    if not acceptance.duty_days:
        return Start(code, on=move.referral.delivered_on, event="收到申请")
    return Start(
        code,
        on=move.on,
        event="受理",
        number=acceptance.duty_days,
        article=acceptance.duty_law,
        unit=acceptance.duty_unit,
    )


def _notice(move: Move, acceptance: Acceptance, due_on: dt.date) -> dict[str, object]:
    claim, organization = move.claim, move.referral.organization
    branch = Branch(claim.branch) if claim.branch else None
    return {
        "received_on": move.referral.delivered_on,
        "accepted_on": move.on,
        "branch": str(branch.value) if branch else "",
        "branch_label": f"第三十一条第{'一二三四五六'[branch - 1]}项：{branch.label}"
        if branch
        else "第二十九条：建议意见",
        "procedure": PROCEDURES[branch] if branch else "认真研究论证，采纳情况书面答复。",
        "expected_on": due_on if branch == Branch.PETITION else None,
        "accepted_matter": claim.petition.title,
        "contact": acceptance.contact or f"{organization.name} {organization.phone}",
    }


def _accept_again(move: Move) -> str:
    """A redo that came back (not taken on, not performed) has thirty days of its own again."""
    meet_clocks(move)
    hop = move.referral
    if not hop.deadlines.open().filter(code="redo").exists():
        start = Start("redo", on=move.on, event="重新确定途径后继续办理")
        start_clock(move, start, referral=hop, responsible=hop.organization)
    return "重新办理"


def _accept_review(move: Move) -> str:
    referral = move.referral
    code = "final_review" if referral.hop == Hop.FINAL_REVIEW else "review"
    clock = referral.deadlines.open().get(code=code)
    values = {
        "stage": referral.get_hop_display(),
        "challenged_number": referral.subject.number if referral.subject else "",
        "requested_on": referral.delivered_on,
        "expected_on": clock.due_on,
    }
    letter = documents.issue_now(
        referral, Letter.REVIEW_ACCEPTANCE, values, by=move.user, on=move.on
    )
    meet_clocks(move)
    if referral.subject is not None:
        respond = Start("respond", on=move.on, event=f"受理{referral.get_hop_display()}申请")
        respondent = referral.subject.organization
        start_clock(move, respond, referral=referral, responsible=respondent)
    return f"受理{referral.get_hop_display()}申请（{letter.number}）"


def _check_handler(move: Move, handler: User) -> None:
    posts = Post.objects.filter(
        user=handler,
        organization=move.referral.organization,
        role__in=(Role.HANDLER, Role.DISCIPLINE),
        ends_on=None,
    )
    if not posts.exists():
        raise FieldError(
            {"handler": f"{handler.name}不是{move.referral.organization.name}的承办人。"}
        )
    reason = interest(move.claim, handler) or namesake(move.claim, handler)
    if reason:
        raise ForbiddenError({"handler": reason})


def _refusal(move: Move, ground: DeclineGround, *, proof: str) -> tuple[Letter, dict[str, object]]:
    petition = move.claim.petition
    if ground == DeclineGround.BEYOND_LEVEL and petition.intake != Intake.VISIT:
        raise FieldError({"ground": "层级的限制只适用于走访；来信、网上等形式不受此限。"})
    if ground == DeclineGround.ALREADY_PENDING:
        _check_pending(petition, proof.strip())
    if ground == DeclineGround.COURT:
        return _for_the_court(move), {"ground": ground.label}
    if ground != DeclineGround.EXHAUSTED:
        return Letter.DECLINE, {"ground": ground.label}
    return Letter.NO_MORE, _same_facts(move)


def _for_the_court(move: Move) -> Letter:
    """涉法涉诉 (G6): a visitor is shown the way to the court; a letter that a petition office
    received is forwarded to the political-legal body, not refused."""
    petition = move.claim.petition
    if petition.intake == Intake.VISIT:
        return Letter.DIRECTION
    office = move.referral.organization.kind == OrganizationKind.PETITION_OFFICE
    if office and petition.intake == Intake.LETTER:
        raise FieldError({"ground": "涉法涉诉的来信应当转送同级政法部门（第二十二条第二款）。"})
    return Letter.DECLINE


def _check_pending(petition: Petition, proof: str) -> None:
    pending = Petition.objects.filter(number=proof).exclude(matter=petition.matter_id).first()
    waiting = Referral.objects.open()
    if pending is None or not waiting.filter(claim__matter=pending.matter_id).exists():
        raise FieldError(
            {"proof": "选择或者填写正在办理的那一件；没有正在办理的，不能以此不予受理。"}
        )


def _same_facts(move: Move) -> dict[str, object]:
    compared = move.claim.comparisons.select_related("opinion").order_by("-pk").first()
    if compared is None:
        raise FieldError(
            {"ground": "先由督办员或者负责人“核对事实”，与复核意见书逐项对照（第三十六条第三款）。"}
        )
    if not compared.is_same:
        raise FieldError({"ground": "核对发现有新的事实和理由，应当照常办理，不能不再受理。"})
    if move.by is None or move.by.role not in (Role.SUPERVISOR, Role.CHIEF, Role.APPROVER):
        raise NotAllowedError("不再受理须由督办员或者负责人决定。")
    return {
        "final_opinion_number": compared.opinion.number,
        "final_opinion_on": compared.opinion.issued_on,
    }
