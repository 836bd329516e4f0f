"""草稿: kept while somebody types, listed for nobody else, resumed or thrown away."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from petitions import drafts
from petitions.models import Petition, Referral
from petitions.models.petition import Intake
from petitions.views.registration import FORM

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from petitions.drafts import Draft


@dataclass(frozen=True)
class Line:
    """One draft in the list; `url` is empty where what it was for is no longer this person's."""

    form: str
    title: str
    about: str
    saved_at: dt.datetime
    files: int
    url: str


@never_cache
@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    lines = [_line(draft, user) for draft in drafts.of(user)]
    return render(request, "petitions/drafts.html", {"drafts": lines})


@require_POST
@login_required
def save(request: HttpRequest, form: str) -> HttpResponse:
    """Autosave: the answer is for the script that asked."""
    if not drafts.FORM_NAME.match(form):
        raise Http404
    now, user = timezone.now(), cast("User", request.user)
    try:
        # A save that set out just before the form was sent must not bring the draft back.
        if not _is_registered(user, form):
            drafts.save(user, form, drafts.typed(request.POST), at=now)
    except drafts.DraftRefusedError as error:
        return JsonResponse({"detail": str(error)}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return JsonResponse({"saved_at": f"{timezone.localtime(now):%H:%M:%S}"})


@require_POST
@login_required
def delete(request: HttpRequest, form: str) -> HttpResponse:
    drafts.delete(cast("User", request.user), form)
    messages.success(request, "草稿已删除。")
    return redirect("petitions:drafts")


def _is_registered(user: User, form: str) -> bool:
    kind, _, key = form.partition(":")
    rows = Petition.objects.filter(registered_by=user)
    return kind == FORM and rows.filter(idempotency_key=key).exists()


def _line(draft: Draft, user: User) -> Line:
    kind, _, which = draft.form.partition(":")
    if kind == FORM:
        return _registration(draft, which)
    hop = Referral.objects.visible_to(user).filter(pk=UUID(which)).select_related("claim__petition")
    referral = hop.first()
    if referral is None:
        return Line(draft.form, "已不在您名下的信访件", "", draft.saved_at, 0, "")
    petition = referral.claim.petition
    url = reverse("petitions:detail", args=[petition.number])
    about = f"{petition.number} · {referral.get_state_display()}"
    return Line(draft.form, petition.title, about, draft.saved_at, len(draft.files), url)


def _registration(draft: Draft, key: str) -> Line:
    intake = dict(Intake.choices).get(draft.first("intake"), "")
    people = draft.first("people-0-name")
    title = draft.first("title") or draft.first("text")[:30] or "（未写标题）"
    about = " · ".join(part for part in ("登记", intake, people) if part)
    url = f"{reverse('petitions:register')}?draft={key}"
    return Line(draft.form, title, about, draft.saved_at, len(draft.files), url)
