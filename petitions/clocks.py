"""Clocks of a hop: opened, moved and closed as its events happen. `routing.limits` counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Max

from petitions.models import Deadline, DeadlinePause
from petitions.models.deadline import DeadlineStatus, Verdict
from petitions.states import ANSWER_CLOCKS
from petitions.words import month_day
from routing.limits import Due, Limit, Pause, Unit, due_on
from routing.pauses import paused_by
from routing.pledges import pledge_for
from routing.stages import Stages
from routing.timelimits import limit_for
from routing.workdays import work_calendar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Organization
    from petitions.models import Referral
    from petitions.models.deadline import DeadlineQuerySet
    from routing.calendar import WorkCalendar
    from routing.models import Procedure


@dataclass(frozen=True)
class Start:
    """What starts a clock: the rule, the event and its day, and what the papers fix themselves.

    `number`, `unit` and `article` replace the rule's own (days left after an objection, a special
    law);
    `fixed_on` is the last day that a document names (交办反馈期限)."""

    code: str
    on: dt.date
    event: str
    number: int | None = None
    fixed_on: dt.date | None = None
    article: str = ""
    unit: Unit | None = None


def start(referral: Referral, begin: Start, *, responsible: Organization | None) -> Deadline:
    """Open a clock; `responsible` is who must act, `None` the petitioner."""
    limit = limit_for(begin.code, on=begin.on, organization=responsible)
    pledge = pledge_for(limit, on=begin.on, organization=responsible)
    if begin.number is not None:
        limit = replace(
            limit,
            number=begin.number,
            article=begin.article or limit.article,
            unit=begin.unit or limit.unit,
        )
    deadline = Deadline(
        referral=referral,
        organization=responsible,
        code=begin.code,
        name=limit.name,
        article=limit.article,
        number=limit.number,
        unit=limit.unit.value,
        rolls=limit.rolls,
        extension_cap=limit.extension_cap,
        is_internal=limit.is_internal,
        rule_version=limit.version,
        start_event=begin.event,
        started_on=begin.on,
        pledge_number=pledge,
    )
    _set_due(deadline, _due(deadline, fixed_on=begin.fixed_on))
    deadline.save()
    return deadline


def meet(referral: Referral, codes: Iterable[str], *, on: dt.date) -> list[Deadline]:
    """Close the open clocks of these codes and freeze the verdict."""
    closed = list(referral.deadlines.open().filter(code__in=list(codes)))
    for deadline in closed:
        late = max(0, (on - deadline.due_on).days)
        deadline.status = DeadlineStatus.MET
        deadline.closed_on = on
        deadline.verdict = Verdict.LATE if late else Verdict.IN_TIME
        deadline.late_days = late or None
        if late:
            deadline.breached_on = deadline.due_on + dt.timedelta(days=1)
        deadline.save(update_fields=["status", "closed_on", "verdict", "late_days", "breached_on"])
    return closed


def void(referral: Referral, codes: Iterable[str] | None = None) -> None:
    """Close clocks that no longer apply; they get no verdict."""
    rows = referral.deadlines.open()
    if codes is not None:
        rows = rows.filter(code__in=list(codes))
    rows.update(status=DeadlineStatus.VOID)


def extend(deadline: Deadline, days: int) -> None:
    """Move the last day by a granted extension. Raises `LimitError` above the cap."""
    deadline.extension_days += days
    _move(deadline)


def take_back(deadline: Deadline) -> None:
    """Move the last day back to where it was without its extension; pauses stay left out."""
    deadline.extension_days = 0
    _move(deadline)


@dataclass(frozen=True)
class Moved:
    """An open clock whose last day is another than it was."""

    deadline: Deadline
    before: dt.date
    after: dt.date


#: What counting anew may change in a clock.
COUNTED = (
    "due_on", "unrolled_on", "is_provisional", "explanation", "calendar_version", "half_on",
    "near_on", "pledged_on", "version", "breached_on",
)  # fmt: skip


def recount(deadlines: DeadlineQuerySet) -> list[Moved]:
    """Count open clocks anew by the calendar in force; gives back those whose last day moved. One
    whose last day stays keeps its version, so that nobody is told again."""
    moved, rows = [], list(_countable(deadlines))
    for deadline in rows:
        before = deadline.due_on
        pauses = _intervals(deadline.pauses.all())
        _set_due(deadline, _due(deadline, pauses), pauses)
        if deadline.due_on != before:
            deadline.version += 1
            deadline.breached_on = None
            moved.append(Moved(deadline, before, deadline.due_on))
    Deadline.objects.bulk_update(rows, COUNTED, batch_size=500)
    return moved


def _countable(deadlines: DeadlineQuerySet) -> DeadlineQuerySet:
    return (
        deadlines.open()
        .exclude(unit=Unit.FIXED.value)
        .select_related("organization", "referral__claim")
        .prefetch_related("pauses")
        .order_by("pk")
    )


def pause(deadline: Deadline, *, reason: str, on: dt.date) -> DeadlinePause:
    """Stop the clock from `on` until `resume`: hearing, expert panel or suspension only."""
    earlier = deadline.pauses.aggregate(last=Max("ends_on"))["last"]
    on = max(on, earlier) if earlier else on
    deadline.status = DeadlineStatus.PAUSED
    deadline.save(update_fields=["status"])
    return DeadlinePause.objects.create(deadline=deadline, reason=reason, starts_on=on)


def resume(deadline: Deadline, *, on: dt.date) -> None:
    for row in deadline.pauses.filter(ends_on=None):
        row.ends_on = max(on, row.starts_on)
        row.save(update_fields=["ends_on"])
    deadline.status = DeadlineStatus.RUNNING
    _move(deadline)


def hold_up(referral: Referral, procedure: Procedure, *, on: dt.date) -> list[Deadline]:
    """Stop the answer clocks that the rules let this procedure stop; gives back which."""
    clocks = list(referral.deadlines.filter(status=DeadlineStatus.RUNNING, code__in=ANSWER_CLOCKS))
    stopped = paused_by(procedure, [clock.code for clock in clocks])
    held = [clock for clock in clocks if clock.code in stopped]
    for clock in held:
        pause(clock, reason=procedure.label, on=on)
    return held


def go_on(referral: Referral, *, on: dt.date) -> list[Deadline]:
    """Let every stopped clock of this hop run on; gives back those that moved."""
    stopped = list(referral.deadlines.filter(status=DeadlineStatus.PAUSED))
    for clock in stopped:
        resume(clock, on=on)
    return stopped


def days_left(referral: Referral, code: str) -> int:
    """Whole days that were left when the clock of this code was last met; 0 where it was late."""
    last = (
        referral.deadlines.filter(code=code, closed_on__isnull=False)
        .order_by("-closed_on", "-pk")
        .first()
    )
    return max(0, (last.due_on - last.closed_on).days) if last and last.closed_on else 0


def limit_of(deadline: Deadline) -> Limit:
    """The rule as this clock was started with it, never as it may stand today."""
    return Limit(
        code=deadline.code,
        name=deadline.name,
        article=deadline.article,
        number=deadline.number,
        unit=Unit(deadline.unit),
        rolls=deadline.rolls,
        extension_cap=deadline.extension_cap,
        version=deadline.rule_version,
        is_internal=deadline.is_internal,
        starts_at=deadline.start_event,
    )


def _due(
    deadline: Deadline, pauses: Iterable[Pause] = (), *, fixed_on: dt.date | None = None
) -> Due:
    if fixed_on is not None:
        line = f"{deadline.name}：由文书指定，{fixed_on.year}年{month_day(fixed_on)} 24:00 前。"
        return Due(
            due_on=fixed_on,
            unrolled_on=fixed_on,
            rolled=False,
            provisional=False,
            explanation=(line,),
        )
    return due_on(
        deadline.started_on,
        limit_of(deadline),
        work_calendar(),
        pauses=list(pauses),
        extension=deadline.extension_days,
    )


def set_marks(
    deadline: Deadline, pauses: Iterable[Pause], *, stages: Stages, calendar: WorkCalendar
) -> None:
    """What follows from the last day: half gone, near, and the organization's own promise."""
    marks = stages.marks(
        code=deadline.code,
        organization=deadline.organization_id,
        unit=Unit(deadline.unit),
        started_on=deadline.started_on,
        due_on=deadline.due_on,
        calendar=calendar,
    )
    deadline.half_on, deadline.near_on = marks.half_on, marks.near_on
    deadline.pledged_on = None
    if deadline.pledge_number is not None:
        promised = replace(limit_of(deadline), number=deadline.pledge_number)
        extension = deadline.extension_days
        kept = due_on(
            deadline.started_on, promised, calendar, pauses=list(pauses), extension=extension
        )
        deadline.pledged_on = kept.due_on if kept.due_on < deadline.due_on else None


