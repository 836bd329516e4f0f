"""受理、不予受理、指定承办人."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from accounts.models import Role, User
from petitions import earlier, lifecycle
from petitions.acts.base import ActForm, PersonChoice, long_text, people_of
from petitions.guidance import guidance_of
from petitions.letters import Letter
from petitions.states import Action, Branch, Hop, Kind
from petitions.words import month_day
from routing.competence import competent
from routing.limits import Unit

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Post
    from petitions.models import Referral

ORDINALS = "一二三四五六"
HANDLERS = (Role.HANDLER, Role.DISCIPLINE)
#: How many competent bodies a notice of refusal names.
SHOWN_BODIES = 2


def fill_handlers(form: ActForm) -> None:
    """The handlers of the body; the only one is chosen already."""
    field = form.fields["handler"]
    field.queryset = User.objects.filter(pk__in=people_of(form.referral, HANDLERS))  # type: ignore[attr-defined]
    if field.queryset.count() == 1:  # type: ignore[attr-defined]
        form.initial.setdefault("handler", field.queryset.get().username)  # type: ignore[attr-defined]


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
    duty_law = forms.CharField(
        label="专门规定",
        required=False,
        max_length=60,
        help_text="法律、法规、规章另有办理期限的写明名称和条款；没有的不填，按 60 日。",
    )
    duty_days = forms.IntegerField(label="规定的期限", required=False, min_value=1, max_value=365)
    duty_unit = forms.TypedChoiceField(
        label="期限单位",
        coerce=Unit,
        choices=[(unit.value, unit.label) for unit in (Unit.DAYS, Unit.WORKDAYS)],
        initial=Unit.DAYS.value,
        empty_value=Unit.DAYS,
        required=False,
    )
    contact = forms.CharField(label="联系人和电话", required=False, max_length=200)

    def prepare(self) -> None:
        fill_handlers(self)
        first = self.referral.hop in (Hop.INTAKE, Hop.FORWARD, Hop.ASSIGN)
        if not first or self.referral.claim.kind != Kind.GRIEVANCE:
            for name in ("branch", "branch_reason", "duty_law", "duty_days", "duty_unit"):
                del self.fields[name]
        if not first:
            del self.fields["contact"]

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        acceptance = lifecycle.Acceptance(
            handler=data["handler"],
            contact=data.get("contact", ""),
            branch=data.get("branch"),
            branch_reason=data.get("branch_reason", ""),
            duty_law=data.get("duty_law", ""),
            duty_days=data.get("duty_days"),
            duty_unit=data.get("duty_unit") or Unit.DAYS,
        )
        return lifecycle.accept(self.referral, acceptance, by=by, at=at, version=self.seen)


class DeclineForm(ActForm):
    action, noun, is_final = Action.DECLINE, "refusal", True
    ground = forms.ChoiceField(
        label="理由（只有这四种）",
        choices=lifecycle.DeclineGround.choices,
        widget=forms.RadioSelect,
    )
    pending = forms.ChoiceField(
        label="正在办理的是哪一件", required=False, widget=forms.RadioSelect
    )
    proof = forms.CharField(label="不在以上各件中的，填编号", required=False, max_length=60)
    guidance = long_text("指引", hint="事项现由谁办理，或者应当向谁提出。", rows=3)

    def prepare(self) -> None:
        waiting = earlier.pending(self.referral)[: earlier.OFFERED]
        self.fields["pending"].choices = [  # type: ignore[attr-defined]
            *(
                (row.number, f"{row.number} {month_day(row.received_on)} {row.title}")
                for row in waiting
            ),
            ("", "都不是"),
        ]
        proposed = guidance_of(self.referral.claim, self.referral.organization)
        if proposed and proposed.ground:
            self.initial.setdefault("ground", proposed.ground.value)
            self.initial.setdefault("guidance", proposed.way)
        self.initial.setdefault("guidance", where_to_go(self.referral))

    def previewed(self) -> Letter | None:
        exhausted = self["ground"].value() == lifecycle.DeclineGround.EXHAUSTED
        return Letter.NO_MORE if exhausted else Letter.DECLINE

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return lifecycle.decline(
            self.referral,
            ground=lifecycle.DeclineGround(data["ground"]),
            guidance=data["guidance"],
            proof=data["pending"] or data["proof"],
            by=by,
            at=at,
            version=self.seen,
        )


def where_to_go(referral: Referral) -> str:
    """The bodies competent for the claim, with address and telephone: the way on is said, not
    looked for."""
    claim = referral.claim
    if claim.category is None or claim.territory is None:
        return ""
    found = [one.organization for one in competent(claim.category, claim.territory)[:SHOWN_BODIES]]
    lines = [f"{body.name} {body.address} {body.phone}".rstrip() for body in found]
    return f"请向有权处理的机关提出：{'；'.join(lines)}。" if lines else ""


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


class AcceptSimpleForm(AcceptForm):
    action, noun = Action.ACCEPT_SIMPLE, "simple-acceptance"
    branch = duty_law = duty_days = duty_unit = None  # type: ignore[assignment]
    branch_reason = long_text(
        "适用简易办理的理由", hint="事实清楚、责任明确、争议不大、易于解决。", rows=2, limit=1000
    )

    def prepare(self) -> None:
        fill_handlers(self)
        if self.referral.claim.is_enquiry:
            del self.fields["branch_reason"], self.fields["contact"]

    def previewed(self) -> Letter | None:
        return None if self.referral.claim.is_enquiry else super().previewed()

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        acceptance = lifecycle.Acceptance(
            handler=data["handler"],
            contact=data.get("contact", ""),
            branch_reason=data.get("branch_reason", ""),
        )
        return lifecycle.accept_simple(self.referral, acceptance, by=by, at=at, version=self.seen)


class ConvertForm(ActForm):
    action, noun = Action.CONVERT, "conversion"
    reason = long_text("转为普通程序的理由", rows=3)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.convert(
            self.referral, reason=self.cleaned_data["reason"], by=by, at=at, version=self.seen
        )
