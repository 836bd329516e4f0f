"""导入结果: taken on by the other procedure, or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from petitions import lifecycle
from petitions.acts.base import ActForm, day, long_text
from petitions.states import Action

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Post


class TakeOnForm(ActForm):
    action, noun = Action.TAKE_ON, "import"
    body = forms.CharField(
        label="接收的机关", max_length=80, help_text="法院、仲裁委员会、党组织或者行政机关的全称。"
    )
    number = forms.CharField(label="案号、文号", max_length=60)
    taken_on = day("接收日期")

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return lifecycle.take_on(
            self.referral,
            body=data["body"],
            number=data["number"],
            taken_on=data["taken_on"],
            by=by,
            at=at,
            version=self.seen,
        )


class FailImportForm(ActForm):
    action, noun = Action.FAIL_IMPORT, "import-failure"
    body = forms.CharField(label="没有接收的机关", max_length=80)
    told_on = day("得知的日期")
    reason = long_text("理由", hint="对方为什么没有接收；据此重新确定途径。", rows=3)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return lifecycle.fail_import(
            self.referral,
            body=data["body"],
            told_on=data["told_on"],
            reason=data["reason"],
            by=by,
            at=at,
            version=self.seen,
        )
