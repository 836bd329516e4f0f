"""What somebody must have read before an act: the paper to decide on, and what it issues."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from petitions import clocks, documents, guards, lifecycle, turns
from petitions.letters import LETTERS, Letter
from petitions.likeness import likeness
from petitions.models import Confirmation, Installment
from petitions.models.petition import Intake
from petitions.states import REVIEWS, Action, Branch, Hop, Kind
from petitions.words import month_day
from routing.limits import LimitError, Pause, due_on
from routing.timelimits import LimitNotFound, limit_for
from routing.workdays import work_calendar

if TYPE_CHECKING:
    from collections.abc import Callable

    from petitions.models import Document, Referral
    from petitions.states import Transition

    Facts = list[tuple[str, str]]

#: Acts that decide on somebody else's draft; the person reads the whole letter first.
READS_DRAFT = frozenset({Action.VERIFY, Action.SEND_BACK, Action.SIGN})
#: Acts on an answer that several bodies may give together.
_ANSWERED_TOGETHER = frozenset({Action.DRAFT, Action.VERIFY, Action.SIGN})
#: Entries of every letter that the head of the page says already.
_KNOWN = {
    "number",
    "organization",
    "issued_on",
    "petition_number",
    "matter_code",
    "title",
    "summary",
    "query_code",
}


def facts(hop: Referral, action: Action, *, on: dt.date) -> Facts:
    """What this act decides on, as label and text; empty where the petition itself is enough."""
    told = _ABOUT.get(action)
    about = told(hop, on) if told else []
    if action in _ANSWERED_TOGETHER:
        about = [*about, ("共同办理", turns.together(hop))]
    return [(label, text) for label, text in about if text]


def letters(hop: Referral, transition: Transition) -> list[str]:
    """The titles of what this act will issue, in the words of the letters themselves."""
    kinds: tuple[Letter, ...] = transition.letters
    if transition.action == Action.SIGN:
        kinds = (lifecycle.letter_of(hop),)
    elif transition.action == Action.REFER:
        sealed = hop.claim.kind == Kind.ACCUSATION
        return ["检举控告移交单"] if sealed else ["信访事项转送单或者交办单", "信访事项告知书"]
    elif transition.action == Action.DECLINE:
        visit = hop.claim.petition.intake == Intake.VISIT
        guided = "；走访反映涉法涉诉的，告知书" if visit else ""
        return [f"不予受理告知书或者不再受理告知书{guided}"]
    elif transition.action == Action.SERVE:
        return [LETTERS[Letter.SERVICE_RECEIPT].title]
    elif transition.action == Action.SETTLE:
        kinds = (lifecycle.letter_of_agreement(hop),)
    return [LETTERS[kind].title for kind in kinds]


def draft_of(hop: Referral) -> Document | None:
    """The letter that waits to be signed on this hop."""
    drafts = [row for row in hop.documents.all() if not row.is_issued]
    return drafts[-1] if drafts else None


def entries(document: Document, *, on: dt.date) -> Facts:
    """The draft in full, label by label, as the letter will say it."""
    letter = Letter(document.letter)
    hop = document.referral
    values = {**document.values, **lifecycle.computed(hop)}
    said = documents.readable(hop, letter, values, on=on)
    return [
        (field.label, _shown(said.get(field.name), dict(field.choices)))
        for field in LETTERS[letter].fields
        if field.name not in _KNOWN and said.get(field.name)
    ]


def _shown(value: object, choices: dict[str, str]) -> str:
    text = str(value)
    if text in choices:
        return choices[text]
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.year}年{month_day(day)}"


def _objection(hop: Referral, on: dt.date) -> Facts:
    raised = getattr(hop, "objection", None)
    if raised is None:
        return []
    return [
        ("提出", f"{hop.organization.name} {raised.raised_by.name}，{month_day(raised.raised_on)}"),
        ("法律依据", raised.ground),
        ("详细理由", raised.reason),
        ("建议机关", raised.proposed.name if raised.proposed else "没有写明"),
    ]


def _extension(hop: Referral, on: dt.date) -> Facts:
    asked = next((row for row in hop.extensions.all() if row.is_granted is None), None)
    clock = guards.open_clock(hop, "conclude")
    if asked is None or clock is None:
        return []
    pauses = [Pause(row.starts_on, row.ends_on, row.reason) for row in clock.pauses.all()]
    limit = clocks.limit_of(clock)
    try:
        moved = due_on(
            clock.started_on, limit, work_calendar(), pauses=pauses, extension=asked.days
        )
        until = f"{month_day(clock.due_on)} 延至 {month_day(moved.due_on)}"
    except LimitError as error:
        until = str(error)
    return [
        ("申请", f"{asked.requested_by.name}，{month_day(asked.requested_on)}"),
        ("延长", f"{asked.days} 日，{until}"),
        ("理由", asked.reason),
    ]


def _acceptance(hop: Referral, on: dt.date) -> Facts:
    if hop.hop in REVIEWS or hop.hop == Hop.REDO:
        return _review(hop, on)
    told = [
        (
            "送达",
            f"{month_day(hop.delivered_on)}，{hop.sender.name if hop.sender else '本机关登记'}",
        )
    ]
    if hop.claim.kind == Kind.GRIEVANCE:
        last = _last_day("conclude", hop, on=on)
        told.append(
            (Branch.PETITION.label, f"今天受理的，{last}前办结（第三十四条）" if last else "")
        )
    return told


def _review(hop: Referral, on: dt.date) -> Facts:
    subject = hop.subject
    return [
        ("被审查的文书", f"{subject.title} {subject.number}" if subject else ""),
        ("作出机关", subject.organization.legal_body.name if subject else ""),
        ("请求和理由", hop.request_text),
        *_answered(hop, on),
    ]


def _answered(hop: Referral, on: dt.date) -> Facts:
    """What the first body said to the review; that it said nothing is told too."""
    answer = getattr(hop, "review_answer", None)
    if answer is not None:
        return [("答辩", answer.text), ("证据", answer.evidence)]
    clock = guards.open_clock(hop, "respond")
    if clock is None:
        return []
    late = "已届满，没有答辩" if on > clock.due_on else "前答辩，还没有收到"
    return [("答辩", f"{month_day(clock.due_on)}{late}。")]


def _likeness(hop: Referral, on: dt.date) -> Facts:
    """How much a redone opinion repeats the quashed one, before somebody passes it on."""
    draft = draft_of(hop)
    alike = likeness(draft) if draft else 0.0
    return [("与被撤销的意见相似度", f"{alike:.0%}" if alike else "")]


def _refusal(hop: Referral, on: dt.date) -> Facts:
    """What was compared with a final opinion; without it 不再受理 is not open."""
    compared = hop.claim.comparisons.select_related("opinion", "decided_by").order_by("-pk").first()
    if compared is None:
        return []
    day = month_day(compared.decided_on)
    return [
        ("核对事实", f"{compared}（{compared.opinion.number}）"),
        ("理由", f"{compared.reason}（{compared.decided_by.name}，{day}）"),
    ]


def _answer(hop: Referral, on: dt.date) -> Facts:
    document = guards.answer(hop)
    if document is None or document.issued_on is None:
        return []
    return [
        ("文书", f"{document.title} {document.number}"),
        ("签发", month_day(document.issued_on)),
    ]


def _performance(hop: Referral, on: dt.date) -> Facts:
    """The installment that comes next."""
    rows = Installment.objects.filter(mediation__referral=hop, performed_on=None)
    following = rows.filter(mediation__broken_on=None).first()
    if following is None:
        return []
    return [("应当履行", f"{month_day(following.due_on)}前{following.what}")]


def _confirmation(hop: Referral, on: dt.date) -> Facts:
    """Until when both may go to court; once they have, to which and when."""
    clock = guards.open_clock(hop, "confirm")
    if clock is not None:
        started, last = month_day(clock.started_on), month_day(clock.due_on)
        until = f"30 日已于 {last}届满" if on > clock.due_on else f"最迟 {last}申请（30 日）"
        return [("申请期", f"协议 {started}生效，{until}")]
    asked = Confirmation.objects.filter(mediation__referral=hop, is_confirmed=None).first()
    if asked is None or asked.applied_on is None:
        return []
    return [("申请", f"{month_day(asked.applied_on)} {asked.court}")]


def _last_day(code: str, hop: Referral, *, on: dt.date) -> str:
    try:
        limit = limit_for(code, on=on, organization=hop.organization)
    except LimitNotFound:
        return ""
    return month_day(due_on(on, limit, work_calendar()).due_on)


_ABOUT: dict[Action, Callable[[Referral, dt.date], Facts]] = {
    Action.UPHOLD_OBJECTION: _objection,
    Action.REFUSE_OBJECTION: _objection,
    Action.GRANT_EXTENSION: _extension,
    Action.REFUSE_EXTENSION: _extension,
    Action.ACCEPT: _acceptance,
    Action.DRAFT: _review,
    Action.DECLINE: _refusal,
    Action.TAKE_ON: _answer,
    Action.FAIL_IMPORT: _answer,
    Action.VERIFY: _likeness,
    Action.SIGN: _likeness,
    Action.SERVE: _answer,
    Action.CONCLUDE: _answer,
    Action.REPORT: _answer,
    Action.CARRY_OUT: _answer,
    Action.PERFORM: _performance,
    Action.FAIL_PERFORMANCE: _performance,
    Action.APPLY_CONFIRMATION: _confirmation,
    Action.WAIVE_CONFIRMATION: _confirmation,
    Action.CONFIRM: _confirmation,
    Action.REQUEST_REVIEW: _answer,
    Action.REQUEST_FINAL_REVIEW: _answer,
}
