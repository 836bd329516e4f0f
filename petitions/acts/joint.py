"""共同办理."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from accounts.models import Organization, OrganizationKind
from petitions import lifecycle
from petitions.acts.base import ActForm, long_text
from petitions.reviewers import bodies_beside
from petitions.states import Action

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Post

#: Who answers petitions in its own name.
BODIES = (
    OrganizationKind.DEPARTMENT,
    OrganizationKind.DISPATCHED,
    OrganizationKind.INSTITUTION,
    OrganizationKind.GOVERNMENT,
)


class HandleJointlyForm(ActForm):
    action, noun = Action.HANDLE_JOINTLY, "joint-body"
    organization = forms.ModelChoiceField(
        Organization.objects.filter(is_active=True, kind__in=BODIES),
        label="共同办理的机关",
        to_field_name="code",
        empty_label="请选择",
    )
    agreement = long_text("协商情况", hint="何时与谁协商，各办什么。", rows=2, limit=400)

    def prepare(self) -> None:
        field = self.fields["organization"]
        field.queryset = field.queryset.exclude(pk=self.referral.organization_id)  # type: ignore[attr-defined]

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return lifecycle.handle_jointly(
            self.referral, organization=data["organization"], agreement=data["agreement"], by=by,
            at=at, version=self.seen,
        )  # fmt: skip


class LeaveJointlyForm(ActForm):
    action, noun = Action.LEAVE_JOINTLY, "joint-body-removal"
    organization = forms.ModelChoiceField(
        Organization.objects.none(),
        label="退出的机关",
        to_field_name="code",
        empty_label=None,
    )
    reason = long_text("退出的理由", hint="何时与谁协商，此后由谁答复。", rows=2, limit=400)

    def prepare(self) -> None:
        together = [body.pk for body in bodies_beside(self.referral)]
        field = self.fields["organization"]
        field.queryset = Organization.objects.filter(pk__in=together)  # type: ignore[attr-defined]

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return lifecycle.leave_jointly(
            self.referral, organization=data["organization"], reason=data["reason"], by=by, at=at,
            version=self.seen,
        )  # fmt: skip


FORMS = (HandleJointlyForm, LeaveJointlyForm)
