"""The conditions of a list as its address says them, and as tags that drop one each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.models import Organization
from petitions.acts.base import DayInput
from petitions.models.petition import Intake
from petitions.states import Kind, State
from routing.models import Category

LATE, DUE, NEAR, OPEN = "late", "due", "near", "open"
LATENESS = [
    (LATE, "已超期"),
    (DUE, "今日到期"),
    (NEAR, "将到期"),
    (OPEN, "未办结"),
]
SORTS = [("", "最新收到在前"), ("due", "最先到期在前")]


class SearchForm(forms.Form):
    """What the address of a list says; anything it should not say counts as nothing."""

    q = forms.CharField(label="查询", required=False, max_length=60)
    step = forms.ChoiceField(
        label="当前步骤", required=False, choices=[("", "全部"), *State.choices]
    )
    lateness = forms.ChoiceField(label="期限", required=False, choices=[("", "全部"), *LATENESS])
    organization = forms.ModelChoiceField(
        Organization.objects.filter(is_active=True),
        label="承办机关",
        required=False,
        to_field_name="code",
        empty_label="全部",
    )
    kind = forms.ChoiceField(label="性质", required=False, choices=[("", "全部"), *Kind.choices])
    intake = forms.ChoiceField(
        label="形式", required=False, choices=[("", "全部"), *Intake.choices]
    )
    category = forms.ModelChoiceField(
        Category.objects.filter(parent=None),
        label="内容分类",
        required=False,
        to_field_name="code",
        empty_label="全部",
    )
    since = forms.DateField(label="收到日期自", required=False, widget=DayInput())
    until = forms.DateField(label="至", required=False, widget=DayInput())
    mine = forms.BooleanField(label="我经办的", required=False)
    sort = forms.ChoiceField(label="排序", required=False, choices=SORTS)

    @cached_property
    def given(self) -> dict[str, Any]:
        """The conditions in force; a wrong one stands at its field and is not applied."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


@dataclass(frozen=True)
class Tag:
    """One condition in force and the address without it."""

    label: str
    value: str
    remove_url: str


def tags(form: SearchForm) -> list[Tag]:
    """The conditions in force, each with the address that drops it."""
    given = form.given
    found_tags = []
    for name in given:
        if name == "sort":
            continue
        rest = {
            key: value for key, value in form.data.items() if key not in (name, "page") and value
        }
        value = _said(form, name)
        found_tags.append(Tag(str(form.fields[name].label), value, list_url(**rest)))
    return found_tags


def list_url(**conditions: object) -> str:
    query = urlencode(conditions)
    return reverse("petitions:list") + (f"?{query}" if query else "")


def _said(form: SearchForm, name: str) -> str:
    value = form.given[name]
    field = form.fields[name]
    if value is True:
        return "是"
    if isinstance(value, dt.date):
        return f"{value:%Y-%m-%d}"
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return str(value)
