"""拆出重件、核对事实."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from petitions import earlier, lifecycle
from petitions.acts.base import ActForm, long_text
from petitions.acts.referring import OrganizationChoice
from petitions.acts.registration import CategoryChoice, offer_places
from petitions.models import Document, Petition
from petitions.states import Action, Kind
from petitions.words import month_day

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Post


class SeparateForm(ActForm):
    action, noun = Action.SEPARATE, "separation"
    petition = forms.ModelChoiceField(
        Petition.objects.none(), label="拆出哪一件", to_field_name="number", empty_label="请选择"
    )
    kind = forms.ChoiceField(
        label="事项性质",
        choices=[choice for choice in Kind.choices if choice[0] != Kind.ACCUSATION],
        widget=forms.RadioSelect(attrs={"class": "preset"}),
    )
    category = CategoryChoice()
    territory = OrganizationChoice(label="问题属地")
    reason = long_text("为什么不是同一事项", rows=2, limit=500)

    def prepare(self) -> None:
        claim = self.referral.claim
        offer_places(self)
        joined = earlier.joined(self.referral)
        field = self.fields["petition"]
        field.queryset = joined  # type: ignore[attr-defined]
        field.widget = forms.RadioSelect()
        field.widget.choices = [
            (row.number, f"{row.number} {month_day(row.received_on)} {row.title}")
            for row in joined[: earlier.OFFERED]
        ]
        self.initial.setdefault("kind", claim.kind)
        self.initial.setdefault("category", claim.category.code if claim.category else "")
        self.initial.setdefault("territory", claim.territory.code if claim.territory else "")

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        wanted = lifecycle.Wanted(Kind(data["kind"]), data["category"], data["territory"])
        return lifecycle.separate(
            self.referral,
            petition=data["petition"],
            wanted=wanted,
            reason=data["reason"],
            by=by,
            at=at,
            version=self.seen,
        )


class CompareForm(ActForm):
    """The decision; the page shows both texts side by side above it."""

    action, noun = Action.COMPARE, "comparison"
    opinion = forms.ModelChoiceField(
        Document.objects.none(),
        label="与哪一份复核意见核对",
        to_field_name="number",
        empty_label="请选择",
    )
    found = forms.ChoiceField(
        label="核对结果",
        choices=[("same", "事实和理由相同"), ("new", "有新的事实或者理由")],
        widget=forms.RadioSelect,
    )
    reason = long_text("理由", hint="相同在哪里；或者新的是什么，例如新的测绘、新的证据。", rows=3)

    def prepare(self) -> None:
        known = earlier.final_opinions(self.referral)
        offered = list(known.select_related("referral__claim__petition")[: earlier.OFFERED])
        field = self.fields["opinion"]
        field.queryset = known  # type: ignore[attr-defined]
        field.widget = forms.RadioSelect()
        field.widget.choices = [
            (row.number, f"{row.number} {row.referral.claim.petition.title}") for row in offered
        ]
        if len(offered) == 1:
            self.initial.setdefault("opinion", offered[0].number)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return lifecycle.compare(
            self.referral,
            opinion=data["opinion"],
            is_same=data["found"] == "same",
            reason=data["reason"],
            by=by,
            at=at,
            version=self.seen,
        )
