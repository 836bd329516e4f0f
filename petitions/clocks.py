"""Clocks of a hop: opened, moved and closed as its events happen. `routing.limits` counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from petitions.models import Deadline, DeadlinePause
from petitions.models.deadline import DeadlineStatus, Verdict
from petitions.words import month_day
from routing.limits import Due, Limit, Pause, Unit, due_on
from routing.timelimits import limit_for
from routing.workdays import work_calendar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Organization
    from petitions.models import Referral


@dataclass(frozen=True)
class Start:
    """What starts a clock: the rule, the event and its day, and what the papers fix themselves.

    `number` replaces the rule's own number (days left after an objection was upheld);
    `fixed_on` is the last day that a document names (交办反馈期限)."""

    code: str
    on: dt.date
    event: str
    number: int | None = None
    fixed_on: dt.date | None = None


def start(referral: Referral, begin: Start, *, responsible: Organization | None) -> Deadline:
    """Open a clock; `responsible` is who must act, `None` the petitioner."""
    limit = limit_for(begin.code, on=begin.on, organization=responsible)
    if begin.number is not None:
        limit = replace(limit, number=begin.number)
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


def pause(deadline: Deadline, *, reason: str, on: dt.date) -> DeadlinePause:
    """Stop the clock from `on` until `resume`: hearing, expert panel or suspension only."""
    deadline.status = DeadlineStatus.PAUSED
    deadline.save(update_fields=["status"])
    return DeadlinePause.objects.create(deadline=deadline, reason=reason, starts_on=on)


def resume(deadline: Deadline, *, on: dt.date) -> None:
    deadline.pauses.filter(ends_on=None).update(ends_on=on)
    deadline.status = DeadlineStatus.RUNNING
    _move(deadline)


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
    deadline: Deadline, pauses: Iterable[DeadlinePause] = (), *, fixed_on: dt.date | None = None
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
        pauses=[Pause(row.starts_on, row.ends_on, row.reason) for row in pauses],
        extension=deadline.extension_days,
    )


def _set_due(deadline: Deadline, due: Due) -> None:
    deadline.due_on = due.due_on
    deadline.unrolled_on = due.unrolled_on
    deadline.is_provisional = due.provisional
    deadline.explanation = list(due.explanation)
    deadline.calendar_version = work_calendar().version


def _move(deadline: Deadline) -> None:
    """Recompute an open clock; the new version voids reminders written for the old date."""
    _set_due(deadline, _due(deadline, deadline.pauses.all()))
    deadline.version += 1
    deadline.breached_on = None
    deadline.save()
