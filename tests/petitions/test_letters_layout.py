"""GB/T 9704 measured on the rendered page; the fonts really in the file; template versions."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from petitions import pdf
from petitions.letters import LETTERS, Letter
from petitions.letters.versions import VERSIONS
from petitions.models import Document
from tests.petitions.letter_samples import sample

MILLIMETRE = 72 / 25.4
TOP, LEFT, WIDTH, HEIGHT = 37, 28, 156, 225
BODY, NUMBER, PAGE_MARK, TITLE = 15.75, 15.75, 14, 22
#: Digest of each version of each template: who changes one raises its number in `VERSIONS`, and
#: writes the new line here.
KEPT = Path(__file__).with_name("template_versions.txt")


@dataclass(frozen=True)
class Piece:
    """A run of text: millimetres from the left and from the top to its baseline, size in points."""

    text: str
    across: float
    down: float
    size: float


def pieces(content: bytes, number: int) -> list[Piece]:
    page = PdfReader(io.BytesIO(content)).pages[number]
    assert float(page.mediabox.width) == pytest.approx(210 * MILLIMETRE, abs=0.1)
    assert float(page.mediabox.height) == pytest.approx(297 * MILLIMETRE, abs=0.1)
    found: list[Piece] = []

    def note(text: str, page_at: list[float], text_at: list[float], _: object, size: float) -> None:
        if text.strip():
            across = text_at[4] * page_at[0] + page_at[4]
            down = float(page.mediabox.height) - (text_at[5] * page_at[3] + page_at[5])
            found.append(Piece(text.strip(), across / MILLIMETRE, down / MILLIMETRE, abs(size)))

    page.extract_text(visitor_text=note)
    return found


@pytest.fixture(scope="module")
def long_opinion() -> bytes:
    return pdf.render(Letter.OPINION, sample(Letter.OPINION, findings="信" * 28 * 60))


def test_a_full_page_is_156_by_225_mm_of_22_lines_and_28_signs(long_opinion: bytes) -> None:
    lines = [one for one in pieces(long_opinion, 1) if set(one.text) == {"信"}]
    depth = [one.down for one in lines]
    sign = BODY / MILLIMETRE

    assert [len(one.text) for one in lines] == [28] * 22
    assert {round(one.size, 2) for one in lines} == {BODY}
    assert {round(one.across, 1) for one in lines} == {float(LEFT)}
    assert depth[0] - 0.88 * sign == pytest.approx(TOP, abs=0.5)
    assert depth[-1] + 0.12 * sign == pytest.approx(TOP + HEIGHT, abs=5)
    assert depth[-1] + 0.12 * sign <= TOP + HEIGHT + 0.1
    steps = [after - before for before, after in pairwise(depth)]
    assert steps == pytest.approx([HEIGHT / 22] * 21, abs=0.05)
    assert 28 * sign == pytest.approx(WIDTH, abs=1)


@pytest.mark.parametrize("number", [0, 1])
def test_the_page_number_stands_outside_below_the_type_area(
    long_opinion: bytes, number: int
) -> None:
    (mark,) = [one for one in pieces(long_opinion, number) if one.text == f"— {number + 1} —"]
    middle = LEFT + WIDTH / 2

    assert mark.size == pytest.approx(PAGE_MARK, abs=0.1)
    assert mark.down - mark.size / MILLIMETRE > TOP + HEIGHT + 5
    assert (mark.across > middle) is (number == 0)


def test_title_number_body_and_seal_have_their_sizes_and_places() -> None:
    content = pdf.render(Letter.DECLINE, sample(Letter.DECLINE))
    first = pieces(content, 0)
    last = pieces(content, len(PdfReader(io.BytesIO(content)).pages) - 1)

    def find(rows: list[Piece], words: str) -> Piece:
        return [one for one in rows if words in one.text][-1]

    title = find(first, "不予受理告知书")
    number = find(first, "〔2026〕")
    head = find(first[:2], "青禾县人力资源")
    assert title.size == pytest.approx(TITLE, abs=0.1)
    assert number.size == pytest.approx(NUMBER, abs=0.1)
    assert head.down < number.down < title.down
    body = find(last, "青禾县人力资源")
    seal, day = find(last, "（印章）"), find(last, "2026年3月5日")
    assert body.down < seal.down < day.down
    assert day.size == pytest.approx(BODY, abs=0.1)
    assert min(one.across for one in (body, seal, day)) > LEFT + WIDTH * 0.38


#: One of each end: a seal, a seal with more below it, signatures, a recorder, nobody's head.
RED = (Letter.DECLINE, Letter.HANDOVER, Letter.URGENT_REPORT, Letter.ORDER, Letter.ANNUAL_REPORT)
BLACK = (
    Letter.REGISTRATION, Letter.MEDIATION, Letter.SETTLEMENT, Letter.HEARING_RECORD,
    Letter.REVIEW_APPLICATION, Letter.CASE_CHARGE, Letter.AID_APPLICATION, Letter.SERVICE_RECEIPT,
)  # fmt: skip


@pytest.mark.parametrize("letter", [*RED, *BLACK])
def test_official_letters_have_a_red_head_and_red_rules_and_forms_black_ones(
    letter: Letter,
) -> None:
    first, *more = pdf.draw(letter, sample(letter))
    red = '"#d0021b"'

    assert (f"fill={red}" in first, f"stroke={red}" in first) == (letter in RED, letter in RED)
    assert not any(red in page for page in more)


def test_the_fonts_in_the_file_are_noto_and_each_is_embedded() -> None:
    """仿宋_GB2312 and 小标宋 are licensed: a house that owns them puts them in a font folder. What
    we ship, and what these files carry, is Noto Serif SC and Noto Sans SC."""
    names: set[str] = set()
    for letter in (Letter.OPINION, Letter.SERVICE_RECEIPT, Letter.HANDOVER):
        reader = PdfReader(io.BytesIO(pdf.render(letter, sample(letter))))
        for number in range(1, len(reader.xref[0]) + 1):
            font = reader.get_object(number)
            if isinstance(font, DictionaryObject) and font.get("/Type") == "/FontDescriptor":
                assert "/FontFile3" in font
                names.add(str(font["/FontName"]).split("+")[-1])

    assert {re.sub(r"-.*", "", name) for name in names} == {"NotoSerifSC", "NotoSansSC"}


@pytest.mark.django_db
def test_the_bytes_on_file_are_those_that_the_values_give_again(served) -> None:
    letters = list(Document.objects.filter(referral__claim=served.claim, issued_on__isnull=False))

    assert len(letters) >= 5
    for letter in letters:
        assert pdf.render(Letter(letter.letter), letter.values) == bytes(letter.file.content)


# --- versions -----------------------------------------------------------------------------------


def digest(stem: str) -> str:
    """Of the template and of the parts it takes in; the shared page has a number of its own."""
    text = (pdf.TEMPLATES / f"{stem}.typ").read_text()
    parts = re.findall(r'#import "(\w+)\.typ"', text)
    taken = [part for part in parts if part not in ("layout", stem)]
    whole = text + "".join((pdf.TEMPLATES / f"{part}.typ").read_text() for part in taken)
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def test_every_template_has_a_version_and_every_version_its_digest() -> None:
    kept = dict(line.rsplit(" ", 1) for line in KEPT.read_text().splitlines())

    assert set(VERSIONS) == {Path(spec.template).stem for spec in LETTERS.values()} | {
        "layout",
        "receipt",
    }
    changed = [
        stem for stem, version in VERSIONS.items() if kept.get(f"{stem} {version}") != digest(stem)
    ]
    assert changed == [], "raise their numbers in VERSIONS and add their digests here"


def test_each_letter_has_a_template_of_its_own() -> None:
    templates = [spec.template for spec in LETTERS.values()]

    assert len(set(templates)) == len(templates)
    assert all(re.fullmatch(r"\w+ \d+ / layout \d+", spec.version) for spec in LETTERS.values())


def test_the_catalogue_runs_from_d01_to_d40_without_a_gap() -> None:
    assert {letter.value[:3] for letter in Letter} == {f"D{code:02}" for code in range(1, 41)}
