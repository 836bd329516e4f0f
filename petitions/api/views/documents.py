"""文书: what is known of a letter, and the letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from petitions.api.serializers import DocumentSerializer
from petitions.api.views.asking import asking
from petitions.documents import is_intact
from petitions.models import Document
from routing.problems import Conflict

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from rest_framework.request import Request


class PDFRenderer(BaseRenderer):
    media_type = "application/pdf"
    format = "pdf"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return bytes(data)


class DocumentDetail(APIView):
    @extend_schema(operation_id="documents_retrieve", summary="文书", responses=DocumentSerializer)
    def get(self, request: Request, pk: uuid.UUID) -> Response:
        rows = Document.objects.visible_to(asking(request).user)
        document = get_object_or_404(rows.select_related("organization", "service"), pk=pk)
        return Response(DocumentSerializer(document).data)


class DocumentPDF(APIView):
    renderer_classes = (PDFRenderer,)

    @extend_schema(
        operation_id="documents_pdf",
        summary="文书的 PDF，与签发时一字不差",
        responses={(200, PDFRenderer.media_type): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, pk: uuid.UUID) -> Response:
        rows = Document.objects.visible_to(asking(request).user)
        document = get_object_or_404(rows.select_related("file"), pk=pk)
        if not document.is_issued:
            raise Http404("草稿还没有 PDF。")
        if not is_intact(document):
            raise Conflict("文件与签发时的摘要不一致，已停止提供，请联系审计管理员。")
        return Response(
            document.file.content,
            headers={
                "Content-Disposition": f'attachment; filename="{document.pk}.pdf"',
                "ETag": f'"{document.sha256}"',
                "Cache-Control": "private, no-store",
            },
        )
