"""One act on one ticket: answer, accept, return, lift, withdraw, sign."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from oversight import tickets
from oversight.models import TicketStatus
from oversight.tickets.forms import FORMS, TicketForm
from oversight.tickets.previews import composed
from oversight.tickets.story import next_step
from oversight.views.tickets import NOUNS, page, visible
from petitions.errors import NotAllowedError, StaleError
from petitions.previews import shown
from petitions.views.previews import pdf_of, piece, typed_so_far

if TYPE_CHECKING:
    from accounts.models import Post, User
    from oversight.models import Ticket

#: Said after the act; an answer is shown once more before it leaves the house.
DONE = {
    "signature": "已签发，文书已经编号。",
    "answer": "已答复，答复已送督办机关审核。",
    "acceptance": "已认可答复，本单办结。",
    "reply-return": "已退回，对方须重新答复。",
    "lifting": "已解除。",
    "withdrawal": "已撤回。",
}
#: Cannot be called back once the other side has read it.
ASKED_AGAIN = {"answer": "提交答复"}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: str, noun: str) -> HttpResponse:
    if noun not in FORMS:
        raise Http404
    ticket = visible(request, pk)
    if request.method != "POST":
        return redirect("oversight:ticket", pk=ticket.pk)
    form = FORMS[noun](request.POST, ticket=ticket, on=timezone.localdate())
    try:
        post = tickets.require(cast("User", request.user), form.verb, ticket)
        if "preview" in request.POST and form.has_paper:
            return _look(request, form, post)
        return _submit(request, form, post)
    except (NotAllowedError, StaleError) as error:
        return _conflict(request, ticket, form, error.reason)


@login_required
@never_cache
@require_POST
def letters(request: HttpRequest, pk: str, noun: str) -> HttpResponse:
    """The paper that the act issues, while its form is being filled in."""
    ticket = visible(request, pk)
    if noun not in NOUNS.get(TicketStatus(ticket.status), ()):
        raise Http404
    form = FORMS[noun](request.POST, ticket=ticket, on=timezone.localdate())
    if not form.has_paper:
        raise Http404
    try:
        post = tickets.require(cast("User", request.user), form.verb, ticket)
    except NotAllowedError as error:
        return _conflict(request, ticket, form, error.reason)
    drawn = shown(form, *composed(form, by=post, at=timezone.now()))
    return piece(request, drawn, form_id=form.noun)


def _look(request: HttpRequest, form: TicketForm, post: Post) -> HttpResponse:
    """The paper with what is typed so far, as PDF or on the page itself; nothing is stored."""
    found, reason = composed(form, by=post, at=timezone.now())
    asked = request.POST["preview"]
    if asked != "page":
        answer = pdf_of(form, found, reason, code=asked)
        return answer or page(request, form.ticket, form, status=HTTPStatus.BAD_REQUEST)
    drawn = shown(form, found, reason)
    unsent = type(form)(ticket=form.ticket, on=form.on, initial=typed_so_far(request))
    return page(request, form.ticket, unsent, preview=drawn)


def _submit(request: HttpRequest, form: TicketForm, post: Post) -> HttpResponse:
    if form.is_valid():
        if form.noun in ASKED_AGAIN and "confirmed" not in request.POST:
            return _confirm(request, form.ticket, form)
        if form.submit(by=post, at=timezone.now()):
            return _done(request, form.ticket, form.noun)
    return page(request, form.ticket, form, status=HTTPStatus.BAD_REQUEST)


def _done(request: HttpRequest, ticket: Ticket, noun: str) -> HttpResponse:
    ticket.refresh_from_db()
    following = next_step(ticket, on=timezone.localdate())
    messages.success(request, f"{DONE[noun]}{following}")
    return redirect("oversight:ticket", pk=ticket.pk)


def _confirm(request: HttpRequest, ticket: Ticket, form: TicketForm) -> HttpResponse:
    """What was typed, once more, before it is sent."""
    context = {
        "ticket": ticket,
        "title": f"提交以前请核对：{tickets.noun(ticket)}答复",
        "facts": [("答复机关", ticket.organization.name), ("事由", ticket.subject), *_typed(form)],
        "action_url": request.path,
        "yes": ASKED_AGAIN[form.noun],
        "back_url": reverse("oversight:ticket", args=[ticket.pk]),
        "danger_note": f"提交后不能修改，将送{ticket.issuer.name}审核。",
        "hidden": [*_sent(request), ("confirmed", "1")],
    }
    return render(request, "oversight/ticket_confirm.html", context)


def _conflict(request: HttpRequest, ticket: Ticket, form: TicketForm, reason: str) -> HttpResponse:
    context = {
        "heading": "没有执行：这一步现在不能办理",
        "reason": reason,
        "typed": _typed(form),
        "back_url": reverse("oversight:ticket", args=[ticket.pk]),
        "back_text": "看本单最新情况",
    }
    return render(request, "409.html", context, status=HTTPStatus.CONFLICT)


def _typed(form: TicketForm) -> list[tuple[str, str]]:
    rows = []
    for bound in form.visible_fields():
        value = str(bound.value() or "")
        said = {str(key): str(text) for key, text in getattr(bound.field, "choices", ())}
        rows.append((str(bound.label), said.get(value, value)))
    return [(label, text) for label, text in rows if text]


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    own = ("csrfmiddlewaretoken", "confirmed")
    return [(name, str(value)) for name, value in request.POST.items() if name not in own]
