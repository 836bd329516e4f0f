"""六路分流: a proposal with reasons for a text that is not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Organization, OrganizationKind
from petitions import triage
from petitions.acts.base import long_text
from petitions.acts.referring import OrganizationChoice
from petitions.acts.registration import TEXT_LIMIT
from petitions.api.problems import field_errors, invalid
from petitions.api.schemas import serializer_of
from petitions.api.shapes import bind, json_object
from petitions.api.views.asking import asking
from petitions.models.petition import Intake
from petitions.permissions import registrar_post
from routing.models import Kind
from routing.triage import propose

if TYPE_CHECKING:
    from rest_framework.request import Request

    from routing.triage import Proposal


class PlaceChoice(OrganizationChoice):
    """A territory by its code or its name: `qinghe-gov`, 青禾县人民政府, 青禾县."""

    def to_python(self, value: object) -> Organization | None:
        if value in self.empty_values:
            return None
        places = (OrganizationKind.GOVERNMENT, OrganizationKind.DISPATCHED)
        names = [f"{value}{end}" for end in ("", "人民政府", "办事处")]
        found = Organization.objects.filter(
            Q(code=value) | Q(name__in=names), is_active=True, kind__in=places
        ).first()
        if found is None:
            raise forms.ValidationError("没有这个属地，请填写地方政府、街道的代码或者名称。")
        return found


class IntakeChoice(forms.ChoiceField):
    """信访形式 by its code or its name: `visit`, 来访."""

    def to_python(self, value: object) -> str:
        typed = str(super().to_python(value))
        return {label: code for code, label in Intake.choices}.get(typed, typed)


class TriageForm(forms.Form):
    text = long_text(
        "反映内容", limit=TEXT_LIMIT, hint="首行不超过 60 字、其后还有内容的，作为标题。"
    )
    channel = IntakeChoice(label="信访形式", choices=Intake.choices, required=False)
    territory = PlaceChoice(label="问题属地", required=False, hint="不填时从文中找。")


class TriageCategory(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="二级分类代码；没有可据以分类的词时为 99")
    name = serializers.CharField(help_text="一级分类")
    subname = serializers.CharField(help_text="二级分类", allow_blank=True)


class TriageRow(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    reason = serializers.CharField()


class TriageReasons(serializers.Serializer[Any]):
    kind = serializers.CharField()
    category = serializers.CharField()
    branch = serializers.CharField()


class TriageSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=Kind.choices)
    category = TriageCategory()
    branch = serializers.IntegerField(
        min_value=1, max_value=6, allow_null=True, help_text="第三十一条的第几项；不适用时为空"
    )
    situations = TriageRow(many=True, help_text="导引图的情形，最可能的在前")
    organizations = TriageRow(many=True, help_text="有权处理的机关，至多三个，依次")
    sealed = serializers.BooleanField(help_text="检举控告，按密件登记")
    reasons = TriageReasons(help_text="性质、分类、途径的理由")


class Triage(APIView):
    @extend_schema(
        operation_id="triage_create",
        summary="分流建议：性质、分类、途径、机关，各有理由；由人决定，文字不保存",
        request=serializer_of("TriageRequest", TriageForm.base_fields),
        responses=TriageSerializer,
    )
    def post(self, request: Request) -> Response:
        ask, form = asking(request), TriageForm({})
        bind(form, json_object(request.data))
        if not form.is_valid():
            raise invalid(field_errors(form))
        said, office, by = form.cleaned_data, ask.user.post, registrar_post(ask.user)
        proposal = propose(
            said["text"],
            intake=said["channel"] or None,
            territory=said["territory"],
            home=office.organization.government if office else None,
            practice=triage.practice_of(by, on=ask.on) if by else None,
        )
        return Response(TriageSerializer(_told(proposal)).data)


def _told(proposal: Proposal) -> dict[str, Any]:
    reading = proposal.reading
    return {
        "kind": reading.kind.value,
        "category": reading.category,
        "branch": reading.branch,
        "situations": reading.situations,
        "organizations": [
            {"code": one.organization.code, "name": one.organization.name, "reason": one.reason}
            for one in proposal.organizations
        ],
        "sealed": reading.is_sealed,
        "reasons": {
            "kind": reading.judged.reason,
            "category": reading.category.reason,
            "branch": reading.branch_reason,
        },
    }
