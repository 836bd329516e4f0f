"""信访件: the list, one case, and registration."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from petitions import permissions, search
from petitions.acts.people import MAX_PEOPLE
from petitions.acts.registration import PersonForm, RegistrationForm
from petitions.acts.repeating import AskingForm
from petitions.api.filters import conditions, parameters
from petitions.api.pages import CountedNewestFirst
from petitions.api.problems import NON_FIELD, LikelyRepeatError, field_errors, invalid
from petitions.api.road import PetitionDetail, PetitionRow, cases_of
from petitions.api.schemas import registration_request
from petitions.api.shapes import bind, form_data, json_object
from petitions.api.views.asking import Asking, asking
from petitions.models import Petition, Referral
from routing.problems import Conflict

if TYPE_CHECKING:
    from rest_framework.request import Request

    from accounts.models import Post

KEY_HEADER = "Idempotency-Key"


class FirstDueSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    article = serializers.CharField()
    due_on = serializers.DateField()


class RegisteredSerializer(serializers.Serializer[Any]):
    number = serializers.CharField(label="编号")
    query_code = serializers.CharField(label="查询码", help_text="只在登记时给出。")
    matter = serializers.CharField(label="信访事项编码")
    registered_at = serializers.DateTimeField(label="登记时间")
    due = FirstDueSerializer(allow_null=True, help_text="转送或者告知的期限；并入已有事项的没有。")
    referral = serializers.UUIDField(allow_null=True, help_text="登记环节；并入已有事项的没有。")
    links = serializers.DictField(
        child=serializers.CharField(), help_text="petition、referral、receipt"
    )


class Petitions(GenericAPIView[Petition]):
    pagination_class = CountedNewestFirst
    serializer_class = PetitionRow

    @extend_schema(
        operation_id="petitions_list",
        summary="信访件列表，最新登记在前",
        parameters=parameters(),
        responses=PetitionRow(many=True),
    )
    def get(self, request: Request) -> Response:
        ask = asking(request)
        given = conditions(request.query_params)
        rows = search.found(ask.user, given, on=ask.on)
        rows = search.listed(rows, ask.user).select_related("organization")
        return self.get_paginated_response(
            PetitionRow(self.paginate_queryset(rows), many=True).data
        )

    @extend_schema(
        operation_id="petitions_create",
        summary="登记；同一防重键再来一次，得到同一件",
        description="同一人正在办理、内容相近的信访件，先以 409 列在 repeats 里：同一件事的，"
        "在 joins 写它的编号再来；不是的，在 not_repeat 写明理由再来，仍作初件。",
        parameters=[
            OpenApiParameter(
                KEY_HEADER, OpenApiTypes.UUID, OpenApiParameter.HEADER, description="防重键"
            )
        ],
        request=registration_request(),
        responses={201: RegisteredSerializer, 200: RegisteredSerializer},
    )
    def post(self, request: Request) -> Response:
        ask, body = asking(request), json_object(request.data)
        by = permissions.registrar_post(ask.user)
        if by is None:
            raise PermissionDenied("您的岗位不能登记信访件。")
        body = _with_key(body, request.headers.get(KEY_HEADER))
        petition, is_new = _register(body, by=by, ask=ask)
        return Response(
            _receipt(petition),
            status=HTTPStatus.CREATED if is_new else HTTPStatus.OK,
            headers={"Location": reverse("petitions-api:petition", args=[petition.number])},
        )


class PetitionView(APIView):
    @extend_schema(
        operation_id="petitions_retrieve", summary="一件信访件", responses=PetitionDetail
    )
    def get(self, request: Request, number: str) -> Response:
        ask = asking(request)
        petition = get_object_or_404(cases_of(ask.user), number=number)
        shown = PetitionDetail(petition, context={"user": ask.user, "on": ask.on})
        return Response(shown.data)


def _with_key(body: dict[str, Any], header: str | None) -> dict[str, Any]:
    """The key stands in the header or in the body; two that differ are two requests."""
    sent = {str(key).lower() for key in (header, body.get("key")) if key is not None}
    if not sent:
        raise invalid({"key": [f"请提供防重键（UUID），放在 key 或者头部 {KEY_HEADER}。"]})
    if len(sent) > 1:
        raise invalid({"key": [f"与头部 {KEY_HEADER} 不一致。"]})
    return body if body.get("key") is not None else {**body, "key": header}


def _register(body: dict[str, Any], *, by: Post, ask: Asking) -> tuple[Petition, bool]:
    """The petition, and whether it is of this request or of an earlier one with the same key."""
    form = AskingForm({}, by=by, on=ask.on)
    form.fields["key"].error_messages["invalid"] = "应为 UUID。"
    people = _people(body.pop("people", None), ask)
    bind(form, body)
    errors: dict[str, Any] = dict(field_errors(form))
    about_people = [field_errors(person) for person in people]
    if any(about_people):
        errors["people"] = about_people
    if errors:
        raise invalid(errors)
    known = Petition.objects.filter(
        registered_by=ask.user, idempotency_key=form.cleaned_data["key"]
    ).exists()
    petition = form.submit(people, at=ask.at)
    if petition is None and form.likely:
        raise LikelyRepeatError(form.likely)
    if petition is None:
        raise invalid(_refused(form))
    # Of two that arrive together, neither is known yet, and one of them gets the other's.
    is_new = not known and petition.registered_at == ask.at
    if not is_new:
        _refuse_other(petition, form)
    return petition, is_new


def _refused(form: RegistrationForm) -> dict[str, list[str]]:
    """What the verb found wrong; the form has no field for the people as a whole."""
    errors = field_errors(form)
    if form.people_error:
        rest = [text for text in errors.pop(NON_FIELD, []) if text != form.people_error]
        errors |= {"people": [form.people_error]} | ({NON_FIELD: rest} if rest else {})
    return errors


def _people(sent: object, ask: Asking) -> list[PersonForm]:
    if sent is None:
        return []
    if not isinstance(sent, list) or not all(isinstance(row, dict) for row in sent):
        raise invalid({"people": ["应为信访人的列表。"]})
    if len(sent) > MAX_PEOPLE:
        raise invalid(
            {"people": [f"最多逐人填写 {MAX_PEOPLE} 名，其余人员请列名单作为附件，并填写人数。"]}
        )
    return [PersonForm(_person(row, index), on=ask.on) for index, row in enumerate(sent)]


def _person(row: dict[str, Any], index: int) -> dict[str, Any]:
    """One row as form data; what is wrong stands at its place in the list."""
    try:
        return form_data(PersonForm.base_fields, row)
    except serializers.ValidationError as error:
        raise invalid({"people": [{}] * index + [error.detail]}) from error


def _refuse_other(petition: Petition, form: RegistrationForm) -> None:
    """The key was used for something else: giving that number back would lose this letter."""
    told = ("intake", "purpose", "title", "text", "received_on")
    if any(getattr(petition, name) != form.cleaned_data[name] for name in told):
        raise Conflict(f"这个防重键已经用于 {petition.number}，内容不同；新的一件请换新键。")


def _receipt(petition: Petition) -> dict[str, Any]:
    hop = Referral.objects.filter(claim__petition=petition, parent=None).first()
    clock = hop.deadlines.order_by("pk").first() if hop else None
    links = {
        "petition": reverse("petitions-api:petition", args=[petition.number]),
        "receipt": reverse("petitions:receipt", args=[petition.number]),
    }
    if hop:
        links["referral"] = reverse("petitions-api:referral", args=[hop.pk])
    return RegisteredSerializer(
        {
            "number": petition.number,
            "query_code": petition.matter.query_code,
            "matter": petition.matter.code,
            "registered_at": petition.registered_at,
            "due": clock,
            "referral": hop.pk if hop else None,
            "links": links,
        }
    ).data
