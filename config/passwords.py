"""Password rules of this product, beside Django's own."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError


class NotTheDemoPassword:
    """The demonstration's password is printed in the manual, so nobody may choose it."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if password == settings.DEMO_PASSWORD:
            raise ValidationError("这是公开的演示密码，不能使用。", code="password_is_demo")

    def get_help_text(self) -> str:
        return "不能使用公开的演示密码。"
