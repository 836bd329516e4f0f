"""The list as Excel: what the page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from petitions import chips, search
from petitions.downloads import table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from petitions.models import Petition
    from routing.calendar import WorkCalendar

HEAD = (
    "编号", "标题", "信访人", "信访形式", "人数", "收到", "当前步骤", "承办机关", "期限", "截止日",
    "期限情况",
)  # fmt: skip
WIDTHS = (26, 44, 12, 10, 6, 12, 14, 24, 22, 12, 16)


def workbook(rows: Iterable[Petition], *, who: str, on: dt.date, calendar: WorkCalendar) -> bytes:
    """Names are masked as on the page. The caller leaves out what is sealed."""
    return table(
        "信访件",
        HEAD,
        (_line(row, on=on, calendar=calendar) for row in rows),
        widths=WIDTHS,
        preface=[f"截至 {on:%Y-%m-%d}，{who} 导出。密件不导出。"],
    )


def _line(row: Petition, *, on: dt.date, calendar: WorkCalendar) -> list[str | int]:
    hops, clock = search.standing(row)
    return [
        row.number,
        row.title,
        row.masked_people,
        str(row.get_intake_display()),
        row.people_count,
        row.received_on.isoformat(),
        "、".join(str(hop.get_state_display()) for hop in hops),
        "、".join(dict.fromkeys(hop.organization.name for hop in hops)),
        clock.name if clock else "",
        clock.due_on.isoformat() if clock else "",
        chips.chip(clock, on=on, calendar=calendar).text if clock else "",
    ]
