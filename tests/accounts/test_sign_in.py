"""Signing in: one answer to every failure, a lock that says what to do, no way out by `next`."""

import pytest
from django.urls import reverse

from accounts.models import Role
from tests.accounts.conftest import PASSWORD

SIGN_IN = "/accounts/sign-in/"


def sign_in(client, username, password, **more):
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


def test_the_page_is_chinese_and_needs_no_script(client, db):
    page = client.get(SIGN_IN).content.decode()
    assert '<html lang="zh-CN"' in page
    assert "<title>登录 · 信访路线图</title>" in page
    assert "演示账户" not in page


def test_the_right_password_leads_to_the_landing_page(client, clerk):
    response = sign_in(client, "meng", PASSWORD)
    assert (response.status_code, response["Location"]) == (302, "/")


def test_demo_accounts_are_shown_only_in_a_demonstration(client, clerk, settings):
    settings.DEMO = True
    page = client.get(SIGN_IN).content.decode()
    assert 'data-fill="meng"' in page
    assert settings.DEMO_PASSWORD in page


def test_an_unknown_name_and_a_wrong_password_read_the_same(client, clerk):
    known = sign_in(client, "meng", "wrong").content.decode()
    unknown = sign_in(client, "nobody", "wrong").content.decode()
    assert "用户名或密码不正确，还可再试 4 次。" in known
    assert "<title>错误：登录" in known
    assert _without_tokens(known, "meng") == _without_tokens(unknown, "nobody")


def test_a_closed_account_reads_like_an_unknown_one(client, clerk):
    clerk.is_active = False
    clerk.save(update_fields=["is_active"])
    closed = sign_in(client, "meng", PASSWORD).content.decode()
    assert "用户名或密码不正确，还可再试 4 次。" in closed


def test_each_failure_leaves_one_try_less_and_the_fifth_locks(client, clerk):
    for left in (4, 3, 2, 1):
        assert f"还可再试 {left} 次" in sign_in(client, "meng", "wrong").content.decode()
    locked = sign_in(client, "meng", "wrong")
    assert locked.status_code == 429
    assert "15 分钟" in locked.content.decode()
    assert sign_in(client, "meng", PASSWORD).status_code == 429


def test_the_lock_holds_for_names_that_do_not_exist_too(client, db):
    for _ in range(5):
        response = sign_in(client, "nobody", "wrong")
    assert response.status_code == 429


def test_an_empty_form_is_answered_at_the_fields(client, db):
    page = sign_in(client, "", "").content.decode()
    assert "请输入用户名。" in page
    assert "请输入密码。" in page


@pytest.mark.parametrize(
    "target",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org",
        "javascript:alert(1)",
        "http:///x",
    ],
)
def test_next_never_leaves_this_site(client, clerk, target):
    assert sign_in(client, "meng", PASSWORD, next=target)["Location"] == "/"


def test_next_leads_back_to_where_one_was_stopped(client, clerk):
    stopped = client.get(reverse("accounts:account"))
    assert stopped["Location"] == f"{SIGN_IN}?next=/accounts/account/"
    assert sign_in(client, "meng", PASSWORD, next="/accounts/account/")["Location"] == (
        "/accounts/account/"
    )


def test_signing_out_is_a_post_and_ends_the_session(client, clerk):
    client.force_login(clerk)
    assert client.get(reverse("accounts:sign-out")).status_code == 405
    response = client.post(reverse("accounts:sign-out"), follow=True)
    assert "您已安全退出。" in response.content.decode()
    assert client.get(reverse("accounts:account")).status_code == 302


def test_signing_out_clears_what_the_browser_kept(client, clerk):
    client.force_login(clerk)
    assert client.post(reverse("accounts:sign-out"))["Clear-Site-Data"] == '"cache"'


def test_the_account_page_tells_the_sign_in_before_this_one(client, person):
    person("meng", Role.CLERK)
    sign_in(client, "meng", PASSWORD)
    assert "这是第一次登录" in client.get(reverse("accounts:account")).content.decode()
    client.post(reverse("accounts:sign-out"))
    sign_in(client, "meng", PASSWORD)
    assert "如果那次不是您本人登录" in client.get(reverse("accounts:account")).content.decode()


def _without_tokens(page, username):
    """The page without what differs by chance or was typed."""
    lines = page.replace(username, "").splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line]
