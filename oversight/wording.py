"""What reminders and tickets say: which one this is, what comes next, and on what day.

`petitions.outbox` makes it neutral for sealed claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oversight.ladder import LADDER, climbs_on, next_kind
from oversight.models import Stage, TicketKind, TicketStatus, reminder_key
from oversight.withdrawal import ticket_key
from petitions.outbox import Message
from petitions.permissions import duty_of
from petitions.states import name_of
from petitions.words import month_day
from routing.calendar import ONE_DAY
from routing.limits import Unit
from routing.stages import late_on

if TYPE_CHECKING:
    import datetime as dt

    from oversight.horizon import Horizon
    from oversight.marking import Told
    from oversight.models import Ticket
    from oversight.recipients import Heard
    from petitions.models import Deadline

REMINDER, TICKET = "reminder", "ticket"
LONGEST_DEMAND = 4000
_NUMERALS = "零一二三四五六七八九"
#: What is going to happen, as the end of the sentence “下一步 7月3日 …”.
_COMING = {
    TicketKind.URGE: "开出催办",
    TicketKind.ORDER: "开出督办单",
    TicketKind.REPORT_UP: "报分管领导",
    TicketKind.CIRCULAR: "通报",
}


def reminder(told: Told, ticket: Ticket | None, horizon: Horizon) -> Message:
    """One stage of one period; `ticket` is the newest that stands behind a late one."""
    deadline, place = told.deadline, told.place
    petition = deadline.referral.claim.petition
    when = _when(told, horizon)
    which = f"{ordinal(told.nth)}{'催办' if place.is_late else '提醒'}，{when}"
    return Message(
        key=reminder_key(deadline.pk, deadline.version, place.stage, place.ordinal),
        kind=REMINDER,
        claim=deadline.referral.claim,
        subject=f"{deadline.name}{when}：{petition.title}",
        body="\n".join(
            [
                f"信访件 {petition.number}：{which}{_then(coming(told, ticket, horizon))}",
                *_facts(deadline),
            ]
        ),
        is_urgent=place.stage >= Stage.DUE_TODAY,
    )


def ticket_opened(ticket: Ticket, heard: Heard, horizon: Horizon) -> list[tuple[set[int], Message]]:
    """One for those who must answer, who are interrupted, and one for those who watch."""
    return [
        (set(heard.own), _ticket_message(ticket, horizon, mine=True)),
        (set(heard.watching), _ticket_message(ticket, horizon, mine=False)),
    ]


def _ticket_message(ticket: Ticket, horizon: Horizon, *, mine: bool) -> Message:
    label = ticket.get_kind_display()
    about = ticket.claim.petition.title if ticket.claim else ticket.organization.name
    return Message(
        key=ticket_key(ticket),
        kind=TICKET,
        claim=ticket.claim,
        subject=f"{ticket.subject}，{f'请答复{label}' if mine else f'已{label}'}：{about}",
        body="\n".join([_which(ticket, horizon), *_ticket_facts(ticket), _ask(ticket, mine=mine)]),
        # Not `reverse`: a worker need not import every page of the product to name one.
        url=f"/tickets/{ticket.pk}/",
        is_urgent=mine,
    )


def coming(told: Told, ticket: Ticket | None, horizon: Horizon) -> str:
    """下一步 7月3日 报分管领导: what happens next if nobody acts, empty where nothing does."""
    deadline, place = told.deadline, told.place
    if not place.is_late:
        if place.stage in (Stage.HALF, Stage.PLEDGE) and _is_later(deadline.near_on, horizon):
            return f"下一步 {month_day(deadline.near_on)} 再次提醒"  # type: ignore[arg-type]
        after = deadline.due_on + ONE_DAY
        return f"未办结的，下一步 {month_day(after)} {_COMING[LADDER[0]]}"
    return after_ticket(ticket, horizon) or _again(deadline, place.ordinal, horizon)


def after_ticket(ticket: Ticket | None, horizon: Horizon) -> str:
    """What becomes of a ticket that nobody answers, and when."""
    kind = next_kind(ticket) if ticket and ticket.status == TicketStatus.OPEN else None
    if ticket is None or kind is None:
        return ""
    return f"下一步 {month_day(climbs_on(ticket, horizon.calendar))} {_COMING[kind]}"


def why_climbed(parent: Ticket) -> str:
    """What a ticket asks that took the place of an unanswered one."""
    return (
        f"{day(parent.opened_on)}开出的{parent.get_kind_display()}"
        f"至 {day(parent.due_on)} 未答复。{parent.demand}"
    )[:LONGEST_DEMAND]


def climbed(ticket: Ticket) -> str:
    """The line in the matter's history."""
    parent = ticket.parent
    said = parent.get_kind_display() if parent else ""
    due = day(parent.due_on) if parent else ""
    return (
        f"{ticket.organization.name}至 {due} 未答复{said}，升级为{ticket.get_kind_display()}"
        f"（{ticket.subject}）"
    )


