"""附件: served by a view that knows who asks, never by the web server; added to an open hop."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from petitions import attachments, filetypes
from petitions.errors import FieldError, NotAllowedError
from petitions.models import Attachment, Petition

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User

#: Nothing in a stranger's file may run, load, send or be framed.
SANDBOX = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
#: Chromium shows no PDF in a sandbox; its viewer is a process of its own that reaches no page.
PDF_SANDBOX = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"


@login_required
@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse | FileResponse:
    """The file itself. `?inline=1` shows what a browser shows without harm."""
    rows = Attachment.objects.visible_to(cast("User", request.user))
    attachment = get_object_or_404(rows, pk=pk)
    kind = filetypes.by_content_type(attachment.content_type)
    is_inline = bool(request.GET.get("inline")) and kind is not None and kind.is_shown
    try:
        content = attachment.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        content,
        as_attachment=not is_inline,
        filename=attachment.name,
        content_type=attachment.content_type if kind else "application/octet-stream",
    )
    is_pdf = is_inline and attachment.content_type == "application/pdf"
    response["Content-Security-Policy"] = PDF_SANDBOX if is_pdf else SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def create(request: HttpRequest, number: str) -> HttpResponse:
    user = cast("User", request.user)
    petition = get_object_or_404(Petition.objects.visible_to(user), number=number)
    post = attachments.post_for_adding(user, petition)
    if post is None:
        raise PermissionDenied("只有正在办理本件的机关可以补充附件。")
    uploads = request.FILES.getlist("files")
    back = reverse("petitions:detail", args=[number])
    try:
        kept = attachments.add(petition, uploads, by=post, at=timezone.now())
    except FieldError as error:
        for line in error.fields["files"].splitlines():
            messages.error(request, line)
        return redirect(back)
    except NotAllowedError as error:
        context = {"reason": error.reason, "back_url": back, "back_text": "返回本件"}
        return render(request, "409.html", context, status=HTTPStatus.CONFLICT)
    messages.success(request, f"已补充 {len(kept)} 个附件。")
    return redirect(back)
