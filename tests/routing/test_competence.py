"""Who may handle what, where: 属地管理、分级负责，谁主管、谁负责."""

from __future__ import annotations

import pytest

from accounts.models import Organization
from routing.competence import competent, is_competent, mediators, why_not_competent
from routing.models import Category, Duty

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "territory", "expected"),
    [
        ("1501", "qinghe-gov", ["qinghe-hr", "jiangqiao-hr", "yunchuan-hr"]),
        ("0402", "qinghe-gov", ["qinghe-env", "jiangqiao-env", "yunchuan-env"]),
        ("0109", "qinghe-gov", ["qinghe-housing", "jiangqiao-housing", "yunchuan-housing"]),
        ("0301", "wanghu-gov", ["wanghu-land", "jiangqiao-land", "yunchuan-land"]),
        ("1002", "liuxi-town", ["liuxi-town", "qinghe-agriculture", "jiangqiao-agriculture"]),
        ("1002", "qinghe-gov", ["qinghe-agriculture", "jiangqiao-agriculture"]),
        ("0903", "yunling-street", ["yunling-street", "qinghe-civil", "jiangqiao-civil"]),
        ("1501", "jiangqiao-gov", ["jiangqiao-hr", "yunchuan-hr"]),
        ("1501", "yunchuan-gov", ["yunchuan-hr"]),
        (
            "0505",
            "qinghe-gov",
            ["qinghe-discipline", "jiangqiao-discipline", "yunchuan-discipline"],
        ),
        ("99", "qinghe-gov", []),
    ],
)
def test_the_nearest_body_goes_first(tree, category, code, territory, expected):
    found = competent(category(code), tree[territory])

    assert [one.organization.code for one in found] == expected


def test_every_class_of_ordinary_life_has_a_body_of_the_county(tree):
    without = [
        f"{category.code} {category}"
        for category in Category.objects.exclude(parent=None)
        if not any(
            one.organization.government == tree["qinghe-gov"]
            or one.organization == tree["qinghe-gov"]
            for one in competent(category, tree["qinghe-gov"])
        )
    ]

    assert without == []


def test_the_ground_names_the_body_and_its_duty(tree, category):
    found = competent(category("1501"), tree["qinghe-gov"])[0]

    assert found.ground == (
        "青禾县人社局主管工资支付、劳动关系、社会保险和就业，负责劳动保障监察。"
    )


def test_a_duty_for_the_very_class_goes_before_one_for_its_first_level(tree, category):
    Duty.objects.create(
        organization=tree["qinghe-water"], category=category("0402"), ground="负责水污染防治。"
    )

    found = competent(category("0402"), tree["qinghe-gov"])

    assert [one.organization.code for one in found][:2] == ["qinghe-water", "qinghe-env"]


def test_a_body_with_two_duties_appears_once_with_the_closer_one(tree, category):
    Duty.objects.create(
        organization=tree["qinghe-env"], category=category("0402"), ground="负责查处污染。"
    )

    found = competent(category("0402"), tree["qinghe-gov"])

    assert [one.organization.code for one in found].count("qinghe-env") == 1
    assert found[0].ground == "负责查处污染。"


def test_e15_a_merged_body_is_replaced_by_its_successor(tree, category):
    Organization.objects.filter(code="qinghe-water").update(
        successor=tree["qinghe-agriculture"], is_active=False
    )

    found = competent(category("1005"), tree["qinghe-gov"])

    assert found[0].organization.code == "qinghe-agriculture"
    assert "承继青禾县水利局的职权" in found[0].ground
    merged = Organization.objects.get(code="qinghe-water")
    assert "职权已由青禾县农业农村局承继" in why_not_competent(
        merged, category("1005"), tree["qinghe-gov"]
    )


def test_a_closed_body_without_successor_is_not_offered(tree, category):
    Organization.objects.filter(code="qinghe-water").update(is_active=False)

    found = competent(category("1005"), tree["qinghe-gov"])

    assert [one.organization.code for one in found] == ["jiangqiao-water"]


@pytest.mark.parametrize(
    ("body", "code", "territory", "words"),
    [
        ("qinghe-hr", "1501", "qinghe-gov", ""),
        ("jiangqiao-hr", "1501", "liuxi-town", ""),
        ("qinghe-hr", "0402", "qinghe-gov", "没有办理“环境污染”类事项的职责"),
        ("wanghu-hr", "1501", "qinghe-gov", "管辖区域不包括青禾县人民政府"),
        ("qinghe-hr", "0505", "qinghe-gov", "只能转送有管理权限的纪检监察机关"),
        ("liuxi-town", "0505", "liuxi-town", "只能转送有管理权限的纪检监察机关"),
        ("qinghe-discipline", "1501", "qinghe-gov", "纪检监察机关只接收检举控告类事项"),
        ("liuxi-town", "1002", "qinghe-gov", "管辖区域不包括"),
        ("liuxi-mediation", "1302", "liuxi-town", "不是机关、单位，不能转送"),
    ],
)
def test_says_why_a_body_is_not_competent(tree, category, body, code, territory, words):
    asked = (tree[body], category(code), tree[territory])

    reason = why_not_competent(*asked)

    assert is_competent(*asked) == (words == "")
    assert words in reason
    assert bool(reason) == bool(words)


@pytest.mark.parametrize(
    ("territory", "expected"),
    [
        ("liuxi-town", ["liuxi-mediation"]),
        ("yunling-street", ["yunling-mediation"]),
        ("qinghe-gov", ["qinghe-mediation"]),
        ("jiangqiao-gov", []),
    ],
)
def test_the_committee_of_the_nearest_place_mediates_and_handles_nothing(
    tree, category, territory, expected
):
    asked = (category("1302"), tree[territory])

    assert [one.organization.code for one in mediators(*asked)] == expected
    assert not {one.organization.kind for one in competent(*asked)} & {"mediation"}
    assert mediators(category("1501"), tree[territory]) == []


def test_without_a_committee_of_its_own_a_town_has_that_of_the_county(tree, category):
    Organization.objects.filter(code="liuxi-mediation").update(is_active=False)

    found = mediators(category("1302"), tree["liuxi-town"])

    assert [one.organization.code for one in found] == ["qinghe-mediation"]


def test_the_reason_names_who_is_competent(tree, category):
    reason = why_not_competent(tree["qinghe-hr"], category("0402"), tree["qinghe-gov"])

    assert reason.endswith("有权处理的是市生态环境局青禾分局。")


def test_e11_a_duty_row_alone_gives_no_one_else_the_reports(tree, category):
    Duty.objects.create(
        organization=tree["qinghe-hr"], category=category("05"), ground="误设的职责。"
    )

    found = competent(category("0505"), tree["qinghe-gov"])

    assert all(one.organization.kind == "discipline" for one in found)


def test_asking_costs_few_queries(tree, category, django_assert_max_num_queries):
    wanted, territory = category("1002"), Organization.objects.get(code="liuxi-town")

    with django_assert_max_num_queries(5):
        assert competent(wanted, territory)
