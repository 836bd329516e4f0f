"""The road as a table: which hops, states and acts exist, what each act does to clocks and papers,
and the article that allows it. Everything else (pages, API, matrix, diagrams, tests) reads this."""

from __future__ import annotations

from dataclasses import dataclass, replace

from petitions.letters import Letter
from petitions.vocabulary import Action, Branch, Guard, Hop, State
from routing.models.guide import Kind


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
    #: Another target where the answer of the hop is this letter.
    by_letter: tuple[tuple[Letter, State], ...] = ()
    #: What the law calls the act on this kind of claim, where that is another word than usual.
    named: str = ""

    @property
    def label(self) -> str:
        return self.named or self.action.label

    @property
    def targets(self) -> tuple[State, ...]:
        """Every state that this act may lead to; empty where the hop stays."""
        own = (self.target,) if self.target else ()
        return (*own, *(state for _, state in self.by_letter))


FIRST = frozenset({Hop.INTAKE, Hop.FORWARD, Hop.ASSIGN})
REFERRED_HOPS = frozenset({Hop.FORWARD, Hop.ASSIGN})
REVIEWS = frozenset({Hop.REVIEW, Hop.FINAL_REVIEW})
HANDLING = FIRST | {Hop.REDO}
DECIDING = HANDLING | REVIEWS

#: States in which a hop still waits for somebody.
OPEN_STATES = frozenset(State) - {
    State.REFERRED, State.RETURNED, State.DECLINED, State.CONCLUDED, State.ENDED, State.MERGED,
}  # fmt: skip
#: The clocks within which a body says whether it accepts; nobody owes an anonymous sender a notice.
NOTICE_CLOCKS = ("notify_referred", "notify_direct", "examine")
#: Procedures of a review that hold it up until they end.
HELD_UP = frozenset({State.HEARING, State.PANEL, State.SUSPENDED})
#: Acts that write a paper and leave the road as it is; a page offers them beside the next step.
PAPER_ACTS = (Action.REPORT_URGENT, Action.RECORD_RECEPTION, Action.TAKE_CHARGE, Action.WARN_OF_RISK,
              Action.APPLY_FOR_AID)  # fmt: skip
#: The clocks that a signed answer stops; each hop runs at most one of them.
ANSWER_CLOCKS = ("conclude", "duty_reply", "guide", "research", "review", "final_review", "redo",
                 "simple_conclude")  # fmt: skip


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
    "ANSWER_CLOCKS", "HELD_UP", "OPEN_STATES", "PAPER_ACTS", "REMEDY_CLOCKS", "REVIEWS", "TRANSITIONS", "Action", "Branch",
    "Guard", "Hop", "Kind", "State", "Transition", "answer_clock", "answer_letter", "find",
    "name_of", "standing_of", "worded",
]  # fmt: skip

