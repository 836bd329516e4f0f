"""Who may receive a report: never the body reported, nor one that it leads (G5, E11)."""

from __future__ import annotations

import pytest

from routing.demo_tree import plant
from routing.reference.demo_organizations import ORGANIZATIONS
from routing.superiors import is_subordinate
from routing.triage import propose

pytestmark = pytest.mark.django_db
ACTS = "收受红包礼金，公车私用，请纪委严肃处理，为我保密。"
LOCAL = [row.code for row in ORGANIZATIONS if row.code.startswith(("qinghe", "liuxi", "yunling"))]


def bodies(text: str, tree, **more):
    found = propose(text, home=tree["qinghe-gov"], **more)
    assert found.is_sealed
    return [one.organization for one in found.organizations]


@pytest.mark.parametrize("code", LOCAL)
def test_e11_the_body_complained_of_is_never_proposed(tree, code):
    """Told by the clerk or named in the text: neither it nor a body under it may receive it."""
    accused = tree[code]
    for found in (
        bodies(f"举报某局长{ACTS}", tree, accused=[accused]),
        bodies(f"举报{accused.name}干部某局长{ACTS}", tree),
    ):
        assert found
        assert accused not in found
        assert not [one for one in found if is_subordinate(one, to=accused)]
        assert {one.kind for one in found} == {"discipline"}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (f"举报县人社局科长{ACTS}", "qinghe-discipline"),
        (f"举报柳溪镇党委书记{ACTS}", "qinghe-discipline"),
        (f"举报青禾县副县长{ACTS}", "jiangqiao-discipline"),
        (f"举报青禾县人民政府某主任{ACTS}", "jiangqiao-discipline"),
        (f"举报市生态环境局青禾分局局长{ACTS}", "jiangqiao-discipline"),
        (f"举报青禾县纪委监委干部某科长{ACTS}", "jiangqiao-discipline"),
        (f"举报江桥市副市长{ACTS}", "yunchuan-discipline"),
    ],
)
def test_the_authority_over_the_person_decides_who_receives(tree, text, first):
    assert bodies(text, tree)[0].code == first


def test_the_reasons_do_not_name_the_body_complained_of(tree):
    found = propose(f"举报青禾县人社局科长{ACTS}", home=tree["qinghe-gov"])

    assert found.organizations
    assert not [one for one in found.organizations if "人社局" in one.reason]


def test_nobody_is_proposed_where_nobody_stands_above(tree):
    province = tree["yunchuan-gov"]

    assert bodies(f"举报某局长{ACTS}", tree, accused=[province]) == []


def test_a_report_is_led_by_no_practice(tree):
    """What the office sent before says nothing here, and is not asked."""

    def practice(*_):
        raise AssertionError

    assert bodies(f"举报某局长{ACTS}", tree, practice=practice)


def test_the_tree_is_the_one_the_cases_are_made_from(tree):
    assert set(LOCAL) <= set(plant())
