"""What the address of a board or of a list says. It holds ids and codes only; what it should not
say counts as nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property

from accounts.models import Organization
from oversight.boards.cards import NOBODY, Level
from oversight.boards.quality import OVERTURNED
from oversight.boards.steps import STEPS
from routing.models import Category

ANY = ("", "全部")


class Conditions(forms.Form):
    """`given` holds what was said and understood."""

    organization = forms.ModelChoiceField(
        Organization.objects.all(), to_field_name="code", required=False, label="单位"
    )

    @cached_property
    def given(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class CardConditions(Conditions):
    level = forms.ChoiceField(
        label="牌",
        required=False,
        choices=[
            ("", "全部在册"),
            ("late", "全部红牌"),
            ("coming", "今日与黄牌"),
            *Level.choices,
        ],
    )
    owner = forms.RegexField(rf"^(\d{{1,18}}|{NOBODY})$", required=False, label="承办人")

    def offer(
        self, organizations: list[tuple[str, str]], owners: list[tuple[str, str]]
    ) -> CardConditions:
        """Put what has cards into the two lists that a person chooses from."""
        self.fields["organization"].widget = forms.Select(choices=[ANY, *organizations])
        self.fields["owner"].widget = forms.Select(choices=[ANY, *owners])
        return self


class ListConditions(Conditions):
    step = forms.ChoiceField(required=False, choices=list(STEPS.items()), label="步骤")
    day = forms.DateField(required=False, label="到期日")
    since = forms.DateField(required=False, label="自")
    until = forms.DateField(required=False, label="至")
    category = forms.ModelChoiceField(
        Category.objects.filter(parent=None), to_field_name="code", required=False, label="分类"
    )
    matter = forms.CharField(required=False, max_length=24, label="信访事项")
    outcome = forms.ChoiceField(
        required=False, choices=[(one.value, one.label) for one in OVERTURNED], label="结论"
    )
    handler = forms.IntegerField(required=False, min_value=1, max_value=2**62, label="承办人")
    late = forms.BooleanField(required=False, label="只看超期")
    code = forms.SlugField(required=False, max_length=40, label="指标")
    part = forms.SlugField(required=False, max_length=40, label="部分")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="解除的理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "data-count": 1000}),
        help_text="写明为什么不用再催；理由记入办理过程。",
        error_messages={"required": "请写明解除的理由。"},
    )


class CallForm(forms.Form):
    note = forms.CharField(
        label="对方怎么说",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请写一句对方怎么说。", "max_length": "不能超过 200 字。"},
    )


class InstructionForm(forms.Form):
    text = forms.CharField(
        label="批示",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "data-count": 1000}),
        help_text="批示记入办理过程，随即告知督办员和承办人。",
        error_messages={"required": "请写批示。", "max_length": "批示不能超过 1000 字。"},
    )
