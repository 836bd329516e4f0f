"""文号: no gap and no double under concurrency, and the register in which they are read."""

from __future__ import annotations

import datetime as dt
import io
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.urls import reverse
from openpyxl import load_workbook

from petitions import documents, register
from petitions.letters import LETTERS, Letter
from petitions.models import Document, NumberSeries, Referral
from petitions.states import Kind
from tests.petitions.pages import main_of, on_day

DAY = dt.date(2026, 3, 3)
ISSUES, THREADS = 200, 8
PAGE = "/number-register/"


RISK = {
    "addressee": "云岭街道办事处",
    "level": "low",
    "risk": "扬言",
    "expected": "疏导",
    "contact": "0731",
}


class ChangedTheirMindError(Exception):
    """Whatever undoes an act after its letter had a number."""


@pytest.mark.django_db(transaction=True)
def test_two_hundred_letters_at_once_leave_no_gap_and_no_double(walk):
    """Every fourth is undone after it was numbered; the register is not even there at first."""
    hop, user = walk.registered(), walk.cast["supervisor"].user
    together = threading.Barrier(THREADS)

    def issue(turn: int) -> str | None:
        if turn < THREADS:
            together.wait(timeout=60)
        try:
            with transaction.atomic():
                own = Referral.objects.get(pk=hop.pk)
                paper = documents.issue_now(own, Letter.RISK_NOTICE, RISK, by=user, on=DAY)
                if turn % 4 == 0:
                    raise ChangedTheirMindError
                return paper.number
        except ChangedTheirMindError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        given = [number for number in pool.map(issue, range(ISSUES)) if number]

    kept = ISSUES * 3 // 4
    assert len(given) == kept
    assert set(given) == {f"青信信险〔2026〕{turn}号" for turn in range(1, kept + 1)}
    series = NumberSeries.objects.get(letter=Letter.RISK_NOTICE)
    assert series.last == kept
    assert register.lacks(register.Series(series)) == 0


@pytest.mark.django_db
def test_a_new_year_and_another_kind_and_another_body_begin_at_one(walk):
    hop = walk.delivered()
    first = hop.documents.get(letter=Letter.FORWARDING).number
    again = walk.delivered().documents.get(letter=Letter.FORWARDING).number
    values = hop.documents.get(letter=Letter.FORWARDING).values
    later = documents.issue_now(
        hop, Letter.FORWARDING, values, by=None, on=dt.date(2027, 1, 4), organization=hop.sender
    )
    other = documents.issue_now(hop, Letter.FORWARDING, values, by=None, on=DAY)

    assert [first, again] == ["青信信转〔2026〕1号", "青信信转〔2026〕2号"]
    assert later.number == "青信信转〔2027〕1号"
    assert other.number == "青人社信转〔2026〕1号"


@pytest.mark.django_db
def test_the_register_lists_its_numbers_newest_first_on_paper_and_in_excel(walk, sign_in):
    hop = walk.registered()
    for _ in range(11):
        documents.issue_now(hop, Letter.RISK_NOTICE, RISK, by=None, on=DAY)
    client = sign_in("clerk")
    with on_day("2026-03-04"):
        response = client.get(PAGE, {"kind": "D38"})
        file = client.get(reverse("petitions:number-register-export"), {"kind": "D38"})

    said = main_of(response)
    assert "已编至 11 号，连续，没有缺号和重号" in said
    numbers = [row.number for row in response.context["page_obj"]]
    assert numbers == [f"青信信险〔2026〕{turn}号" for turn in range(11, 0, -1)]
    sheet = load_workbook(io.BytesIO(file.content)).active
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert [row[0] for row in rows] == numbers
    assert rows[0][1] == "信访事项稳定风险告知单"
    assert rows[0][7] == LETTERS[Letter.RISK_NOTICE].version


@pytest.mark.django_db
def test_a_number_without_its_letter_is_said_aloud(walk, sign_in):
    walk.registered()
    NumberSeries.objects.filter(letter=Letter.REGISTRATION).update(last=3)

    with on_day("2026-03-04"):
        response = sign_in("clerk").get(PAGE)

    assert "有 2 个文号没有对应的文书" in main_of(response)


@pytest.mark.django_db
def test_letters_of_a_sealed_case_are_counted_apart_and_seen_by_the_cleared_alone(
    walk, sign_in, cast
):
    walk.registered()
    sealed = walk.registered(kind=Kind.ACCUSATION)
    walk.registered()
    secret = sealed.documents.get(letter=Letter.REGISTRATION).number
    open_ones = Document.objects.filter(letter=Letter.REGISTRATION).exclude(referral=sealed)

    assert secret == "青信信登密〔2026〕1号"
    assert {row.number for row in open_ones} == {"青信信登〔2026〕1号", "青信信登〔2026〕2号"}
    with on_day("2026-03-04"):
        assert "（密件）" in main_of(sign_in("clerk").get(PAGE))
        cast["clerk"].is_cleared = False
        cast["clerk"].save(update_fields=["is_cleared"])
        client = sign_in("clerk")
        said = main_of(client.get(PAGE))
        hidden = client.get(reverse("petitions:number-register-export"), {"kind": "D01-sealed"})
    assert "密" not in said
    assert "没有缺号" in said
    assert hidden.status_code == 404


@pytest.mark.django_db
def test_each_body_reads_its_own_register(delivered, sign_in):
    with on_day("2026-03-05"):
        assert "青信信" not in sign_in("hr_desk").get(PAGE).content.decode()
        foreign = sign_in("hr_desk").get(PAGE, {"body": "qinghe-petition"})
        assert sign_in("leader").get(PAGE).status_code == 403
        assert sign_in("sysadmin").get(PAGE).status_code == 403

    assert foreign.status_code == 404


@pytest.mark.django_db
def test_the_page_asks_as_much_for_many_numbers_as_for_few(
    walk, sign_in, django_assert_max_num_queries
):
    hop, user = walk.registered(), walk.cast["clerk"].user
    for _ in range(8):
        documents.issue_now(hop, Letter.RISK_NOTICE, RISK, by=user, on=DAY)
    client = sign_in("clerk")
    with on_day("2026-03-04"), django_assert_max_num_queries(14):
        response = client.get(PAGE, {"kind": "D38"})

    assert len(response.context["page_obj"].object_list) == 8