TRANSITIONS: tuple[Transition, ...] = (
    _row(A.CLASSIFY, frozenset({H.INTAKE}), {S.PENDING}, None, "第二十二条",
         "更正内容分类、问题属地，重新算出有权处理的机关；期限不变。"),
    _row(A.SPLIT, frozenset({H.INTAKE}), {S.PENDING}, None, "第二十二条、第三十条",
         "一事一诉：每项诉求各走各的途径，转送期限都自收到之日起算；检举控告的部分成为密件。",
         letters=(L.REGISTRATION,), starts=("forward",)),
    _row(A.MERGE, frozenset({H.INTAKE}), {S.PENDING}, None, "第二十二条",
         "各项诉求都还没有办理时，可以并回拆分以前的样子。", guards=(G.SPLIT_UNTOUCHED,)),
    _row(A.SEPARATE, frozenset({H.INTAKE}), set(S), None, "第十九条第三款",
         "并错的重件另立一个事项，从收到之日起重新计算转送期限；本事项不变。",
         letters=(L.REGISTRATION,), starts=("forward", "notify_direct", "examine"), guards=(G.REPEAT_JOINED,)),
    _row(A.COMPARE, frozenset({H.INTAKE}), {S.PENDING, S.RECEIVED}, None, "第三十六条第三款",
         "与复核意见逐项核对：相同的可以不再受理，有新的事实和理由的照常办理。", guards=(G.OPINION_KNOWN,)),
    _row(A.REFER, frozenset({H.INTAKE}), {S.PENDING}, S.REFERRED, "第二十二条",
         "材料送达后，对方 5 个工作日内可提异议，15 日内书面告知信访人；检举控告作为密件移交，不作告知。",
         letters=(L.FORWARDING, L.ASSIGNMENT, L.HANDOVER, L.DIRECTION), meets=("forward",),
         starts=("object", "notify_referred", "examine", "feedback", "take_over"), guards=(G.CLASSIFIED,)),
    _row(A.RECEIVE, REFERRED_HOPS, {S.DELIVERED}, S.RECEIVED, "第二十三条",
         "只记录签收时间；期限自送达之日起算，不因签收早晚改变。"),
    _row(A.RECEIVE, REVIEWS | {H.REDO}, {S.DELIVERED}, S.RECEIVED, "第三十五条、第三十六条",
         "只记录签收时间；期限自收到申请（意见）之日起算，不因签收早晚改变。"),
    _row(A.RECEIVE, frozenset({H.HANDOVER}), {S.DELIVERED}, S.CONCLUDED, "第二十二条第二款、第三十条",
         "登记收到；此后由有权机关依规依纪依法办理，信访渠道到此为止。", meets=("take_over",)),
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
    _row(A.DISPUTE, REFERRED_HOPS, {S.RECEIVED}, S.DISPUTED, "第二十四条",
         "异议未被同意、仍有争议的，报共同上一级或者信访工作联席会议；告知期限不停止。",
         letters=(L.DISPUTE,), starts=("dispute",), guards=(G.OBJECTION_REFUSED,)),
    _row(A.DECIDE_DISPUTE, REFERRED_HOPS, {S.DISPUTED}, S.RECEIVED, "第二十四条",
         "决定由本机关受理的，继续办理；决定由其他机关受理的，材料转去，期限自送达之日起算。",
         letters=(L.DISPUTE_DECISION,), meets=("dispute",), starts=("notify_referred", "examine", "feedback")),
    _row(A.ACCEPT, FIRST, {S.RECEIVED}, S.ACCEPTED, "第二十三条、第三十一条",
         "出具受理告知书；信访程序自今日起 60 日内办结，其他途径按各自程序。",
         letters=(L.ACCEPTANCE,), meets=(*NOTICE_CLOCKS, "reroute"),
         starts=("conclude", "duty_reply", "guide", "research")),
    _row(A.ACCEPT_SIMPLE, FIRST, {S.RECEIVED}, S.ACCEPTED, "《信访事项简易办理办法（试行）》",
         "出具受理告知书（咨询的随答复一并告知）；自今日起 10 个工作日内答复，复杂的可转为普通程序。",
         letters=(L.ACCEPTANCE,), meets=NOTICE_CLOCKS, starts=("simple_conclude",), guards=(G.SIMPLE_ALLOWED,)),
    _row(A.CONVERT, FIRST, {S.ACCEPTED, S.MEDIATING, S.HEARING}, None, "《信访事项简易办理办法（试行）》、第三十四条",
         "按普通程序办理；60 日仍自简易受理之日起算，咨询的补发受理告知书。", starts=("conclude",), guards=(G.IS_SIMPLE,)),
    _row(A.ANSWER_ENQUIRY, frozenset({H.INTAKE}), {S.PENDING}, S.CONCLUDED, "《信访事项简易办理办法（试行）》",
         "当即答复的，记下答复即办结；没有处理意见书，也没有复查。", meets=("forward",), guards=(G.IS_ENQUIRY,)),
    _row(A.ANSWER_ENQUIRY, FIRST, {S.RECEIVED, S.ACCEPTED}, S.CONCLUDED, "《信访事项简易办理办法（试行）》",
         "记下答复即办结，简易办理的期限到此为止；没有处理意见书，也没有复查。",
         meets=(*NOTICE_CLOCKS, "simple_conclude"), guards=(G.IS_ENQUIRY,)),
    _row(A.ACCEPT, REVIEWS, {S.RECEIVED}, S.ACCEPTED, "第三十五条、第三十六条",
         "出具受理告知书；30 日自收到申请之日起算，不因受理早晚改变。",
         letters=(L.REVIEW_ACCEPTANCE,), meets=("accept_review",), starts=("respond",)),
    _row(A.ASK_PAPERS, REVIEWS, {S.RECEIVED}, S.CORRECTING, "第三十五条、第三十六条",
         "一次告知要补什么；补正完成之日才是收到申请之日，30 日从那一天起算。",
         letters=(L.CORRECTION,), meets=("accept_review",), starts=("correction",),
         guards=(G.PAPERS_ASKED_ONCE,)),
    _row(A.COMPLETE_PAPERS, REVIEWS, {S.CORRECTING}, S.RECEIVED, "第三十五条、第三十六条",
         "补正完成之日为收到申请之日，30 日从这一天重新起算。",
         meets=("correction",), starts=("review", "final_review", "accept_review")),
    _row(A.ANSWER_REVIEW, REVIEWS, {S.ACCEPTED} | HELD_UP, None, "第三十五条、第三十六条",
         "原办理机关说明理由、提交证据，供审查人一并审查。",
         meets=("respond",), guards=(G.RESPONSE_OWED,)),
    _row(A.CONVENE_HEARING, DECIDING, {S.ACCEPTED}, S.HEARING, "第三十一条第六项、第三十六条第二款",
         "出具听证通知；复核的听证时间不计算在 30 日内。", letters=(L.HEARING_NOTICE,),
         starts=("hearing",), guards=(G.HANDLER_SET, G.HEARABLE, G.NO_PENDING_EXTENSION)),
    _row(A.CLOSE_HEARING, DECIDING, {S.HEARING}, S.ACCEPTED, "第三十一条第六项、第三十六条第二款",
         "存入听证笔录和听证结论，继续办理；停止计算的期限从今天继续。",
         letters=(L.HEARING_RECORD, L.HEARING_CONCLUSION), meets=("hearing",)),
    _row(A.CANCEL_HEARING, DECIDING, {S.HEARING}, S.ACCEPTED, "第三十一条第六项、第三十六条第二款",
         "记录取消的原因，继续办理；停止计算的期限从今天继续。", meets=("hearing",)),
    _row(A.CONVENE_PANEL, REVIEWS, {S.ACCEPTED}, S.PANEL, "第三十五条、第三十六条",
         "专业问题交专家会审；会审时间是否计入 30 日，按期限规则。", starts=("panel",), guards=(G.HANDLER_SET,)),
    _row(A.CLOSE_PANEL, REVIEWS, {S.PANEL}, S.ACCEPTED, "第三十五条、第三十六条",
         "记录会审意见，继续审查；停止计算的期限从今天继续。", meets=("panel",)),
    _row(A.SUSPEND, REVIEWS, {S.ACCEPTED}, S.SUSPENDED, "第三十五条、第三十六条",
         "书面告知信访人中止的理由；事由消除后恢复。", letters=(L.SUSPENSION,), starts=("suspension",),
         guards=(G.HANDLER_SET,)),
    _row(A.CONTINUE_SUSPENSION, REVIEWS, {S.SUSPENDED}, None, "第三十五条、第三十六条",
         "已核查，中止的事由还在；30 日内再核查。", meets=("suspension",), starts=("suspension",)),
    _row(A.RESUME, REVIEWS, {S.SUSPENDED}, S.ACCEPTED, "第三十五条、第三十六条",
         "书面告知信访人恢复审查；停止计算的期限从今天继续。", letters=(L.SUSPENSION,), meets=("suspension",)),
    _row(A.TERMINATE, REVIEWS, {S.DELIVERED, S.RECEIVED, S.CORRECTING, S.ACCEPTED} | HELD_UP, S.ENDED,
         "第三十五条、第三十六条", "只限列明的几种情形；书面告知，原意见继续有效。", letters=(L.TERMINATION,)),
    _row(A.WITHDRAW, DECIDING, {S.PENDING, S.DELIVERED, S.RECEIVED, S.CORRECTING, S.ACCEPTED, S.MEDIATING} | HELD_UP,
         S.ENDED, "第十九条、第三十五条、第三十六条",
         "须信访人自愿，且不损害公共利益和他人权益；书面告知，本环节终止。", letters=(L.TERMINATION,),
         guards=(G.WITHDRAWABLE,)),
    _row(A.ACCEPT, frozenset({H.REDO}), {S.RECEIVED}, S.ACCEPTED, "第三十五条、第三十六条",
         "指定承办人重新办理；不得以同一事实和理由作出相同意见。", meets=("reroute",), starts=("redo",)),
    _row(A.DECLINE, frozenset({H.INTAKE}), {S.PENDING, S.RECEIVED}, S.DECLINED, "第十九条、第三十六条",
         "出具告知书，写明理由和应走的途径；本诉求在此结束。",
         letters=(L.DECLINE, L.NO_MORE, L.DIRECTION), meets=("forward", *NOTICE_CLOCKS, "reroute"),
         guards=(G.NOT_SEALED,)),
    _row(A.DECLINE, REFERRED_HOPS, {S.RECEIVED}, S.DECLINED, "第十九条、第三十六条",
         "出具告知书，写明理由和应走的途径；本诉求在此结束。",
         letters=(L.DECLINE, L.NO_MORE, L.DIRECTION), meets=(*NOTICE_CLOCKS, "reroute")),
    _row(A.ASSIGN_HANDLER, DECIDING, {S.ACCEPTED, S.MEDIATING} | HELD_UP, None, "第二十八条",
         "换人承办，期限不变。"),
    _row(A.RECUSE, DECIDING,
         {S.RECEIVED, S.ACCEPTED, S.MEDIATING, S.DRAFTED, S.VERIFIED} | HELD_UP, None, "第二十八条第三款",
         "回避人不再承办、审核、签发本件；如为承办人，须另行指定。"),
    _row(A.REQUEST_RECUSAL, DECIDING,
         {S.RECEIVED, S.ACCEPTED, S.MEDIATING, S.DRAFTED, S.VERIFIED} | HELD_UP, None, "第二十八条第三款",
         "由负责人决定是否回避；决定之前不起草、不签发。", starts=("decide_recusal",), guards=(G.NO_PENDING_RECUSAL,)),
    _row(A.DECIDE_RECUSAL, DECIDING,
         {S.RECEIVED, S.ACCEPTED, S.MEDIATING, S.DRAFTED, S.VERIFIED} | HELD_UP, None, "第二十八条第三款",
         "决定并说明理由；决定回避的，该人不再参与本件。", meets=("decide_recusal",), guards=(G.RECUSAL_ASKED,)),
    _row(A.HANDLE_JOINTLY, HANDLING, {S.ACCEPTED}, None, "第二十四条、第三十五条",
         "与协商一致的机关共同答复，对方即可查看本件；不服的，由共同的上一级机关复查。"),
    _row(A.LEAVE_JOINTLY, HANDLING, {S.ACCEPTED}, None, "第二十四条",
         "起草意见以前，经协商由其余机关答复；退出的机关不再看到本件，复查机关重新确定。", guards=(G.HANDLED_JOINTLY,)),
    _row(A.MEDIATE, HANDLING, {S.ACCEPTED}, S.MEDIATING, "第三十三条",
         "须双方同意；调解不停止办理期限。", guards=(G.HANDLER_SET, G.MEDIABLE)),
    _row(A.SETTLE, HANDLING, {S.MEDIATING}, S.CONCLUDED, "第三十三条",
         "制作调解协议书或者和解协议书，本件办结；按履行期限跟踪，人民调解的可在 30 日内共同申请司法确认。",
         letters=(L.MEDIATION, L.SETTLEMENT), meets=ANSWER_CLOCKS, starts=("perform", "confirm")),
    _row(A.PERFORM, HANDLING, {S.CONCLUDED}, None, "第三十三条",
         "记下已经履行的一项；还有没到期的，接着跟踪下一项。", meets=("perform",), starts=("perform",),
         guards=(G.PERFORMANCE_OWED,)),
    _row(A.FAIL_PERFORMANCE, HANDLING, {S.CONCLUDED}, S.RECEIVED, "第三十一条、第三十三条",
         "回到本机关重新确定途径；经法院确认的，引导申请强制执行。", meets=("perform",), starts=("reroute", "redo"),
         guards=(G.PERFORMANCE_OWED,)),
    _row(A.APPLY_CONFIRMATION, HANDLING, {S.CONCLUDED}, None, "《人民调解法》第三十三条",
         "记下双方共同申请的法院和日期；此后跟踪法院的裁定。", meets=("confirm",), starts=("court",),
         guards=(G.CONFIRMATION_OPEN,)),
    _row(A.WAIVE_CONFIRMATION, HANDLING, {S.CONCLUDED}, None, "《人民调解法》第三十三条",
         "记下双方不申请的说明；协议继续履行。", meets=("confirm",), guards=(G.CONFIRMATION_OPEN,)),
    _row(A.CONFIRM, HANDLING, {S.CONCLUDED}, None, "《人民调解法》第三十三条",
         "记下法院的裁定；确认有效的，可以申请强制执行。", meets=("court",), guards=(G.AT_COURT,)),
    _row(A.FAIL_MEDIATION, HANDLING, {S.MEDIATING}, S.ACCEPTED, "第三十三条", "记录原因，继续办理。"),
    _row(A.REQUEST_EXTENSION, HANDLING, {S.ACCEPTED, S.MEDIATING}, None, "第三十四条",
         "最多 30 日，只能一次，须在原期限届满前批准并告知信访人。",
         guards=(G.PETITION_BRANCH, G.EXTENSION_ONCE, G.EXTENSION_BEFORE_DUE)),
    _row(A.GRANT_EXTENSION, HANDLING, {S.ACCEPTED, S.MEDIATING}, None, "第三十四条",
         "出具延期办理告知书，期限顺延。", letters=(L.EXTENSION,),
         guards=(G.EXTENSION_REQUESTED, G.EXTENSION_BEFORE_DUE)),
    _row(A.REFUSE_EXTENSION, HANDLING, {S.ACCEPTED, S.MEDIATING}, None, "第三十四条",
         "期限不变，承办人会收到理由。", guards=(G.EXTENSION_REQUESTED,)),
    _row(A.WITHDRAW_EXTENSION, HANDLING, {S.ACCEPTED, S.MEDIATING, S.HEARING}, None, "第三十四条",
         "期限重新算回，书面告知信访人；撤回后不能再延期。", letters=(L.EXTENSION_WITHDRAWN,),
         guards=(G.EXTENSION_GRANTED,)),
    _row(A.DRAFT, HANDLING, {S.ACCEPTED}, S.DRAFTED, "第三十一条、第三十二条",
         "送审核；签发前仍可退回修改。",
         guards=(G.NOT_ENQUIRY, G.HANDLER_SET, G.NO_PENDING_EXTENSION, G.NO_PENDING_RECUSAL)),
    _row(A.DRAFT, REVIEWS, {S.ACCEPTED}, S.DRAFTED, "第三十五条、第三十六条",
         "送审核；签发前仍可退回修改。", guards=(G.HANDLER_SET, G.NO_PENDING_RECUSAL)),
    _row(A.VERIFY, HANDLING, {S.DRAFTED}, S.VERIFIED, "第三十二条", "审核通过，送负责人签发。"),
    _row(A.VERIFY, REVIEWS, {S.DRAFTED}, S.VERIFIED, "第三十五条、第三十六条", "审核通过，送负责人签发。"),
    _row(A.SEND_BACK, HANDLING, {S.DRAFTED, S.VERIFIED}, S.ACCEPTED, "第三十二条", "退回承办人修改，期限不变。"),
    _row(A.SEND_BACK, REVIEWS, {S.DRAFTED, S.VERIFIED}, S.ACCEPTED, "第三十五条、第三十六条",
         "退回承办人修改，期限不变。"),
    _row(A.SIGN, HANDLING, {S.VERIFIED}, S.SIGNED, "第三十二条、第三十四条",
         "编号用印，文书定稿不再改动；办理期限到此为止，随即送达。",
         letters=(L.OPINION, L.DUTY_REPLY, L.PROCEDURE, L.SUGGESTION_REPLY), starts=("serve",),
         meets=ANSWER_CLOCKS, guards=(G.NO_PENDING_RECUSAL,)),
    _row(A.SIGN, REVIEWS, {S.VERIFIED}, S.SIGNED, "第三十五条、第三十六条",
         "编号用印，文书定稿不再改动；审查期限到此为止，随即书面答复信访人。",
         letters=(L.REVIEW_OPINION, L.FINAL_OPINION), starts=("serve",), meets=ANSWER_CLOCKS, guards=(G.NO_PENDING_RECUSAL,)),
    _row(A.SERVE, DECIDING, {S.SIGNED}, S.SERVED, "第三十五条、第三十六条",
         "信访人自收到之日起 30 日内可请求复查（复核）。",
         letters=(L.SERVICE_RECEIPT,), meets=("serve",),
         starts=("close", "import", "request_review", "request_final_review", "redo"),
         by_letter=((L.PROCEDURE, S.IMPORTING),)),
    _row(A.REPORT, frozenset({H.ASSIGN}), {S.SIGNED, S.SERVED, S.IMPORTING, S.CONCLUDED}, None, "第二十二条第一款第三项",
         "向交办机关反馈结果，交办期限到此为止。", letters=(L.REPORT,), meets=("feedback",),
         guards=(G.NOT_YET_REPORTED,)),
    _row(A.CONCLUDE, DECIDING, {S.SERVED}, S.CONCLUDED, "第三十二条、第三十四条",
         "本环节办结；支持请求的，须落实并反馈。", starts=("carry_out",), meets=("close",), guards=(G.FEEDBACK_REPORTED,)),
    _row(A.TAKE_ON, HANDLING, {S.IMPORTING}, S.CONCLUDED, "第三十一条第一项至第四项",
         "记下接收的机关、案号和日期，本环节办结；此后按该程序的期限和救济。", meets=("import",),
         guards=(G.FEEDBACK_REPORTED,)),
    _row(A.FAIL_IMPORT, HANDLING, {S.IMPORTING}, S.RECEIVED, "第三十一条",
         "对方没有接收的，回到本机关重新确定途径，不让事情落空。", meets=("import",), starts=("reroute",)),
    _row(A.CARRY_OUT, HANDLING, {S.CONCLUDED}, None, "第三十二条第二款",
         "反馈落实情况，诉求真正了结。", letters=(L.CARRY_OUT,), meets=("carry_out",),
         guards=(G.CARRY_OUT_OWED,)),
    _row(A.REQUEST_REVIEW, HANDLING, {S.SERVED, S.CONCLUDED}, None, "第三十五条",
         "复查机关自收到申请之日起 30 日内提出意见。", letters=(L.REVIEW_APPLICATION,), meets=("request_review",),
         starts=("review", "accept_review"),
         guards=(G.REVIEW_OPEN,)),
    _row(A.REQUEST_FINAL_REVIEW, frozenset({H.REVIEW, H.REDO}), {S.SERVED, S.CONCLUDED}, None, "第三十六条",
         "复核机关自收到申请之日起 30 日内提出意见。", letters=(L.REVIEW_APPLICATION,), meets=("request_final_review",),
         starts=("final_review", "accept_review"),
         guards=(G.REVIEW_OPEN,)),
    _row(A.END, DECIDING, {S.CONCLUDED}, S.ENDED, "第三十六条第三款",
         "本诉求程序终结；同一事实和理由不再受理。", guards=(G.ROAD_FINISHED,)),
    _row(A.REPORT_URGENT, FIRST, set(S) - {S.MERGED}, None, "第二十五条",
         "报告本级党委和政府；信访部门同时报告上一级信访部门和国家信访局。", letters=(L.URGENT_REPORT,),
         guards=(G.NOT_SEALED,)),
    _row(A.RECORD_RECEPTION, FIRST, set(S) - {S.MERGED}, None, "第十八条第二款",
         "记下领导接访的情况和批示，存入本件。", letters=(L.RECEPTION,), guards=(G.NOT_SEALED,)),
    _row(A.TAKE_CHARGE, FIRST, set(S) - {S.MERGED}, None, "第十八条第二款",
         "包案领导从此看得到本件，并收到通知。", letters=(L.CASE_CHARGE,), guards=(G.NOT_SEALED,)),
    _row(A.WARN_OF_RISK, FIRST, set(S) - {S.MERGED}, None, "第二十五条、第三十七条",
         "书面告知负责稳控化解的单位；不改变办理期限。", letters=(L.RISK_NOTICE,), guards=(G.NOT_SEALED,)),
    _row(A.APPLY_FOR_AID, FIRST, set(S) - {S.MERGED}, None, "第二十七条、第三十七条",
         "生活困难的帮扶救助到位；不影响诉求的办理。", letters=(L.AID_APPLICATION,), guards=(G.NOT_SEALED,)),
)  # fmt: skip


