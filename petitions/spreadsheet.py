"""The list as Excel: what the page shows, as values that no cell can turn into a formula."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import xlsxwriter

from petitions import chips, search

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from petitions.models import Petition
    from routing.calendar import WorkCalendar

SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
HEAD = (
    "编号", "标题", "信访人", "信访形式", "人数", "收到", "当前步骤", "承办机关", "期限", "截止日",
    "期限情况",
)  # fmt: skip
WIDTHS = (26, 44, 12, 10, 6, 12, 14, 24, 22, 12, 16)


def workbook(rows: Iterable[Petition], *, who: str, on: dt.date, calendar: WorkCalendar) -> bytes:
    """Names are masked as on the page. The caller leaves out what is sealed."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, SAFE) as book:
        sheet = book.add_worksheet("信访件")
        bold = book.add_format({"bold": True, "bg_color": "#EAF1FA", "border": 1})
        plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.write(0, 0, f"截至 {on:%Y-%m-%d}，{who} 导出。密件不导出。")
        sheet.write_row(1, 0, HEAD, bold)
        line = 1
        for line, row in enumerate(rows, start=2):
            sheet.write_row(line, 0, _line(row, on=on, calendar=calendar), plain)
        sheet.freeze_panes(2, 0)
        sheet.autofilter(1, 0, line, len(HEAD) - 1)
    return stream.getvalue()


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
