"""评价: one small form for each answered claim, while its days run; the petitioner's alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from petitions import lifecycle
from petitions.errors import NotAllowedError
from petitions.lifecycle.rating import MOST_WORDS
from petitions.models import Rating
from petitions.models.rating import Score

if TYPE_CHECKING:
    from django.http import QueryDict

    from accounts.models import Organization
    from petitions.lifecycle import RatingWindow
    from petitions.models import Claim, Matter


NOT_NOW = "现在不能评价：答复尚未送达，或者评价期已过，或者已经评价过。"
MOST_DIGITS = 4


@dataclass(frozen=True)
class Asking:
    """What stands below a claim: a form with its last day, or the thanks for what was said."""

    form: RatingForm | None
    until: dt.date | None
    is_done: bool


class RatingForm(forms.Form):
    """One question for each body that may still be rated; no answer leaves that body out."""

    comment = forms.CharField(
        label="还有什么想说的（可以不填）",
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, window: RatingWindow, *args: Any, **kwargs: Any) -> None:
        ordinal = window.claim.ordinal
        kwargs["prefix"] = f"claim{ordinal}"
        super().__init__(*args, **kwargs)
        self.window, self.ordinal = window, ordinal
        for body in window.bodies:
            self.fields[f"score_{body.code}"] = forms.ChoiceField(
                label=f"您对{body.name}的工作是否满意？",
                choices=Score.choices,
                required=False,
                widget=forms.RadioSelect(attrs={"class": "preset"}),
            )
        self.order_fields([name for name in self.fields if name != "comment"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not any(given.get(f"score_{body.code}") for body in self.window.bodies):
            raise forms.ValidationError("请至少选择一项评价。")
        return given

    @property
    def scores(self) -> dict[Organization, Score]:
        given = ((body, self.cleaned_data[f"score_{body.code}"]) for body in self.window.bodies)
        return {body: Score(said) for body, said in given if said}


def asking(claim: Claim, *, on: dt.date, form: RatingForm | None = None) -> Asking | None:
    """`None` where nothing is asked and nothing was said."""
    window = lifecycle.rating_window(claim, on=on)
    is_done = Rating.objects.filter(claim=claim).exists()
    if window is None:
        return Asking(None, None, is_done=True) if is_done else None
    return Asking(form or RatingForm(window), window.until, is_done)


def submit(matter: Matter, given: QueryDict, *, at: dt.datetime) -> RatingForm | None:
    """Rate as the form says; gives it back where it is wrong. Raises what the verb refuses."""
    ordinal = given.get("claim", "")
    known = ordinal.isdecimal() and len(ordinal) <= MOST_DIGITS
    claim = (
        matter.claims.filter(ordinal=int(ordinal)).select_related("petition").first()
        if known
        else None
    )
    if claim is None:
        raise NotAllowedError(NOT_NOW)
    window = lifecycle.rating_window(claim, on=timezone.localtime(at).date())
    if window is None:
        raise NotAllowedError(NOT_NOW)
    form = RatingForm(window, given)
    if not form.is_valid():
        return form
    lifecycle.rate(claim, form.scores, comment=form.cleaned_data["comment"], at=at)
    return None
