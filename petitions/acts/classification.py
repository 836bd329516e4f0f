"""更正分类: without it a petition of the wrong class would reach no competent body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from petitions import lifecycle
from petitions.acts.base import ActForm
from petitions.acts.referring import OrganizationChoice
from petitions.acts.registration import CategoryChoice, offer_places
from petitions.states import Action

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Post


class ClassifyForm(ActForm):
    action, noun = Action.CLASSIFY, "classification"
    category = CategoryChoice()
    territory = OrganizationChoice(label="问题属地")

    def prepare(self) -> None:
        claim = self.referral.claim
        offer_places(self)
        if claim.category:
            self.initial.setdefault("category", claim.category.code)
        if claim.territory:
            self.initial.setdefault("territory", claim.territory.code)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return lifecycle.classify(
            self.referral,
            category=data["category"],
            territory=data["territory"],
            by=by,
            at=at,
            version=self.seen,
        )
