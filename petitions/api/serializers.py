"""What the API shows of the records. Words stand beside codes: a client translates nothing."""

from __future__ import annotations

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Organization, User
from petitions.models import Attachment, Deadline, Document, Event, Notice, Party, Service
from routing.models import Category


class OrganizationSerializer(serializers.ModelSerializer[Organization]):
    kind_label = serializers.CharField(source="get_kind_display", label="类别名称")
    level_label = serializers.CharField(source="get_level_display", label="层级名称")
    government = serializers.SlugRelatedField[Organization](
        slug_field="code", read_only=True, allow_null=True, label="本级政府代码"
    )

    class Meta:
        model = Organization
        fields = (
            "code", "name", "short_name", "kind", "kind_label", "level", "level_label", "division",
            "government", "is_vertical", "address", "phone",
        )  # fmt: skip
        read_only_fields = fields


class OrganizationName(serializers.ModelSerializer[Organization]):
    class Meta:
        model = Organization
        fields = ("code", "name")
        read_only_fields = fields


class PersonName(serializers.ModelSerializer[User]):
    class Meta:
        model = User
        fields = ("username", "name")
        read_only_fields = fields


class CategorySerializer(serializers.ModelSerializer[Category]):
    # DRF means something else by `parent`, but takes a declared field of that name all the same.
    parent = serializers.CharField(  # type: ignore[assignment]
        source="parent.code", default=None, allow_null=True, label="上级类别代码"
    )

    class Meta:
        model = Category
        fields = ("code", "name", "parent")
        read_only_fields = fields


class PartySerializer(serializers.ModelSerializer[Party]):
    """Enough to recognise a person at work; who needs more opens the letter or asks on the page."""

    name = serializers.CharField(source="petitioner.masked_name", label="姓名（部分遮蔽）")
    phone = serializers.CharField(source="petitioner.masked_phone", label="电话（部分遮蔽）")
    part_label = serializers.CharField(source="get_part_display", label="身份名称")

    class Meta:
        model = Party
        fields = ("ordinal", "name", "phone", "part", "part_label")
        read_only_fields = fields


class AttachmentSerializer(serializers.ModelSerializer[Attachment]):
    class Meta:
        model = Attachment
        fields = ("id", "name", "content_type", "size", "sha256", "uploaded_at")
        read_only_fields = fields


class DeadlineSerializer(serializers.ModelSerializer[Deadline]):
    organization = OrganizationName(allow_null=True, help_text="责任机关；空为信访人自己的期限。")
    status_label = serializers.CharField(source="get_status_display", label="状态名称")
    verdict_label = serializers.CharField(source="get_verdict_display", label="结论名称")

    class Meta:
        model = Deadline
        fields = (
            "id", "code", "name", "article", "organization", "is_internal", "start_event",
            "started_on", "due_on", "is_provisional", "extension_days", "status", "status_label",
            "closed_on", "verdict", "verdict_label", "late_days", "explanation", "rule_version",
            "calendar_version", "version",
        )  # fmt: skip
        read_only_fields = fields


class ServiceSerializer(serializers.ModelSerializer[Service]):
    way_label = serializers.CharField(source="get_way_display", label="方式名称")

    class Meta:
        model = Service
        fields = ("way", "way_label", "served_on", "signer", "is_refused", "note")
        read_only_fields = fields


class DocumentSerializer(serializers.ModelSerializer[Document]):
    title = serializers.CharField(label="文书名称")
    organization = OrganizationName(label="出具机关")
    service = serializers.SerializerMethodField(label="送达")
    url = serializers.SerializerMethodField()
    pdf_url = serializers.SerializerMethodField(help_text="草稿还没有 PDF。")

    class Meta:
        model = Document
        fields = (
            "id", "letter", "title", "number", "organization", "outcome", "drafted_on",
            "issued_on", "sha256", "service", "url", "pdf_url",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(ServiceSerializer(allow_null=True))
    def get_service(self, document: Document) -> object:
        service = getattr(document, "service", None)
        return None if service is None else ServiceSerializer(service).data

    def get_url(self, document: Document) -> str:
        return reverse("petitions-api:document", args=[document.pk])

    def get_pdf_url(self, document: Document) -> str | None:
        return (
            reverse("petitions-api:document-pdf", args=[document.pk])
            if document.is_issued
            else None
        )


class EventSerializer(serializers.ModelSerializer[Event]):
    action_label = serializers.CharField(source="get_action_display", label="行为名称")
    by = PersonName(allow_null=True, help_text="空为系统自动记录。")
    organization = OrganizationName(allow_null=True)

    class Meta:
        model = Event
        fields = (
            "sequence",
            "at",
            "action",
            "action_label",
            "article",
            "text",
            "by",
            "organization",
        )
        read_only_fields = fields


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    class Meta:
        model = Notice
        fields = ("id", "kind", "subject", "body", "url", "created_at", "read_at")
        read_only_fields = fields
