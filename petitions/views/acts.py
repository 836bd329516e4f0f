"""One act on one hop: the form of the noun, and what the verb answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from petitions import drafts, refusals, worklist
from petitions.acts import FORM_BY_NOUN
from petitions.errors import NotAllowedError, NotCompetentError, StaleError
from petitions.models import Deadline
from petitions.states import Action
from petitions.views.act_pages import not_yours, page, refused
from petitions.views.desks import Desk, desk_of, hops_of
from petitions.views.previews import draft_pdf, preview_of, typed_so_far
from petitions.words import month_day

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from petitions.acts import ActForm


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, pk: str, noun: str) -> HttpResponse:
    if noun not in FORM_BY_NOUN:
        raise Http404
    try:
        desk = desk_of(request, pk, FORM_BY_NOUN[noun])
    except NotCompetentError as error:
        return not_yours(request, FORM_BY_NOUN[noun], error)
    if request.method == "POST":
        return _preview(desk) if "preview" in request.POST else _submit(desk)
    if desk.reason_against:
        return refused(desk, desk.reason_against)
    return page(desk, desk.form(initial=_kept(desk)))


def _submit(desk: Desk) -> HttpResponse:
    form = desk.form(desk.request.POST)
    reason = ""
    try:
        if form.is_valid() and form.submit(by=desk.post, at=desk.at):
            return _done(desk)
    except StaleError as error:
        return _stale(desk, form, error)
    except NotAllowedError as error:
        reason = error.reason
    reason = reason or desk.reason_against
    if not reason:
        if form.forbidden:
            _record(desk, form.forbidden)
        return page(desk, form, status=400)
    _record(desk, reason)
    return refused(desk, reason, form=form)


def _record(desk: Desk, reason: str) -> None:
    refusals.record(desk.hop.pk, desk.kind.action, reason, by=desk.user, at=desk.at)


def _done(desk: Desk) -> HttpResponse:
    drafts.delete(desk.user, desk.draft_name)
    event = desk.hop.events.order_by("-sequence").first()
    said = f"{event.text.rstrip('。')}。" if event else f"已{desk.kind.action.label}。"
    clock = (
        Deadline.objects.owed().filter(referral__claim=desk.hop.claim_id).order_by("due_on").first()
    )
    if clock is not None:
        said += f"下一个期限：{clock.name}，{month_day(clock.due_on)}。"
    messages.success(desk.request, format_html("{}{}", said, _next_link(desk)))
    return redirect(desk.url)


def _next_link(desk: Desk) -> str:
    """The most urgent other piece of this person's work; nobody goes back to look for it."""
    waiting = worklist.waiting_for(desk.user).exclude(claim=desk.hop.claim_id)
    hop = waiting.select_related("claim__petition").first()
    if hop is None:
        return ""
    petition = hop.claim.petition
    url = reverse("petitions:detail", args=[petition.number])
    return format_html(' <a href="{}">下一件：{}</a>', url, petition.title)


def _stale(desk: Desk, form: ActForm, error: StaleError) -> HttpResponse:
    """Somebody acted first: what was typed stays in the form, now over the newer version."""
    mine = [
        event.by_id == desk.user.pk and event.action == desk.kind.action for event in error.events
    ]
    if mine and all(mine):
        messages.info(desk.request, f"这一步您已经办过：{error.events[-1].text}。")
        return redirect(desk.url)
    desk = replace(desk, hop=hops_of(desk.user).get(pk=desk.hop.pk))
    if desk.reason_against:
        return refused(desk, error.reason, form=form, since=error.events)
    data = desk.request.POST.copy()
    data["version"] = str(desk.hop.version)
    return page(desk, desk.form(data), status=409, since=error.events)


def _kept(desk: Desk) -> dict[str, Any]:
    """What this person had typed before the page was lost."""
    if desk.kind.action != Action.DRAFT:
        return {}
    kept = drafts.find(desk.user, desk.draft_name)
    names = kept.fields if kept else {}
    return {name: kept.first(name) for name in names if kept and name != "version"}


def _preview(desk: Desk) -> HttpResponse:
    """The letter as PDF, or on the page itself; nothing is stored."""
    form, asked = desk.form(desk.request.POST), desk.request.POST["preview"]
    if asked != "page":
        answer = draft_pdf(desk, form, asked)
        return answer or page(desk, form, status=400)
    found = preview_of(desk, form)
    return page(desk, desk.form(initial=typed_so_far(desk.request)), preview=found)
