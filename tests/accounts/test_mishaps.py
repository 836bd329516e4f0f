"""Pages for what went wrong: calm, Chinese, with a way on, and no English left over from Django."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import bad_request, permission_denied, server_error

PAGES = {
    "400.html": "系统看不懂这个请求",
    "403.html": "您的岗位不能做这一步",
    "403_csrf.html": "这一页放得太久了",
    "404.html": "可能不存在，也可能不在您的查看范围内",
    "409.html": "这一件刚刚有了变化",
    "500.html": "系统没有完成这一步",
}


@pytest.mark.parametrize(("name", "words"), PAGES.items())
def test_each_page_says_what_to_do_and_leads_home(name, words):
    page = render_to_string(name)
    assert words in page
    assert '<html lang="zh-CN"' in page
    assert 'href="/"' in page
    assert "您可以" in page or name == "409.html"


@pytest.mark.parametrize("name", PAGES)
def test_no_page_speaks_english_or_blames(name):
    text = re.sub(r"<[^>]+>", " ", render_to_string(name))
    words = set(re.findall(r"[A-Za-z]{4,}", text))
    assert words <= {"Cookie", "Ctrl", "Enter"}
    assert "无效" not in text
    assert "系统异常" not in text


def test_a_page_that_is_not_there(client, clerk):
    client.force_login(clerk)
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert (
        'data-menu="accounts:' in response.content.decode()
        or "今日工作" in response.content.decode()
    )


def test_a_stranger_gets_the_same_404_without_a_menu(client, db):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "可能不在您的查看范围内" in response.content.decode()
    assert 'class="side"' not in response.content.decode()


def test_the_500_page_needs_neither_context_nor_database():
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "系统没有完成这一步" in response.content.decode()


def test_the_500_page_asks_for_no_file_by_manifest():
    assert 'href="/static/css/xinfang.css"' in render_to_string("500.html")


def test_djangos_own_views_find_our_pages():
    request = RequestFactory().get("/")
    assert "看不懂" in bad_request(request, ValueError()).content.decode()
    assert "您的岗位" in permission_denied(request, PermissionError()).content.decode()


def test_a_refusal_with_words_shows_them():
    request = RequestFactory().get("/")
    page = permission_denied(request, PermissionError("本件由县住建局承办。")).content.decode()
    assert "本件由县住建局承办。" in page


def test_a_form_without_its_token_is_explained(clerk):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(clerk)
    response = strict.post("/accounts/sign-out/")
    assert response.status_code == 403
    assert "没有任何内容被改动" in response.content.decode()


def test_the_conflict_page_shows_both_texts_and_what_was_typed():
    page = render_to_string(
        "409.html",
        {
            "reason": "“已办结”的信访件不能“受理”。",
            "changes": [("承办单位", "县住建局", "县综合执法局")],
            "typed": [("说明", "第一行 <b>")],
            "back_url": "/petitions/QH-1/",
        },
    )
    assert "“已办结”的信访件不能“受理”。" in page
    assert "县综合执法局" in page
    assert "第一行 &lt;b&gt;</textarea>" in page
    assert 'href="/petitions/QH-1/"' in page
