"""The story of a ticket: the whole chain from the first 催办, each reply and what was said to it,
and what comes next on which day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils import timezone

from oversight.ladder import climbs_on, next_kind
from oversight.models import Reply, Ticket, TicketKind, TicketPaper, TicketStatus
from oversight.tickets.acting import noun
from petitions.words import month_day
from routing.workdays import work_calendar

if TYPE_CHECKING:
    from accounts.models import Organization, User
    from routing.calendar import WorkCalendar

#: A chain is no longer than the ladder; anything longer would be a fault in the rows.
LONGEST = 6
#: What is done and not handed out.
_NO_PAPER = (TicketKind.URGE, TicketKind.REPORT_UP)


@dataclass(frozen=True)
class Step:
    """One thing that happened, or that will (`at` is then `None`). `tone` is late, key or empty."""

    at: dt.datetime | None
    on: dt.date
    who: str
    head: str
    note: str = ""
    tone: str = ""
    ticket: Ticket | None = None


@dataclass(frozen=True)
class Story:
    """`chain` begins with the first ticket; `next_step` is empty once nothing more is awaited."""

    chain: tuple[Ticket, ...]
    steps: tuple[Step, ...]
    next_step: str

    @property
    def newest(self) -> Ticket:
        return self.chain[-1]


def story(ticket: Ticket, *, on: dt.date) -> Story:
    """What happened before and after this ticket; a fixed number of queries for each link."""
    chain = _chain(ticket)
    steps = [step for link in chain for step in _steps(link, on=on)]
    steps.sort(key=lambda step: (step.on, step.at is None, step.at or _END))
    return Story(chain, tuple(steps), next_step(chain[-1], on=on))


def next_step(ticket: Ticket, *, on: dt.date, calendar: WorkCalendar | None = None) -> str:
    """Who owes what until when, and what follows if not. Who asks for many gives the calendar."""
    if ticket.status == TicketStatus.OPEN:
        return _owed(ticket, on=on, calendar=calendar or work_calendar())
    waits = {
        TicketStatus.PROPOSED: f"等待{ticket.issuer.name}负责人签发；签发以前对方看不到。",
        TicketStatus.ANSWERED: f"等待{ticket.issuer.name}审核答复：认可即办结，退回则重新答复。",
    }
    return waits.get(TicketStatus(ticket.status), "")


def _owed(ticket: Ticket, *, on: dt.date, calendar: WorkCalendar) -> str:
    owes = f"{ticket.organization.name}应在{month_day(ticket.due_on)}前书面答复"
    rung = next_kind(ticket)
    if rung is not None:
        after = month_day(max(climbs_on(ticket, calendar), on))
        return f"{owes}；到期没有答复的，{after}升级为{rung.label}。"
    return f"{owes}，已超期。" if ticket.due_on < on else f"{owes}。"


_END = dt.datetime.max.replace(tzinfo=dt.UTC)


def _chain(ticket: Ticket) -> tuple[Ticket, ...]:
    rows = Ticket.objects.select_related(
        "organization", "issuer", "opened_by", "signed_by", "closed_by", "parent", "next"
    ).prefetch_related(
        Prefetch("replies", Reply.objects.select_related("by", "decided_by", "paper")),
        Prefetch("papers", TicketPaper.objects.without_content().filter(reply=None)),
    )
    here = rows.get(pk=ticket.pk)
    chain = [here]
    while chain[0].parent_id is not None and len(chain) < LONGEST:
        chain.insert(0, rows.get(pk=chain[0].parent_id))
    while (after := getattr(chain[-1], "next", None)) is not None and len(chain) < LONGEST:
        chain.append(rows.get(pk=after.pk))
    return tuple(chain)


def _steps(ticket: Ticket, *, on: dt.date) -> list[Step]:
    steps = [_opened(ticket)]
    for reply in ticket.replies.all():
        steps.append(_replied(ticket, reply))
        if reply.decided_at is not None:
            steps.append(_decided(ticket, reply))
    if ticket.status in (TicketStatus.LIFTED, TicketStatus.VOID):
        steps.append(_closed(ticket))
    if ticket.status == TicketStatus.OPEN and ticket.due_on < on:
        late = ticket.due_on + dt.timedelta(1)
        head = f"{noun(ticket)}答复超期"
        steps.append(Step(None, late, ticket.organization.name, head, tone="late"))
    return steps


def _opened(ticket: Ticket) -> Step:
    papers = list(ticket.papers.all())
    number = f" {papers[0].number}" if papers else ""
    act = "拟出" if ticket.status == TicketStatus.PROPOSED else "开出"
    if ticket.kind in _NO_PAPER:
        act = ""
    head = (
        f"第{ticket.level}级：{act}{noun(ticket)}{number}"
        if ticket.level > 1
        else (f"{act}{noun(ticket)}{number}")
    )
    note = f"{ticket.subject}；{month_day(ticket.due_on)}前答复"
    who = _who(ticket.issuer, ticket.signed_by or ticket.opened_by)
    return _step(ticket.opened_at, who, head, note=note, tone="key", ticket=ticket)


def _replied(ticket: Ticket, reply: Reply) -> Step:
    adopted = f"（{reply.get_adoption_display()}）" if reply.adoption else ""
    who = _who(ticket.organization, reply.by)
    return _step(reply.at, who, f"书面答复{adopted}", note=reply.text)


def _decided(ticket: Ticket, reply: Reply) -> Step:
    head = "认可答复" if reply.is_accepted else "退回答复"
    who = _who(ticket.issuer, reply.decided_by)
    return _step(reply.decided_at, who, head, note=reply.decision)  # type: ignore[arg-type]


def _closed(ticket: Ticket) -> Step:
    at = ticket.closed_at or ticket.opened_at
    head = "解除" if ticket.status == TicketStatus.LIFTED else "撤回"
    note = ticket.closing_reason or "期限已经变更或者不再适用，不用答复。"
    return _step(at, _who(ticket.issuer, ticket.closed_by), f"{head}{noun(ticket)}", note=note)


def _who(organization: Organization, user: User | None) -> str:
    return f"{organization.name} {user.name}" if user else "系统"


def _step(
    at: dt.datetime, who: str, head: str, *, note: str, tone: str = "", ticket: Ticket | None = None
) -> Step:
    return Step(at, timezone.localtime(at).date(), who, head, note, tone, ticket)