def breach(ticket: Ticket) -> str:
    """The line in the matter's history: true dates, whenever they were noticed."""
    deadline, since = ticket.deadline, ticket.breached_on
    if deadline is None or since is None:
        raise ValueError("Only the ticket of a clock tells of a breach.")
    late = f"“{deadline.name}”期限 {day(deadline.due_on)}届满，自 {day(since)}起超期"
    return f"{late}，向{ticket.organization.name}开出{ticket.get_kind_display()}"


def day(on: dt.date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def ordinal(number: int) -> str:
    return f"第{_NUMERALS[number] if number < len(_NUMERALS) else f' {number} '}次"


def _when(told: Told, horizon: Horizon) -> str:
    deadline, today = told.deadline, horizon.today
    if told.place.is_late:
        return f"超期 {_workdays(deadline.due_on, today, horizon)} 个工作日"
    left = _left(deadline, horizon)
    return {
        Stage.DUE_TODAY: "今天到期",
        Stage.HALF: f"时间过半还没有办理，还有 {left}",
        Stage.PLEDGE: f"本单位承诺的 {month_day(deadline.pledged_on or today)} 已到",
    }.get(told.place.stage, f"还有 {left}到期")


def _left(deadline: Deadline, horizon: Horizon) -> str:
    if deadline.unit == Unit.WORKDAYS.value:
        return f"{_workdays(horizon.today, deadline.due_on, horizon)} 个工作日"
    return f"{deadline.days_left(horizon.today)} 天"


def _workdays(after: dt.date, until: dt.date, horizon: Horizon) -> int:
    days = (until - after).days
    return sum(horizon.calendar.is_workday(after + n * ONE_DAY) for n in range(1, days + 1))


def _is_later(on: dt.date | None, horizon: Horizon) -> bool:
    return on is not None and on > horizon.today


def _again(deadline: Deadline, said: int, horizon: Horizon) -> str:
    """The next time it is urged, where no ticket stands above it."""
    rules = horizon.stages.rules(Stage.LATE_AGAIN, deadline.code, deadline.organization_id)
    for rule in rules:
        if rule.ordinal > said and rule.number:
            on = late_on(deadline.due_on, rule.number, rule.measure, horizon.calendar)
            if on > horizon.today:
                return f"下一步 {month_day(on)} 再次催办"
    return ""


def _then(next_step: str) -> str:
    return f"；{next_step}。" if next_step else "。"


def _which(ticket: Ticket, horizon: Horizon) -> str:
    """第一次催办，超期 3 个工作日；下一步 7月3日 开出督办单。"""
    label = ticket.get_kind_display()
    said = f"第一次{label}" if ticket.kind == TicketKind.URGE else label
    if ticket.deadline is not None and ticket.breached_on is not None:
        late = _workdays(ticket.deadline.due_on, horizon.today, horizon)
        said += f"，自 {day(ticket.breached_on)}起超期，超期 {late} 个工作日"
    elif ticket.parent is not None:
        said += f"，{ticket.parent.get_kind_display()}至 {day(ticket.parent.due_on)} 未答复"
    number = f"信访件 {ticket.claim.petition.number}：" if ticket.claim else ""
    return f"{number}{said}{_then(after_ticket(ticket, horizon))}"


def _ticket_facts(ticket: Ticket) -> list[str]:
    return _facts(ticket.deadline) if ticket.deadline is not None else [f"{ticket.subject}。"]


def _ask(ticket: Ticket, *, mine: bool) -> str:
    label = ticket.get_kind_display()
    if mine:
        return f"请于 {day(ticket.due_on)}前书面答复本{label}（内部要求）。"
    return f"已向{ticket.organization.name}开出{label}，答复截止 {day(ticket.due_on)}。"


def _facts(deadline: Deadline) -> list[str]:
    lines = [f"{deadline.name}截止 {day(deadline.due_on)}（{deadline.article}）。"]
    if deadline.pledged_on is not None:
        lines.append(f"本单位承诺 {month_day(deadline.pledged_on)}；超期与否以法定期限为准。")
    duty = duty_of(deadline.referral)
    if duty is not None:
        lines.append(f"下一步：{name_of(duty.action, deadline.referral.claim.kind)}。")
    return lines
