"""登记 that asks about repeats before a number is given, at the counter and for programs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django import forms

from petitions import lifecycle, repeats
from petitions.acts.registration import RegistrationForm
from petitions.models import Petition

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from petitions.acts.registration import PersonForm


class AskingForm(RegistrationForm):
    not_repeat = forms.CharField(
        label="仍作初件的理由",
        required=False,
        max_length=200,
        help_text="写明与所列各件有何不同，记入流转记录。",
    )
    #: What was found when the form was sent: the same person's open matters, much like this one.
    likely: Sequence[repeats.Repeat] = ()

    def submit(self, people: Sequence[PersonForm], *, at: dt.datetime) -> Petition | None:
        """A form sent twice is no repeat of itself."""
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

    def _facts(self, people: Sequence[PersonForm]) -> lifecycle.Facts:
        return replace(super()._facts(people), distinct=self.cleaned_data["not_repeat"])
