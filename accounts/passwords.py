"""The password policy in our own words: Django's rules, and three kinds of characters of four."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

from django.contrib.auth import password_validation as rules
from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

KINDS_WANTED = 3


class LongEnough(rules.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"密码太短，至少要 {self.min_length} 个字符。"

    def get_help_text(self) -> str:
        return f"至少 {self.min_length} 个字符。"


class Uncommon(rules.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "这是很多人在用的密码，容易被猜到，请换一个。"

    def get_help_text(self) -> str:
        return "不是常见密码。"


class NothingPersonal(rules.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return "密码与您的用户名、姓名或电话太相似，请换一个。"

    def get_help_text(self) -> str:
        return "不与用户名、姓名、电话相似。"


class SeveralKinds:
    """等保: characters of at least three of four kinds."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        kinds = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
        used = sum(any(mark in kind for mark in password) for kind in kinds)
        used += any(mark not in "".join(kinds) for mark in password)
        if used < KINDS_WANTED:
            raise ValidationError(
                "密码要包含小写字母、大写字母、数字、其他符号中的至少三种。",
                code="password_too_few_kinds",
            )

    def get_help_text(self) -> str:
        return "包含小写字母、大写字母、数字、其他符号中的至少三种。"
