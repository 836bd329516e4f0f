"""督办 over the API: the same rows, forms and verbs as the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_datetime
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.generics import GenericAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.views import APIView

from oversight import tickets
from oversight.api.ticket_records import TicketBrief, TicketSerializer
from oversight.models import Reply, Ticket, TicketKind, TicketPaper, TicketStatus
from oversight.tickets import listing, papers
from oversight.tickets.forms import FORMS, TicketForm
from oversight.tickets.opening_form import LEFT_OUT, OpeningForm, entry_fields
from petitions.api.filters import checked, parameters_of
from petitions.api.problems import field_errors, invalid
from petitions.api.schemas import serializer_of
from petitions.api.shapes import bind, json_object
from petitions.api.views.asking import Asking, asking
from petitions.api.views.documents import PDFRenderer
from routing.problems import Conflict

if TYPE_CHECKING:
    import uuid

    from rest_framework.pagination import Cursor
    from rest_framework.request import Request

    from oversight.models import TicketQuerySet


#: Named for ENUM_NAME_OVERRIDES: fewer than the kinds that exist.
BY_HAND = [(kind.value, kind.label) for kind in tickets.BY_HAND]


class Ordinal(serializers.IntegerField):
    """Which claim of the petition; its choices are known only with the petition."""

    def __init__(self, **words: Any) -> None:
        super().__init__(required=False, allow_null=True, help_text="诉求序号。", **words)


class NewestTickets(CursorPagination):
    ordering = ("-opened_at", "-pk")
    page_size = 25
    page_size_query_param = "page_size"
    max_page_size = 100

    def decode_cursor(self, request: Request) -> Cursor | None:
        """A position that is no moment was not made by us."""
        cursor: Cursor | None = super().decode_cursor(request)
        if cursor and cursor.position and not _is_moment(str(cursor.position)):
            raise NotFound(self.invalid_cursor_message)
        return cursor


class TicketQuestion(forms.Form):
    scope = forms.ChoiceField(
        label="范围：等我办理的，本机关开出的；缺省为全部",
        required=False,
        choices=[("mine", "待我办理"), ("issued", "我方开出")],
    )
    status = forms.ChoiceField(label="状态", required=False, choices=TicketStatus.choices)
    kind = forms.ChoiceField(label="种类", required=False, choices=TicketKind.choices)
    organization = forms.CharField(label="责任机关代码", required=False, max_length=40)
    petition = forms.CharField(label="信访件编号", required=False, max_length=24)


def opening_request() -> PolymorphicProxySerializer:
    """One body for each kind: its paper decides the fields."""
    found = []
    for kind in tickets.BY_HAND:
        left_out = LEFT_OUT[tickets.KINDS[kind].about]
        fields = {name: of for name, of in OpeningForm.base_fields.items() if name not in left_out}
        choice = {"kind": forms.ChoiceField(label=f"种类：{kind.value}", choices=BY_HAND)}
        name = f"TicketOpening{kind.name.title()}Request"
        more: dict[str, Any] = {"claim": Ordinal()} if fields.pop("claim", None) else {}
        found.append(serializer_of(name, choice | fields | entry_fields(kind), **more)())
    return PolymorphicProxySerializer(
        component_name="TicketOpeningRequest", serializers=found, resource_type_field_name=None
    )


class Tickets(GenericAPIView[Ticket]):
    pagination_class = NewestTickets
    serializer_class = TicketBrief

    @extend_schema(
        operation_id="tickets_list",
        summary="督办单，最新在前",
        parameters=parameters_of(TicketQuestion),
        responses=TicketBrief(many=True),
        tags=["tickets"],
    )
    def get(self, request: Request) -> Response:
        ask = asking(request)
        given = checked(TicketQuestion, request.query_params)
        page = self.paginate_queryset(_found(ask, given))
        return self.get_paginated_response(TicketBrief(page, many=True).data)

    @extend_schema(
        operation_id="tickets_create",
        summary="开出督办单、提醒单、联系单、交办单、建议等；须负责人签发的，先成为拟稿",
        request=opening_request(),
        responses={201: TicketSerializer},
        tags=["tickets"],
    )
    def post(self, request: Request) -> Response:
        ask, body = asking(request), json_object(request.data)
        kind = body.pop("kind", None)
        if kind not in tickets.BY_HAND:
            raise invalid({"kind": ["应为可以开出的种类之一。"]})
        by = tickets.opening_post(ask.user, TicketKind(kind))
        if by is None:
            raise PermissionDenied(f"您的岗位不能开出{TicketKind(kind).label}。")
        number = str(body.get("petition") or "")
        form = OpeningForm({}, kind=TicketKind(kind), user=ask.user, on=ask.on, number=number)
        bind(form, body)
        ticket = form.open(by=by, at=ask.at) if form.is_valid() else None
        if ticket is None:
            raise invalid(field_errors(form))
        return Response(_shown(ask, ticket.pk), status=201)


class TicketDetail(APIView):
    @extend_schema(
        operation_id="tickets_retrieve",
        summary="一份督办单",
        responses=TicketSerializer,
        tags=["tickets"],
    )
    def get(self, request: Request, pk: uuid.UUID) -> Response:
        return Response(_shown(asking(request), pk))


class TicketPaperPDF(APIView):
    renderer_classes = (PDFRenderer,)

    @extend_schema(
        operation_id="tickets_paper_pdf",
        summary="督办文书的 PDF，与签发时一字不差",
        responses={(200, PDFRenderer.media_type): OpenApiTypes.BINARY},
        tags=["tickets"],
    )
    def get(self, request: Request, pk: uuid.UUID) -> Response:
        rows = TicketPaper.objects.visible_to(asking(request).user)
        paper = get_object_or_404(rows, pk=pk)
        if not papers.is_intact(paper):
            raise Conflict("文件与签发时的摘要不一致，已停止提供，请联系审计管理员。")
        return Response(
            bytes(paper.content),
            headers={
                "Content-Disposition": f'attachment; filename="{paper.pk}.pdf"',
                "ETag": f'"{paper.sha256}"',
                "Cache-Control": "private, no-store",
            },
        )


class TicketAct(APIView):
    form: ClassVar[type[TicketForm]]

    def post(self, request: Request, pk: uuid.UUID) -> Response:
        """Competence first, then what was typed, then whether it is lawful now."""
        ask, body = asking(request), json_object(request.data)
        ticket = get_object_or_404(_rows(ask), pk=pk)
        by = tickets.require(ask.user, self.form.verb, ticket)
        form = self.form({}, ticket=ticket, on=ask.on)
        bind(form, body)
        if not form.is_valid() or not form.submit(by=by, at=ask.at):
            raise invalid(field_errors(form))
        return Response(_shown(ask, pk))


def act_view(form: type[TicketForm]) -> type[TicketAct]:
    name = f"Ticket{form.__name__.removesuffix('Form')}"
    view = type(f"{name}Act", (TicketAct,), {"form": form})
    optional = ("adoption",) if "adoption" in form.base_fields else ()
    said = extend_schema(
        operation_id=f"ticket_acts_{form.noun.replace('-', '_')}",
        summary=form.verb.value,
        request=serializer_of(f"{name}Request", form.base_fields, optional=optional),
        responses=TicketSerializer,
        tags=["tickets"],
    )
    return extend_schema_view(post=said)(view)


ACT_VIEWS = {noun: act_view(form) for noun, form in FORMS.items()}


def _found(ask: Asking, given: dict[str, Any]) -> TicketQuerySet:
    scopes = {"mine": listing.waiting_for, "issued": listing.issued_by}
    scope = scopes.get(given["scope"], Ticket.objects.visible_to)
    wanted = {
        "status": given["status"],
        "kind": given["kind"],
        "organization__code": given["organization"],
        "claim__matter__petitions__number": given["petition"],
    }
    rows = scope(ask.user).filter(**{name: value for name, value in wanted.items() if value})
    return rows.select_related("organization", "issuer", "claim__petition")


def _rows(ask: Asking) -> TicketQuerySet:
    issued = TicketPaper.objects.without_content().select_related("organization")
    replies = Reply.objects.select_related("by", "decided_by")
    return (
        Ticket.objects.visible_to(ask.user)
        .select_related("organization", "issuer", "claim__petition", "deadline")
        .prefetch_related(Prefetch("papers", issued), Prefetch("replies", replies))
    )


def _shown(ask: Asking, pk: object) -> dict[str, Any]:
    ticket = get_object_or_404(_rows(ask), pk=pk)
    return TicketSerializer(ticket, context={"user": ask.user, "on": ask.on}).data


def _is_moment(text: str) -> bool:
    try:
        return parse_datetime(text) is not None
    except ValueError:
        return False
