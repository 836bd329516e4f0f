"""书面答复, and what the issuer says to it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from oversight.models import Act, Adoption, Reply, TicketStatus
from oversight.tickets import papers
from oversight.tickets.acting import (
    LONGEST_REASON,
    asks_adoption,
    change,
    close,
    day_of,
    locked,
    noun,
    record,
    require_status,
    written,
)
from oversight.tickets.competence import Verb
from oversight.tickets.telling import tell
from petitions.errors import FieldError, NotAllowedError
from petitions.words import month_day
from routing.workdays import work_calendar

if TYPE_CHECKING:
    from accounts.models import Post
    from oversight.models import Ticket

#: How long the second attempt may take, unless the issuer says otherwise.
AGAIN_WORKDAYS = 3


@transaction.atomic
def answer(
    ticket: Ticket,
    *,
    text: str,
    by: Post,
    at: dt.datetime,
    adoption: str = "",
    version: int | None = None,
) -> Reply:
    """Answer in writing; the issuer then accepts the reply or returns it. A suggestion is adopted,
    adopted in part or not (Article 40 paragraph 4), and its feedback is a letter of its own."""
    missing = "请写明原因、目前进展和下一步措施。"
    text = written("answer", text, missing=missing)
    _check_adoption(ticket, adoption)
    now = locked(ticket, version=version)
    if now.status == TicketStatus.ANSWERED:
        last = now.replies.select_related("by").latest("at")
        raise NotAllowedError(f"本{noun(now)}已由{last.by}答复，正在等待审核。")
    require_status(now, TicketStatus.OPEN)
    reply = Reply.objects.create(ticket=now, text=text, adoption=adoption, by=by.user, at=at)
    change(now, status=TicketStatus.ANSWERED)
    if adoption:
        papers.issue_feedback(reply, on=day_of(at))
    decided = f"（{reply.get_adoption_display()}）" if adoption else ""
    said = f"{now.organization.name}答复{noun(now)}“{now.subject}”{decided}：{text}"
    record(now, Act.ANSWER_TICKET, said, by=by, at=at)
    tell(now, Verb.ACCEPT, f"{noun(now)}已答复，请审核：{now.subject}", by=by, at=at)
    return reply


@transaction.atomic
def accept(
    ticket: Ticket, *, by: Post, at: dt.datetime, note: str = "", version: int | None = None
) -> Ticket:
    """认可答复: the ticket is done, and so are those from which it climbed."""
    now = locked(ticket, version=version)
    require_status(now, TicketStatus.ANSWERED)
    _decide(now, by=by, at=at, is_accepted=True, decision=note.strip())
    close(now, TicketStatus.ACCEPTED, by=by, at=at)
    record(now, Act.ACCEPT_TICKET, f"认可{noun(now)}“{now.subject}”的答复", by=by, at=at)
    tell(now, Verb.ANSWER, f"答复已认可：{now.subject}", by=by, at=at)
    return _fresh(now)


@transaction.atomic
def send_back(
    ticket: Ticket,
    *,
    reason: str,
    due_on: dt.date,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Ticket:
    """退回答复 with a reason and a new day; from then on the ticket is late again if unanswered."""
    reason = written("reason", reason, missing="请写明退回的理由。", longest=LONGEST_REASON)
    if due_on <= day_of(at):
        raise FieldError({"due_on": "新的答复期限应在今天以后。"})
    now = locked(ticket, version=version)
    require_status(now, TicketStatus.ANSWERED)
    _decide(now, by=by, at=at, is_accepted=False, decision=reason)
    change(now, status=TicketStatus.OPEN, due_on=due_on)
    said = f"退回{noun(now)}“{now.subject}”的答复：{reason}，{month_day(due_on)}前重新答复"
    record(now, Act.RETURN_TICKET, said, by=by, at=at)
    tell(now, Verb.ANSWER, f"答复被退回，请重新答复：{now.subject}", by=by, at=at)
    return now


def again_by(on: dt.date) -> dt.date:
    """The day proposed for a second attempt."""
    calendar, day = work_calendar(), on
    for _ in range(AGAIN_WORKDAYS):
        day = calendar.next_workday(day)
    return day


def _decide(ticket: Ticket, *, by: Post, at: dt.datetime, is_accepted: bool, decision: str) -> None:
    reply = ticket.replies.get(is_accepted=None)
    if reply.by_id == by.user_id:
        raise NotAllowedError("这是您本人的答复，应由别人审核。")
    reply.is_accepted = is_accepted
    reply.decision, reply.decided_by, reply.decided_at = decision, by.user, at
    reply.save(update_fields=["is_accepted", "decision", "decided_by", "decided_at"])


def _check_adoption(ticket: Ticket, adoption: str) -> None:
    if adoption and not asks_adoption(ticket):
        raise FieldError({"adoption": "只有建议才写采纳情况。"})
    if adoption not in Adoption.values and asks_adoption(ticket):
        raise FieldError({"adoption": "请选择采纳、部分采纳或者不采纳（第四十条第四款）。"})


def _fresh(ticket: Ticket) -> Ticket:
    ticket.refresh_from_db()
    return ticket
