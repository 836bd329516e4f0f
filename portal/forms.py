"""The two things a petitioner types: the number and the query code on the receipt."""

from __future__ import annotations

from typing import Any

from django import forms

#: Where the hyphens of a number stand: division, day, form of intake, serial, check character.
_PARTS = (6, 6, 2, 5, 1)


class LookUpForm(forms.Form):
    number = forms.CharField(
        label="编号",
        max_length=40,
        help_text="回执上“编号”一栏，共 20 位，横线可以不填。",
        error_messages={"required": "请填写编号。"},
    )
    code = forms.CharField(
        label="查询码",
        max_length=20,
        help_text="回执上“查询码”一栏，共 10 位，大小写都可以。",
        error_messages={"required": "请填写查询码。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for bound in self.fields.values():
            bound.widget.attrs |= {
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }

    def clean_number(self) -> str:
        """As it stands in the records, whatever was typed between its signs."""
        plain = _plain(self.cleaned_data["number"])
        parts, start = [], 0
        for length in _PARTS:
            parts.append(plain[start : start + length])
            start += length
        return "-".join(parts) + plain[start:]

    def clean_code(self) -> str:
        return _plain(self.cleaned_data["code"])


def _plain(text: str) -> str:
    return "".join(c for c in text.upper() if c.isascii() and c.isalnum())
