"""路线图 of one claim, read off its hops: what is behind, where it stands, what may come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from petitions.guards import answer
from petitions.letters import Outcome, ReviewOutcome, SuggestionDecision
from petitions.states import ANSWER_CLOCKS, FIRST, HELD_UP, Branch, Hop, Kind, State
from petitions.words import month_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from petitions.models import Claim, Deadline, Mediation, Referral

DONE, NOW, LATER, SKIP = "done", "now", "todo", "skip"
#: States in which the body is at work on its answer, or sees it into another procedure.
AT_WORK = {
    State.ACCEPTED, State.MEDIATING, State.DRAFTED, State.VERIFIED, State.SIGNED,
    State.IMPORTING, *HELD_UP,
}  # fmt: skip
#: Every answer a letter may give, in words.
OUTCOMES = dict(Outcome.choices() + ReviewOutcome.choices() + SuggestionDecision.choices())


@dataclass(frozen=True)
class Station:
    """One station as `components/road.html` draws it."""

    state: str
    label: str
    sub: str


def road(claim: Claim, *, on: dt.date) -> list[Station]:
    """The stations of this claim's lawful road. Reads prefetched hops, deadlines, documents."""
    hops = list(claim.referrals.all())
    if claim.kind == Kind.ACCUSATION or _last(hops, Hop.HANDOVER):
        return _handed_over(hops)
    if claim.kind == Kind.SUGGESTION:
        return [
            _acceptance(hops),
            _handling(hops, "研究", on=on),
            Station(LATER, "答复即办结", "书面答复采纳情况"),
        ]
    return _enquiry(hops, on=on) if claim.is_enquiry else _answered_road(claim, hops, on=on)


def _answered_road(claim: Claim, hops: list[Referral], *, on: dt.date) -> list[Station]:
    if claim.branch not in (None, Branch.PETITION):
        label = "履行职责" if claim.branch == Branch.DUTY else "导入程序"
        return [
            _acceptance(hops),
            _mediation(hops),
            _handling(hops, label, on=on),
            Station(LATER, "法定救济", "复议、诉讼等，按该途径"),
        ]
    return [
        _acceptance(hops),
        _mediation(hops),
        _handling(hops, "办理", on=on),
        *_reviews(hops, on=on),
        _beyond(claim),
    ]


def _enquiry(hops: list[Referral], *, on: dt.date) -> list[Station]:
    """咨询: registered and answered; there is no opinion, and so no review."""
    registered = Station(DONE, "登记", month_day(hops[0].delivered_on) if hops else "")
    last = hops[-1] if hops else None
    if last is None or last.state == State.DECLINED:
        return [registered, Station(SKIP, "答复", "不予受理" if last else "")]
    if last.is_open:
        return [registered, Station(NOW, "答复", _progress(last, on=on))]
    day = f"{month_day(last.closed_on)} " if last.closed_on else ""
    return [registered, Station(DONE, "答复", f"{day}办结")]


def _reviews(hops: list[Referral], *, on: dt.date) -> list[Station]:
    """An agreement is nobody's opinion: there is nothing to review."""
    if any(hop.state == State.CONCLUDED and _stands(hop) for hop in hops):
        return [Station(SKIP, label, "调解结案") for label in ("复查", "复核")]
    return [
        _review(
            _last(hops, Hop.REVIEW),
            "复查",
            _window(hops, "request_review"),
            on=on,
            asked_after="送达后 30 日内可申请",
        ),
        _review(
            _last(hops, Hop.FINAL_REVIEW),
            "复核",
            _window(hops, "request_final_review"),
            on=on,
            asked_after="复查后 30 日内可申请",
        ),
    ]


def _stands(hop: Referral) -> bool:
    return any(row.is_settled and row.broken_on is None for row in hop.mediations.all())


def _acceptance(hops: list[Referral]) -> Station:
    first = [hop for hop in hops if hop.hop in FIRST and hop.state != State.RETURNED]
    accepted = next((hop for hop in reversed(first) if hop.accepted_on), None)
    if accepted is not None and accepted.accepted_on:
        return Station(DONE, "受理", f"{month_day(accepted.accepted_on)} 告知")
    last = first[-1] if first else None
    if last is None:
        return Station(LATER, "受理", "")
    if last.state == State.DECLINED:
        day = f" {month_day(last.closed_on)}" if last.closed_on else ""
        return Station(DONE, "不予受理", f"已告知{day}")
    return Station(NOW, "受理", last.get_state_display())


def _mediation(hops: list[Referral]) -> Station:
    held = [row for hop in hops for row in hop.mediations.all()]
    if held:
        clocks = [row for hop in hops for row in hop.deadlines.all()]
        return _mediated(max(held, key=lambda row: (row.opened_on, row.pk)), clocks)
    working = any(hop.state in {State.ACCEPTED, State.MEDIATING} for hop in hops)
    ended = any(hop.accepted_on and hop.state != State.ACCEPTED for hop in hops)
    if working or not ended:
        return Station(LATER, "调解", "双方同意的可以调解")
    return Station(SKIP, "调解", "未进行")


