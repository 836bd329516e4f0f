"""Conditions beyond the state. Each answers with "" or with the reason why not, in Chinese, so that
a button can say before the click what the verb would say after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from petitions import earlier
from petitions.letters import Letter, Outcome, ReviewOutcome
from petitions.models import Claim, Deadline, Document, IntervalKind, Referral
from petitions.states import REMEDY_CLOCKS, REVIEWS, Branch, Guard, Hop, Kind, State
from petitions.words import month_day
from routing.limits import due_on
from routing.timelimits import limit_for
from routing.workdays import work_calendar

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    Check = Callable[[Referral, dt.date], str]


def reason_against(guards: tuple[Guard, ...], referral: Referral, *, on: dt.date) -> str:
    """The first reason why the act is not lawful on this day; "" where there is none."""
    for guard in guards:
        reason = GUARDS[guard](referral, on)
        if reason:
            return reason
    return ""


def open_clock(referral: Referral, code: str) -> Deadline | None:
    return next((row for row in referral.deadlines.all() if row.code == code and row.is_open), None)


def answer(referral: Referral) -> Document | None:
    """The issued letter that answers this hop; `None` before it is signed."""
    letters = {Letter.OPINION, Letter.DUTY_REPLY, Letter.PROCEDURE, Letter.SUGGESTION_REPLY,
               Letter.REVIEW_OPINION, Letter.FINAL_OPINION}  # fmt: skip
    issued = [
        row for row in referral.documents.all() if row.is_issued and Letter(row.letter) in letters
    ]
    return issued[-1] if issued else None


def _classified(referral: Referral, on: dt.date) -> str:
    claim: Claim = referral.claim
    if claim.category_id is None or claim.territory_id is None:
        return "先填写内容分类和问题属地，才能确定有权处理的机关。"
    return ""


def _objection_period(referral: Referral, on: dt.date) -> str:
    clock = open_clock(referral, "object")
    if clock is None or on > clock.due_on:
        return "自收到之日起 5 个工作日已过，不能再提异议（第二十三条第三款）。"
    return ""


def _objected_once(referral: Referral, on: dt.date) -> str:
    return "本环节已提过一次异议。" if hasattr(referral, "objection") else ""


def _petition_branch(referral: Referral, on: dt.date) -> str:
    claim = referral.claim
    if claim.kind != Kind.GRIEVANCE or claim.branch != Branch.PETITION:
        return "第三十四条的 60 日和延期只适用于第三十一条第六项（信访程序）。"
    return ""


def _mediable(referral: Referral, on: dt.date) -> str:
    claim = referral.claim
    outside = (Branch.PARTY_APPEAL, Branch.ADMINISTRATIVE)
    if claim.kind != Kind.GRIEVANCE or claim.branch in outside or claim.is_enquiry:
        return "本途径的事项不适用调解。"
    return ""


def _performance_owed(referral: Referral, on: dt.date) -> str:
    return "" if open_clock(referral, "perform") else "没有还在履行的调解协议。"


def _confirmation_open(referral: Referral, on: dt.date) -> str:
    if open_clock(referral, "confirm"):
        return ""
    return "只有人民调解达成的协议、还没有登记的，才有司法确认（《人民调解法》第三十三条）。"


def _at_court(referral: Referral, on: dt.date) -> str:
    return "" if open_clock(referral, "court") else "没有等待法院裁定的司法确认申请。"


def _extension_once(referral: Referral, on: dt.date) -> str:
    extensions = list(referral.extensions.all())
    if any(row.is_granted for row in extensions):
        return "已延期一次，不能再延（第三十四条）。"
    if any(row.is_granted is None for row in extensions):
        return "已有一份延期申请等待审批。"
    return ""


def _extension_before_due(referral: Referral, on: dt.date) -> str:
    clock = open_clock(referral, "conclude")
    if clock is None:
        return "没有正在计算的 60 日办理期限，不能延期。"
    if on > clock.due_on:
        return f"办理期限已于 {month_day(clock.due_on)} 届满，不能再延期（第三十四条）。"
    return ""


def _extension_requested(referral: Referral, on: dt.date) -> str:
    pending = any(row.is_granted is None for row in referral.extensions.all())
    return "" if pending else "没有等待审批的延期申请。"


def _no_pending_extension(referral: Referral, on: dt.date) -> str:
    pending = any(row.is_granted is None for row in referral.extensions.all())
    return "延期申请尚未审批，先由审批人决定。" if pending else ""


def _handler_set(referral: Referral, on: dt.date) -> str:
    return "" if referral.handler_id else "尚未指定承办人。"


def _feedback_reported(referral: Referral, on: dt.date) -> str:
    if referral.hop == Hop.ASSIGN and open_clock(referral, "feedback"):
        return "交办件须先向交办机关报送办结报告。"
    return ""


def _not_yet_reported(referral: Referral, on: dt.date) -> str:
    return "" if open_clock(referral, "feedback") else "办结报告已报送。"


def _carry_out_owed(referral: Referral, on: dt.date) -> str:
    if open_clock(referral, "carry_out"):
        return ""
    return "只有予以支持、尚未落实的意见需要落实反馈。"


def _review_open(referral: Referral, on: dt.date) -> str:
    document = answer(referral)
    if document is None or Letter(document.letter) not in REMEDY_CLOCKS:
        return "只有信访处理意见书、复查意见书可以请求复查、复核；本途径另有救济（第三十一条）。"
    if document.outcome == ReviewOutcome.QUASH:
        return "该意见已责令重新办理，待新的意见作出后再请求。"
    if any(child.hop in REVIEWS for child in referral.children.all()):
        return "已登记过申请，不能重复受理。"
    clock = open_clock(referral, REMEDY_CLOCKS[Letter(document.letter)])
    return "" if clock else "意见书尚未送达，30 日还没有开始。"


def _road_finished(referral: Referral, on: dt.date) -> str:
    if any(child.is_open or child.state == State.CONCLUDED for child in referral.children.all()):
        return "后续环节尚未结束。"
    reason = next((words for code, words in _STILL_OWED.items() if open_clock(referral, code)), "")
    return reason or _remedy_running(referral, on) or _confirmation_running(referral, on)


_STILL_OWED = {
    "carry_out": "支持的意见尚未落实。",
    "feedback": "办结报告尚未报送。",
    "perform": "调解协议还没有履行完毕。",
    "court": "司法确认的裁定还没有登记。",
}


def _confirmation_running(referral: Referral, on: dt.date) -> str:
    clock = open_clock(referral, "confirm")
    if clock is not None and on <= clock.due_on:
        return f"司法确认的申请期到 {month_day(clock.due_on)} 才届满。"
    return ""


def _remedy_running(referral: Referral, on: dt.date) -> str:
    document = answer(referral)
    code = REMEDY_CLOCKS.get(Letter(document.letter)) if document else None
    clock = open_clock(referral, code) if code else None
    if clock is not None and on <= clock.due_on:
        return f"信访人的救济期到 {month_day(clock.due_on)} 才届满。"
    return ""


def _objection_refused(referral: Referral, on: dt.date) -> str:
    objection = getattr(referral, "objection", None)
    if objection is None or objection.is_upheld is not False:
        return "先提出异议；转送机关不同意、仍有争议的，才提请协调（第二十四条）。"
    dispute = referral.disputes.exists()
    return "受理机关已经决定，不能再提请协调。" if dispute else ""


def _simple_allowed(referral: Referral, on: dt.date) -> str:
    """Only what is new, single and nobody's dispute; decided within three working days."""
    claim, petition = referral.claim, referral.claim.petition
    if claim.kind != Kind.GRIEVANCE:
        return "简易办理用于申诉求决类事项；建议意见按第二十九条研究答复。"
    if petition.people_count > 1 or petition.is_anonymous:
        return "联名、集体和匿名信访件不适用简易办理。"
    if claim.matter.petitions.exclude(pk=petition.pk).exists():
        return "简易办理只适用于初次信访事项。"
    last = _simple_until(referral)
    return f"简易办理应当在 {month_day(last)}前决定，现按普通程序受理。" if on > last else ""


