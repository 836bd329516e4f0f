"""How one person wants the pages to look on this machine: kept in a cookie, read by the server.

A cookie and not the browser's store, so that no page flashes white before a script runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import TextChoices

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ONE_YEAR = 365 * 24 * 60 * 60


class Theme(TextChoices):
    SYSTEM = "", "跟随系统"
    LIGHT = "light", "浅色"
    DARK = "dark", "深色"


class Density(TextChoices):
    COMFORTABLE = "", "标准"
    DENSE = "dense", "紧凑"
    LARGE = "large", "大字"


class Keyboard(TextChoices):
    ON = "", "开启"
    OFF = "off", "关闭"


@dataclass(frozen=True)
class Look:
    theme: str = Theme.SYSTEM
    density: str = Density.COMFORTABLE
    keyboard: str = Keyboard.ON


def look_of(request: HttpRequest) -> Look:
    """What the cookie says; anything it should not say counts as nothing."""
    parts = request.COOKIES.get(_cookie(request), "").split(".")
    allowed = (Theme, Density, Keyboard)
    if len(parts) != len(allowed):
        return Look()
    return Look(*(part if part in kind else "" for part, kind in zip(parts, allowed, strict=True)))


def keep(look: Look, request: HttpRequest, response: HttpResponse) -> None:
    response.set_cookie(
        _cookie(request),
        ".".join((look.theme, look.density, look.keyboard)),
        max_age=ONE_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _cookie(request: HttpRequest) -> str:
    """One cookie a person: colleagues share the machine at the counter, not the eyesight."""
    user = getattr(request, "user", None)
    return f"look-{user.pk or 0}" if user else "look-0"
