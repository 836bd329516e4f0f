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
from petitions.errors import FieldError, NotCompetentError
from petitions.views.act_pages import not_yours
from petitions.views.desks import desk_of
from petitions.views.pdf import inline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from petitions.acts import ActForm
    from petitions.documents import Rehearsed
    from petitions.previews import Preview
    from petitions.views.desks import Desk


@login_required
@never_cache
@require_POST
def create(request: HttpRequest, pk: str, noun: str) -> HttpResponse:
    if noun not in FORM_BY_NOUN:
        raise Http404
    try:
        desk = desk_of(request, pk, FORM_BY_NOUN[noun])
    except NotCompetentError as error:
        return not_yours(request, FORM_BY_NOUN[noun], error)
    if not previews.has_preview(desk.transition):
        raise Http404
    return piece(request, preview_of(desk, desk.form(request.POST)), form_id="act-form")


def preview_of(desk: Desk, form: ActForm) -> Preview:
    return previews.preview(form, by=desk.post, at=desk.at)


def draft_pdf(desk: Desk, form: ActForm, code: str) -> HttpResponse | None:
    """The draft of the letter asked for, as `pdf_of` gives it."""
    if not previews.has_preview(desk.transition):
        raise Http404
    letters, reason = previews.composed(form, by=desk.post, at=desk.at)
    return pdf_of(form, letters, reason, code=code)


def pdf_of(
    form: Form, letters: Sequence[Rehearsed], reason: str, *, code: str
) -> HttpResponse | None:
    """The draft of the letter asked for, or of the first one; `None` where it cannot be printed,
    which the form then says."""
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


def typed_so_far(request: HttpRequest) -> dict[str, str]:
    """What stands in the form, to be shown again without a word of blame: nothing was sent yet."""
    return {name: request.POST[name] for name in request.POST}


def piece(request: HttpRequest, found: Preview, *, form_id: str) -> HttpResponse:
    """The piece of the page that shows them; `form_id` is the form that it stands beside."""
    return render(request, "petitions/_letters.html", {"preview": found, "form_id": form_id})
