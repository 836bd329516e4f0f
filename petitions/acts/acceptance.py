"""受理、不予受理、指定承办人、回避."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from accounts.models import Role, User
from petitions import lifecycle
from petitions.acts.base import ActForm, PersonChoice, long_text, people_of
from petitions.states import Action, Branch, Hop, Kind

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Post

ORDINALS = "一二三四五六"
HANDLERS = (Role.HANDLER, Role.DISCIPLINE)


class AcceptForm(ActForm):
    action, noun = Action.ACCEPT, "acceptance"
    branch = forms.TypedChoiceField(
        label="办理途径（第三十一条）",
        coerce=lambda value: Branch(int(value)),
        choices=[(row.value, f"第{ORDINALS[row - 1]}项 {row.label}") for row in reversed(Branch)],
        empty_value=None,
        widget=forms.RadioSelect,
    )
    branch_reason = long_text(
        "途径理由",
        hint="写明为什么是这一项；只有不属于前五项的，才走信访程序。",
        rows=2,
        limit=1000,
    )
    handler = PersonChoice(label="承办人")
    contact = forms.CharField(label="联系人和电话", required=False, max_length=200)

    def prepare(self) -> None:
        field = self.fields["handler"]
        field.queryset = User.objects.filter(pk__in=people_of(self.referral, HANDLERS))  # type: ignore[attr-defined]
        if field.queryset.count() == 1:  # type: ignore[attr-defined]
            self.initial.setdefault("handler", field.queryset.get().username)  # type: ignore[attr-defined]
        first = self.referral.hop in (Hop.INTAKE, Hop.FORWARD, Hop.ASSIGN)
        if not first or self.referral.claim.kind != Kind.GRIEVANCE:
            del self.fields["branch"], self.fields["branch_reason"]
        if not first:
            del self.fields["contact"]

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        acceptance = lifecycle.Acceptance(
            handler=data["handler"],
            contact=data.get("contact", ""),
            branch=data.get("branch"),
            branch_reason=data.get("branch_reason", ""),
        )
        return lifecycle.accept(self.referral, acceptance, by=by, at=at, version=self.seen)


class DeclineForm(ActForm):
    action, noun, is_final = Action.DECLINE, "refusal", True
    ground = forms.ChoiceField(
        label="理由（只有这四种）",
        choices=lifecycle.DeclineGround.choices,
        widget=forms.RadioSelect,
    )
    proof = forms.CharField(
        label="凭据",
        required=False,
        max_length=60,
        help_text="正在办理的，填那一件的编号；不再受理的，填复核意见书文号。",
    )
    same_facts = forms.BooleanField(label="已核对：事实和理由与复核意见所涉的相同", required=False)
    guidance = long_text("指引", hint="事项现由谁办理，或者应当向谁提出。", rows=3)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return lifecycle.decline(
            self.referral,
            ground=lifecycle.DeclineGround(data["ground"]),
            guidance=data["guidance"],
            proof=data["proof"],
            same_facts=data["same_facts"],
            by=by,
            at=at,
            version=self.seen,
        )


class AssignHandlerForm(ActForm):
    action, noun = Action.ASSIGN_HANDLER, "handler"
    handler = PersonChoice(label="承办人")

    def prepare(self) -> None:
        people = set(people_of(self.referral, HANDLERS)) - {self.referral.handler_id}
        self.fields["handler"].queryset = User.objects.filter(pk__in=people)  # type: ignore[attr-defined]

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.assign_handler(
            self.referral, handler=self.cleaned_data["handler"], by=by, at=at, version=self.seen
        )


class RecuseForm(ActForm):
    action, noun = Action.RECUSE, "recusal"
    person = PersonChoice(label="回避人")
    ground = long_text("理由", hint="与信访事项或者信访人有何直接利害关系。", rows=3, limit=1000)

    def prepare(self) -> None:
        roles = (Role.DESK, Role.HANDLER, Role.APPROVER)
        self.fields["person"].queryset = User.objects.filter(pk__in=people_of(self.referral, roles))  # type: ignore[attr-defined]

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
