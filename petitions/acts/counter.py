"""登记 at the counter: the registration form beside a proposal. Programs have it without one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django import forms
from django.db import models

from petitions import lifecycle
from petitions.acts.repeating import AskingForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from petitions.acts.registration import PersonForm

#: kind, class and situation as the page carries them.
PARTS = 3
ASK = "您的选择与分类建议不同，请选一个理由；或者采用建议。"


class Otherwise(models.TextChoices):
    """Why the clerk chose another kind or class than was proposed."""

    OTHER_DEMAND = "other_demand", "建议针对的不是主要诉求"
    WRONG_CLASS = "wrong_class", "建议的性质或者分类不准"
    ARRANGED = "arranged", "上级或者会议已明确归口"
    CONFIRMED = "confirmed", "已当面向信访人核实"
    OTHER = "other", "其他"


class CounterForm(AskingForm):
    #: `grievance:1501:A-10`: what stood beside the form when it was sent. It is written into the
    #: history as the page said it; nothing is decided by it.
    proposed = forms.RegexField(
        r"^[a-z]{4,12}:\d{2,4}:[A-Z]-\d{2}$", required=False, widget=forms.HiddenInput
    )
    otherwise = forms.ChoiceField(
        label="另选的理由",
        required=False,
        choices=[("", "请选择"), *Otherwise.choices],
        help_text="与分类建议不同时填写，记入流转记录。",
    )

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or self.cleaned_data
        if self.differs and not data.get("otherwise") and "otherwise" not in self.errors:
            self.add_error("otherwise", ASK)
        return data

    @property
    def differs(self) -> bool:
        """Whether kind or first-level class are others than was proposed."""
        parts = str(self.cleaned_data.get("proposed") or "").split(":")
        kind, category = self.cleaned_data.get("kind"), self.cleaned_data.get("category")
        if len(parts) != PARTS or not kind or not category:
            return False
        return bool(kind != parts[0] or category.first_level_code != parts[1][:2])

    def _facts(self, people: Sequence[PersonForm]) -> lifecycle.Facts:
        facts = super()._facts(people)
        if not self.cleaned_data["proposed"]:
            return facts
        kind, category, situation = self.cleaned_data["proposed"].split(":")
        reason = Otherwise(self.cleaned_data["otherwise"]).label if self.differs else ""
        return replace(facts, proposed=lifecycle.Proposed(kind, category, situation, reason))
