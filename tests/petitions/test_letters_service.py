"""送达回证: its bars, the form taken along, and from a scan to the letter it stands for."""

from __future__ import annotations

import io
import re

import pytest
from django.urls import reverse
from pypdf import PdfReader

from petitions import documents
from petitions.letters import Letter
from petitions.letters.barcode import LetterCode, bars
from petitions.states import Action
from petitions.turns import act_url
from tests.petitions.pages import main_of, on_day

STARTS_B, ENDS = [2, 1, 1, 2, 1, 4], [2, 3, 3, 1, 1, 1, 2]


def read(widths: list[int]) -> str:
    """Bars back into text, by the sums of the standard: an edge-to-edge check of the table."""
    signs = {tuple(bars(chr(code))[6:12]): code - 32 for code in range(32, 127)}
    body = [tuple(widths[at : at + 6]) for at in range(6, len(widths) - 7, 6)]
    *values, check = [signs.get(one) for one in body]
    known = [value for value in values if value is not None]
    if check is not None:
        total = 104 + sum(place * value for place, value in enumerate(known, 1))
        assert total % 103 == check
    return "".join(chr(value + 32) for value in known)


@pytest.mark.parametrize("text", ["QINGHE-HR-D13-2026-8", "PJJ123C", "a b~!9", "X"])
def test_bars_read_back_as_what_they_say(text):
    widths = bars(text)

    assert widths[:6] == STARTS_B
    assert widths[-7:] == ENDS
    assert sum(widths) == 11 * (len(text) + 2) + 13
    assert read(widths) == text


def test_the_bars_are_those_of_the_standard():
    """D, 1, 3 and their check sign (104 + 36 + 2·17 + 3·19 is 25 modulo 103), as printed tables and
    another program draw them."""
    assert "".join(map(str, bars("D13"))) == "2112141123131232212211323211222331112"


@pytest.mark.parametrize("text", ["", "意", "\x00"])
def test_what_has_no_bars_is_refused(text):
    with pytest.raises(ValueError, match="no bars"):
        bars(text)


def test_a_code_is_read_as_it_is_written_whatever_the_scanner_sends():
    code = LetterCode("qinghe-hr", "D15r", 2026, 12, is_sealed=True)

    assert str(code) == "QINGHE-HR-D15R-2026-12M"
    assert LetterCode.read(" qinghe-hr-d15r-2026-12m\n") == LetterCode.read(str(code))
    assert LetterCode.read("青人社信意〔2026〕8号") is None
    assert LetterCode.read("990121-260302-LX-36331-W") is None


@pytest.mark.django_db
def test_the_form_taken_along_has_the_bars_and_blanks_to_fill_in(signed, sign_in):
    opinion = signed.documents.get(letter=Letter.OPINION)
    with on_day("2026-04-16"):
        response = sign_in("hr_desk").get(reverse("petitions:service-receipt", args=[opinion.pk]))
        again = sign_in("hr_desk").get(reverse("petitions:service-receipt", args=[opinion.pk]))

    page = PdfReader(io.BytesIO(response.content)).pages[0]
    said = re.sub(r"\s+", "", page.extract_text())
    for words in ("QINGHE-HR-D13-2026-1", opinion.number, "受送达人签名", "□当面送达", "赵示例"):
        assert words in said
    assert "待填" not in said
    assert "草稿" not in said
    assert response.content == again.content
    assert _bars_on(page) == bars("QINGHE-HR-D13-2026-1")[::2]


def _bars_on(page) -> list[int]:
    """The widths of the black bars on the page, in modules."""
    drawn = page.get_contents().get_data().decode("latin-1")
    widths = [float(one) for one in re.findall(r"0 0 m ([\d.]+) 0 l \1 36\.85\d* l", drawn)]
    return [round(width / min(widths)) for width in widths]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["code", "number", "half-width"])
def test_a_scan_opens_the_page_where_the_letter_is_served(signed, sign_in, typed):
    opinion = signed.documents.get(letter=Letter.OPINION)
    text = {
        "code": documents.code_of(opinion).lower(),
        "number": opinion.number,
        "half-width": opinion.number.replace("〔", "[").replace("〕", "]"),
    }[typed]
    with on_day("2026-04-20"):
        client = sign_in("hr_desk")
        response = client.get("/serving/", {"code": text})
        page = client.get(response.headers["Location"])

    assert response.headers["Location"] == act_url(signed, Action.SERVE)
    assert 'action="/serving/"' in page.content.decode()
    assert reverse("petitions:service-receipt", args=[opinion.pk]) in page.content.decode()


@pytest.mark.django_db
def test_what_waits_to_be_served_is_listed_and_a_foreign_code_finds_nothing(signed, sign_in):
    opinion = signed.documents.get(letter=Letter.OPINION)
    with on_day("2026-04-20"):
        listed = sign_in("hr_desk").get("/serving/")
        foreign = sign_in("env_desk").get("/serving/", {"code": documents.code_of(opinion)})
        hidden = sign_in("env_desk").get(reverse("petitions:service-receipt", args=[opinion.pk]))

    assert opinion.number in main_of(listed)
    assert foreign.status_code == 404
    assert "没有找到这份文书" in main_of(foreign)
    assert hidden.status_code == 404


@pytest.mark.django_db
def test_the_receipt_on_file_says_the_last_day_and_a_scan_then_leads_to_the_case(served, sign_in):
    receipt = served.documents.get(letter=Letter.SERVICE_RECEIPT)
    opinion = served.documents.get(letter=Letter.OPINION)
    clock = served.deadlines.get(code="request_review")
    with on_day("2026-04-21"):
        response = sign_in("hr_desk").get("/serving/", {"code": documents.code_of(opinion)})

    assert receipt.values["last_day"] == clock.due_on.isoformat() == "2026-05-20"
    assert receipt.values["document_code"] == "QINGHE-HR-D13-2026-1"
    number = served.claim.petition.number
    assert response.headers["Location"] == reverse("petitions:detail", args=[number])
