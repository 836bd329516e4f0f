"""Excel: the report and its lists, as values that no cell can turn into a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oversight.indicators import BASE_TEXT, Figure, Measure
from oversight.reports import listing, monthly
from petitions.downloads import excel, table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oversight.indicators.cohorts import Rows
    from oversight.reports.monthly import Line, Report

HEADINGS = (
    "指标", "分子", "分母", "数值", "中位数", "去年同期", "差", "未纳入统计", "各状态", "公式",
    "来源", "公式版本",
)  # fmt: skip


def of_report(report: Report, *, who: str, when: str) -> bytes:
    with excel() as book:
        bold = book.sheets.add_format({"bold": True})
        sheet = book.sheets.add_worksheet("汇总")
        _rows(sheet, [*_preface(report, who=who, when=when), HEADINGS], bold)
        for place, line in enumerate(report.lines, 4):
            sheet.write_row(place, 0, _line(line))
        sheet.set_column(0, 0, 28)
        sheet.set_column(9, 9, 70)
        if report.bodies:
            _matrix(book.sheets.add_worksheet("各单位"), report, bold)
    return book.content


def of_list(
    rows: Rows, title: str, *, columns: tuple[str, ...], who: str, plain: bool = False
) -> bytes:
    """Every row of the list, in the list's own order and columns."""
    found = listing.entries(listing.listed(rows), columns, plain=plain)
    cells = ((entry.number, entry.title, *entry.cells) for entry in found)
    head, widths = ("编号", "标题", *columns), (26, 40, *(16 for _ in columns))
    return table("清单", head, cells, widths=widths, preface=[title, f"导出：{who}"])


def _preface(report: Report, *, who: str, when: str) -> list[tuple[str, ...]]:
    of = f" · {report.organization.name}" if report.organization else ""
    source = (
        f"冻结于 {report.snapshot.taken_at:%Y-%m-%d}" if report.snapshot else f"{when} 的实时数"
    )
    return [
        (f"{report.period.label}（{report.period.span}）{of}",),
        (f"口径：{BASE_TEXT}",),
        (f"{source}；导出：{who}",),
    ]


def _line(line: Line) -> tuple[Any, ...]:
    figure, indicator = line.figure, line.figure.indicator
    if line.is_hidden:
        return (indicator.name, "", "", f"少于 {monthly.HIDDEN_BELOW} 份，不显示")
    earlier = line.earlier.value if line.earlier else None
    states = "；".join(
        f"{indicator.states[code].label} {count}" for code, count in figure.states.items()
    )
    return (
        indicator.name,
        figure.numerator,
        figure.denominator,
        _number(figure.value),
        _number(figure.median),
        _number(earlier),
        _number(line.difference),
        figure.left_base,
        states,
        indicator.formula,
        indicator.source,
        indicator.version,
    )


def _matrix(sheet: Any, report: Report, bold: Any) -> None:
    headings: list[str] = ["责任单位", "超期"]
    for name in report.columns:
        headings += [name, "分子", "分母"]
    _rows(sheet, [headings], bold)
    for place, body in enumerate(report.bodies, 1):
        cells: list[Any] = [body.organization.name, body.late]
        for cell in body.cells:
            cells += _cells(cell.figure) if cell else ["", "", ""]
        sheet.write_row(place, 0, cells)
    sheet.set_column(0, 0, 28)


def _cells(figure: Figure) -> list[Any]:
    value = figure.median if figure.indicator.measure is Measure.DAYS else figure.value
    return [_number(value), figure.numerator, figure.denominator]


def _number(value: Any) -> float | str:
    return "" if value is None else float(value)


def _rows(sheet: Any, rows: Iterable[Iterable[Any]], form: Any) -> None:
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, row, form)
