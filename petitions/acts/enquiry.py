"""答复咨询."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from petitions import lifecycle
from petitions.acts.base import ActForm, long_text
from petitions.models.petition import Intake
from petitions.states import Action

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Post


#: Whoever rang is answered on the telephone, whoever stands at the counter there.
_AS_ASKED = {
    Intake.PHONE: lifecycle.EnquiryWay.PHONE,
    Intake.VISIT: lifecycle.EnquiryWay.IN_PERSON,
    Intake.WEB: lifecycle.EnquiryWay.WEB,
    Intake.LETTER: lifecycle.EnquiryWay.WRITTEN,
}


class AnswerEnquiryForm(ActForm):
    action, noun, is_final = Action.ANSWER_ENQUIRY, "enquiry-answer", True
    answer_way = forms.ChoiceField(
        label="答复方式", choices=lifecycle.EnquiryWay.choices, widget=forms.RadioSelect
    )
    answer = long_text(
        "答复内容",
        hint="写已经告诉对方的话：怎么办、在哪里办、带什么材料。老人等不便的，用短信或者电话。",
        rows=5,
    )

    def prepare(self) -> None:
        way = _AS_ASKED.get(Intake(self.referral.claim.petition.intake))
        if way is not None:
            self.initial.setdefault("answer_way", way)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return lifecycle.answer_enquiry(
            self.referral,
            way=lifecycle.EnquiryWay(data["answer_way"]),
            answer=data["answer"],
            by=by,
            at=at,
            version=self.seen,
        )
