"""Letters and counter receipts as PDF: the same values give the same bytes.

Typed text travels as JSON in `sys.inputs` and is never evaluated; the templates see no folder but
their own and no network. PDF/A is asked for because it turns a missing glyph into an error, where
a plain PDF would print an empty box into somebody's name.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pylopdf_fonts_zh_cn
import typst

from petitions.letters import LETTERS, Letter, LetterField, missing_fields
from petitions.letters.barcode import bars

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: The entry that is printed as bars too.
CODED = "document_code"
TEMPLATES = Path(__file__).parent / "typst"
RECEIPT_ENTRIES = (
    "petition_number",
    "query_code",
    "received_on",
    "petitioner_name",
    "office",
    "promise_on",
    "contact",
    "query_address",
)

_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
# A line holds about 55 narrow characters; typst breaks a longer run only where it is told to.
_LONG_RUN = re.compile(r"[!-~]{40,}")
_INVISIBLE = {"Cc", "Cf", "Cs"}


class MissingGlyphError(Exception):
    """Characters no font here can draw; `characters` is for the form to name."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        named = "、".join(f"“{character}”" for character in characters)
        super().__init__(f"{named}字库缺字，无法打印。")


class IncompleteLetterError(Exception):
    """A letter was to be rendered without entries it must carry."""

    def __init__(self, fields: Sequence[LetterField]) -> None:
        self.fields = tuple(fields)
        super().__init__(f"文书缺少：{'、'.join(field.label for field in fields)}。")


def render(
    letter: Letter,
    values: Mapping[str, object],
    *,
    is_draft: bool = False,
    is_form: bool = False,
    font_dirs: Sequence[Path] = (),
) -> bytes:
    """The letter as PDF/A. A draft is marked as one and shows what is still missing by its name; a
    form leaves it blank, to be filled in by hand; anything else must be complete."""
    missing = missing_fields(letter, values)
    if missing and not (is_draft or is_form):
        raise IncompleteLetterError(missing)
    inputs = _inputs(letter, values, is_draft=is_draft)
    stamp = _midnight(values.get("issued_on"))
    return _compile(LETTERS[letter].template, inputs, stamp, font_dirs)


def draw(letter: Letter, values: Mapping[str, object]) -> list[str]:
    """The draft as pictures (SVG), one for each page. Raises `MissingGlyphError` as `render` does,
    which a picture by itself would not."""
    render(letter, values, is_draft=True)
    compiler = typst.Compiler(root=TEMPLATES, font_paths=_fonts(()))
    pages = compiler.compile(
        input=TEMPLATES / LETTERS[letter].template,
        format="svg",
        sys_inputs=_inputs(letter, values, is_draft=True),
    )
    drawn = pages if isinstance(pages, list) else [pages]
    return [_svg_text(page) for page in drawn]


def render_receipt(values: Mapping[str, object], *, font_dirs: Sequence[Path] = ()) -> bytes:
    """The A5 slip for the counter: RECEIPT_ENTRIES (the last two may be absent), and `qr_svg`,
    a drawn QR code. A query code without hyphens is set in groups of five."""
    printed = {name: _line(values.get(name)) for name in RECEIPT_ENTRIES}
    printed["query_code"] = _grouped(str(values.get("query_code", "")))
    inputs = {
        "values": _as_json(printed),
        "letter": _as_json({"title": "信访登记回执", "draft": False}),
        "qr": _svg_text(values["qr_svg"]),
    }
    return _compile("receipt.typ", inputs, _midnight(values.get("received_on")), font_dirs)


def _inputs(letter: Letter, values: Mapping[str, object], *, is_draft: bool) -> dict[str, str]:
    """What the template reads. In a draft an entry that is missing stands by its name."""
    spec = LETTERS[letter]
    printed = {field.name: _printed(_known(field, values)) for field in spec.fields}
    if is_draft:
        missing = missing_fields(letter, values)
        printed |= {field.name: f"【待填：{field.label}】" for field in missing}
    about = {"title": spec.title, "draft": is_draft, "bars": _bars(printed)}
    return {"values": _as_json(printed), "letter": _as_json(about)}


def _bars(printed: Mapping[str, object]) -> list[int]:
    """The widths of the bars, on the one letter that has a code to carry."""
    code = str(printed.get(CODED, ""))
    return bars(code) if code.isascii() and code else []


def _compile(
    template: str, inputs: dict[str, str], stamp: datetime, font_dirs: Sequence[Path]
) -> bytes:
    # A compiler is not shared: its inputs are its state, and requests run on threads.
    compiler = typst.Compiler(root=TEMPLATES, font_paths=_fonts(tuple(font_dirs)))
    try:
        pdf, _ = compiler.compile_with_warnings(
            input=TEMPLATES / template,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards="a-2b",
            timestamp=stamp,
        )
    except typst.TypstError as error:
        unshown = _unshown(error.diagnostic)
        if not unshown:
            raise
        raise MissingGlyphError(unshown) from error
    if not isinstance(pdf, bytes):
        raise TypeError(f"{template}: one PDF expected.")
    return pdf


@cache
def _fonts(font_dirs: tuple[Path, ...]) -> typst.Fonts:
    """Only fonts we name: a letter must look the same on every machine."""
    bundled = pylopdf_fonts_zh_cn.serif_path().parent
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[*font_dirs, bundled],
    )


def _unshown(diagnostic: str) -> str:
    found = (_unescaped(text) for text in _UNSHOWN.findall(diagnostic))
    return "".join(dict.fromkeys("".join(found)))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _known(field: LetterField, values: Mapping[str, object]) -> object:
    """What a stored value means: records keep dates and choices as plain text."""
    value = values.get(field.name)
    if field.is_date and isinstance(value, str) and value.strip():
        return _as_date(value)
    return dict(field.choices).get(str(value), value)


def _as_date(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value).strip())


def _printed(value: object) -> str | list[str]:
    if isinstance(value, (list, tuple)):
        return [_line(one) for one in value]
    return _line(value)


def _line(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return _breakable(_visible(str(getattr(value, "label", value))))


def _visible(text: str) -> str:
    """Without control and format characters: they print nothing, or turn the text around."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in _INVISIBLE)


def _breakable(text: str) -> str:
    return _LONG_RUN.sub(lambda run: re.sub(r".{20}(?=.)", "\\g<0>\u200b", run[0]), text)


def _grouped(code: str) -> str:
    plain = code if "-" in code else "-".join(re.findall(".{1,5}", code))
    return _visible(plain)


def _svg_text(svg: object) -> str:
    return svg.decode() if isinstance(svg, bytes) else str(svg)


def _midnight(day: object) -> datetime:
    """What the file calls its date: that of the letter, never that of the printing."""
    return datetime.combine(_as_date(day) if day else date(1970, 1, 1), time(), UTC)


def _as_json(values: Mapping[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False)
