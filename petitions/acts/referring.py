"""转送交办、签收、异议."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from accounts.models import Organization, OrganizationKind
from petitions import lifecycle
from petitions.acts.base import ActForm, day, long_text
from petitions.letters import Letter
from petitions.states import Action, Kind
from routing.competence import Competent, competent

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Post


class OrganizationChoice(forms.ModelChoiceField[Organization]):
    """Organizations by code; every active one is understood, so that the verb can say why not."""

    def __init__(self, *, label: str, required: bool = True, hint: str = "") -> None:
        super().__init__(
            Organization.objects.filter(is_active=True),
            label=label,
            required=required,
            help_text=hint,
            to_field_name="code",
        )
        self.error_messages["invalid_choice"] = "没有这个机关，请从列表中选择。"


class ReferForm(ActForm):
    action, noun = Action.REFER, "referral"
    mode = forms.ChoiceField(
        label="方式",
        choices=[("forward", "转送"), ("assign", "交办（要求反馈结果）")],
        initial="forward",
        widget=forms.RadioSelect,
    )
    organization = OrganizationChoice(label="有权处理的机关")
    feedback_on = day("反馈期限", required=False, hint="交办必填：对方须在这一天之前提交办结报告。")
    report_on = long_text("反馈要求", required=False, hint="交办必填：办结报告要答什么。", rows=2)
    contact = forms.CharField(label="联系人", required=False, max_length=200)
    competent: list[Competent] = []

    def prepare(self) -> None:
        claim = self.referral.claim
        if claim.category and claim.territory:
            self.competent = competent(claim.category, claim.territory)
        field = self.fields["organization"]
        field.widget = forms.Select(attrs={})
        choices = [
            (row.organization.code, f"{row.organization.name}（{row.ground}）")
            for row in self.competent
        ]
        field.widget.choices = [("", "请选择"), *choices]
        if len(self.competent) == 1:
            self.initial.setdefault("organization", self.competent[0].organization.code)
        if claim.kind == Kind.ACCUSATION:
            del (
                self.fields["mode"],
                self.fields["feedback_on"],
                self.fields["report_on"],
                self.fields["contact"],
            )

    def previewed(self) -> Letter | None:
        if self.referral.claim.kind == Kind.ACCUSATION:
            return Letter.HANDOVER
        return Letter.ASSIGNMENT if self["mode"].value() == "assign" else Letter.FORWARDING

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if data.get("mode") == "assign":
            for name, label in (("feedback_on", "反馈期限"), ("report_on", "反馈要求")):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, f"交办必须写明{label}。")
        return data

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        assignment = None
        if data.get("mode") == "assign":
            contact = (
                data.get("contact")
                or f"{by.organization.name} {by.user.name} {by.organization.phone}"
            )
            assignment = lifecycle.Assignment(data["feedback_on"], data["report_on"], contact)
        return lifecycle.refer(
            self.referral,
            organization=data["organization"],
            assignment=assignment,
            by=by,
            at=at,
            version=self.seen,
        )


class ReceiveForm(ActForm):
    action, noun = Action.RECEIVE, "receipt"

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.receive(self.referral, by=by, at=at, version=self.seen)


class ObjectForm(ActForm):
    action, noun = Action.OBJECT, "objection"
    ground = long_text("法律依据", hint="写明本机关无权处理的条款或者职责规定。", rows=2)
    reason = long_text("详细理由")
    proposed = OrganizationChoice(label="建议的有权处理机关", required=False)

    def prepare(self) -> None:
        kinds = (
            OrganizationKind.DEPARTMENT,
            OrganizationKind.DISPATCHED,
            OrganizationKind.GOVERNMENT,
        )
        field = self.fields["proposed"]
        others = Organization.objects.filter(is_active=True, kind__in=kinds).exclude(
            pk=self.referral.organization_id
        )
        field.widget = forms.Select()
        field.widget.choices = [("", "（不清楚）"), *others.values_list("code", "name")]

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return lifecycle.object_to(
            self.referral,
            ground=data["ground"],
            reason=data["reason"],
            proposed=data["proposed"],
            by=by,
            at=at,
            version=self.seen,
        )


class UpholdObjectionForm(ActForm):
    action, noun = Action.UPHOLD_OBJECTION, "objection-agreement"
    reason = long_text("理由")

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.uphold_objection(
            self.referral, reason=self.cleaned_data["reason"], by=by, at=at, version=self.seen
        )


class RefuseObjectionForm(ActForm):
    action, noun = Action.REFUSE_OBJECTION, "objection-refusal"
    reason = long_text("理由")

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.refuse_objection(
            self.referral, reason=self.cleaned_data["reason"], by=by, at=at, version=self.seen
        )