def _simple_until(referral: Referral) -> dt.date:
    start = referral.delivered_on
    limit = limit_for("simple_accept", on=start, organization=referral.organization)
    return due_on(start, limit, work_calendar()).due_on


def _is_simple(referral: Referral, on: dt.date) -> str:
    return "" if open_clock(referral, "simple_conclude") else "本件不是简易办理。"


def _is_enquiry(referral: Referral, on: dt.date) -> str:
    return "" if referral.claim.is_enquiry else "本件不是咨询，按办理途径答复。"


def _not_enquiry(referral: Referral, on: dt.date) -> str:
    if referral.claim.is_enquiry:
        return "咨询不出具处理意见书：答复后记下即可；情况复杂的，先转为普通程序。"
    return ""


def _extension_granted(referral: Referral, on: dt.date) -> str:
    clock = open_clock(referral, "conclude")
    return "" if clock and clock.extension_days else "没有正在生效的延期。"


def _recusal_asked(referral: Referral, on: dt.date) -> str:
    return "" if _is_recusal_asked(referral) else "没有等待决定的回避申请。"


def _no_pending_recusal(referral: Referral, on: dt.date) -> str:
    asked = _is_recusal_asked(referral)
    return "回避申请尚未决定，先由负责人决定（第二十八条第三款）。" if asked else ""


def _is_recusal_asked(referral: Referral) -> bool:
    return any(row.is_granted is None for row in referral.recusal_requests.all())


