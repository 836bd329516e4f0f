"""Each role's menu, and the mark of the page one is on."""

import pytest
from django.urls import NoReverseMatch, reverse

from accounts.menus import MENUS, address, menu
from accounts.models import ADMINISTRATORS, Role

LABELS = {
    Role.CLERK: "今日工作 登记 我的草稿 信访件 督办单 报表 规则",
    Role.SUPERVISOR: "今日工作 红黄牌 态势 信访件 督办单 报表 规则",
    Role.CHIEF: "今日工作 红黄牌 态势 信访件 督办单 报表 规则",
    Role.DESK: "今日工作 红黄牌 登记 信访件 督办单 报表 规则",
    Role.HANDLER: "今日工作 信访件 督办单 报表 规则",
    Role.APPROVER: "今日工作 红黄牌 态势 信访件 督办单 报表 规则",
    Role.DISCIPLINE: "今日工作 信访件 督办单 规则",
    Role.LEADER: "今日工作 今日要情 红黄牌 态势 信访件 报表",
    Role.SYSADMIN: "运行状况 发送情况 工作日历",
    Role.SECADMIN: "我的账户",
    Role.AUDITOR: "我的账户",
}


@pytest.mark.parametrize("role", Role)
def test_the_menu_of_each_role(role):
    assert [item.label for item in MENUS[role]] == LABELS[role].split()


def test_every_role_has_a_menu_of_seven_at_most():
    assert set(MENUS) == set(Role)
    assert max(map(len, MENUS.values())) <= 7


def test_every_address_of_every_menu_is_mounted():
    names = {item.url_name for items in MENUS.values() for item in items}
    assert {name for name in names | {"oversight:inbox"} if not address(name)} == set()


def test_an_address_that_is_not_mounted_is_left_out():
    with pytest.raises(NoReverseMatch):
        reverse("nowhere:nothing")
    assert address("nowhere:nothing") == ""


def test_the_administrators_see_no_petition():
    for role in ADMINISTRATORS:
        assert not [item for item in MENUS[role] if item.url_name.startswith("petitions:")]


def test_two_posts_give_each_item_once():
    labels = [item.label for item in menu([Role.HANDLER, Role.APPROVER], path="/")]
    assert len(labels) == len(set(labels))


def test_the_page_itself_is_marked_as_page():
    marked = menu([Role.SECADMIN], path=reverse("accounts:account"))
    assert [item.current for item in marked] == ["page"]


def test_a_page_below_is_marked_as_part():
    marked = menu([Role.SECADMIN], path=reverse("accounts:account") + "7/")
    assert [item.current for item in marked] == ["true"]


def test_the_shell_shows_menu_organization_and_post(client, clerk):
    client.force_login(clerk)
    page = client.get(reverse("accounts:account")).content.decode()
    assert "测试县信访局" in page
    assert "登记员 · " in page
    assert 'data-menu="petitions:today"' in page
    assert '<form action="/accounts/sign-out/" method="post"' in page


def test_without_petitions_there_is_no_search_box(client, person):
    client.force_login(person("he", Role.SYSADMIN))
    assert "data-search" not in client.get(reverse("accounts:account")).content.decode()


def test_somebody_without_a_post_still_gets_a_page(client, person):
    client.force_login(person("xin"))
    assert "还没有岗位" in client.get(reverse("accounts:account")).content.decode()


def test_the_shell_asks_the_database_little(client, clerk, django_assert_max_num_queries):
    client.force_login(clerk)
    with django_assert_max_num_queries(8):
        assert client.get(reverse("accounts:account")).status_code == 200
