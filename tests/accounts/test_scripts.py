"""The scripts at work in a browser, on small pages served from here: no server, no database."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from config.browser import PROGRAMS

# Playwright's loop stays up for the rest of the run, and Django would refuse rows beside a loop.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

pytestmark = [
    pytest.mark.browser,
    # pytest-base-url, which pytest-playwright brings along, still declares its fixture so.
    pytest.mark.filterwarnings("ignore:Session-scoped fixtures defined as instance methods"),
]

STATIC = Path(__file__).resolve().parents[2] / "static"
SITE = "http://xinfang.test"
SCRIPTS = [
    "xinfang",
    "dialogs",
    "forms",
    "autosave",
    "identity-number",
    "keyboard",
    "session",
]
DIALOG = """<dialog id="confirm-dialog"><p data-confirm-text></p>
<button data-confirm-no>返回</button><button data-confirm-yes>确定</button></dialog>
<dialog id="help-dialog"><button data-shut-dialog>关闭</button></dialog>
<div id="said"></div>"""
WARNING = """<div id="session-warning" hidden><b id="session-title"></b><p id="session-text">
<b data-session-left></b><i data-session-said></i></p><button data-session-more>继续使用</button>
<a data-session-again hidden>登录</a></div>"""


@pytest.fixture(scope="session")
def browser_type_launch_args():
    program = next(filter(None, map(shutil.which, PROGRAMS)))
    return {"executable_path": program, "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture
def site(page):
    """Opens a page of these contents; `site.asked` lists what it then asked the server for."""
    return Site(page)


class Site:
    def __init__(self, page):
        self.page = page
        self.asked = []
        self.answers = {}
        self.wrong: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.route(f"{SITE}/**", self._answer)

    def open(self, content, attributes=""):
        tags = "".join(f'<script defer src="/static/js/{name}.js"></script>' for name in SCRIPTS)
        self.content = (
            f'<!doctype html><meta charset="utf-8"><title>页</title>{tags}<body {attributes}>'
            f'<main id="main" tabindex="-1">{content}</main>{DIALOG}{WARNING}'
        )
        self.page.goto(f"{SITE}/page")
        return self.page

    def posts(self):
        return [request for request in self.asked if request.method == "POST"]

    def _answer(self, route, request):
        path = request.url.removeprefix(SITE).split("?")[0]
        if path.startswith("/static/"):
            route.fulfill(path=STATIC / path.removeprefix("/static/"))
            return
        if path == "/page" and request.method == "GET":
            route.fulfill(body=self.content, content_type="text/html")
            return
        self.asked.append(request)
        status, body = self.answers.get(path, (200, "<p>到了</p>"))
        kind = "text/html" if isinstance(body, str) else "application/json"
        route.fulfill(
            status=status, body=body if kind == "text/html" else json.dumps(body), content_type=kind
        )


LIST = """<table class="rows"><tbody><tr class="group"><td>组</td></tr>
<tr><td class="t"><a href="/one">甲</a></td></tr>
<tr><td class="t"><a href="/two">乙</a></td></tr></tbody></table><input data-search>
<a data-menu="petitions:today" href="/today">今</a>
<a data-menu="petitions:register" href="/new">登</a>"""


def test_keys_walk_the_rows_and_enter_opens(site):
    page = site.open(LIST)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "乙"
    page.keyboard.press("k")
    assert page.locator("tr.is-at").inner_text() == "甲"
    page.keyboard.press("Enter")
    page.wait_for_url("**/one")


def test_keys_search_go_and_help(site):
    page = site.open(LIST)
    page.keyboard.press("/")
    page.keyboard.type("gt")
    assert page.input_value("[data-search]") == "gt"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.locator("#help-dialog").is_visible()
    page.click("[data-shut-dialog]")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url("**/today")


def test_the_keys_can_be_switched_off(site):
    page = site.open(LIST, 'data-keyboard="off"')
    page.keyboard.press("n")
    page.keyboard.press("j")
    assert page.locator("tr.is-at").count() == 0
    assert page.url.endswith("/page")


FORM = """<form id="f" method="post" action="/done" data-primary>
<input type="hidden" name="csrfmiddlewaretoken" value="old">
<textarea name="text" data-count="5"></textarea>
<button name="act" value="register" class="primary">登记</button></form>"""


def test_a_form_is_sent_once_and_with_its_button(site):
    page = site.open(FORM.replace("<form", '<iframe name="away"></iframe><form target="away"'))
    with page.expect_response(f"{SITE}/done"):
        page.evaluate("for (const time of [1, 2]) document.querySelector('button').click()")
    page.wait_for_timeout(100)
    assert [request.post_data for request in site.posts()] == [
        "csrfmiddlewaretoken=old&text=&act=register"
    ]
    assert page.locator("button.primary").is_disabled()


def test_ctrl_enter_sends_the_main_form(site):
    page = site.open(FORM)
    page.focus("textarea")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/done")
    assert "act=register" in site.posts()[0].post_data


def test_the_counter_counts_characters_as_a_reader_does(site):
    page = site.open(FORM)
    page.fill("textarea", "𬱖字数")
    assert page.inner_text(".counter") == "3 / 5 字"
    page.fill("textarea", "一二三四五六")
    assert "over" in page.get_attribute(".counter", "class")


def test_what_cannot_be_undone_is_asked_first(site):
    page = site.open(FORM.replace("data-primary", 'data-confirm="将送达 QH-1。"'))
    page.click("button.primary")
    assert page.inner_text("[data-confirm-text]") == "将送达 QH-1。"
    page.click("[data-confirm-no]")
    assert site.posts() == []
    page.click("button.primary")
    page.click("[data-confirm-yes]")
    page.wait_for_url("**/done")
    assert "act=register" in site.posts()[0].post_data


def test_a_part_that_does_not_apply_is_neither_shown_nor_sent(site):
    page = site.open(
        """<form><select name="form"><option>letter<option>visit</select>
        <div data-show-when="form=visit,call"><input name="people" required></div></form>"""
    )
    assert page.locator("[name=people]").is_disabled()
    page.select_option("select", "visit")
    assert page.locator("[name=people]").is_visible()
    assert page.locator("[name=people]").is_enabled()


PEOPLE = """<form><div data-formset="p" data-max="2">
<input type="hidden" id="id_p-TOTAL_FORMS" value="1">
<div data-rows><div data-row><input name="p-0-name"><input type="checkbox" name="p-0-DELETE">
<button type="button" data-drop hidden>去掉</button></div></div>
<template><div data-row><input name="p-__prefix__-name">
<button type="button" data-drop hidden>去掉</button></div></template>
<button type="button" data-add hidden>加一人</button><span data-tally></span></div></form>"""


def test_rows_are_added_up_to_the_limit_and_dropped(site):
    page = site.open(PEOPLE)
    page.click("[data-add]")
    assert page.evaluate("document.activeElement.name") == "p-1-name"
    assert page.input_value("#id_p-TOTAL_FORMS") == "2"
    assert page.locator("[data-add]").is_disabled()
    page.locator("[data-drop]").first.click()
    assert page.is_checked("[name=p-0-DELETE]")
    assert page.inner_text("[data-tally]") == "1"
    page.locator("[data-drop]").last.click()
    assert page.locator("[name=p-1-name]").count() == 0


PERSON = """<form data-person><div><input name="number" data-identity-number></div>
<input name="birth" data-identity-birth><select name="sex" data-identity-sex>
<option value="">—<option value="f">女<option value="m">男</select>
<input name="name" data-person-name><input name="phone" data-person-phone></form>"""


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("11010519491231002x", "1949年12月31日出生，女"),
        ("110105194912310021", "身份证号末位校验不符，应为 X。请核对证件。"),
        ("11010519491331002X", "身份证号第 7 至 14 位不是真实的出生日期。请核对证件。"),
        ("1101051949123", "身份证号应为 18 位，例如 11010519491231002X。"),
    ],
)
def test_an_identity_number_is_checked_while_typed(site, number, words):
    page = site.open(PERSON)
    page.fill("[name=number]", number)
    page.press("[name=number]", "Tab")
    assert page.inner_text("[data-identity-told]") == words


def test_birth_and_sex_follow_from_the_number(site):
    page = site.open(PERSON)
    page.fill("[name=number]", "11010519491231002X")
    assert page.input_value("[name=birth]") == "1949-12-31"
    assert page.input_value("[name=sex]") == "f"


def test_a_card_pasted_into_one_field_fills_four(site):
    page = site.open(PERSON)
    page.evaluate(
        """card => {
          const data = new DataTransfer();
          data.setData("text", card);
          const happening = { clipboardData: data, bubbles: true, cancelable: true };
          const input = document.querySelector("[name=number]");
          input.dispatchEvent(new ClipboardEvent("paste", happening));
        }""",
        "身份证 11010519491231002X 张三 13800004821",
    )
    filled = {
        name: page.input_value(f"[name={name}]") for name in ("number", "name", "phone", "birth")
    }
    assert filled == {
        "number": "11010519491231002X",
        "name": "张三",
        "phone": "13800004821",
        "birth": "1949-12-31",
    }


DRAFT = """<span data-autosave-status></span><form data-autosave="/drafts/">
<input type="hidden" name="csrfmiddlewaretoken" value="old"><input type="hidden" name="draft">
<input name="text"><input type="file" name="file"></form><button>外面</button>"""


def test_a_changed_form_is_saved_on_leaving_and_only_then(site):
    site.answers["/drafts/"] = (
        200,
        {"saved_at": "10:32:08", "url": "/drafts/7/", "fields": {"draft": "7"}},
    )
    page = site.open(DRAFT)
    page.focus("[name=text]")
    page.focus("button")
    assert site.posts() == []
    page.fill("[name=text]", "第一句")
    page.focus("button")
    page.wait_for_function("document.querySelector('[data-autosave-status]').textContent")
    assert page.inner_text("[data-autosave-status]") == "已自动保存 10:32:08"
    assert page.input_value("[name=draft]") == "7"
    page.focus("[name=text]")
    page.focus("button")
    assert len(site.posts()) == 1
    assert 'name="file"' not in site.posts()[0].post_data


def test_it_is_saved_again_at_the_address_the_server_named(site):
    site.answers["/drafts/"] = (200, {"url": "/drafts/7/"})
    page = site.open(DRAFT)
    for words in ("一", "二"):
        with page.expect_response(f"{SITE}/drafts/**"):
            page.fill("[name=text]", words)
            page.focus("button")
        page.wait_for_timeout(50)
    assert [request.url.removeprefix(SITE) for request in site.posts()] == [
        "/drafts/",
        "/drafts/7/",
    ]


def test_a_save_refused_after_the_session_ended_says_so_and_keeps_the_text(site):
    site.answers["/drafts/"] = (403, {})
    page = site.open(DRAFT, 'data-session-seconds="1000" data-session-extend="/session/"')
    page.fill("[name=text]", "一")
    page.focus("button")
    page.wait_for_selector("[data-session-again]:visible")
    assert "登录已到期" in page.inner_text("[data-autosave-status]")
    assert page.input_value("[name=text]") == "一"


def test_two_minutes_before_the_end_one_may_stay(site):
    site.answers["/session/"] = (200, {"seconds": 1800, "token": "new"})
    page = site.open(FORM, 'data-session-seconds="119" data-session-extend="/session/"')
    page.wait_for_selector("#session-warning:visible")
    assert re.fullmatch(r"1 分 \d+ 秒", page.inner_text("[data-session-left]"))
    page.click("[data-session-more]")
    page.wait_for_selector("#session-warning", state="hidden")
    assert page.input_value("[name=csrfmiddlewaretoken]") == "new"


def test_no_script_breaks_on_any_of_these_pages(site):
    for content in (LIST, FORM, PERSON, DRAFT):
        site.open(content, 'data-session-seconds="1000" data-session-extend="/session/"')
    assert site.wrong == []
