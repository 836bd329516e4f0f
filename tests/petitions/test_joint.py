"""多人走访、联名: at most five representatives, a signed list, three counts, one reply to many."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from petitions.acts.namelist import NamelistError, read_names
from petitions.letters import Letter
from petitions.models import Petition
from petitions.models.petition import Intake, Part
from petitions.tally import Tally, tally
from tests.petitions.counter import NOON, PAGE, written

ON = dt.date(2026, 3, 2)


def names(count):
    signs = "甲乙丙丁戊己庚辛壬癸"
    return "\n".join(f"赵{signs[n // 10]}{signs[n % 10]}" for n in range(count))


@pytest.mark.parametrize(
    "line",
    [
        "赵铁柱，11010519491231002X，13800004821",
        "1,赵铁柱,13800004821,11010519491231002x",
        "1.\t赵铁柱\t11010519491231002X\t13800004821",
        "\ufeff赵铁柱 11010519491231002X 13800004821",
    ],
)
def test_a_line_of_a_list_is_read_however_it_was_pasted(line):
    (person,) = read_names(f"序号,姓名,身份证号\n\n{line}\n", on=ON)

    assert (person.name, person.part) == ("赵铁柱", Part.LISTED)
    assert (person.id_number, person.phone) == ("11010519491231002X", "13800004821")
    assert person.sex == "女"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("赵甲\n赵乙,110105194912310021", "第 2 行"),
        ("赵甲,住在东街", "第 1 行“住在东街”"),
        ("13800004821", "第 1 行应以姓名开头"),
        ("赵甲,11010519491231002X\n赵乙,11010519491231002X", "重复"),
        ("赵\n" * 501, "最多 500 行"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text, said):
    with pytest.raises(NamelistError, match=said):
        read_names(text, on=ON)


def test_pieces_people_and_batches_are_three_counts():
    rows = [(Intake.VISIT, 26), (Intake.LETTER, 12), (Intake.VISIT, 1), (Intake.PHONE, 1)]

    counted = tally(rows)

    assert counted == Tally(pieces=4, people=40, batches=2, joint=2)
    assert str(counted) == "4 件次，40 人次，来访 2 批次，其中 5 人以上 2 件次"


@pytest.fixture
def clerk(walk, settings, tmp_path, sign_in):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOON, tick=False):
        yield sign_in("clerk")


def visit(representatives, listed, **changes):
    rows: dict[str, str] = {}
    for n in range(representatives):
        rows |= {
            f"people-{n}-name": f"代表{'一二三四五六七'[n]}",
            f"people-{n}-part": "representative",
        }
    return written(intake="visit", people_count="26", listed=names(listed), **rows, **changes)


@pytest.mark.django_db
def test_e12_of_twenty_six_visitors_five_represent_and_the_others_are_listed(clerk):
    refused = clerk.post(PAGE, visit(7, 19))
    assert refused.status_code == 400
    assert "不得超过 5 人" in refused.content.decode()

    clerk.post(PAGE, visit(5, 21))

    petition = Petition.objects.get()
    parts = [party.part for party in petition.parties.all()]
    assert petition.people_count == 26
    assert (parts.count(Part.REPRESENTATIVE), parts.count(Part.LISTED)) == (5, 21)


@pytest.mark.django_db
def test_what_is_wrong_with_the_list_is_said_beside_it(clerk):
    page = clerk.post(PAGE, visit(5, 0) | {"listed": "赵甲,住在东街"})

    assert page.status_code == 400
    assert "名单第 1 行" in page.content.decode()
    assert "赵甲,住在东街" in page.content.decode()
    assert not Petition.objects.exists()


@pytest.mark.django_db
def test_one_reply_goes_to_all_of_them(walk):
    hop = walk.signed(people=walk.joint(5), people_count=26, intake=Intake.VISIT)

    opinion = hop.documents.get(letter=Letter.OPINION)
    assert opinion.values["petitioner_name"] == "赵代表0等26人"
    assert hop.documents.filter(letter=Letter.OPINION).count() == 1
