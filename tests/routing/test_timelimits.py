"""Which version of a rule applies, and that a local one may only shorten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from routing.limits import Unit
from routing.models import TimeLimit
from routing.timelimits import (
    LimitNotFound,
    add_local,
    limit_for,
    limit_on_or_first,
    longest_span,
    not_longer,
)
from routing.workdays import work_calendar

ON = date(2026, 3, 2)
IN_FORCE = date(2022, 5, 1)

pytestmark = pytest.mark.django_db

CODES = {
    "forward": (15, "days", "第二十二条第一款", False),
    "notify_direct": (15, "days", "第二十三条第二款", False),
    "notify_referred": (15, "days", "第二十三条第三款", False),
    "object": (5, "workdays", "第二十三条第三款", False),
    "conclude": (60, "days", "第三十四条", False),
    "request_review": (30, "days", "第三十五条", True),
    "review": (30, "days", "第三十五条", False),
    "request_final_review": (30, "days", "第三十六条第一款", True),
    "final_review": (30, "days", "第三十六条第一款", False),
    "simple_accept": (3, "workdays", "《信访事项简易办理办法（试行）》", False),
    "simple_conclude": (10, "workdays", "《信访事项简易办理办法（试行）》", False),
}


@pytest.mark.parametrize("code", CODES)
def test_the_national_rule(reference, code):
    limit = limit_for(code, on=ON)

    assert (limit.number, limit.unit, limit.article, limit.rolls) == CODES[code]
    assert limit.extension_cap == (30 if code == "conclude" else 0)
    assert limit.starts_at


@pytest.mark.parametrize(
    ("code", "number", "unit", "is_internal"),
    [
        ("feedback", None, Unit.FIXED, False),
        ("redo", 30, Unit.DAYS, False),
        ("decide_objection", 2, Unit.WORKDAYS, True),
        ("carry_out", None, Unit.FIXED, True),
        ("research", 60, Unit.DAYS, True),
        ("duty_reply", 2, Unit.MONTHS, False),
        ("guide", 60, Unit.DAYS, True),
    ],
)
def test_the_rules_beside_the_regulation(reference, code, number, unit, is_internal):
    limit = limit_for(code, on=ON)

    assert (limit.number, limit.unit, limit.is_internal) == (number, unit, is_internal)


def test_only_the_petitioners_own_periods_roll(reference):
    rolling = set(TimeLimit.objects.filter(rolls=True).values_list("code", flat=True))

    assert rolling == {"request_review", "request_final_review", "confirm"}


@pytest.mark.parametrize(("code", "on"), [("nothing", ON), ("forward", date(2022, 4, 30))])
def test_no_rule_of_that_code_on_that_day(reference, code, on):
    with pytest.raises(LimitNotFound, match="没有生效的期限规则"):
        limit_for(code, on=on)


def test_the_calculator_falls_back_to_the_first_version_and_says_so(reference):
    limit, notes = limit_on_or_first("forward", on=date(2020, 1, 1))

    assert limit.number == 15
    assert notes == ["起算日早于本规则的施行日2022年5月1日，按本规则推算，仅供参考。"]
    assert limit_on_or_first("forward", on=ON)[1] == []


def test_a_local_version_counts_in_its_territory_and_nowhere_else(tree):
    add_local(
        code="conclude",
        organization=tree["qinghe-gov"],
        number=30,
        article="《青禾县信访工作办法》第九条",
        valid_from=IN_FORCE,
    )

    assert limit_for("conclude", on=ON, organization=tree["qinghe-hr"]).number == 30
    assert limit_for("conclude", on=ON, organization=tree["liuxi-town"]).number == 30
    assert limit_for("conclude", on=ON, organization=tree["wanghu-hr"]).number == 60
    assert limit_for("conclude", on=ON, organization=tree["jiangqiao-hr"]).number == 60
    assert limit_for("conclude", on=ON).number == 60


def test_the_most_local_version_goes_first(tree):
    for place, number in (("yunchuan-gov", 45), ("qinghe-gov", 30), ("qinghe-hr", 20)):
        add_local(
            code="conclude",
            organization=tree[place],
            number=number,
            article="地方规定",
            valid_from=IN_FORCE,
        )

    found = {
        code: limit_for("conclude", on=ON, organization=tree[code]).number
        for code in ("qinghe-hr", "qinghe-housing", "wanghu-hr")
    }
    assert found == {"qinghe-hr": 20, "qinghe-housing": 30, "wanghu-hr": 45}


def test_a_local_version_longer_than_one_above_it_gives_way(tree):
    for place, number in (("qinghe-gov", 40), ("jiangqiao-gov", 30)):
        add_local(
            code="conclude",
            organization=tree[place],
            number=number,
            article="地方规定",
            valid_from=IN_FORCE,
        )

    assert limit_for("conclude", on=ON, organization=tree["qinghe-hr"]).number == 30


def test_a_new_local_version_ends_the_one_before(tree):
    for number, since in ((40, date(2024, 1, 1)), (30, date(2025, 7, 1))):
        add_local(
            code="conclude",
            organization=tree["qinghe-gov"],
            number=number,
            article="地方规定",
            valid_from=since,
        )

    rule = {
        on: limit_for("conclude", on=on, organization=tree["qinghe-hr"])
        for on in (date(2023, 1, 1), date(2025, 6, 30), date(2025, 7, 1))
    }
    assert [(limit.number, limit.version) for limit in rule.values()] == [(60, 1), (40, 1), (30, 2)]


def test_five_working_days_are_shorter_than_fifteen_days_ever_were(tree):
    """The stricter clock that provinces set; five is the most that always fits."""
    add_local(
        code="forward",
        organization=tree["yunchuan-gov"],
        number=5,
        unit=Unit.WORKDAYS,
        article="《云川省信访条例》第二十条",
        valid_from=IN_FORCE,
    )

    limit = limit_for("forward", on=ON, organization=tree["qinghe-petition"])
    assert (limit.number, limit.unit) == (5, Unit.WORKDAYS)
    assert longest_span(5, work_calendar()) == 15


LENGTHENINGS = [
    ({"code": "conclude", "number": 61}, "number"),
    ({"code": "conclude", "number": 0}, "number"),
    ({"code": "conclude", "number": 60, "extension_cap": 31}, "number"),
    ({"code": "forward", "number": 6, "unit": Unit.WORKDAYS}, "number"),
    ({"code": "object", "number": 6}, "number"),
    ({"code": "object", "number": 6, "unit": Unit.DAYS}, "number"),
    ({"code": "feedback", "number": 30}, "code"),
    ({"code": "request_review", "number": 20}, "code"),
    ({"code": "unknown", "number": 20}, "code"),
]


@pytest.mark.parametrize(("wanted", "field"), LENGTHENINGS)
def test_the_door_refuses_what_is_not_shorter(tree, wanted, field):
    with pytest.raises(ValidationError) as refusal:
        add_local(
            organization=tree["qinghe-gov"], article="地方规定", valid_from=IN_FORCE, **wanted
        )

    assert field in refusal.value.message_dict
    assert not TimeLimit.objects.exclude(organization=None).exists()


def test_a_version_may_not_begin_before_the_one_it_follows(tree):
    def add(since):
        return add_local(
            code="conclude",
            organization=tree["qinghe-gov"],
            number=30,
            article="地方规定",
            valid_from=since,
        )

    add(date(2025, 1, 1))

    with pytest.raises(ValidationError, match="晚于上一版"):
        add(date(2025, 1, 1))


def local_row(tree, **changed):
    national = TimeLimit.objects.get(code="conclude", organization=None)
    national.pk = None
    national.organization = tree["qinghe-gov"]
    for name, value in changed.items():
        setattr(national, name, value)
    national._state.adding = True
    return national


@pytest.mark.parametrize(
    "changed",
    [{"number": 61}, {"extension_cap": 31}, {"rolls": True}, {"code": "nowhere"}],
    ids=str,
)
def test_the_database_itself_refuses_a_longer_local_row(tree, changed):
    with pytest.raises(IntegrityError), transaction.atomic():
        local_row(tree, **changed).save()

    assert not TimeLimit.objects.exclude(organization=None).exists()


def test_the_database_takes_a_shorter_local_row(tree):
    local_row(tree, number=30).save()

    assert limit_for("conclude", on=ON, organization=tree["qinghe-hr"]).number == 30


@pytest.mark.parametrize("changed", [{"number": 61}, {"extension_cap": 31}, {"code": "nowhere"}])
def test_a_form_over_the_model_is_told_at_the_field(tree, changed):
    with pytest.raises(ValidationError) as refusal:
        local_row(tree, **changed).clean()

    assert list(refusal.value.message_dict) == list(changed)


def test_national_rows_cost_one_query_and_local_ones_only_the_walk(tree, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert limit_for("forward", on=ON, organization=tree["qinghe-hr"]).number == 15


@pytest.mark.parametrize(
    ("local", "wide", "is_so"),
    [
        ((59, Unit.DAYS), (2, Unit.MONTHS), True),
        ((60, Unit.DAYS), (2, Unit.MONTHS), False),
        ((20, Unit.WORKDAYS), (2, Unit.MONTHS), True),
        ((2, Unit.MONTHS), (62, Unit.DAYS), True),
        ((2, Unit.MONTHS), (61, Unit.DAYS), False),
        ((1, Unit.MONTHS), (2, Unit.MONTHS), True),
    ],
)
def test_months_are_compared_at_their_worst(reference, local, wide, is_so):
    rule = limit_for("duty_reply", on=ON)
    shorter, longer = (replace(rule, number=n, unit=unit) for n, unit in (local, wide))

    assert not_longer(shorter, longer, work_calendar()) is is_so


def test_a_rule_that_rolls_is_longer_than_one_that_does_not(reference):
    wide = limit_for("conclude", on=ON)

    assert not not_longer(replace(wide, rolls=True), wide, work_calendar())
    assert not_longer(wide, wide, work_calendar())
