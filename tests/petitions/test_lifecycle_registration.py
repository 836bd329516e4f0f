"""登记: one petition for each key, a number that checks, refusals that write nothing."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from dataclasses import replace

import pytest
from django.db import connection

from petitions import lifecycle, numbers
from petitions.errors import FieldError
from petitions.models import Claim, Matter, Petition
from petitions.models.petition import Intake
from petitions.people import IdNumberError, read_id_number

pytestmark = pytest.mark.django_db


def test_the_same_key_gives_the_same_petition(walk):
    key = uuid.uuid4()
    facts, by, at = walk.facts(), walk.cast["clerk"], walk.at("2026-03-02")

    first = lifecycle.register(facts, by=by, at=at, key=key)
    again = lifecycle.register(facts, by=by, at=at, key=key)

    assert first.number == again.number
    assert Petition.objects.count() == Matter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_f21_ten_requests_at_once_with_one_key_register_once(walk):
    key, barrier, numbers_seen = uuid.uuid4(), threading.Barrier(10), []

    def post():
        barrier.wait()
        petition = lifecycle.register(
            walk.facts(), by=walk.cast["clerk"], at=walk.at("2026-03-02"), key=key
        )
        numbers_seen.append(petition.number)
        connection.close()

    threads = [threading.Thread(target=post) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(numbers_seen) == 10
    assert len(set(numbers_seen)) == 1
    assert Petition.objects.count() == Claim.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"received_on": dt.date(2026, 3, 3)}, "received_on"),
        ({"postmarked_on": dt.date(2026, 3, 3)}, "postmarked_on"),
        ({"people": ()}, "people"),
    ],
)
def test_impossible_facts_are_refused_and_nothing_is_written(walk, changes, field):
    with pytest.raises(FieldError) as refusal:
        lifecycle.register(
            replace(walk.facts(), **changes),
            by=walk.cast["clerk"],
            at=walk.at("2026-03-02"),
            key=uuid.uuid4(),
        )

    assert set(refusal.value.fields) == {field}
    assert not Petition.objects.exists()
    assert not Matter.objects.exists()


def test_g3_a_sixth_representative_of_a_visit_is_refused(walk):
    with pytest.raises(FieldError, match="不得超过 5 人"):
        walk.register(intake=Intake.VISIT, people=walk.joint(6))


def test_letters_have_no_cap_on_representatives(walk):
    assert walk.register(intake=Intake.LETTER, people=walk.joint(6)).people_count == 6


def test_e12_five_representatives_for_a_visit_of_26(walk):
    petition = walk.register(intake=Intake.VISIT, people=walk.joint(5), people_count=26)

    assert (petition.people_count, petition.parties.count()) == (26, 5)


def test_a_repeat_joins_its_matter_without_a_new_claim(registered, walk):
    repeat = walk.register(on="2026-03-09", joins=registered.claim.matter)

    assert repeat.is_repeat
    assert repeat.matter == registered.claim.matter
    assert Claim.objects.count() == 1
    assert "重件" in registered.claim.events.last().text


def test_the_number_has_its_parts_and_checks(registered):
    number = registered.claim.petition.number

    assert number.startswith("990121-260302-LX-")
    assert numbers.is_petition_number(number)
    assert numbers.is_petition_number(number.lower().replace("-", ""))


@pytest.mark.parametrize("position", [0, 5, 9, 13, 17, 21])
def test_one_mistyped_sign_is_noticed(registered, position):
    number = list(registered.claim.petition.number)
    number[position] = "8" if number[position] != "8" else "3"

    assert not numbers.is_petition_number("".join(number))


def test_the_query_code_has_no_signs_that_look_alike():
    codes = {numbers.query_code() for _ in range(200)}

    assert len(codes) == 200
    assert not set("".join(codes)) & set("01IO")


ON = dt.date(2026, 3, 2)


def test_an_id_number_tells_birth_sex_and_region():
    known = read_id_number("11010519491231002x", on=ON)

    assert (known.number, known.birth_on, known.sex, known.region) == (
        "11010519491231002X", dt.date(1949, 12, 31), "女", "北京",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("11010519491231002Y", "应为 X"),
        ("110105194912310021", "应为 X"),
        ("1101051949123100", "18 位"),
        ("110105194913310021", "不存在"),
        ("110105204912310024", "应为"),
    ],
)
def test_a_wrong_id_number_says_what_is_wrong(text, words):
    with pytest.raises(IdNumberError, match=words):
        read_id_number(text, on=ON)
