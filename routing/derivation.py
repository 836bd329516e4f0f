"""The sentences that explain a last day to the person who has to keep it. Pure Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from routing.calendar import ONE_DAY, WorkCalendar, weekday_name
from routing.periods import Limit, Pause, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True)
class Counted:
    """A finished count: what went in, the last day before 顺延 and the last day."""

    start: date
    limit: Limit
    calendar: WorkCalendar
    pauses: tuple[Pause, ...]
    extension: int
    unrolled: date
    last: date

    def name(self, day: date) -> str:
        """10月1日（周四), with the year where it is not that of the start."""
        year = "" if day.year == self.start.year else f"{day.year}年"
        return f"{year}{day.month}月{day.day}日（{weekday_name(day)}）"


def explain(counted: Counted) -> tuple[str, ...]:
    return (
        _rule(counted),
        _start(counted),
        *_counting(counted),
        *_pauses(counted),
        *_extension(counted),
        *_count_end(counted),
        *_roll(counted),
        *_provisional(counted),
        f"最后一日：{counted.last.year}年{_month_day(counted.last)}24:00 前。",
    )


def unpublished_years(counted: Counted) -> list[int]:
    """Years without a published arrangement in which a day had to be judged worked or not."""
    if counted.limit.unit is Unit.WORKDAYS:
        judged = _days(counted.start + ONE_DAY, counted.last)
    elif counted.limit.rolls:
        judged = _days(counted.unrolled, counted.last)
    else:
        return []
    return sorted({day.year for day in judged if not counted.calendar.is_published(day)})


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _month_day(day: date) -> str:
    return f"{day.month}月{day.day}日（{weekday_name(day)}）"


def _rule(counted: Counted) -> str:
    limit = counted.limit
    source = f"《信访工作条例》{limit.article}" if limit.article.startswith("第") else limit.article
    internal = "；非法定期限，按地方规定或内部要求执行" if limit.is_internal else ""
    return (
        f"规则：{limit.name}，{limit.number}{limit.unit.label}，{source}，"
        f"第{limit.version}版{internal}。"
    )


def _start(counted: Counted) -> str:
    event = counted.limit.starts_at or "起算日"
    return f"起算：{event}，{counted.start.year}年{_month_day(counted.start)}；当日不计。"


def _counting(counted: Counted) -> list[str]:
    if counted.limit.unit is Unit.WORKDAYS:
        return _skipped(counted)
    inside = _holidays_inside(counted)
    if counted.limit.unit is Unit.MONTHS:
        return ["按月计算，到期月份的同一日届满；没有同一日的，以当月最后一日届满。"]
    return ["自然日，节假日照算。", *([f"其间有{inside}，均照算。"] if inside else [])]


def _skipped(counted: Counted) -> list[str]:
    """Non-working days passed over and make-up days counted, each by name, in their order."""
    calendar = counted.calendar
    passed = [
        (day, calendar.why(day), "计入" if calendar.is_workday(day) else "不计")
        for day in _days(counted.start + ONE_DAY, counted.unrolled)
        if not any(pause.covers(day) for pause in counted.pauses)
        and (calendar.is_makeup(day) or not calendar.is_workday(day))
    ]
    lines = ["工作日：周末和节假日不计，调休上班日计入。"]
    for (why, verdict), group in groupby(passed, key=lambda item: item[1:]):
        lines.append(f"{_names(counted, (day for day, *_ in group))}{why}，{verdict}。")
    return lines


def _names(counted: Counted, days: Iterable[date]) -> str:
    return "、".join(counted.name(day) for day in days)


def _holidays_inside(counted: Counted) -> str:
    """Statutory holidays between start and last day, as stretches: 10月1日至10月5日国庆节."""
    calendar = counted.calendar
    inside = _days(counted.start + ONE_DAY, counted.unrolled)
    stretches = []
    for name, group in groupby(inside, key=lambda day: calendar.holidays.get(day, "")):
        if name:
            days = list(group)
            until = f"至{counted.name(days[-1])}" if len(days) > 1 else ""
            stretches.append(f"{counted.name(days[0])}{until}{name}")
    return "、".join(stretches)


def _pauses(counted: Counted) -> list[str]:
    return [_pause(counted, pause) for pause in counted.pauses]


def _pause(counted: Counted, pause: Pause) -> str:
    reason = f"（{pause.reason}）" if pause.reason else ""
    if pause.end is None:
        return f"{counted.name(pause.start)}起暂停中{reason}，恢复后再顺延暂停的天数。"
    if pause.end <= counted.start or pause.start > counted.unrolled:
        when = "起算之前" if pause.end <= counted.start else "期限届满之后"
        return f"{counted.name(pause.start)}的暂停{reason}在{when}，不影响期限。"
    span = f"{counted.name(pause.start)}至{counted.name(pause.end - ONE_DAY)}暂停{reason}"
    if pause.end == pause.start:
        return f"{counted.name(pause.start)}暂停{reason}当日恢复，0日。"
    return f"{span}，{_pause_weight(counted, pause)}不计入期限。"


def _pause_weight(counted: Counted, pause: Pause) -> str:
    first = max(pause.start, counted.start)
    if counted.limit.unit is not Unit.WORKDAYS:
        return f"{pause.days - (first - pause.start).days}日"
    days = _days(first, pause.end - ONE_DAY) if pause.end else iter(())
    workdays = sum(counted.calendar.is_workday(day) and day > counted.start for day in days)
    return f"其中{workdays}个工作日"


def _extension(counted: Counted) -> list[str]:
    if not counted.extension:
        return []
    limit = counted.limit
    total = (limit.number or 0) + counted.extension
    return [
        f"经批准延长{counted.extension}{limit.unit.label}，"
        f"合计{total}{limit.unit.label}；延长从顺延前的末日接着算。"
    ]


def _count_end(counted: Counted) -> list[str]:
    total = (counted.limit.number or 0) + counted.extension
    if counted.limit.unit is Unit.MONTHS:
        return [f"满{total}个月为{counted.name(counted.unrolled)}。"]
    return [f"第{total}{counted.limit.unit.label}为{counted.name(counted.unrolled)}。"]


def _roll(counted: Counted) -> list[str]:
    calendar, end = counted.calendar, counted.unrolled
    if calendar.is_workday(end):
        return []
    opening = f"末日{counted.name(end)}为{calendar.why(end)}，"
    if not counted.limit.rolls:
        return [f"{opening}本期限遇节假日不顺延。"]
    between = list(_days(end + ONE_DAY, counted.last - ONE_DAY))
    passed = "".join(
        f"{_names(counted, group)}{why}，" for why, group in groupby(between, key=calendar.why)
    )
    return [f"{opening}{passed}顺延至{counted.name(counted.last)}。"]


def _provisional(counted: Counted) -> list[str]:
    first_published = min(counted.calendar.published_years, default=0)
    return [
        f"{year}年放假安排尚未公布，暂按周末推算（暂定）。"
        if year >= first_published
        else f"{year}年没有放假安排数据，暂按周末推算（暂定）。"
        for year in unpublished_years(counted)
    ]
