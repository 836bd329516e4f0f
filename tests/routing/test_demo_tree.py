"""The demo tree: the organizations other apps count on, planted once."""

from __future__ import annotations

import pytest

from accounts.models import Level, Organization, OrganizationKind
from routing.demo_tree import plant
from routing.models import Duty

pytestmark = pytest.mark.django_db


def test_planting_again_changes_nothing(tree):
    Organization.objects.filter(code="qinghe-hr").update(phone="0000-1")
    before = (Organization.objects.count(), Duty.objects.count())

    again = plant()

    assert (Organization.objects.count(), Duty.objects.count()) == before
    assert again["qinghe-hr"].phone == "0000-1"


@pytest.mark.parametrize(
    ("code", "name", "short_name", "kind", "level", "division"),
    [
        ("yunchuan-gov", "云川省人民政府", "云政", "government", 1, "990000"),
        ("jiangqiao-gov", "江桥市人民政府", "江政", "government", 2, "990100"),
        ("qinghe-gov", "青禾县人民政府", "青政", "government", 3, "990121"),
        ("wanghu-gov", "望湖区人民政府", "望政", "government", 3, "990102"),
        ("qinghe-petition", "青禾县信访局", "青信", "petition_office", 3, "990121"),
        ("qinghe-review", "青禾县信访局复查复核办", "青复查", "review_office", 3, "990121"),
        ("jiangqiao-review", "江桥市信访局复查复核办", "江复核", "review_office", 2, "990100"),
        ("qinghe-hr", "青禾县人社局", "青人社", "department", 3, "990121"),
        ("qinghe-env", "市生态环境局青禾分局", "江环青", "department", 3, "990121"),
        ("qinghe-discipline", "青禾县纪委监委", "青纪", "discipline", 3, "990121"),
        ("liuxi-town", "柳溪镇人民政府", "柳政", "government", 4, "990121101"),
        ("yunling-street", "云岭街道办事处", "云岭办", "dispatched", 4, "990121001"),
    ],
)
def test_an_organization(tree, code, name, short_name, kind, level, division):
    organization = tree[code]

    assert organization.name == name
    assert organization.short_name == short_name
    assert organization.kind == kind
    assert organization.level == level
    assert organization.division == division


def test_everybody_has_an_address_a_phone_and_a_place_in_the_tree(tree):
    for organization in tree.values():
        assert organization.address
        assert organization.phone
        is_top = organization.code == "yunchuan-gov"
        assert is_top == (not any([organization.government, organization.line_superior]))


def test_short_names_do_not_repeat(tree):
    names = [organization.short_name for organization in tree.values()]

    assert len(names) == len(set(names))


def test_each_level_and_kind_occurs(tree):
    assert {organization.level for organization in tree.values()} == set(Level)
    assert {organization.kind for organization in tree.values()} == set(OrganizationKind)
