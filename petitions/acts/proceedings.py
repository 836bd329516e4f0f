"""听证、补正、专家会审、中止、答辩、终止、撤回."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django import forms
from django.utils import timezone

from accounts.models import Role, User
from petitions import lifecycle
from petitions.acts.base import (
    ActForm,
    LetterForm,
    PersonChoice,
    day,
    field_for,
    long_text,
    people_of,
    typed,
)
from petitions.letters import Letter
from petitions.states import Action

if TYPE_CHECKING:
    from accounts.models import Post

CHAIRS = (Role.DESK, Role.HANDLER, Role.APPROVER)


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class ConveneHearingForm(ActForm):
    action, noun = Action.CONVENE_HEARING, "hearing"
    hearing_on = day("听证日期")
    hearing_time = forms.TimeField(label="听证时刻", widget=ClockInput())
    place = forms.CharField(label="地点", max_length=80)
    chair = PersonChoice(label="主持人")
    parties = long_text(
        "参加人", hint="信访人、办理机关代表、利害关系人、听证员，一行一个。", rows=3
    )
    is_public = forms.BooleanField(
        label="公开举行",
        required=False,
        initial=True,
        help_text="涉及国家秘密、商业秘密、个人隐私的，不公开。",
    )

    def prepare(self) -> None:
        people = set(people_of(self.referral, CHAIRS)) - {self.referral.handler_id}
        self.fields["chair"].queryset = User.objects.filter(pk__in=people)  # type: ignore[attr-defined]

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        moment = dt.datetime.combine(data["hearing_on"], data["hearing_time"])
        sitting = lifecycle.Sitting(
            chair=data["chair"],
            scheduled_at=timezone.make_aware(moment),
            place=data["place"],
            parties=data["parties"],
            is_public=data["is_public"],
        )
        return lifecycle.convene_hearing(self.referral, sitting, by=by, at=at, version=self.seen)


class CloseHearingForm(LetterForm):
    action, noun = Action.CLOSE_HEARING, "hearing-record"
    held_on = day("举行日期")

    def letter(self) -> Letter:
        return Letter.HEARING_RECORD

    def prepare(self) -> None:
        super().prepare()
        for entry in typed(Letter.HEARING_CONCLUSION):
            self.fields[entry.name] = field_for(entry)
        hearing = self.referral.hearings.filter(closed_on=None).first()
        if hearing is not None:
            scheduled_on = timezone.localtime(hearing.scheduled_at).date()
            self.initial.setdefault("held_on", min(scheduled_on, self.on))

    def known(self, *, by: Post) -> dict[str, object]:
        return lifecycle.about_hearing(self.referral)

    def values(self) -> dict[str, object]:
        return super().values() | {"conclusion": self.cleaned_data.get("conclusion")}

    def run(self, *, by: Post, at: dt.datetime) -> object:
        held_on = self.cleaned_data["held_on"]
        return lifecycle.close_hearing(
            self.referral, self.values(), held_on=held_on, by=by, at=at, version=self.seen
        )


class ReasonForm(ActForm):
    """An act that takes one sentence."""

    reason = long_text("理由", rows=3)


class CancelHearingForm(ReasonForm):
    action, noun = Action.CANCEL_HEARING, "hearing-cancellation"

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.cancel_hearing(
            self.referral, reason=self.cleaned_data["reason"], by=by, at=at, version=self.seen
        )


class AskPapersForm(ActForm):
    action, noun = Action.ASK_PAPERS, "correction"
    missing = long_text("需要补正的材料", hint="一次写全；会原样写进给信访人的告知书。")

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.ask_papers(
            self.referral, missing=self.cleaned_data["missing"], by=by, at=at, version=self.seen
        )


class CompletePapersForm(ActForm):
    action, noun = Action.COMPLETE_PAPERS, "correction-completion"
    completed_on = day("补齐日期", hint="30 日从这一天重新起算。")

    def prepare(self) -> None:
        self.initial.setdefault("completed_on", self.on)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        completed_on = self.cleaned_data["completed_on"]
        return lifecycle.complete_papers(
            self.referral, completed_on=completed_on, by=by, at=at, version=self.seen
        )


class ConvenePanelForm(ActForm):
    action, noun = Action.CONVENE_PANEL, "panel"
    question = long_text("提请会审的问题", hint="写明什么专业问题、请哪些专家。")

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.convene_panel(
            self.referral, question=self.cleaned_data["question"], by=by, at=at, version=self.seen
        )


class ClosePanelForm(ActForm):
    action, noun = Action.CLOSE_PANEL, "panel-opinion"
    opinion = long_text("会审意见", rows=6, limit=4000)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.close_panel(
            self.referral, opinion=self.cleaned_data["opinion"], by=by, at=at, version=self.seen
        )


class SuspendForm(ReasonForm):
    action, noun = Action.SUSPEND, "suspension"
    ground = forms.ChoiceField(
        label="事由（只有这几种）",
        choices=lifecycle.SuspensionGround.choices,
        widget=forms.RadioSelect,
    )
    field_order = ("version", "ground", "reason")

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.suspend(
            self.referral,
            ground=lifecycle.SuspensionGround(self.cleaned_data["ground"]),
            reason=self.cleaned_data["reason"],
            by=by,
            at=at,
            version=self.seen,
        )


class ContinueSuspensionForm(ReasonForm):
    action, noun = Action.CONTINUE_SUSPENSION, "suspension-check"

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.continue_suspension(
            self.referral, reason=self.cleaned_data["reason"], by=by, at=at, version=self.seen
        )


class ResumeForm(ReasonForm):
    action, noun = Action.RESUME, "resumption"

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.resume(
            self.referral, reason=self.cleaned_data["reason"], by=by, at=at, version=self.seen
        )


class AnswerReviewForm(ActForm):
    action, noun = Action.ANSWER_REVIEW, "review-answer"
    text = long_text("答辩意见", hint="对申请人的每一项理由分别说明。", rows=8, limit=5000)
    evidence = long_text(
        "证据和依据目录", required=False, hint="材料本身在信访件的附件中上传。", rows=3
    )

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return lifecycle.answer_review(
            self.referral, text=data["text"], evidence=data["evidence"], by=by, at=at,
            version=self.seen,
        )  # fmt: skip


class TerminateForm(ReasonForm):
    action, noun, is_final = Action.TERMINATE, "termination", True
    ground = forms.ChoiceField(
        label="事由（只有这几种）",
        choices=lifecycle.TerminationGround.choices,
        widget=forms.RadioSelect,
    )
    field_order = ("version", "ground", "reason")

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.terminate(
            self.referral,
            ground=lifecycle.TerminationGround(self.cleaned_data["ground"]),
            reason=self.cleaned_data["reason"],
            by=by,
            at=at,
            version=self.seen,
        )


class WithdrawForm(ReasonForm):
    action, noun, is_final = Action.WITHDRAW, "withdrawal", True
    is_harmless = forms.BooleanField(
        label="已核对：信访人自愿，撤回不损害公共利益和他人合法权益", required=False
    )

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return lifecycle.withdraw(
            self.referral, reason=data["reason"], is_harmless=data["is_harmless"], by=by, at=at,
            version=self.seen,
        )  # fmt: skip


FORMS: tuple[type[ActForm], ...] = (
    AskPapersForm, CompletePapersForm, AnswerReviewForm, ConveneHearingForm, CloseHearingForm,
    CancelHearingForm, ConvenePanelForm, ClosePanelForm, SuspendForm, ContinueSuspensionForm,
    ResumeForm, TerminateForm, WithdrawForm,
)  # fmt: skip