def _mediated(held: Mediation, clocks: list[Deadline]) -> Station:
    if held.closed_on is None:
        return Station(NOW, "调解", f"{month_day(held.opened_on)} 开始")
    if not held.is_settled:
        return Station(DONE, "调解", f"{month_day(held.closed_on)} 未达成")
    if held.broken_on:
        return Station(DONE, "调解", f"{month_day(held.broken_on)} 登记没有履行")
    return Station(DONE, "调解", f"{month_day(held.closed_on)} 达成{_after(clocks)}")


#: What follows an agreement, and the words for its last day.
_FOLLOWS = {"confirm": "可申请司法确认", "court": "等待法院裁定", "perform": "履行"}


def _after(clocks: list[Deadline]) -> str:
    """What the agreement still waits for; the first in the order of the table."""
    running = {row.code: row for row in clocks if row.is_open}
    said = [
        f"{month_day(running[code].due_on)}前{words}"
        for code, words in _FOLLOWS.items()
        if code in running
    ]
    return f"，{'，'.join(said)}" if said else ""


def _handling(hops: list[Referral], label: str, *, on: dt.date) -> Station:
    worked = [hop for hop in hops if hop.hop in FIRST | {Hop.REDO} and hop.accepted_on]
    redo = _last(hops, Hop.REDO)
    if redo is not None and redo not in worked:
        return Station(NOW, label, f"责令重办，{redo.get_state_display()}")
    if not worked:
        declined = any(hop.state == State.DECLINED for hop in hops)
        return Station(SKIP if declined else LATER, label, "" if declined else "受理后开始")
    hop = worked[-1]
    if hop.state in AT_WORK:
        return Station(NOW, label, _progress(hop, on=on))
    return Station(DONE, label, _answered(hop))


def _review(
    hop: Referral | None, label: str, window: Deadline | None, *, on: dt.date, asked_after: str
) -> Station:
    if hop is None:
        return _not_asked(label, window, on=on, asked_after=asked_after)
    if hop.state in {State.DELIVERED, State.RECEIVED, State.CORRECTING} | AT_WORK:
        return Station(NOW, label, _progress(hop, on=on))
    return Station(DONE, label, _answered(hop))


def _not_asked(label: str, window: Deadline | None, *, on: dt.date, asked_after: str) -> Station:
    if window is None:
        return Station(LATER, label, asked_after)
    if window.is_open and on <= window.due_on:
        return Station(LATER, label, f"可在 {month_day(window.due_on)}前申请")
    return Station(SKIP, label, f"{month_day(window.due_on)}届满，未申请")


def _progress(hop: Referral, *, on: dt.date) -> str:
    """第 56 天 / 60 天, or the state where it says more than the count of days."""
    clock = next(
        (row for row in hop.deadlines.all() if row.code in ANSWER_CLOCKS and row.is_open), None
    )
    if clock is None or hop.state == State.SIGNED:
        return hop.get_state_display()
    days = (on - clock.started_on).days
    whole = (clock.due_on - clock.started_on).days
    name = "" if hop.state == State.ACCEPTED else f"{hop.get_state_display()}，"
    return f"{name}第 {days} 天 / {whole} 天"


def _answered(hop: Referral) -> str:
    document = answer(hop)
    if document is None or document.issued_on is None:
        return (
            f"{month_day(hop.closed_on)} {hop.get_state_display()}"
            if hop.closed_on
            else hop.get_state_display()
        )
    service = getattr(document, "service", None)
    day = service.served_on if service else document.issued_on
    said = OUTCOMES.get(document.outcome, "")
    return f"{month_day(day)} {said or ('送达' if service else '签发')}"


def _window(hops: Iterable[Referral], code: str) -> Deadline | None:
    """The petitioner's own period to ask for the next station; void ones never were."""
    clocks = [
        row
        for hop in hops
        for row in hop.deadlines.all()
        if row.code == code and row.status != "void"
    ]
    return clocks[-1] if clocks else None


def _beyond(claim: Claim) -> Station:
    if claim.ended_on:
        return Station(LATER, "诉讼 · 检察 · 人大", f"信访程序 {month_day(claim.ended_on)}终结")
    return Station(LATER, "诉讼 · 检察 · 人大", "另行途径")


def _handed_over(hops: list[Referral]) -> list[Station]:
    """A report leaves the petition road with its hand-over (Article 30), and so does the appeal of
    a party member (Article 31 (3))."""
    handed = _last(hops, Hop.HANDOVER)
    done = handed is not None and not handed.is_open
    moved = DONE if done else NOW
    sub = f"{month_day(handed.delivered_on)} 移交" if handed else "待移交"
    return [
        Station(DONE, "登记", f"{month_day(hops[0].delivered_on)}" if hops else ""),
        Station(moved, "移交", sub),
        Station(
            NOW if done else LATER, "有权机关办理", "信访渠道到此为止" if done else "依规依纪依法"
        ),
    ]


def _last(hops: list[Referral], kind: Hop) -> Referral | None:
    return next((hop for hop in reversed(hops) if hop.hop == kind), None)