def refresh_marks(deadlines: Iterable[Deadline], *, stages: Stages, calendar: WorkCalendar) -> int:
    """Bring open clocks up to a calendar or stages that changed; their last days do not move.
    The caller holds the lock on their matters. Returns how many were changed."""
    changed = []
    for deadline in deadlines:
        before = (deadline.half_on, deadline.near_on)
        pauses = _intervals(deadline.pauses.all())
        set_marks(deadline, pauses, stages=stages, calendar=calendar)
        if (deadline.half_on, deadline.near_on) != before:
            changed.append(deadline)
    Deadline.objects.bulk_update(changed, ["half_on", "near_on"])
    return len(changed)


def _intervals(pauses: Iterable[DeadlinePause]) -> list[Pause]:
    return [Pause(row.starts_on, row.ends_on, row.reason) for row in pauses]


def _set_due(deadline: Deadline, due: Due, pauses: Iterable[Pause] = ()) -> None:
    deadline.due_on = due.due_on
    deadline.unrolled_on = due.unrolled_on
    deadline.is_provisional = due.provisional
    deadline.explanation = list(due.explanation)
    calendar = work_calendar()
    deadline.calendar_version = calendar.version
    set_marks(deadline, pauses, stages=Stages.load(), calendar=calendar)


def _move(deadline: Deadline) -> None:
    """Recompute an open clock; the new version voids reminders written for the old date."""
    pauses = _intervals(deadline.pauses.all())
    _set_due(deadline, _due(deadline, pauses), pauses)
    deadline.version += 1
    deadline.breached_on = None
    deadline.save()
