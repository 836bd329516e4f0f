"""What a person types about themselves: sign-in, a new password, the look of the pages."""

from __future__ import annotations

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError

from accounts.look import Density, Keyboard, Look, Theme


class SignInForm(AuthenticationForm):
    """One answer to every failure, so that nobody learns which names exist."""

    error_messages = {"invalid_login": "用户名或密码不正确，还可再试 %(left)s 次。"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "用户名"
        self.fields["username"].error_messages["required"] = "请输入用户名。"
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].label = "密码"
        self.fields["password"].error_messages["required"] = "请输入密码。"

    def get_invalid_login_error(self) -> ValidationError:
        """Failures are counted by the typed name whether or not it exists."""
        credentials = {"username": self.cleaned_data["username"]}
        failures = AxesProxyHandler.get_failures(self.request, credentials)
        return ValidationError(
            self.error_messages["invalid_login"],
            code="invalid_login",
            params={"left": max(0, settings.AXES_FAILURE_LIMIT - failures)},
        )


class NewPasswordForm(PasswordChangeForm):
    error_messages = {
        "password_incorrect": "当前密码不正确，请重新输入。",
        "password_mismatch": "两次输入的新密码不一致，请重新输入。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "当前密码"
        self.fields["new_password1"].label = "新密码"
        self.fields["new_password2"].label = "再输入一次新密码"
        self.fields["new_password2"].help_text = ""


class LookForm(forms.Form):
    theme = forms.ChoiceField(label="颜色", choices=Theme.choices, required=False)
    density = forms.ChoiceField(label="疏密", choices=Density.choices, required=False)
    keyboard = forms.ChoiceField(
        label="单键操作",
        choices=Keyboard.choices,
        required=False,
        help_text="开启时可用 / 查询、j 和 k 换行、? 看说明；使用读屏或语音软件的可以关闭。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for bound in self.fields.values():
            bound.widget = forms.RadioSelect(choices=bound.choices, attrs={"class": "preset"})  # type: ignore[attr-defined]

    @property
    def look(self) -> Look:
        return Look(**self.cleaned_data)
