"""调解 and 和解: consent, agreement, performance, and 司法确认."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from django import forms

from petitions import lifecycle
from petitions.acts.base import ActForm, LetterForm, day, long_text
from petitions.letters import Letter
from petitions.states import Action
from petitions.vocabulary import MediationKind
from routing.competence import mediators

if TYPE_CHECKING:
    from accounts.models import Post

_DAY = re.compile(
    r"^\s*(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*日?前?[：:，,、\s]*(.*)$"
)
LONGEST = 200


class MediateForm(ActForm):
    action, noun = Action.MEDIATE, "mediation"
    kind = forms.ChoiceField(
        label="方式",
        choices=MediationKind.choices,
        initial=MediationKind.PEOPLE,
        widget=forms.RadioSelect(attrs={"class": "preset"}),
        help_text="双方自行协商的选双方和解；只有人民调解达成的协议可以申请司法确认。",
    )
    body = forms.CharField(
        label="调解组织",
        max_length=80,
        required=False,
        help_text="例如：青禾县人民调解委员会；双方和解的不填。",
    )
    mediator = forms.CharField(label="调解人", max_length=40, required=False)
    other_party = forms.CharField(label="另一方当事人", max_length=80)
    consented_on = day("双方同意的日期")
    both_consent = forms.BooleanField(label="双方当事人都已同意调解（和解）", required=False)
    is_suitable = forms.BooleanField(
        label="不属于行政争议，也没有正在进行的诉讼、仲裁", required=False
    )

    def prepare(self) -> None:
        self.initial.setdefault("consented_on", self.on)
        is_mediated = self.data.get("kind") != MediationKind.PARTIES
        self.fields["body"].required = self.fields["mediator"].required = is_mediated
        claim = self.referral.claim
        if claim.category and claim.territory:
            for committee in mediators(claim.category, claim.territory)[:1]:
                self.initial.setdefault("body", committee.organization.name)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        kind = MediationKind(data["kind"])
        is_mediated = kind != MediationKind.PARTIES
        consent = lifecycle.Consent(
            kind=kind,
            body=data["body"] if is_mediated else "",
            mediator=data["mediator"] if is_mediated else "",
            other_party=data["other_party"],
            consented_on=data["consented_on"],
            both_consent=data["both_consent"],
            is_suitable=data["is_suitable"],
        )
        return lifecycle.mediate(self.referral, consent, by=by, at=at, version=self.seen)


class SettleForm(LetterForm):
    action, noun, is_final = Action.SETTLE, "settlement", True
    effective_on = day("协议生效日期", hint="双方签名、调解组织盖章之日。")

    def letter(self) -> Letter:
        return lifecycle.letter_of_agreement(self.referral)

    def prepare(self) -> None:
        super().prepare()
        if self.letter() == Letter.SETTLEMENT:
            self.fields["effective_on"].help_text = "双方签名之日。"
        self.fields["installments"] = long_text(
            "履行期限",
            required=False,
            rows=3,
            hint="一行一项，先写最后一日：2026-06-30 付清第一期 5000 元。",
        )
        self.fields["at_once"] = forms.BooleanField(label="签订时已经当场履行完毕", required=False)
        self.initial.setdefault("effective_on", self.on)

    def clean_installments(self) -> tuple[tuple[dt.date, str], ...]:
        typed = str(self.cleaned_data["installments"])
        lines = enumerate(typed.splitlines(), 1)
        return tuple(_installment(text, number) for number, text in lines if text.strip())

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        if "installments" in data and bool(data["installments"]) == bool(data.get("at_once")):
            text = "写明履行期限，或者勾选已经当场履行完毕，两者选一。"
            self.add_error("installments", text)
        return data

    def values(self) -> dict[str, object]:
        data = self.cleaned_data
        if not data.get("effective_on"):
            return super().values()
        agreed = lifecycle.Agreed(data["effective_on"], data.get("installments") or ())
        said = lifecycle.agreement(self.referral, agreed)
        if not (agreed.installments or data.get("at_once")):
            del said["installments"]  # nothing was said about it yet
        return {**super().values(), **said}

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        agreed = lifecycle.Agreed(data["effective_on"], data["installments"])
        return lifecycle.settle(
            self.referral, self.values(), agreed, by=by, at=at, version=self.seen
        )


def _installment(line: str, number: int) -> tuple[dt.date, str]:
    found = _DAY.match(line)
    if found is None or not found[4].strip():
        raise forms.ValidationError(f"第 {number} 行要先写日期、再写做什么：2026-06-30 付清。")
    if len(found[4]) > LONGEST:
        raise forms.ValidationError(f"第 {number} 行太长，最多 {LONGEST} 字。")
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3])), found[4].strip()
    except ValueError:
        raise forms.ValidationError(f"第 {number} 行没有这一天。") from None


class FailMediationForm(ActForm):
    action, noun = Action.FAIL_MEDIATION, "mediation-failure"
    note = long_text("原因")

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.fail_mediation(
            self.referral, note=self.cleaned_data["note"], by=by, at=at, version=self.seen
        )


class PerformForm(ActForm):
    action, noun = Action.PERFORM, "performance"
    performed_on = day("履行日期")
    proof = forms.CharField(
        label="凭证", max_length=200, help_text="例如：收条、转账回单、验收单。"
    )

    def prepare(self) -> None:
        self.initial.setdefault("performed_on", self.on)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return lifecycle.perform(
            self.referral, performed_on=data["performed_on"], proof=data["proof"], by=by, at=at,
            version=self.seen,
        )  # fmt: skip


class FailPerformanceForm(ActForm):
    action, noun, is_final = Action.FAIL_PERFORMANCE, "performance-failure", True
    reason = long_text("情况", hint="哪一方没有履行什么，催告的经过；据此重新确定途径。", rows=3)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.fail_performance(
            self.referral, reason=self.cleaned_data["reason"], by=by, at=at, version=self.seen
        )


class ApplyConfirmationForm(ActForm):
    action, noun = Action.APPLY_CONFIRMATION, "confirmation-request"
    court = forms.CharField(
        label="人民法院", max_length=80, help_text="例如：青禾县人民法院；须双方共同申请。"
    )
    applied_on = day("申请日期")

    def prepare(self) -> None:
        self.initial.setdefault("applied_on", self.on)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return lifecycle.apply_confirmation(
            self.referral, court=data["court"], applied_on=data["applied_on"], by=by, at=at,
            version=self.seen,
        )  # fmt: skip


class WaiveConfirmationForm(ActForm):
    action, noun = Action.WAIVE_CONFIRMATION, "confirmation-waiver"
    reason = long_text("说明", hint="双方认为没有必要，或者期满没有共同申请。", rows=2, limit=400)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.waive_confirmation(
            self.referral, reason=self.cleaned_data["reason"], by=by, at=at, version=self.seen
        )


class ConfirmForm(ActForm):
    action, noun = Action.CONFIRM, "confirmation"
    decision = forms.ChoiceField(
        label="裁定",
        choices=[("confirmed", "协议有效"), ("dismissed", "驳回申请")],
        widget=forms.RadioSelect,
    )
    number = forms.CharField(label="裁定书案号", max_length=60)
    decided_on = day("裁定日期")

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return lifecycle.confirm(
            self.referral, is_confirmed=data["decision"] == "confirmed", number=data["number"],
            decided_on=data["decided_on"], by=by, at=at, version=self.seen,
        )  # fmt: skip


FORMS: tuple[type[ActForm], ...] = (
    MediateForm,
    SettleForm,
    FailMediationForm,
    PerformForm,
    FailPerformanceForm,
    ApplyConfirmationForm,
    WaiveConfirmationForm,
    ConfirmForm,
)
