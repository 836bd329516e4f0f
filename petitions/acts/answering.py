"""起草、审核、签发、送达."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from petitions import lifecycle
from petitions.acts.base import ActForm, LetterForm, day, long_text
from petitions.guards import answer
from petitions.letters import Letter, ServiceWay
from petitions.likeness import TOO_ALIKE, likeness
from petitions.states import Action

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Post


WAYS = {way.value: way for way in ServiceWay}


class DraftForm(LetterForm):
    action, noun = Action.DRAFT, "draft"

    def letter(self) -> Letter:
        return lifecycle.letter_of(self.referral)

    def prepare(self) -> None:
        super().prepare()
        earlier = self.referral.documents.filter(issued_on=None, letter=self.letter().value).first()
        known = (
            earlier.values
            if earlier
            else {"request": self.referral.request_text or self.referral.claim.summary}
        )
        for name in self.fields:
            if name in known:
                self.initial.setdefault(name, known[name])

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.draft(self.referral, self.values(), by=by, at=at, version=self.seen)


class VerifyForm(ActForm):
    action, noun = Action.VERIFY, "verification"
    likeness_reason = long_text(
        "与被撤销的意见相近的理由",
        required=False,
        hint="不得以同一事实和理由作出相同或者基本相同的意见。",
        rows=3,
    )

    def prepare(self) -> None:
        draft = self.referral.documents.filter(issued_on=None).first()
        if draft is None or likeness(draft) < TOO_ALIKE:
            del self.fields["likeness_reason"]

    def run(self, *, by: Post, at: dt.datetime) -> object:
        reason = self.cleaned_data.get("likeness_reason", "")
        return lifecycle.verify(
            self.referral, likeness_reason=reason, by=by, at=at, version=self.seen
        )


class SendBackForm(ActForm):
    action, noun = Action.SEND_BACK, "draft-return"
    reason = long_text("退回理由", rows=3)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.send_back(
            self.referral, reason=self.cleaned_data["reason"], by=by, at=at, version=self.seen
        )


class SignForm(ActForm):
    action, noun, is_final = Action.SIGN, "signature", True

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.sign(self.referral, by=by, at=at, version=self.seen)


class ServeForm(ActForm):
    action, noun, is_final = Action.SERVE, "service", True
    way = forms.ChoiceField(
        label="送达方式", choices=ServiceWay.choices(), widget=forms.RadioSelect
    )
    served_on = day("送达日期", hint="信访人收到的那一天；30 日从这一天起算。")
    signer = forms.CharField(label="签收人", required=False, max_length=40)
    refused = forms.BooleanField(label="拒收", required=False)
    note = forms.CharField(
        label="备注", required=False, max_length=200, help_text="拒收的，写明理由、时间和见证人。"
    )

    def known(self, *, by: Post) -> dict[str, object]:
        document = answer(self.referral)
        return lifecycle.about_service(document, by=by.user) if document else {}

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        delivery = lifecycle.Delivery(
            way=WAYS[data["way"]],
            served_on=data["served_on"],
            signer=data["signer"],
            refused=data["refused"],
            note=data["note"],
        )
        return lifecycle.serve(self.referral, delivery, by=by, at=at, version=self.seen)
