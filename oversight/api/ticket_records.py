"""Tickets as the API shows them. Words stand beside codes: a client translates nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from oversight import tickets
from oversight.models import Reply, Ticket, TicketPaper
from oversight.tickets.forms import FORMS
from oversight.tickets.story import next_step
from oversight.views.tickets import NOUNS
from petitions.api.road import FieldSerializer
from petitions.api.serializers import OrganizationName, PersonName
from petitions.api.shapes import described

if TYPE_CHECKING:
    from accounts.models import User


class TicketActSerializer(serializers.Serializer[Any]):
    noun = serializers.CharField(help_text="地址的最后一段。")
    label = serializers.CharField()  # type: ignore[assignment]
    url = serializers.CharField()
    fields = FieldSerializer(many=True)  # type: ignore[assignment]


class TicketPaperSerializer(serializers.ModelSerializer[TicketPaper]):
    title = serializers.CharField(label="文书名称")
    organization = OrganizationName(label="出具机关")
    pdf_url = serializers.SerializerMethodField(label="PDF 地址")

    class Meta:
        model = TicketPaper
        fields = (
            "id", "letter", "title", "number", "organization", "issued_on", "sha256", "pdf_url",
        )  # fmt: skip
        read_only_fields = fields

    def get_pdf_url(self, paper: TicketPaper) -> str:
        return reverse("oversight-api:ticket-paper-pdf", args=[paper.pk])


class ReplySerializer(serializers.ModelSerializer[Reply]):
    by = PersonName(label="答复人")
    decided_by = PersonName(label="审核人", allow_null=True)
    adoption_label = serializers.CharField(source="get_adoption_display", label="采纳情况名称")

    class Meta:
        model = Reply
        fields = (
            "text", "adoption", "adoption_label", "by", "at", "is_accepted", "decision",
            "decided_by", "decided_at",
        )  # fmt: skip
        read_only_fields = fields


class TicketBrief(serializers.ModelSerializer[Ticket]):
    kind_label = serializers.CharField(source="get_kind_display", label="种类名称")
    status_label = serializers.CharField(source="get_status_display", label="状态名称")
    organization = OrganizationName(label="责任机关")
    issuer = OrganizationName(label="督办机关")
    petition = serializers.CharField(
        source="claim.petition.number", default=None, allow_null=True, label="信访件编号"
    )

    class Meta:
        model = Ticket
        fields: tuple[str, ...] = (
            "id", "kind", "kind_label", "origin", "finding", "level", "status", "status_label",
            "subject", "organization", "issuer", "petition", "opened_at", "due_on", "version",
        )  # fmt: skip
        read_only_fields = fields


class TicketSerializer(TicketBrief):
    parent = serializers.UUIDField(  # type: ignore[assignment]
        source="parent_id", allow_null=True, label="上一级督办"
    )
    replies = ReplySerializer(many=True, label="书面答复")
    papers = TicketPaperSerializer(many=True, label="文书")
    next_step = serializers.SerializerMethodField(label="下一步和日期")
    acts = serializers.SerializerMethodField(label="您现在可以办理的")

    class Meta(TicketBrief.Meta):
        fields = (
            *TicketBrief.Meta.fields, "demand", "entries", "parent", "breached_on", "closed_at",
            "closing_reason", "replies", "papers", "next_step", "acts",
        )  # fmt: skip
        read_only_fields = fields

    def get_next_step(self, ticket: Ticket) -> str:
        return next_step(ticket, on=self.context["on"])

    @extend_schema_field(TicketActSerializer(many=True))
    def get_acts(self, ticket: Ticket) -> list[dict[str, Any]]:
        user: User = self.context["user"]
        if Ticket.objects.filter(parent=ticket).exists():
            return []
        able = [
            FORMS[noun]
            for noun in NOUNS.get(ticket.status, ())  # type: ignore[call-overload]
            if tickets.acting_post(user, FORMS[noun].verb, ticket) is not None
        ]
        return [
            {
                "noun": form.noun,
                "label": form.verb.value,
                "url": reverse(f"oversight-api:ticket-{form.noun}", args=[ticket.pk]),
                "fields": described(form(ticket=ticket, on=self.context["on"])),
            }
            for form in able
        ]