def find(action: Action, hop: str, state: str) -> Transition | None:
    """The row that allows `action` on this hop in this state; `None` where the law has none."""
    for row in TRANSITIONS:
        if row.action == action and hop in row.hops and state in row.sources:
            return row
    return None


#: An act that the law calls otherwise on a kind of claim: its name, article, and what follows.
OTHER_WORDS: dict[tuple[Action, Kind], tuple[str, str, str]] = {
    (A.REFER, Kind.ACCUSATION): (
        "移交", "第二十二条第二款、第三十条",
        "作为密件移交有管理权限的机关，由对方登记收到；不告知被反映的单位和个人，信访渠道到此为止。",
    ),
}  # fmt: skip


#: A state that is called after such an act.
OTHER_STATES: dict[tuple[State, Kind], str] = {
    (S.PENDING, Kind.ACCUSATION): "待移交", (S.REFERRED, Kind.ACCUSATION): "已移交",
}  # fmt: skip


def standing_of(state: str, kind: str) -> str:
    """What the state is called on a claim of this kind."""
    return OTHER_STATES.get((State(state), Kind(kind)), State(state).label)


def name_of(action: Action, kind: str) -> str:
    """What the act is called on a claim of this kind."""
    words = OTHER_WORDS.get((action, Kind(kind)))
    return words[0] if words else action.label


def worded(row: Transition, kind: str) -> Transition:
    """The row in the words of the law for a claim of this kind."""
    words = OTHER_WORDS.get((row.action, Kind(kind)))
    if words is None:
        return row
    name, article, consequence = words
    return replace(row, named=name, article=article, consequence=consequence)


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
