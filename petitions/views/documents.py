"""文书: the stored PDF of a letter, or the draft as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from petitions import documents, lifecycle
from petitions.letters import Letter
from petitions.models import Document
from petitions.views.pdf import inline

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User


@login_required
@require_safe
def detail(request: HttpRequest, pk: str) -> HttpResponse:
    user = cast("User", request.user)
    document = get_object_or_404(Document.objects.visible_to(user), pk=pk)
    if document.is_issued:
        return inline(bytes(document.file.content), name=document.number or document.title)
    return inline(_draft(document), name=f"{document.title}（草稿）")


@login_required
@require_safe
def receipt(request: HttpRequest, pk: str) -> HttpResponse:
    """送达回证 with its bars, to be printed and signed on delivery."""
    user = cast("User", request.user)
    rows = Document.objects.visible_to(user).select_related("organization", "referral__claim")
    document = get_object_or_404(rows, pk=pk, issued_on__isnull=False)
    content = documents.service_form(document, on=timezone.localdate())
    return inline(content, name=f"送达回证（{document.number}）")


def _draft(document: Document) -> bytes:
    hop = document.referral
    values = {**document.values, **lifecycle.computed(hop)}
    return documents.preview(hop, Letter(document.letter), values, on=timezone.localdate())
