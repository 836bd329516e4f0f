"""The letters of an act while its form is being filled in: a piece of the page, asked for by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from petitions import documents, previews
from petitions.acts import FORM_BY_NOUN
from petitions.errors import FieldError
from petitions.views.desks import desk_of
from petitions.views.pdf import inline

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from petitions.acts import ActForm
    from petitions.previews import Preview
    from petitions.views.desks import Desk


@login_required
@never_cache
@require_POST
def create(request: HttpRequest, pk: str, noun: str) -> HttpResponse:
    if noun not in FORM_BY_NOUN:
        raise Http404
    desk = desk_of(request, pk, FORM_BY_NOUN[noun])
    if not previews.has_preview(desk.transition):
        raise Http404
    found = preview_of(desk, desk.form(request.POST))
    return render(request, "petitions/_letters.html", {"preview": found, "desk": desk})


def preview_of(desk: Desk, form: ActForm) -> Preview:
    return previews.preview(form, by=desk.post, at=desk.at)


def draft_pdf(desk: Desk, form: ActForm, code: str) -> HttpResponse | None:
    """The draft of the letter asked for, or of the first one; `None` where it cannot be printed,
    which the form then says."""
    if not previews.has_preview(desk.transition):
        raise Http404
    letters, reason = previews.composed(form, by=desk.post, at=desk.at)
    chosen = next((one for one in letters if one.letter == code), letters[0] if letters else None)
    if chosen is None:
        form.add_error(None, reason or "还没有可以预览的文书。")
        return None
    try:
        content = documents.compose_draft(chosen.letter, chosen.values)
    except FieldError as error:
        form.add_error(None, error.reason)
        return None
    return inline(content, name="文书预览")
