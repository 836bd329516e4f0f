"""办结报告、办结、落实、复查复核申请、终结."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from petitions import guards, lifecycle
from petitions.acts.base import ActForm, LetterForm, day, long_text
from petitions.acts.referring import OrganizationChoice
from petitions.letters import Letter
from petitions.reviewers import reviewers
from petitions.states import Action

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Post


class ReportForm(LetterForm):
    action, noun = Action.REPORT, "report"

    def letter(self) -> Letter:
        return Letter.REPORT

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.report(self.referral, self.values(), by=by, at=at, version=self.seen)


class ConcludeForm(ActForm):
    action, noun, is_final = Action.CONCLUDE, "conclusion", True
    carry_out_by = day("落实的最后一日", required=False)
    measures = long_text("由谁落实、做什么", required=False, rows=3)

    def prepare(self) -> None:
        if not guards.owes_carry_out(guards.answer(self.referral)):
            del self.fields["carry_out_by"], self.fields["measures"]

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return lifecycle.conclude(
            self.referral,
            carry_out_by=data.get("carry_out_by"),
            measures=data.get("measures", ""),
            by=by,
            at=at,
            version=self.seen,
        )


class CarryOutForm(LetterForm):
    action, noun = Action.CARRY_OUT, "carry-out"

    def letter(self) -> Letter:
        return Letter.CARRY_OUT

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.carry_out(self.referral, self.values(), by=by, at=at, version=self.seen)


class RequestReviewForm(ActForm):
    action, noun = Action.REQUEST_REVIEW, "review-request"
    body = OrganizationChoice(
        label="向哪个机关提出", hint="由系统按组织关系算出；有两个的由信访人选。"
    )
    requested_on = day("收到申请的日期", hint="审查机关的 30 日从这一天起算。")
    posted_on = day("交邮日期", required=False, hint="邮寄的填写；是否逾期以交邮之日为准。")
    request_text = long_text("请求和理由", rows=6, limit=4000)
    proxy = forms.CharField(
        label="代理人", required=False, max_length=200, help_text="委托代理人的，写姓名和证件号码。"
    )

    def prepare(self) -> None:
        bodies = reviewers(self.referral)
        field = self.fields["body"]
        field.widget = forms.RadioSelect()
        field.widget.choices = [
            (row.body.code, f"{row.body.name}（{row.ground}）") for row in bodies
        ]
        if len(bodies) == 1:
            self.initial.setdefault("body", bodies[0].body.code)
        self.initial.setdefault("requested_on", self.on)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return lifecycle.request_review(
            self.referral,
            body=data["body"],
            requested_on=data["requested_on"],
            posted_on=data["posted_on"],
            request_text=data["request_text"],
            proxy=data["proxy"],
            by=by,
            at=at,
            version=self.seen,
        )


class RequestFinalReviewForm(RequestReviewForm):
    action, noun = Action.REQUEST_FINAL_REVIEW, "final-review-request"


class EndForm(ActForm):
    action, noun, is_final = Action.END, "end", True
    reason = long_text("理由", rows=3)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.end(
            self.referral, reason=self.cleaned_data["reason"], by=by, at=at, version=self.seen
        )
