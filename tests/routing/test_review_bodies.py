"""Who reviews what somebody handled: every row of the table, 第三十五条 and 第三十六条."""

from __future__ import annotations

import pytest

from accounts.models import Organization
from routing.competence import common_superior, review_bodies
from routing.superiors import is_subordinate

pytestmark = pytest.mark.django_db


def bodies(organization):
    return [one.body.code for one in review_bodies(organization)]


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        # 地方党委、政府: the next higher one
        ("liuxi-town", [("qinghe-gov", "qinghe-review")]),
        ("qinghe-gov", [("jiangqiao-gov", "jiangqiao-review")]),
        ("jiangqiao-gov", [("yunchuan-gov", "yunchuan-review")]),
        ("yunchuan-gov", []),
        # department of the province: the provincial government, no third choice
        ("yunchuan-hr", [("yunchuan-gov", "yunchuan-review")]),
        # department of city or county: the applicant chooses
        ("qinghe-hr", [("qinghe-gov", "qinghe-review"), ("jiangqiao-hr", "jiangqiao-hr")]),
        ("jiangqiao-hr", [("jiangqiao-gov", "jiangqiao-review"), ("yunchuan-hr", "yunchuan-hr")]),
        (
            "jiangqiao-env",
            [("jiangqiao-gov", "jiangqiao-review"), ("yunchuan-env", "yunchuan-env")],
        ),
        # vertical: the line only
        ("qinghe-tax", [("jiangqiao-tax", "jiangqiao-tax")]),
        ("qinghe-env", [("jiangqiao-env", "jiangqiao-env")]),
        ("jiangqiao-tax", [("yunchuan-tax", "yunchuan-tax")]),
        # dispatched: whoever set it up; institution: whoever manages it
        ("yunling-street", [("qinghe-gov", "qinghe-review")]),
        ("qinghe-hospital", [("qinghe-health", "qinghe-health")]),
        # an office of review speaks for its government
        ("qinghe-review", [("jiangqiao-gov", "jiangqiao-review")]),
        ("jiangqiao-review", [("yunchuan-gov", "yunchuan-review")]),
        # discipline bodies answer reports by their own rules
        ("qinghe-discipline", []),
        # a committee mediates and decides nothing
        ("liuxi-mediation", []),
    ],
)
def test_the_table(tree, handler, expected):
    found = review_bodies(tree[handler])

    assert [(one.body.code, one.office.code) for one in found] == expected
    assert all("第三十五条" in one.ground for one in found)


def test_e09_both_choices_say_that_the_petitioner_chooses(tree):
    assert all("信访人可以选择" in one.ground for one in review_bodies(tree["qinghe-hr"]))


def test_a_department_without_a_line_superior_has_its_government_alone(tree):
    assert bodies(tree["jiangqiao-water"]) == ["jiangqiao-gov"]


def test_the_final_review_is_one_step_above_the_review(tree):
    reviewed_by = review_bodies(tree["qinghe-hr"])

    assert [bodies(one.body) for one in reviewed_by] == [
        ["jiangqiao-gov"],
        ["jiangqiao-gov", "yunchuan-hr"],
    ]


def test_e08_nobody_is_reviewed_by_itself_or_by_a_subordinate(tree):
    for organization in tree.values():
        handler = organization.legal_body
        for one in review_bodies(organization):
            assert one.body != handler
            assert one.office != handler
            assert not is_subordinate(one.body, to=handler), (handler, one.body)


def test_a_tree_that_points_downwards_is_caught(tree):
    """A wrong line superior must not make a subordinate the judge of its superior."""
    Organization.objects.filter(code="jiangqiao-gov").update(line_superior=tree["liuxi-town"])

    assert bodies(Organization.objects.get(code="jiangqiao-gov")) == []


def test_a_body_that_names_itself_is_not_offered(tree):
    Organization.objects.filter(code="qinghe-tax").update(line_superior=tree["qinghe-tax"])

    assert bodies(Organization.objects.get(code="qinghe-tax")) == []


def test_the_review_office_of_a_petition_office_does_not_review_that_office(tree):
    found = review_bodies(tree["qinghe-petition"])[0]

    assert (found.body.code, found.office.code) == ("qinghe-gov", "qinghe-gov")


def test_without_an_active_review_office_the_body_itself_receives(tree):
    Organization.objects.filter(code="qinghe-review").update(is_active=False)

    assert review_bodies(tree["qinghe-hr"])[0].office == tree["qinghe-gov"]


def test_a_merged_superior_is_replaced_by_its_successor(tree):
    Organization.objects.filter(code="jiangqiao-hr").update(
        successor=tree["jiangqiao-civil"], is_active=False
    )

    handler = Organization.objects.get(code="qinghe-hr")

    assert bodies(handler) == ["qinghe-gov", "jiangqiao-civil"]


def test_a_merged_handler_is_reviewed_as_its_successor(tree):
    Organization.objects.filter(code="qinghe-hr").update(
        successor=tree["qinghe-civil"], is_active=False
    )

    handler = Organization.objects.get(code="qinghe-hr")

    assert bodies(handler) == ["qinghe-gov", "jiangqiao-civil"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("qinghe-hr", "qinghe-housing", "qinghe-gov"),
        ("qinghe-hr", "wanghu-hr", "jiangqiao-hr"),
        ("qinghe-housing", "qinghe-env", "jiangqiao-gov"),
        ("liuxi-town", "qinghe-hr", "qinghe-gov"),
        ("liuxi-town", "shiqiao-town", "qinghe-gov"),
        ("qinghe-gov", "qinghe-hr", "jiangqiao-gov"),
        ("qinghe-review", "qinghe-hr", "jiangqiao-gov"),
        ("qinghe-hr", "yunchuan-gov", None),
    ],
)
def test_the_common_superior_of_two(tree, one, other, expected):
    found = common_superior(tree[one], tree[other])

    assert (found.code if found else None) == expected


def test_asking_costs_few_queries(tree, django_assert_max_num_queries):
    handler = Organization.objects.get(code="qinghe-hr")

    with django_assert_max_num_queries(15):
        assert len(review_bodies(handler)) == 2
