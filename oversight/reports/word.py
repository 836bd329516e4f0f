"""The yearly report as a Word draft: the four parts of Article 41, each number a link."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from oversight.indicators import DENOMINATOR, NUMERATOR, Measure
from oversight.reports import monthly
from oversight.reports.yearly import ALL, PARTS

if TYPE_CHECKING:
    from oversight.indicators import Figure
    from oversight.reports.yearly import Section, YearReport

HEADINGS_FONT, TEXT_FONT = "黑体", "仿宋"
SEALED_NOTE = "检举控告（密件）不列入本报告的数字，按保密规定另行报送。"
TO_WRITE = "（请在此补充文字说明。）"


def draft(report: YearReport, *, base_url: str, on: dt.date) -> bytes:
    """`base_url` stands before the addresses of the lists, so that a link works from the file."""
    return _Draft(report, base_url).written(on)


class _Draft:
    def __init__(self, report: YearReport, base_url: str) -> None:
        self.report, self.base_url = report, base_url
        self.paper = Document()
        _set_font(self.paper.styles["Normal"], TEXT_FONT, 16)

    def written(self, on: dt.date) -> bytes:
        self._title(on)
        for number, title in enumerate(PARTS):
            _set_heading(self.paper.add_heading(level=1), title)
            if number == 0:
                self._opening()
            for section in self.report.part(number):
                self._section(section)
            if number == len(PARTS) - 1:
                self._indicators()
            self.paper.add_paragraph(TO_WRITE)
        buffer = io.BytesIO()
        self.paper.save(buffer)
        return buffer.getvalue()

    def _title(self, on: dt.date) -> None:
        office = self.report.office.name if self.report.office else ""
        title = self.paper.add_paragraph()
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = title.add_run(f"{office}{self.report.period.name}年信访情况年度报告（草稿）")
        run.bold, run.font.size = True, Pt(22)
        snapshot = self.report.snapshot
        source = (
            f"采用 {snapshot.taken_at:%Y年%m月%d日} 冻结的指标"
            if snapshot
            else f"{on.year}年{on.month}月{on.day}日的实时数"
        )
        self.paper.add_paragraph(
            f"依据《信访工作条例》第四十一条编制。统计期间：{self.report.period.span}；{source}。"
            f"点击数字可以打开对应的清单。{SEALED_NOTE}"
        )

    def _opening(self) -> None:
        total = next(row for row in self.report.sections if row.tally.code == "intake").total
        line = self.paper.add_paragraph("本年度共登记信访件 ")
        self._link(line, str(total), self._list("intake", ALL))
        line.add_run(f" 件，涉及 {self.report.people} 人次。")

    def _section(self, section: Section) -> None:
        _set_heading(self.paper.add_heading(level=2), section.tally.title)
        if not section.cells:
            self.paper.add_paragraph("本年度没有。")
            return
        table = self.paper.add_table(rows=0, cols=2, style="Table Grid")
        for cell in section.cells:
            self._row(table, cell.label, str(cell.count), self._list(section.tally.code, cell.key))
        self._row(table, "合计", str(section.total), self._list(section.tally.code, ALL))

    def _indicators(self) -> None:
        _set_heading(self.paper.add_heading(level=2), "主要指标")
        table = self.paper.add_table(rows=1, cols=4, style="Table Grid")
        for place, text in enumerate(("指标", "分子", "分母", "数值")):
            table.rows[0].cells[place].text = text
        for figure in self.report.figures:
            self._figure(table, figure)

    def _figure(self, table: Any, figure: Figure) -> None:
        cells = table.add_row().cells
        cells[0].text = figure.indicator.name
        code = figure.indicator.code
        parts = [(1, NUMERATOR, figure.numerator), (2, DENOMINATOR, figure.denominator)]
        if figure.indicator.measure is Measure.DAYS:
            # Days are a sum, not rows: the list behind it is that of the denominator.
            cells[1].text = f"{figure.numerator} 日"
            parts = parts[1:]
        for place, part, count in parts:
            address = reverse("oversight:report-rows", args=[code, part])
            query = f"?month={self.report.period.name}"
            self._link(cells[place].paragraphs[0], str(count), f"{address}{query}")
        cells[3].text = monthly.shown(figure)

    def _row(self, table: Any, label: str, count: str, address: str) -> None:
        cells = table.add_row().cells
        cells[0].text = label
        self._link(cells[1].paragraphs[0], count, address)

    def _list(self, code: str, key: str) -> str:
        address = reverse("oversight:yearly-rows", args=[code, key])
        return f"{address}?year={self.report.period.name}"

    def _link(self, paragraph: Any, text: str, address: str) -> None:
        """python-docx has no call for a link: the relation and its run are put in by hand."""
        target = paragraph.part.relate_to(
            f"{self.base_url}{address}", RELATIONSHIP_TYPE.HYPERLINK, is_external=True
        )
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), target)
        run = paragraph.add_run(text)
        run.font.underline = True
        link.append(run._r)  # noqa: SLF001 - the element of the run, moved into the link
        paragraph._p.append(link)  # noqa: SLF001 - as above


def _set_heading(heading: Any, text: str) -> None:
    run = heading.add_run(text)
    run.font.name = HEADINGS_FONT
    run._element.rPr.rFonts.set(qn("w:eastAsia"), HEADINGS_FONT)  # noqa: SLF001 - the East Asian font


def _set_font(style: Any, name: str, size: int) -> None:
    style.font.name, style.font.size = name, Pt(size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), name)
