"""The road as a table: which hops, states and acts exist, what each act does to clocks and papers,
and the article that allows it. Everything else (pages, API, matrix, diagrams, tests) reads this."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import IntegerChoices, TextChoices

from petitions.letters import Letter
from routing.models.guide import Kind


class Branch(IntegerChoices):
    """Article 31 (1) to (6): the lawful road of one grievance."""

    LITIGATION = 1, "诉讼等法律程序"
    ARBITRATION = 2, "仲裁程序"
    PARTY_APPEAL = 3, "党员申诉、申请复审"
    ADMINISTRATIVE = 4, "行政程序"
    DUTY = 5, "履行法定职责"
    PETITION = 6, "信访程序"


class Hop(TextChoices):
    INTAKE = "intake", "登记"
    FORWARD = "forward", "转送"
    ASSIGN = "assign", "交办"
    REVIEW = "review", "复查"
    FINAL_REVIEW = "final_review", "复核"
    REDO = "redo", "重新办理"
    HANDOVER = "handover", "移交"


class State(TextChoices):
    PENDING = "pending", "待转送"
    REFERRED = "referred", "已转出"
    DELIVERED = "delivered", "待签收"
    RECEIVED = "received", "待受理"
    OBJECTED = "objected", "异议待核"
    RETURNED = "returned", "已退回"
    DECLINED = "declined", "不予受理"
    ACCEPTED = "accepted", "办理中"
    MEDIATING = "mediating", "调解中"
    DRAFTED = "drafted", "待审核"
    VERIFIED = "verified", "待签发"
    SIGNED = "signed", "待送达"
    SERVED = "served", "已送达"
    CONCLUDED = "concluded", "办结"
    ENDED = "ended", "程序终结"


class Action(TextChoices):
    REGISTER = "register", "登记"
    CLASSIFY = "classify", "更正分类"
    REFER = "refer", "转送交办"
    RECEIVE = "receive", "签收"
    OBJECT = "object", "提出异议"
    UPHOLD_OBJECTION = "uphold_objection", "同意异议"
    REFUSE_OBJECTION = "refuse_objection", "不同意异议"
    ACCEPT = "accept", "受理"
    DECLINE = "decline", "不予受理"
    ASSIGN_HANDLER = "assign_handler", "指定承办人"
    RECUSE = "recuse", "回避"
    MEDIATE = "mediate", "组织调解"
    SETTLE = "settle", "调解达成"
    FAIL_MEDIATION = "fail_mediation", "调解未成"
    REQUEST_EXTENSION = "request_extension", "申请延期"
    GRANT_EXTENSION = "grant_extension", "批准延期"
    REFUSE_EXTENSION = "refuse_extension", "不批准延期"
    DRAFT = "draft", "起草意见"
    VERIFY = "verify", "审核通过"
    SEND_BACK = "send_back", "退回修改"
    SIGN = "sign", "签发"
    SERVE = "serve", "送达"
    REPORT = "report", "报送办结报告"
    CONCLUDE = "conclude", "办结"
    CARRY_OUT = "carry_out", "落实反馈"
    REQUEST_REVIEW = "request_review", "登记复查申请"
    REQUEST_FINAL_REVIEW = "request_final_review", "登记复核申请"
    END = "end", "终结"


class Guard(TextChoices):
    """Conditions beyond the state; `petitions.guards` answers each with a reason in Chinese."""

    CLASSIFIED = "classified", "G1"
    OBJECTION_PERIOD = "objection_period", "第二十三条"
    OBJECTED_ONCE = "objected_once", "第二十三条"
    PETITION_BRANCH = "petition_branch", "G8"
    MEDIABLE = "mediable", "G9"
    EXTENSION_ONCE = "extension_once", "G17"
    EXTENSION_BEFORE_DUE = "extension_before_due", "G17"
    EXTENSION_REQUESTED = "extension_requested", "G17"
    HANDLER_SET = "handler_set", "G2"
    NO_PENDING_EXTENSION = "no_pending_extension", "第三十四条"
    FEEDBACK_REPORTED = "feedback_reported", "G16"
    NOT_YET_REPORTED = "not_yet_reported", "第二十二条"
    CARRY_OUT_OWED = "carry_out_owed", "第三十二条"
    REVIEW_OPEN = "review_open", "G7"
    ROAD_FINISHED = "road_finished", "第三十六条"


@dataclass(frozen=True)
class Transition:
    """One lawful act: on which hops, from which states, to which state (`None`: it stays)."""

    action: Action
    hops: frozenset[Hop]
    sources: frozenset[State]
    target: State | None
    article: str
    consequence: str
    letters: tuple[Letter, ...] = ()
    starts: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()


FIRST = frozenset({Hop.INTAKE, Hop.FORWARD, Hop.ASSIGN})
REFERRED_HOPS = frozenset({Hop.FORWARD, Hop.ASSIGN})
REVIEWS = frozenset({Hop.REVIEW, Hop.FINAL_REVIEW})
HANDLING = FIRST | {Hop.REDO}
DECIDING = HANDLING | REVIEWS

#: States in which a hop still waits for somebody.
OPEN_STATES = frozenset(State) - {
    State.REFERRED, State.RETURNED, State.DECLINED, State.CONCLUDED, State.ENDED,
}  # fmt: skip
#: The clocks that a signed answer stops; each hop runs at most one of them.
ANSWER_CLOCKS = ("conclude", "duty_reply", "guide", "research", "review", "final_review", "redo")


def _row(
    action: Action,
    hops: frozenset[Hop],
    sources: set[State],
    target: State | None,
    article: str,
    consequence: str,
    **effects: tuple[object, ...],
) -> Transition:
    return Transition(action, hops, frozenset(sources), target, article, consequence, **effects)  # type: ignore[arg-type]


A, S, H, G, L = Action, State, Hop, Guard, Letter

__all__ = [
    "ANSWER_CLOCKS", "OPEN_STATES", "REMEDY_CLOCKS", "REVIEWS", "TRANSITIONS", "Action", "Branch",
    "Guard", "Hop", "Kind", "State", "Transition", "answer_clock", "answer_letter", "find",
]  # fmt: skip

TRANSITIONS: tuple[Transition, ...] = (
    _row(A.CLASSIFY, frozenset({H.INTAKE}), {S.PENDING}, None, "第二十二条",
         "更正内容分类、问题属地，重新算出有权处理的机关；期限不变。"),
    _row(A.REFER, frozenset({H.INTAKE}), {S.PENDING}, S.REFERRED, "第二十二条",
         "材料送达后，对方 5 个工作日内可提异议，15 日内书面告知信访人。",
         letters=(L.FORWARDING, L.ASSIGNMENT, L.HANDOVER, L.DIRECTION), meets=("forward",),
         starts=("object", "notify_referred", "feedback"), guards=(G.CLASSIFIED,)),
    _row(A.RECEIVE, REFERRED_HOPS, {S.DELIVERED}, S.RECEIVED, "第二十三条",
         "只记录签收时间；期限自送达之日起算，不因签收早晚改变。"),
    _row(A.RECEIVE, REVIEWS | {H.REDO}, {S.DELIVERED}, S.RECEIVED, "第三十五条、第三十六条",
         "只记录签收时间；期限自收到申请（意见）之日起算，不因签收早晚改变。"),
    _row(A.RECEIVE, frozenset({H.HANDOVER}), {S.DELIVERED}, S.CONCLUDED, "第二十二条第二款、第三十条",
         "登记收到；此后由有权机关依规依纪依法办理，信访渠道到此为止。"),
    _row(A.OBJECT, REFERRED_HOPS, {S.DELIVERED, S.RECEIVED}, S.OBJECTED, "第二十三条第三款",
         "须说明法律依据；转送机关同意前材料不退回，告知期限不停止。",
         letters=(L.OBJECTION,), meets=("object",), starts=("decide_objection",),
         guards=(G.OBJECTED_ONCE, G.OBJECTION_PERIOD)),
    _row(A.UPHOLD_OBJECTION, REFERRED_HOPS, {S.OBJECTED}, S.RETURNED, "第二十三条第三款",
         "材料退回本机关，转送期限按剩余天数继续。",
         letters=(L.OBJECTION_ANSWER,), meets=("decide_objection",), starts=("forward",)),
    _row(A.REFUSE_OBJECTION, REFERRED_HOPS, {S.OBJECTED}, S.RECEIVED, "第二十三条第三款",
         "对方继续办理，原告知期限不变。",
         letters=(L.OBJECTION_ANSWER,), meets=("decide_objection",)),
    _row(A.ACCEPT, FIRST, {S.RECEIVED}, S.ACCEPTED, "第二十三条、第三十一条",
         "出具受理告知书；信访程序自今日起 60 日内办结，其他途径按各自程序。",
         letters=(L.ACCEPTANCE,), meets=("notify_referred", "notify_direct"),
         starts=("conclude", "duty_reply", "guide", "research")),
    _row(A.ACCEPT, REVIEWS, {S.RECEIVED}, S.ACCEPTED, "第三十五条、第三十六条",
         "出具受理告知书；30 日自收到申请之日起算，不因受理早晚改变。",
         letters=(L.REVIEW_ACCEPTANCE,)),
    _row(A.ACCEPT, frozenset({H.REDO}), {S.RECEIVED}, S.ACCEPTED, "第三十五条、第三十六条",
         "指定承办人重新办理；不得以同一事实和理由作出相同意见。"),
    _row(A.DECLINE, frozenset({H.INTAKE}), {S.PENDING, S.RECEIVED}, S.DECLINED, "第十九条、第三十六条",
         "出具告知书，写明理由和应走的途径；本诉求在此结束。",
         letters=(L.DECLINE, L.NO_MORE), meets=("forward", "notify_direct")),
    _row(A.DECLINE, REFERRED_HOPS, {S.RECEIVED}, S.DECLINED, "第十九条、第三十六条",
         "出具告知书，写明理由和应走的途径；本诉求在此结束。",
         letters=(L.DECLINE, L.NO_MORE), meets=("notify_referred",)),
    _row(A.ASSIGN_HANDLER, DECIDING, {S.ACCEPTED, S.MEDIATING}, None, "第二十八条",
         "换人承办，期限不变。"),
    _row(A.RECUSE, DECIDING, {S.RECEIVED, S.ACCEPTED, S.MEDIATING, S.DRAFTED, S.VERIFIED}, None, "第二十八条第三款",
         "回避人不再承办、审核、签发本件；如为承办人，须另行指定。"),
    _row(A.MEDIATE, HANDLING, {S.ACCEPTED}, S.MEDIATING, "第三十三条",
         "须双方同意；调解不停止办理期限。", guards=(G.HANDLER_SET, G.MEDIABLE)),
    _row(A.SETTLE, HANDLING, {S.MEDIATING}, S.CONCLUDED, "第三十三条",
         "制作调解协议书，本件办结；可在 30 日内共同申请司法确认。",
         letters=(L.MEDIATION,), meets=ANSWER_CLOCKS),
    _row(A.FAIL_MEDIATION, HANDLING, {S.MEDIATING}, S.ACCEPTED, "第三十三条", "记录原因，继续办理。"),
    _row(A.REQUEST_EXTENSION, HANDLING, {S.ACCEPTED, S.MEDIATING}, None, "第三十四条",
         "最多 30 日，只能一次，须在原期限届满前批准并告知信访人。",
         guards=(G.PETITION_BRANCH, G.EXTENSION_ONCE, G.EXTENSION_BEFORE_DUE)),
    _row(A.GRANT_EXTENSION, HANDLING, {S.ACCEPTED, S.MEDIATING}, None, "第三十四条",
         "出具延期办理告知书，期限顺延。", letters=(L.EXTENSION,),
         guards=(G.EXTENSION_REQUESTED, G.EXTENSION_BEFORE_DUE)),
    _row(A.REFUSE_EXTENSION, HANDLING, {S.ACCEPTED, S.MEDIATING}, None, "第三十四条",
         "期限不变，承办人会收到理由。", guards=(G.EXTENSION_REQUESTED,)),
    _row(A.DRAFT, HANDLING, {S.ACCEPTED}, S.DRAFTED, "第三十一条、第三十二条",
         "送审核；签发前仍可退回修改。", guards=(G.HANDLER_SET, G.NO_PENDING_EXTENSION)),
    _row(A.DRAFT, REVIEWS, {S.ACCEPTED}, S.DRAFTED, "第三十五条、第三十六条",
         "送审核；签发前仍可退回修改。", guards=(G.HANDLER_SET,)),
    _row(A.VERIFY, HANDLING, {S.DRAFTED}, S.VERIFIED, "第三十二条", "审核通过，送负责人签发。"),
    _row(A.VERIFY, REVIEWS, {S.DRAFTED}, S.VERIFIED, "第三十五条、第三十六条", "审核通过，送负责人签发。"),
    _row(A.SEND_BACK, HANDLING, {S.DRAFTED, S.VERIFIED}, S.ACCEPTED, "第三十二条", "退回承办人修改，期限不变。"),
    _row(A.SEND_BACK, REVIEWS, {S.DRAFTED, S.VERIFIED}, S.ACCEPTED, "第三十五条、第三十六条",
         "退回承办人修改，期限不变。"),
    _row(A.SIGN, HANDLING, {S.VERIFIED}, S.SIGNED, "第三十二条、第三十四条",
         "编号用印，文书定稿不再改动；办理期限到此为止，随即送达。",
         letters=(L.OPINION, L.DUTY_REPLY, L.PROCEDURE, L.SUGGESTION_REPLY), starts=("serve",),
         meets=ANSWER_CLOCKS),
    _row(A.SIGN, REVIEWS, {S.VERIFIED}, S.SIGNED, "第三十五条、第三十六条",
         "编号用印，文书定稿不再改动；审查期限到此为止，随即书面答复信访人。",
         letters=(L.REVIEW_OPINION, L.FINAL_OPINION), starts=("serve",), meets=ANSWER_CLOCKS),
    _row(A.SERVE, DECIDING, {S.SIGNED}, S.SERVED, "第三十五条、第三十六条",
         "信访人自收到之日起 30 日内可请求复查（复核）。",
         letters=(L.SERVICE_RECEIPT,), meets=("serve",),
         starts=("request_review", "request_final_review", "redo")),
    _row(A.REPORT, frozenset({H.ASSIGN}), {S.SIGNED, S.SERVED, S.CONCLUDED}, None, "第二十二条第一款第三项",
         "向交办机关反馈结果，交办期限到此为止。", letters=(L.REPORT,), meets=("feedback",),
         guards=(G.NOT_YET_REPORTED,)),
    _row(A.CONCLUDE, DECIDING, {S.SERVED}, S.CONCLUDED, "第三十二条、第三十四条",
         "本环节办结；支持请求的，须落实并反馈。", starts=("carry_out",), guards=(G.FEEDBACK_REPORTED,)),
    _row(A.CARRY_OUT, HANDLING, {S.CONCLUDED}, None, "第三十二条第二款",
         "反馈落实情况，诉求真正了结。", letters=(L.CARRY_OUT,), meets=("carry_out",),
         guards=(G.CARRY_OUT_OWED,)),
    _row(A.REQUEST_REVIEW, HANDLING, {S.SERVED, S.CONCLUDED}, None, "第三十五条",
         "复查机关自收到申请之日起 30 日内提出意见。", meets=("request_review",), starts=("review",),
         guards=(G.REVIEW_OPEN,)),
    _row(A.REQUEST_FINAL_REVIEW, frozenset({H.REVIEW, H.REDO}), {S.SERVED, S.CONCLUDED}, None, "第三十六条",
         "复核机关自收到申请之日起 30 日内提出意见。", meets=("request_final_review",), starts=("final_review",),
         guards=(G.REVIEW_OPEN,)),
    _row(A.END, DECIDING, {S.CONCLUDED}, S.ENDED, "第三十六条第三款",
         "本诉求程序终结；同一事实和理由不再受理。", guards=(G.ROAD_FINISHED,)),
)  # fmt: skip


def find(action: Action, hop: str, state: str) -> Transition | None:
    """The row that allows `action` on this hop in this state; `None` where the law has none."""
    for row in TRANSITIONS:
        if row.action == action and hop in row.hops and state in row.sources:
            return row
    return None


_REVIEW_LETTERS = {Hop.REVIEW: Letter.REVIEW_OPINION, Hop.FINAL_REVIEW: Letter.FINAL_OPINION}
#: Article 31 (5) and (6) have a document of their own; (1) to (4) lead into another procedure.
_BRANCH_LETTERS: dict[int | None, Letter] = {
    Branch.DUTY: Letter.DUTY_REPLY,
    Branch.PETITION: Letter.OPINION,
}


def answer_letter(hop: str, kind: str, branch: int | None, subject: str | None = None) -> Letter:
    """The only document that may answer this hop (G8); `subject` is the letter that was quashed."""
    if hop in _REVIEW_LETTERS:
        return _REVIEW_LETTERS[Hop(hop)]
    if hop == Hop.REDO and subject:
        return Letter(subject)
    if kind == Kind.SUGGESTION:
        return Letter.SUGGESTION_REPLY
    return _BRANCH_LETTERS.get(branch, Letter.PROCEDURE)


def answer_clock(kind: str, branch: int | None) -> str:
    """The clock that acceptance starts; the sixty days belong to branch (6) alone (Article 34)."""
    if kind == Kind.SUGGESTION:
        return "research"
    if branch == Branch.PETITION:
        return "conclude"
    return "duty_reply" if branch == Branch.DUTY else "guide"


#: Which clock opens for the petitioner when this answer is served.
REMEDY_CLOCKS = {Letter.OPINION: "request_review", Letter.REVIEW_OPINION: "request_final_review"}
