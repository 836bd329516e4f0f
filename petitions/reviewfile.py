"""案卷: what a reviewer must read, in the order in which it happened, and what is not in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from petitions.letters import Letter
from petitions.models import Document, Interval
from petitions.states import REVIEWS, Hop
from petitions.words import month_day

if TYPE_CHECKING:
    from accounts.models import User
    from petitions.models import Hearing, Referral


@dataclass(frozen=True)
class Entry:
    """`document` where it is a paper to open, `text` where it is what somebody said."""

    day: dt.date
    title: str
    who: str
    note: str = ""
    text: str = ""
    document: Document | None = None


@dataclass(frozen=True)
class ReviewFile:
    hop: Referral
    entries: list[Entry]
    lacking: list[str]


def review_file(hop: Referral, user: User, *, on: dt.date) -> ReviewFile:
    """The file of one review: the petition, the first body's papers and how they were served, the
    request, the answer to it, and what the review itself did so far."""
    papers = list(
        Document.objects.visible_to(user)
        .filter(referral__claim=hop.claim_id, issued_on__isnull=False)
        .exclude(letter__in=(Letter.REGISTRATION, Letter.SERVICE_RECEIPT))
        .select_related("organization", "service")
        .order_by("issued_on", "number")
    )
    petition = hop.claim.petition
    entries = [Entry(petition.received_on, "信访件", "信访人", text=petition.text)]
    entries += [_paper(paper) for paper in papers]
    entries += _request(hop) + _answer(hop) + _held(hop)
    entries.sort(key=lambda entry: entry.day)
    return ReviewFile(hop, entries, _lacking(hop, papers, on=on))


def _paper(paper: Document) -> Entry:
    service = getattr(paper, "service", None)
    note = paper.number or ""
    if service is not None:
        how = "拒收" if service.is_refused else f"{service.signer}签收"
        note += f"，{month_day(service.served_on)} {service.get_way_display()}，{how}"
    return Entry(paper.issued_on or paper.drafted_on, paper.title, paper.organization.name,
                 note=note, document=paper)  # fmt: skip


def _request(hop: Referral) -> list[Entry]:
    title = f"{hop.get_hop_display()}申请"
    return [Entry(hop.delivered_on, title, "信访人", text=hop.request_text)]


def _answer(hop: Referral) -> list[Entry]:
    answer = getattr(hop, "review_answer", None)
    if answer is None:
        return []
    note = f"证据：{answer.evidence}" if answer.evidence else "没有附证据目录"
    return [Entry(answer.answered_on, "答辩", str(answer.answered_by), note=note, text=answer.text)]


def _held(hop: Referral) -> list[Entry]:
    body = hop.organization.name
    found = [_interval(row, body) for row in hop.intervals.all()]
    return found + [_hearing(row, body) for row in hop.hearings.select_related("chair")]


def _interval(row: Interval, body: str) -> Entry:
    until = f"至 {month_day(row.closed_on)}" if row.closed_on else "还没有结束"
    text = "\n".join(part for part in (row.ground, row.note, row.result) if part)
    return Entry(row.opened_on, row.get_kind_display(), body, note=until, text=text)


def _hearing(row: Hearing, body: str) -> Entry:
    said = {None: "还没有举行", True: "已举行", False: "已取消"}[row.is_held]
    return Entry(
        row.decided_on, "听证", body, note=f"{said}，主持人{row.chair}", text=row.conclusion
    )


def _lacking(hop: Referral, papers: list[Document], *, on: dt.date) -> list[str]:
    """What the reviewer should ask for; no answer means unclear facts."""
    there = {paper.letter for paper in papers}
    lacking = []
    if Letter.ACCEPTANCE not in there:
        lacking.append("没有受理告知书。")
    subject = hop.subject
    if subject is not None and not hasattr(subject, "service"):
        lacking.append("没有被审查的意见书的送达记录。")
    clock = next((row for row in hop.deadlines.all() if row.code == "respond"), None)
    if clock is not None and not hasattr(hop, "review_answer"):
        last = month_day(clock.due_on)
        lacking.append(
            f"原办理机关没有答辩，{last}已届满：视为事实不清，依据不足的应当撤销。"
            if on > clock.due_on
            else f"原办理机关还没有答辩，最迟 {last}。"
        )
    if hop.hop == Hop.FINAL_REVIEW and Letter.REVIEW_OPINION not in there:
        lacking.append("没有复查意见书。")
    return lacking


def reads(hop: Referral, user: User) -> bool:
    """Whether this person works on the review and reads its file."""
    here = any(post.organization_id == hop.organization_id for post in user.active_posts)
    return here and hop.is_open and hop.hop in REVIEWS
