"""延期."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from petitions import lifecycle
from petitions.acts.base import ActForm, long_text
from petitions.states import Action

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Post


class RequestExtensionForm(ActForm):
    action, noun = Action.REQUEST_EXTENSION, "extension-request"
    days = forms.IntegerField(
        label="延长天数",
        help_text="1 至 30 日；只能延一次。",
        error_messages={"invalid": "请填写整数。"},
    )
    reason = long_text("理由", hint="会原样写进给信访人的延期告知书。")

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return lifecycle.request_extension(
            self.referral, days=data["days"], reason=data["reason"], by=by, at=at, version=self.seen
        )


class GrantExtensionForm(ActForm):
    action, noun = Action.GRANT_EXTENSION, "extension"
    answer = long_text("审批意见", rows=2)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.grant_extension(
            self.referral, answer=self.cleaned_data["answer"], by=by, at=at, version=self.seen
        )


class RefuseExtensionForm(ActForm):
    action, noun = Action.REFUSE_EXTENSION, "extension-refusal"
    answer = long_text("不批准的理由", rows=2)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.refuse_extension(
            self.referral, answer=self.cleaned_data["answer"], by=by, at=at, version=self.seen
        )


class WithdrawExtensionForm(ActForm):
    action, noun, is_final = Action.WITHDRAW_EXTENSION, "extension-withdrawal", True
    reason = long_text("撤回的理由", hint="会原样写进给信访人的告知书。", rows=3)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.withdraw_extension(
            self.referral, reason=self.cleaned_data["reason"], by=by, at=at, version=self.seen
        )
