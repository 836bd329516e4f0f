"""态势 as its page draws it: every count beside the address of exactly its list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oversight.boards import rates, topics
from oversight.boards.lists import url
from oversight.boards.tiles import Number, percent
from oversight.indicators import DENOMINATOR, NUMERATOR
from petitions.letters import ReviewOutcome
from petitions.words import month_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from oversight.boards.load import Day, Load
    from oversight.boards.needs import Unit
    from oversight.boards.quality import Officer, Quality
    from oversight.boards.rates import Trend
    from oversight.boards.scope import Scope
    from oversight.boards.steps import StepRow
    from oversight.boards.topics import Repeated, Topic, Week
    from oversight.indicators import Figure, Period

    Row = dict[str, Any]


def units(found: Sequence[Unit], scope: Scope) -> list[Row]:
    window = rates.window(scope, rates.UNIT_DAYS)
    return [
        {
            "unit": unit,
            "rate": percent(unit.rate),
            "share": round(float(unit.rate or 0) * 100),
            "parts": _parts(unit.figure, window, organization=unit.organization.code),
            "late_url": url("late", organization=unit.organization.code),
        }
        for unit in found
    ]


def steps(found: Sequence[StepRow]) -> list[Row]:
    longest = max((step.count for step in found), default=1)
    return [
        {
            "step": step,
            "share": round(step.count * 100 / longest),
            "url": url("open", step=step.step),
        }
        for step in found
    ]


def months(found: Sequence[Trend], on: dt.date) -> list[Row]:
    """A row for each month, a cell for each rate."""
    if not found:
        return []
    return [
        {
            "label": points[0].label,
            "is_open": points[0].period.ends_on >= on.replace(day=1),
            "cells": [_month_cell(point.figure, point.period) for point in points],
        }
        for points in zip(*(trend.points for trend in found), strict=True)
    ]


def topic_rows(found: Sequence[Topic], weeks: Sequence[Week]) -> list[Row]:
    half = weeks[topics.HALF]
    return [
        {
            "topic": topic,
            "cells": [
                {
                    "label": week.label,
                    "count": count,
                    "url": url("topic", category=topic.code, since=week.first, until=week.last),
                }
                for week, count in zip(weeks, topic.counts, strict=True)
            ],
            "now": Number(
                topic.now,
                url("topic", category=topic.code, since=half.first, until=weeks[-1].last),
            ),
        }
        for topic in found
    ]


def load_weeks(found: Load, *, organization: str) -> list[list[tuple[Day | None, str]]]:
    return [
        [(day, url("due", day=day.on, organization=organization) if day else "") for day in week]
        for week in found.weeks
    ]


def repeats(found: Sequence[Repeated]) -> list[Row]:
    return [{"matter": row, "url": url("repeats", matter=row.code)} for row in found]


def quality(found: Sequence[Quality]) -> list[Row]:
    return [
        {
            "name": row.name,
            "cells": [
                {
                    "label": "退回",
                    "count": row.sent_back,
                    "url": url("sent-back", organization=row.code),
                },
                _overturned("撤销", row.quashed, row.code, ReviewOutcome.QUASH),
                _overturned("变更", row.changed, row.code, ReviewOutcome.CHANGE),
            ],
        }
        for row in found
    ]


def workload(found: Sequence[Officer]) -> list[Row]:
    return [
        {
            "officer": row,
            "url": url("open", handler=row.pk, organization=row.code),
            "late_url": url("open", handler=row.pk, organization=row.code, late=1),
        }
        for row in found
    ]


def waiting(found: Row) -> Row:
    for one in found["first"]:
        one["chip"] = f"{month_day(one['ticket'].due_on)}前"
    return found


def _parts(figure: Figure | None, period: Period, **more: str) -> tuple[Number, ...]:
    """Numerator and denominator with their lists."""
    if figure is None:
        return ()
    given = {
        "code": figure.indicator.code,
        "since": period.starts_on,
        "until": period.ends_on,
        **more,
    }
    return (
        Number(figure.numerator, url("rate", part=NUMERATOR, **given)),
        Number(figure.denominator, url("rate", part=DENOMINATOR, **given)),
    )


def _month_cell(figure: Figure, period: Period) -> Row:
    value = figure.value
    return {
        "name": figure.indicator.name,
        "rate": percent(value),
        "value": "" if value is None else f"{value * 100:.2f}",
        "parts": _parts(figure, period) if figure.denominator else (),
    }


def _overturned(label: str, count: int, code: str, outcome: ReviewOutcome) -> Row:
    where = url("overturned", organization=code, outcome=outcome.value)
    return {"label": label, "count": count, "url": where}
