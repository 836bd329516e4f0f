"""How a deadline reads on the screen: a tone, words that say it without colour, the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from petitions.models.deadline import WINDOWS, DeadlineStatus, Verdict
from petitions.words import month_day
from petitions.worklist import workdays_left
from routing.calendar import weekday_name
from routing.limits import Unit

if TYPE_CHECKING:
    import datetime as dt

    from petitions.models import Deadline
    from routing.calendar import WorkCalendar


@dataclass(frozen=True)
class Chip:
    """`tone` is a class of the style sheet, `day` the date in words, `title` the basis."""

    tone: str
    text: str
    day: str
    title: str

    @property
    def full(self) -> str:
        return f"{self.text} · {self.day}" if self.day else self.text


def chip(deadline: Deadline, *, on: dt.date, calendar: WorkCalendar) -> Chip:
    """What is said of this clock today; a closed one says its frozen verdict."""
    if not deadline.is_open:
        return _closed(deadline)
    day = f"{month_day(deadline.due_on)} {weekday_name(deadline.due_on)}"
    if deadline.status == DeadlineStatus.PAUSED:
        return Chip("rest", "暂停中", "", _basis(deadline))
    if not deadline.is_owed:
        text = "已届满" if deadline.due_on < on else "可在此前提出"
        return Chip("rest", text, day, _basis(deadline))
    tone, text = _running(deadline, on=on, calendar=calendar)
    return Chip(tone, text, day, _basis(deadline))


def _running(deadline: Deadline, *, on: dt.date, calendar: WorkCalendar) -> tuple[str, str]:
    left = deadline.days_left(on)
    if left < 0:
        return "late", f"超期 {-left} 天"
    if left == 0:
        return "due", "今日到期"
    workdays = workdays_left(deadline.due_on, on=on, calendar=calendar)
    tone = "near" if deadline.is_near(on) else "ok"
    counts_workdays = tone == "near" or deadline.unit == Unit.WORKDAYS.value
    if counts_workdays and workdays:
        return tone, f"剩 {workdays} 个工作日"
    return tone, f"剩 {left} 天"


def _closed(deadline: Deadline) -> Chip:
    if deadline.status == DeadlineStatus.VOID or deadline.closed_on is None:
        return Chip("rest", "不再适用", "", _basis(deadline))
    if deadline.organization_id is None or deadline.code in WINDOWS:
        return Chip("rest", "已提出", month_day(deadline.closed_on), _basis(deadline))
    late = deadline.verdict == Verdict.LATE
    text = f"超期 {deadline.late_days} 天" if late else "按期"
    return Chip("rest", text, f"{month_day(deadline.closed_on)}完成", _basis(deadline))


def _basis(deadline: Deadline) -> str:
    kind = "（内部要求）" if deadline.is_internal else ""
    result = deadline.explanation[-1] if deadline.explanation else ""
    return f"{deadline.name}，{deadline.article}{kind}。{result}"
