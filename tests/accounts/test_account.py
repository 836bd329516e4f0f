"""One's own account: password policy, look of the pages, time left, health page."""

import pytest
from django.urls import reverse

from accounts.look import Look
from accounts.models import Role
from tests.accounts.conftest import PASSWORD

PASSWORD_PAGE = "/accounts/password/"
NEW = "Lüshui-Qingshan-7"


def change(client, new, old=PASSWORD, again=None):
    answer = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return client.post(PASSWORD_PAGE, answer, follow=True)


@pytest.fixture
def signed_in(client, clerk):
    client.force_login(clerk)
    return client


def test_a_new_password_is_taken_and_the_session_goes_on(signed_in, clerk):
    page = change(signed_in, NEW).content.decode()
    clerk.refresh_from_db()
    assert "密码已修改" in page
    assert clerk.check_password(NEW)


@pytest.mark.parametrize(
    ("case", "new", "words"),
    [
        ("too short", "Ab3-x", "密码太短，至少要 10 个字符。"),
        ("two kinds only", "abcdefgh1234", "至少三种"),
        ("everybody's", "Password123", "这是很多人在用的密码"),
        ("the user's own name", "Mengmeng-2", "相似"),
        ("the demonstration's", "demo-Xinfang-2026", "公开的演示密码"),
    ],
)
def test_a_weak_password_is_refused_in_words(signed_in, clerk, case, new, words):
    clerk.username = "mengmeng"
    clerk.save(update_fields=["username"])
    page = change(signed_in, new).content.decode()
    clerk.refresh_from_db()
    assert words in page, case
    assert clerk.check_password(PASSWORD)


def test_the_current_password_must_be_known(signed_in, clerk):
    page = change(signed_in, NEW, old="wrong").content.decode()
    clerk.refresh_from_db()
    assert "当前密码不正确，请重新输入。" in page
    assert not clerk.check_password(NEW)


def test_the_two_new_passwords_must_agree(signed_in):
    assert "两次输入的新密码不一致" in change(signed_in, NEW, again=f"{NEW}8").content.decode()


def test_other_sessions_end_with_the_old_password(signed_in, clerk, client_class):
    elsewhere = client_class()
    elsewhere.force_login(clerk)
    change(signed_in, NEW)
    assert elsewhere.get("/accounts/account/").status_code == 302


@pytest.fixture
def client_class(client):
    return type(client)


def test_the_look_is_kept_and_drawn_by_the_server(signed_in):
    answer = {"theme": "dark", "density": "large", "keyboard": "off"}
    page = signed_in.post("/accounts/account/", answer, follow=True).content.decode()
    assert '<html lang="zh-CN" data-theme="dark" data-density="large">' in page
    assert 'data-keyboard="off"' in page


def test_a_look_nobody_offers_is_refused(signed_in):
    page = signed_in.post("/accounts/account/", {"theme": "pink"}).content.decode()
    assert "error-summary" in page


@pytest.mark.parametrize(
    "cookie", ["", "dark", "dark.", "a.b.c", '"><script>..', "dark.large.off.x"]
)
def test_a_spoilt_cookie_counts_as_nothing(signed_in, clerk, cookie):
    signed_in.cookies[f"look-{clerk.pk}"] = cookie
    shell = signed_in.get("/accounts/account/").context["shell"]
    assert shell.look == Look()


def test_colleagues_at_one_machine_keep_their_own_look(signed_in, person):
    signed_in.post("/accounts/account/", {"theme": "dark"})
    signed_in.force_login(person("gu", Role.HANDLER))
    assert "data-theme" not in signed_in.get("/accounts/account/").content.decode()


def test_extending_tells_the_time_left_and_the_form_token(signed_in, settings):
    answer = signed_in.get(reverse("accounts:session-extend")).json()
    assert 0 < answer["seconds"] <= settings.SESSION_COOKIE_AGE
    assert len(answer["token"]) == 64


def test_extending_moves_the_idle_limit(signed_in):
    before = signed_in.session.get_expiry_date()
    session = signed_in.get(reverse("accounts:session-extend")).wsgi_request.session
    assert session.get_expiry_date() > before


def test_a_person_signed_out_is_told_in_json(client, db):
    response = client.get(reverse("accounts:session-extend"))
    assert response.status_code == 401
    assert response.json() == {"detail": "登录已到期，请重新登录。"}


def test_near_the_end_of_the_day_the_absolute_limit_counts(signed_in, settings):
    signed_in.get("/accounts/account/")
    session = signed_in.session
    session["began_at"] -= settings.SESSION_ABSOLUTE_AGE - 90
    session.save()
    assert signed_in.get(reverse("accounts:session-extend")).json()["seconds"] <= 90


def test_the_health_page_is_for_the_system_administrator(client, clerk, person):
    client.force_login(clerk)
    assert client.get(reverse("accounts:health")).status_code == 403
    client.force_login(person("he", Role.SYSADMIN))
    page = client.get(reverse("accounts:health")).content.decode()
    assert 'data-health="/healthz"' in page