def _hearable(referral: Referral, on: dt.date) -> str:
    claim = referral.claim
    if claim.petition.is_anonymous:
        return "姓名、住址不清，无法通知信访人参加听证。"
    if open_clock(referral, "simple_conclude"):
        return "简易办理的事项要听证的，先转为普通程序。"
    if referral.hop in REVIEWS or claim.branch == Branch.PETITION:
        return ""
    return "听证适用于信访程序（第三十一条第六项）和复查、复核。"


def _response_owed(referral: Referral, on: dt.date) -> str:
    if hasattr(referral, "review_answer"):
        return "已提交答辩。"
    return "" if open_clock(referral, "respond") else "受理以后才需要答辩。"


def _withdrawable(referral: Referral, on: dt.date) -> str:
    if referral.claim.kind == Kind.ACCUSATION:
        return "检举控告不因撤回而停止移交（第三十条）。"
    return ""


def _papers_asked_once(referral: Referral, on: dt.date) -> str:
    asked = referral.intervals.filter(kind=IntervalKind.CORRECTION).exists()
    return "已通知补正过一次；需要补正的应当一次告知。" if asked else ""


def _split_untouched(referral: Referral, on: dt.date) -> str:
    if not referral.claim.splits.filter(merged_at=None).exists():
        return "本诉求没有拆分过。"
    moved = Referral.objects.filter(claim__split__claim=referral.claim_id).exclude(
        state=State.MERGED
    )
    if moved.exclude(state=State.PENDING, version=1).exists():
        return "拆出的诉求已经开始办理，不能再并回。"
    return ""


def _repeat_joined(referral: Referral, on: dt.date) -> str:
    return "" if earlier.joined(referral).exists() else "本事项没有并入的重件。"


def _opinion_known(referral: Referral, on: dt.date) -> str:
    if referral.claim.kind != Kind.GRIEVANCE:
        return "只有申诉求决可以与复核意见核对。"
    if earlier.final_opinions(referral).exists():
        return ""
    return "没有查到本事项或者同一信访人的复核意见书。"


def _handled_jointly(referral: Referral, on: dt.date) -> str:
    together = any(row.is_standing for row in referral.joint_bodies.all())
    return "" if together else "本件没有共同办理的机关。"


def _not_sealed(referral: Referral, on: dt.date) -> str:
    return "密件的情况不写进其他文书（第三十条）。" if referral.claim.is_sealed else ""


GUARDS: dict[Guard, Check] = {
    Guard.OBJECTION_REFUSED: _objection_refused,
    Guard.SIMPLE_ALLOWED: _simple_allowed,
    Guard.IS_SIMPLE: _is_simple,
    Guard.IS_ENQUIRY: _is_enquiry,
    Guard.NOT_ENQUIRY: _not_enquiry,
    Guard.EXTENSION_GRANTED: _extension_granted,
    Guard.RECUSAL_ASKED: _recusal_asked,
    Guard.NO_PENDING_RECUSAL: _no_pending_recusal,
    Guard.HEARABLE: _hearable,
    Guard.RESPONSE_OWED: _response_owed,
    Guard.WITHDRAWABLE: _withdrawable,
    Guard.PAPERS_ASKED_ONCE: _papers_asked_once,
    Guard.CLASSIFIED: _classified,
    Guard.OBJECTION_PERIOD: _objection_period,
    Guard.OBJECTED_ONCE: _objected_once,
    Guard.PETITION_BRANCH: _petition_branch,
    Guard.MEDIABLE: _mediable,
    Guard.PERFORMANCE_OWED: _performance_owed,
    Guard.CONFIRMATION_OPEN: _confirmation_open,
    Guard.AT_COURT: _at_court,
    Guard.EXTENSION_ONCE: _extension_once,
    Guard.EXTENSION_BEFORE_DUE: _extension_before_due,
    Guard.EXTENSION_REQUESTED: _extension_requested,
    Guard.HANDLER_SET: _handler_set,
    Guard.NO_PENDING_EXTENSION: _no_pending_extension,
    Guard.FEEDBACK_REPORTED: _feedback_reported,
    Guard.NOT_YET_REPORTED: _not_yet_reported,
    Guard.CARRY_OUT_OWED: _carry_out_owed,
    Guard.REVIEW_OPEN: _review_open,
    Guard.ROAD_FINISHED: _road_finished,
    Guard.SPLIT_UNTOUCHED: _split_untouched,
    Guard.REPEAT_JOINED: _repeat_joined,
    Guard.OPINION_KNOWN: _opinion_known,
    Guard.HANDLED_JOINTLY: _handled_jointly,
    Guard.NOT_SEALED: _not_sealed,
}


def owes_carry_out(document: Document | None) -> bool:
    """A supporting opinion must be carried out and reported (Article 32 paragraph 2)."""
    return document is not None and document.outcome == Outcome.SUPPORT
