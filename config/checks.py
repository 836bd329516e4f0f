"""What a production start refuses, in sentences an administrator can act on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password
from django.core import checks
from django.db import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Argon2 takes about 50 ms a password by design; demo accounts are the first ones created.
#: Later users cannot choose the demo password: `config.passwords` refuses it.
USERS_LOOKED_AT = 100
SECRET_KEY_LENGTH = 40


def register() -> None:
    checks.register(production_settings, checks.Tags.security, deploy=True)


def production_settings(**_kwargs: Any) -> list[checks.CheckMessage]:
    return [checks.Error(sentence, id="xinfang.E001") for sentence in unfit_settings()]


def refuse_unfit_start() -> None:
    """End the process where XINFANG_ENV=production and something would be unsafe."""
    if not settings.PRODUCTION:
        return
    problems = [*unfit_settings(), *unfit_users()]
    if problems:
        sys.exit("拒绝以生产方式启动：" + "；".join(problems) + "。")


def unfit_settings() -> Iterator[str]:
    if settings.DEBUG:
        yield "DEBUG 必须关闭"
    if settings.DEMO:
        yield "XINFANG_DEMO 只能用于演示"
    known = settings.SECRET_KEY == settings.DEVELOPMENT_SECRET_KEY
    if known or len(settings.SECRET_KEY) < SECRET_KEY_LENGTH:
        yield f"SECRET_KEY 必须另行设置，至少 {SECRET_KEY_LENGTH} 个随机字符"
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield "ALLOWED_HOSTS 必须列出本系统的域名，不能为空或“*”"


def unfit_users() -> Iterator[str]:
    """Accounts that still open with the demo password; nothing where the database is away."""
    users = get_user_model().objects.filter(is_active=True).order_by("pk")
    try:
        passwords = list(users.values_list("username", "password")[:USERS_LOOKED_AT])
    except DatabaseError:
        return
    names = [name for name, encoded in passwords if check_password(settings.DEMO_PASSWORD, encoded)]
    if names:
        yield f"账号 {'、'.join(names)} 仍使用演示密码"
