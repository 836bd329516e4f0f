"""Files that somebody takes away: Excel whose cells can never turn into a formula, and the answer
that carries a file."""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import xlsxwriter
from django.http import HttpResponse
from django.utils.http import content_disposition_header

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What somebody typed stays text.
SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass
class Book:
    """An open workbook; `content` is the file once the block that opened it has ended."""

    sheets: xlsxwriter.Workbook
    content: bytes = field(default=b"", init=False)


@contextmanager
def excel() -> Iterator[Book]:
    stream = io.BytesIO()
    book = Book(xlsxwriter.Workbook(stream, SAFE))
    yield book
    book.sheets.close()
    book.content = stream.getvalue()


def table(
    name: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str | int | float]],
    *,
    widths: Sequence[int],
    preface: Sequence[str] = (),
) -> bytes:
    """One sheet of this name: what the list is about, its headings with filters, its rows."""
    with excel() as book:
        sheet = book.sheets.add_worksheet(name)
        bold = book.sheets.add_format({"bold": True, "bg_color": "#EAF1FA", "border": 1})
        plain = book.sheets.add_format({"text_wrap": True, "valign": "top", "border": 1})
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for line, text in enumerate(preface):
            sheet.write(line, 0, text)
        top = last = len(preface)
        sheet.write_row(top, 0, head, bold)
        for last, row in enumerate(rows, start=top + 1):
            sheet.write_row(last, 0, row, plain)
        sheet.freeze_panes(top + 1, 0)
        sheet.autofilter(top, 0, last, len(head) - 1)
    return book.content


def download(content: bytes, *, name: str, content_type: str = EXCEL) -> HttpResponse:
    """A file under this name, which no cache keeps."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response
