"""What the address of a report says."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from accounts.models import Organization
from oversight.indicators import Period
from oversight.reports.monthly import periods
from petitions.acts.base import DayInput


class ReportForm(forms.Form):
    """Period and organization; `live` asks for today's count where there is a frozen one."""

    month = forms.ChoiceField(label="统计期间", required=False)
    organization = forms.ModelChoiceField(
        Organization.objects.filter(is_active=True),
        label="机关、单位",
        required=False,
        to_field_name="code",
        empty_label="全部",
    )
    live = forms.BooleanField(label="实时数", required=False)

    def __init__(
        self,
        *args: Any,
        on: dt.date,
        organizations: Any = None,
        is_running: bool = False,
        **kwargs: Any,
    ) -> None:
        """`is_running`: asked for none, the month that runs; else the last that has ended."""
        super().__init__(*args, **kwargs)
        self.shown = periods(on)
        self.default = self.shown[0 if is_running else 1].name
        if not self.data.get("month"):
            self.data = {**dict(self.data.items()), "month": self.default}
        groups: list[Any] = [
            ("月", [(row.name, row.label) for row in self.shown if len(row.name) == len("2026-01")
                   and "Q" not in row.name]),
            ("季度", [(row.name, row.label) for row in self.shown if "Q" in row.name]),
            ("年", [(row.name, row.label) for row in self.shown if len(row.name) == len("2026")]),
        ]  # fmt: skip
        self.fields["month"].choices = groups  # type: ignore[attr-defined]
        if organizations is not None:
            self.fields["organization"].queryset = organizations  # type: ignore[attr-defined]

    @property
    def period(self) -> Period:
        name = self.cleaned_data.get("month") or self.default
        return next(row for row in self.shown if row.name == name)


class WhatIfForm(forms.Form):
    by = forms.DateField(
        label="在这一天以前办结",
        widget=DayInput(),
        error_messages={"required": "请填写日期。", "invalid": "请填写日期，如 2026-11-20。"},
    )

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_by(self) -> dt.date:
        by: dt.date = self.cleaned_data["by"]
        if by < self.on:
            raise forms.ValidationError("日期不能早于今天。")
        return by
