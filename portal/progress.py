"""办理进度: where each claim of a matter stands, in words for the person who brought it.

Shown are steps, bodies, days and titles of letters; never names, contents, or who handles it. A
sealed claim says only 已收到, 办理中 or 已答复."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from petitions.letters import LETTERS, Addressee, Letter
from petitions.models import Claim, Deadline, Document
from petitions.states import TRANSITIONS, Action, Hop, State
from portal import rating
from portal.steps import STEPS, Place, place

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from petitions.models import Matter, Referral
    from portal.rating import Asking

#: A signed answer counts from its delivery; before that its petitioner has not received it.
ANSWERS = frozenset(
    letter for row in TRANSITIONS if row.action == Action.SIGN for letter in row.letters
)


@dataclass(frozen=True)
class Step:
    """`state` is done, now or todo, as the component of the road wants it."""

    label: str
    state: str
    sub: str = ""


@dataclass(frozen=True)
class Next:
    """The next lawful day: what is to be done by then, by whom, and what it means if it is not."""

    on: dt.date
    what: str
    who: str
    is_late: bool
    is_provisional: bool


@dataclass(frozen=True)
class Right:
    on: dt.date
    what: str
    is_over: bool


@dataclass(frozen=True)
class Paper:
    title: str
    on: dt.date
    verb: str


@dataclass(frozen=True)
class ClaimProgress:
    ordinal: int
    sentence: str
    steps: list[Step]
    is_sealed: bool
    body: str = ""
    phone: str = ""
    next: Next | None = None
    rights: tuple[Right, ...] = ()
    papers: tuple[Paper, ...] = ()
    rating: Asking | None = None


@dataclass(frozen=True)
class MatterProgress:
    number: str
    opened_on: dt.date
    office: str
    office_phone: str
    claims: list[ClaimProgress]


def of(matter: Matter, *, on: dt.date) -> MatterProgress:
    """A report in a letter that asks for other things too is not even hinted at: whoever holds the
    receipt sees what is open."""
    petitions = matter.petitions.select_related("organization").order_by("is_sealed", "pk")
    first = petitions[0]
    claims = list(
        matter.claims.exclude(referrals__state=State.MERGED)
        .filter(petition__is_sealed=first.is_sealed)
        .order_by("ordinal")
    )
    is_sealed = any(claim.is_sealed for claim in claims) or first.is_sealed
    return MatterProgress(
        number=first.number,
        opened_on=matter.opened_on,
        office="" if is_sealed else first.organization.name,
        office_phone="" if is_sealed else first.organization.phone,
        claims=[_sealed(claim) if is_sealed else _claim(claim, on=on) for claim in claims],
    )


def _claim(claim: Claim, *, on: dt.date) -> ClaimProgress:
    hops = list(claim.referrals.select_related("organization").order_by("delivered_at"))
    hop = _current(hops)
    now = place(hop)
    return ClaimProgress(
        ordinal=claim.ordinal,
        sentence=now.sentence.format(body=hop.organization.name),
        steps=_steps(now),
        is_sealed=False,
        body=hop.organization.name,
        phone=hop.organization.phone,
        next=_next(claim, on),
        rights=tuple(_rights(claim, on)),
        papers=tuple(_papers(claim)),
        rating=rating.asking(claim, on=on),
    )


def _sealed(claim: Claim) -> ClaimProgress:
    hops = list(claim.referrals.order_by("delivered_at"))
    is_answered = any(paper.verb == SERVED for paper in _papers(claim))
    is_new = all(hop.hop == Hop.INTAKE and hop.state == State.PENDING for hop in hops)
    word = "已答复" if is_answered else "已收到" if is_new else "办理中"
    words = ("已收到", "办理中", "已答复")
    steps = [_step(label, index, words.index(word)) for index, label in enumerate(words)]
    return ClaimProgress(claim.ordinal, f"您反映的事项{word}。", steps, is_sealed=True)


def _current(hops: list[Referral]) -> Referral:
    """The newest hop that somebody still has to act on; the newest of all where none is open."""
    still_open = [hop for hop in hops if hop.is_open]
    return (still_open or hops)[-1]


def _steps(now: Place) -> list[Step]:
    steps = [_step(label, index, now.step) for index, label in enumerate(STEPS)]
    if now.is_finished:
        steps = [Step(step.label, "done", step.sub) for step in steps]
    if now.is_stopped:
        kept = [step for step in steps if step.state != "todo"]
        steps = [*kept, *(Step(step.label, "skip", "") for step in steps if step.state == "todo")]
    return steps


def _step(label: str, index: int, at: int) -> Step:
    return Step(label, "done" if index < at else "now" if index == at else "todo")


def _next(claim: Claim, on: dt.date) -> Next | None:
    """The nearest day by which a body owes the petitioner something; its own internal targets are
    nobody else's business."""
    clocks = Deadline.objects.open().filter(referral__claim=claim, code__in=_OWED)
    row = clocks.filter(is_internal=False).exclude(organization=None).order_by("due_on").first()
    if row is None or row.organization is None:
        return None
    what = _OWED[row.code]
    is_late = row.due_on < on
    return Next(row.due_on, what, row.organization.legal_body.name, is_late, row.is_provisional)


def _rights(claim: Claim, on: dt.date) -> Iterable[Right]:
    clocks = Deadline.objects.open().filter(referral__claim=claim, organization=None)
    for row in clocks.order_by("due_on"):
        if row.code in _RIGHTS:
            yield Right(row.due_on, _RIGHTS[row.code], row.due_on < on)


def _papers(claim: Claim) -> Iterable[Paper]:
    rows = Document.objects.filter(referral__claim=claim, issued_on__isnull=False)
    for row in rows.select_related("service").order_by("issued_on", "pk"):
        letter = Letter(row.letter)
        if LETTERS[letter].addressed_to is not Addressee.PETITIONER:
            continue
        service = getattr(row, "service", None)
        if service is not None:
            yield Paper(row.title, service.served_on, SERVED)
        elif letter not in ANSWERS and row.issued_on:
            yield Paper(row.title, row.issued_on, "出具")


SERVED = "送达"
#: Clocks a petitioner waits for, and what happens by their last day.
_OWED = {
    "forward": "转到有权处理的机关，并告知您由谁负责",
    "notify_direct": "书面告知您接收情况和处理途径、程序",
    "notify_referred": "书面告知您接收情况和处理途径、程序",
    "conclude": "作出处理意见并书面答复您",
    "duty_reply": "书面答复您",
    "simple_accept": "告知您是否受理",
    "simple_conclude": "答复您",
    "review": "作出复查意见并书面答复您",
    "final_review": "作出复核意见并书面答复您",
    "redo": "重新作出处理意见",
}
_RIGHTS = {
    "request_review": "对处理意见不服的，可以请求复查",
    "request_final_review": "对复查意见不服的，可以请求复核",
}
