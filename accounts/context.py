"""What every page's shell shows: the menu, the organization, the look, the time left."""

from __future__ import annotations

import time
from functools import cached_property
from typing import TYPE_CHECKING

from django.conf import settings

from accounts.look import Look, look_of
from accounts.menus import MenuLink, address, menu

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import Organization, Post, User

#: Written into the session by config.sessions, which counts the absolute age from it.
BEGAN = "began_at"
#: The session row is refreshed at most once a minute, so that much may already be gone.
REFRESH = 60


class Shell:
    """Works nothing out before a template asks: fragments and the API pay nothing for it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        user = getattr(request, "user", None)
        self._user: User | None = user if user is not None and user.is_authenticated else None

    @cached_property
    def post(self) -> Post | None:
        return self._user.post if self._user else None

    @cached_property
    def organization(self) -> Organization | None:
        return self.post.organization if self.post else None

    @cached_property
    def menu(self) -> list[MenuLink]:
        posts = self._user.active_posts if self._user else []
        return menu((post.role for post in posts), path=self._request.path)

    @cached_property
    def search_url(self) -> str:
        """Empty for those whose menu has no petitions."""
        return next((link.url for link in self.menu if link.url_name == "petitions:list"), "")

    @cached_property
    def inbox_url(self) -> str:
        return address("oversight:inbox") if self._user else ""

    @cached_property
    def look(self) -> Look:
        return look_of(self._request)

    @cached_property
    def session_seconds(self) -> int:
        return seconds_left(self._request) if self._user else 0


def shell(request: HttpRequest) -> dict[str, Shell]:
    return {"shell": Shell(request)}


def seconds_left(request: HttpRequest) -> int:
    """Until this sign-in ends if nothing more is asked: idle limit or the day's, the nearer."""
    now = int(time.time())
    idle: int = settings.SESSION_COOKIE_AGE - REFRESH
    whole: int = request.session.get(BEGAN, now) + settings.SESSION_ABSOLUTE_AGE - now
    return max(0, min(idle, whole))
