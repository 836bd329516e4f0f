"""D40: the yearly report as a numbered letter, once for each office and year."""

from __future__ import annotations

import io
import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from oversight.models import AnnualPaper
from petitions.letters import LETTERS, Letter
from petitions.models import NumberSeries
from petitions.states import Kind
from tests.petitions.pages import main_of, on_day

pytestmark = pytest.mark.django_db
PAGE = "/reports/yearly/letter/?year=2026"
REMARKS = {"remarks": "欠薪类信访量下降。"}


def words(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))


def test_a_year_is_reported_once_and_says_what_its_page_says(walk, sign_in):
    walk.registered()
    walk.registered(kind=Kind.ACCUSATION, title="举报某人")
    with on_day("2027-01-05"):
        client = sign_in("chief")
        shown = client.get(PAGE)
        draft = client.post(PAGE, REMARKS | {"preview": "1"})
        assert not NumberSeries.objects.filter(letter=Letter.ANNUAL_REPORT).exists()
        issued = client.post(PAGE, REMARKS)
        again = client.post(PAGE, REMARKS)
        report = client.get("/reports/yearly/", {"year": "2026"})

    paper = AnnualPaper.objects.get()
    assert "共登记信访件1件，涉及1人次" in main_of(shown).replace(" ", "")
    assert "草稿" in words(draft.content)
    assert issued.status_code == 302
    assert again.status_code == 409
    assert paper.number == "青信信年〔2027〕1号"
    assert paper.number in report.content.decode()
    assert paper.template == LETTERS[Letter.ANNUAL_REPORT].version
    said = words(bytes(paper.content))
    for told in ("2026年信访情况年度报告", "共登记信访件1件", "欠薪类信访量下降", "青禾县人民政府"):
        assert told in said
    assert "举报某人" not in said
    with pytest.raises(IntegrityError, match="不能修改或者删除"), transaction.atomic():
        AnnualPaper.objects.update(year=2025)


def test_a_year_that_runs_is_looked_at_and_not_yet_issued(walk, sign_in):
    client = sign_in("supervisor")
    with on_day("2026-11-22"):
        shown = client.get(PAGE)
        refused = client.post(PAGE, REMARKS)

    assert "过后才能编制正式报告" in main_of(shown)
    assert refused.status_code == 409
    assert not AnnualPaper.objects.exists()


def test_who_signs_and_who_reads(walk, sign_in):
    with on_day("2027-01-05"):
        sign_in("chief").post(PAGE, {})
        paper = reverse("oversight:annual-paper", args=[AnnualPaper.objects.get().pk])
        wrote = {who: sign_in(who).get(PAGE).status_code for who in ("clerk", "hr_desk", "leader")}
        readers = ("clerk", "supervisor", "leader", "hr_desk", "sysadmin")
        read = {who: sign_in(who).get(paper).status_code for who in readers}

    assert set(wrote.values()) == {403}
    assert read == {
        "clerk": 200, "supervisor": 200, "leader": 200, "hr_desk": 404, "sysadmin": 404,
    }  # fmt: skip
