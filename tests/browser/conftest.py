"""A real Chromium before a real server. `desk("clerk")` is that person's signed-in page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright

from accounts.models import User
from config.browser import PROGRAMS

# Playwright's loop runs in this thread; Django would otherwise refuse the database beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
OFFICE_SCREEN = {"width": 1366, "height": 768}
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
         "--no-first-run", "--disable-component-update", "--disable-quic")  # fmt: skip
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    path = next(found for name in PROGRAMS if (found := shutil.which(name)))
    browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
    yield browser
    browser.close()


@pytest.fixture
def desk(chromium: Browser, live_server, law) -> Iterator[Callable[..., Page]]:
    """Opens a page for somebody; a script error on any of them fails the test."""
    contexts, errors = [], []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    def sit(username=None, **options):
        context = chromium.new_context(
            base_url=live_server.url, **({"viewport": OFFICE_SCREEN, "locale": "zh-CN"} | options)
        )
        contexts.append(context)
        if username:
            context.add_cookies([session_cookie(username, live_server.url)])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", note)
        return page

    yield sit
    for context in contexts:
        context.close()
    assert [error for error in errors if not ordinary(error)] == []


def ordinary(error: str) -> bool:
    """A refused form is an answer."""
    return "status of 4" in error


def session_cookie(username: str, url: str) -> Any:
    """A session as signing in makes it; the sign-in page has tests of its own."""
    user = User.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {"name": "sessionid", "value": session.session_key, "url": url}


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """What axe finds on the page: rule, place and help, empty where all is well."""

    def look(page: Page) -> list[str]:
        found = Axe().run(page, options=RULES).response["violations"]
        return [
            f"{page.url} {one['id']} {node['target']}: {one['help']}"
            for one in found
            for node in one["nodes"]
        ]

    return look
