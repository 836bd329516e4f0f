"""What reminders and tickets say. `petitions.notifications` makes it neutral for sealed claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oversight.models import Stage, Ticket, reminder_key
from petitions.notifications import Message
from petitions.permissions import AWAITS
from petitions.states import State

if TYPE_CHECKING:
    import datetime as dt

    from petitions.models import Deadline

REMINDER, TICKET = "reminder", "ticket"


def reminder(deadline: Deadline, stage: Stage, *, today: dt.date) -> Message:
    petition = deadline.referral.claim.petition
    when = "今天到期" if stage is Stage.DUE_TODAY else f"还有 {deadline.days_left(today)} 天到期"
    return Message(
        key=reminder_key(deadline.pk, deadline.version, stage),
        kind=REMINDER,
        claim=deadline.referral.claim,
        subject=f"{deadline.name}{when}：{petition.title}",
        body="\n".join([f"信访件 {petition.number}：{when}。", *_facts(deadline)]),
    )


def ticket_opened(ticket: Ticket, *, mine: bool) -> Message:
    """To those who must answer (`mine`), or to those who watch that it is answered."""
    deadline, petition = ticket.deadline, ticket.claim.petition
    ask = (
        f"请于 {day(ticket.due_on)}前书面答复督办单（内部要求，3 个工作日）。"
        if mine
        else f"已向{ticket.organization.name}开出督办单，答复截止 {day(ticket.due_on)}。"
    )
    said = f"自 {day(ticket.breached_on)}起超期"
    head = f"{deadline.name}已超期{'，请答复督办单' if mine else '，已开督办单'}"
    return Message(
        key=reminder_key(deadline.pk, deadline.version, Stage.LATE),
        kind=TICKET,
        claim=ticket.claim,
        subject=f"{head}：{petition.title}",
        body="\n".join([f"信访件 {petition.number}：{said}。", *_facts(deadline), ask]),
        # Not `reverse`: a worker need not import every page of the product to name one.
        url=f"/tickets/{ticket.pk}/",
    )


def breach(ticket: Ticket) -> str:
    """The line in the matter's history: true dates, whenever they were noticed."""
    name, due_on = ticket.deadline.name, ticket.deadline.due_on
    late = f"“{name}”期限 {day(due_on)}届满，自 {day(ticket.breached_on)}起超期"
    return f"{late}，向{ticket.organization.name}开出督办单"


def day(on: dt.date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def _facts(deadline: Deadline) -> list[str]:
    lines = [f"{deadline.name}截止 {day(deadline.due_on)}（{deadline.article}）。"]
    duty = AWAITS.get(State(deadline.referral.state))
    if duty is not None:
        lines.append(f"下一步：{duty.action.label}。")
    return lines
