"""受理、不予受理、指定承办人、回避."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models, transaction

from accounts.models import Post, Role
from petitions import clocks, documents
from petitions.clocks import Start
from petitions.errors import FieldError, NotAllowedError
from petitions.letters import Letter
from petitions.lifecycle.move import Move, begin, finish, meet_clocks, start_clock
from petitions.models import Document, Petition, Recusal, Referral
from petitions.models.petition import Intake
from petitions.states import REVIEWS, Action, Branch, Hop, Kind, answer_clock

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


@dataclass(frozen=True)
class Acceptance:
    """`branch` is `None` for suggestions and for hops whose claim has its branch already."""

    handler: User
    contact: str = ""
    branch: Branch | None = None
    branch_reason: str = ""


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
        text = "重新办理"
    else:
        text = _accept_first(move, acceptance)
    finish(move, f"{text}，承办人{acceptance.handler.name}", handler=acceptance.handler.pk)
    return move.referral


@transaction.atomic
def decline(  # noqa: PLR0913 - a refusal names its ground, its proof and the way on
    referral: Referral,
    *,
    ground: DeclineGround,
    guidance: str,
    by: Post,
    at: dt.datetime,
    proof: str = "",
    same_facts: bool = False,
    version: int | None = None,
) -> Referral:
    """不予受理 or 不再受理, from the closed list and with linked proof: `proof` is the number of
    the pending petition, or of the 复核意见书. Raises `FieldError`."""
    move = begin(referral, Action.DECLINE, by=by, at=at, version=version)
    letter, values = _refusal(move, ground, proof=proof, same_facts=same_facts)
    meet_clocks(move)
    clocks.void(move.referral)
    values |= {"received_on": move.claim.petition.received_on, "guidance": guidance}
    issued = documents.issue_now(move.referral, letter, values, by=by.user, on=move.on)
    title = "不再受理" if letter is Letter.NO_MORE else "不予受理"
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


@transaction.atomic
def recuse(
    referral: Referral,
    *,
    person: User,
    ground: str,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """回避: this person takes no further part; a handler who steps back leaves the place open."""
    move = begin(referral, Action.RECUSE, by=by, at=at, version=version)
    if Recusal.objects.filter(claim=move.claim, user=person).exists():
        raise FieldError({"person": "已登记回避。"})
    Recusal.objects.create(
        claim=move.claim, user=person, ground=ground, recorded_by=by.user, recorded_on=move.on
    )
    if move.referral.handler_id == person.pk:
        move.referral.handler = None
    finish(move, f"{person.name}回避", person=person.pk)
    return move.referral


def _accept_first(move: Move, acceptance: Acceptance) -> str:
    claim = move.claim
    if claim.kind == Kind.GRIEVANCE:
        if acceptance.branch is None:
            raise FieldError({"branch": "请选择第三十一条规定的办理途径。"})
        if not acceptance.branch_reason.strip():
            raise FieldError({"branch_reason": "写明选择这一途径的理由；途径用错是最常见的错误。"})
        claim.branch = acceptance.branch
        claim.branch_reason = acceptance.branch_reason
        claim.save(update_fields=["branch", "branch_reason"])
    meet_clocks(move)
    clocks.void(move.referral, ["object"])
    code = answer_clock(claim.kind, claim.branch)
    start = Start(code, on=move.on, event="受理")
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
    if Recusal.objects.filter(claim=move.claim, user=handler).exists():
        raise FieldError({"handler": f"{handler.name}已回避本件。"})
    if move.claim.petition.accused_name and move.claim.petition.accused_name == handler.name:
        raise FieldError({"handler": "被反映的人不能承办本件（第二十八条第三款）。"})


def _refusal(
    move: Move, ground: DeclineGround, *, proof: str, same_facts: bool
) -> tuple[Letter, dict[str, object]]:
    petition = move.claim.petition
    if ground == DeclineGround.BEYOND_LEVEL and petition.intake != Intake.VISIT:
        raise FieldError({"ground": "层级的限制只适用于走访；来信、网上等形式不受此限。"})
    if ground == DeclineGround.ALREADY_PENDING:
        pending = Petition.objects.filter(number=proof.strip()).exclude(pk=petition.pk).first()
        if (
            pending is None
            or not Referral.objects.open().filter(claim__matter=pending.matter).exists()
        ):
            raise FieldError(
                {"proof": "填写正在办理的那一件的编号；没有正在办理的，不能以此不予受理。"}
            )
    if ground != DeclineGround.EXHAUSTED:
        return Letter.DECLINE, {"ground": ground.label}
    opinion = Document.objects.filter(
        letter=Letter.FINAL_OPINION.value, number=proof.strip()
    ).first()
    if opinion is None or opinion.issued_on is None:
        raise FieldError(
            {"proof": "填写复核意见书的文号；没有复核意见的，不能不再受理（第三十六条第三款）。"}
        )
    if not same_facts:
        raise FieldError({"same_facts": "须由您核对并确认事实和理由相同。"})
    if move.by is None or move.by.role not in (Role.SUPERVISOR, Role.CHIEF, Role.APPROVER):
        raise NotAllowedError("不再受理须由督办员或者负责人决定。")
    return Letter.NO_MORE, {
        "final_opinion_number": opinion.number,
        "final_opinion_on": opinion.issued_on,
    }
