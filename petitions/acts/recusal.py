"""回避: 声明、申请、决定."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from accounts.models import Role, User
from petitions import lifecycle
from petitions.acts.base import ActForm, PersonChoice, long_text, people_of
from petitions.states import Action

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Post

CONCERNED = (Role.DESK, Role.HANDLER, Role.APPROVER)


class RecuseForm(ActForm):
    action, noun = Action.RECUSE, "recusal"
    person = PersonChoice(label="回避人")
    ground = long_text("理由", hint="与信访事项或者信访人有何直接利害关系。", rows=3, limit=1000)

    def prepare(self) -> None:
        people = people_of(self.referral, CONCERNED)
        self.fields["person"].queryset = User.objects.filter(pk__in=people)  # type: ignore[attr-defined]

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return lifecycle.recuse(
            self.referral,
            person=data["person"],
            ground=data["ground"],
            by=by,
            at=at,
            version=self.seen,
        )


class RequestRecusalForm(ActForm):
    action, noun = Action.REQUEST_RECUSAL, "recusal-request"
    person = PersonChoice(label="申请谁回避")
    reason = long_text("信访人的理由", hint="按信访人的陈述记录。", rows=3)

    def prepare(self) -> None:
        people = people_of(self.referral, CONCERNED)
        self.fields["person"].queryset = User.objects.filter(pk__in=people)  # type: ignore[attr-defined]

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return lifecycle.request_recusal(
            self.referral, person=data["person"], reason=data["reason"], by=by, at=at,
            version=self.seen,
        )  # fmt: skip


class DecideRecusalForm(ActForm):
    action, noun = Action.DECIDE_RECUSAL, "recusal-decision"
    decision = forms.ChoiceField(
        label="决定",
        choices=[("grant", "回避"), ("refuse", "不回避")],
        widget=forms.RadioSelect,
    )
    answer = long_text("决定的理由", rows=3)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return lifecycle.decide_recusal(
            self.referral, granted=data["decision"] == "grant", answer=data["answer"], by=by,
            at=at, version=self.seen,
        )  # fmt: skip


FORMS: tuple[type[ActForm], ...] = (RecuseForm, RequestRecusalForm, DecideRecusalForm)
