"""受理争议: 提请协调、决定."""

from __future__ import annotations

from typing import TYPE_CHECKING

from petitions import lifecycle
from petitions.acts.base import ActForm, long_text
from petitions.acts.referring import OrganizationChoice
from petitions.states import Action

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Post


class DisputeForm(ActForm):
    action, noun = Action.DISPUTE, "dispute"
    position = long_text("本机关的意见和依据", hint="写明为什么仍然认为不属于本机关职权。")

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.dispute(
            self.referral, position=self.cleaned_data["position"], by=by, at=at, version=self.seen
        )


class DecideDisputeForm(ActForm):
    action, noun, is_final = Action.DECIDE_DISPUTE, "dispute-decision", True
    body = OrganizationChoice(
        label="决定由哪个机关受理", hint="照共同上一级或者联席会议的决定填写。"
    )
    reason = long_text("决定的理由", rows=3)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return lifecycle.decide_dispute(
            self.referral, body=data["body"], reason=data["reason"], by=by, at=at,
            version=self.seen,
        )  # fmt: skip


FORMS: tuple[type[ActForm], ...] = (DisputeForm, DecideDisputeForm)
