"""登记 at the counter: the registration form beside a proposal. Programs have the plain form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django import forms
from django.db import models

from petitions import lifecycle, repeats
from petitions.acts.registration import RegistrationForm
from petitions.models import Petition

if TYPE_CHECKING:
    import datetime as dt
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


class CounterForm(RegistrationForm):
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

    not_repeat = forms.CharField(
        label="仍作初件的理由",
        required=False,
        max_length=200,
        help_text="写明与所列各件有何不同，记入流转记录。",
    )
    #: What was found when the form was sent: the same person's open matters, much like this one.
    likely: Sequence[repeats.Repeat] = ()

    def submit(self, people: Sequence[PersonForm], *, at: dt.datetime) -> Petition | None:
        """Ask about repeats before a number is given, then register. A page sent twice is no repeat
        of itself."""
        data = self.cleaned_data
        earlier = Petition.objects.filter(registered_by=self.by.user, idempotency_key=data["key"])
        if not data["joins"] and not data["not_repeat"] and not earlier.exists():
            self.likely = repeats.certain(self._said(people), by=self.by.user, on=self.on)
        if self.likely:
            self.add_error("not_repeat", "选择并入其中一件，或者写明仍作初件的理由。")
            return None
        return super().submit(people, at=at)

    def _said(self, people: Sequence[PersonForm]) -> repeats.Said:
        told = [form.person() for form in people]
        return repeats.Said(
            id_numbers=frozenset(one.id_number for one in told if one.id_number),
            phones=frozenset(one.phone for one in told if one.phone),
            names=frozenset(one.name for one in told),
            text=self.cleaned_data["text"],
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
        facts = replace(super()._facts(people), distinct=self.cleaned_data["not_repeat"])
        if not self.cleaned_data["proposed"]:
            return facts
        kind, category, situation = self.cleaned_data["proposed"].split(":")
        reason = Otherwise(self.cleaned_data["otherwise"]).label if self.differs else ""
        return replace(facts, proposed=lifecycle.Proposed(kind, category, situation, reason))
