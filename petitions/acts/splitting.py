"""拆分诉求、并回: up to six things asked in one letter, each written down by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from accounts.models import Organization
from petitions import lifecycle
from petitions.acts.base import ActForm, Section, long_text
from petitions.acts.referring import OrganizationChoice
from petitions.acts.registration import CategoryChoice, offer_places
from petitions.lifecycle.splitting import FEWEST, MOST
from petitions.states import Action, Kind

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Post

ROWS = range(1, MOST + 1)
ENTRIES = ("summary", "kind", "category", "territory")
_ORDINALS = "一二三四五六"


class SplitForm(ActForm):
    """Rows of four entries; a row beyond the second counts once its summary is written."""

    action, noun = Action.SPLIT, "split"

    def prepare(self) -> None:
        claim = self.referral.claim
        offer_places(self, suffixes=[f"_{n}" for n in ROWS])
        others = Organization.objects.filter(is_active=True).values_list("code", "name")
        self.fields["accused_organization"].widget = forms.Select(choices=[("", "（无）"), *others])
        self.initial.setdefault("summary_1", claim.summary)
        self.initial.setdefault("kind_1", claim.kind)
        self.initial.setdefault("category_1", claim.category.code if claim.category else "")
        self.initial.setdefault("accused_name", claim.petition.accused_name)
        for n in ROWS:
            place = claim.territory.code if claim.territory else ""
            self.initial.setdefault(f"territory_{n}", place)

    def sections(self) -> list[Section]:
        rows = [
            Section(
                f"诉求{_ORDINALS[n - 1]}",
                [self[f"{name}_{n}"] for name in ENTRIES],
                "" if n <= FEWEST else f"summary_{n - 1}=*",
            )
            for n in ROWS
        ]
        kinds = "|".join(f"kind_{n}=accusation" for n in ROWS)
        sealed = [self["extract_title"], self["accused_name"], self["accused_organization"]]
        return [*rows, Section("其中有检举控告的", sealed, kinds)]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for n in ROWS[FEWEST:]:
            if not data.get(f"summary_{n}"):
                continue
            for name in ENTRIES[1:]:
                bound = f"{name}_{n}"
                if not data.get(bound) and bound not in self.errors:
                    self.add_error(bound, f"请选择{self.fields[bound].label}。")
        return data

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        cut = lifecycle.Cut(
            parts=tuple(self._part(n) for n in ROWS if data.get(f"summary_{n}")),
            extract_title=data["extract_title"],
            accused_name=data["accused_name"],
            accused_organization=data["accused_organization"],
        )
        return lifecycle.split(self.referral, cut, by=by, at=at, version=self.seen)

    def _part(self, n: int) -> lifecycle.Part:
        data = self.cleaned_data
        return lifecycle.Part(
            summary=data[f"summary_{n}"],
            kind=Kind(data[f"kind_{n}"]),
            category=data[f"category_{n}"],
            territory=data[f"territory_{n}"],
        )


def _declare() -> None:
    """The same four entries for each row, in the order in which they are asked."""
    fields = SplitForm.base_fields
    for n in ROWS:
        required = n <= FEWEST
        fields[f"summary_{n}"] = long_text("要求什么", required=required, rows=3)
        fields[f"kind_{n}"] = forms.ChoiceField(
            label="事项性质",
            choices=[("", "请选择"), *Kind.choices],
            required=required,
        )
        fields[f"category_{n}"] = CategoryChoice()
        fields[f"territory_{n}"] = OrganizationChoice(label="问题属地", required=required)
        fields[f"category_{n}"].required = required
        for name in ENTRIES:
            verb = "填写" if name == "summary" else "选择"
            bound = fields[f"{name}_{n}"]
            bound.error_messages["required"] = f"请{verb}{bound.label}。"
    fields["extract_title"] = forms.CharField(
        label="其余诉求的标题",
        required=False,
        max_length=80,
        help_text="原件随检举控告成为密件；承办机关只看到这个标题和各项摘要。",
    )
    fields["accused_name"] = forms.CharField(label="被检举人", required=False, max_length=40)
    fields["accused_organization"] = OrganizationChoice(label="被检举单位", required=False)


_declare()


class MergeForm(ActForm):
    action, noun = Action.MERGE, "merger"
    reason = forms.CharField(label="为什么并回", max_length=200)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.merge(
            self.referral, reason=self.cleaned_data["reason"], by=by, at=at, version=self.seen
        )
