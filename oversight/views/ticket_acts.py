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
from django.views.decorators.http import require_http_methods

from oversight import tickets
from oversight.tickets.forms import FORMS, TicketForm
from oversight.tickets.story import next_step
from oversight.views.tickets import page, visible
from petitions.errors import NotAllowedError, StaleError

if TYPE_CHECKING:
    from accounts.models import User
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
    return _submit(request, ticket, FORMS[noun])


def _submit(request: HttpRequest, ticket: Ticket, kind: type[TicketForm]) -> HttpResponse:
    post = tickets.require(cast("User", request.user), kind.verb, ticket)
    at = timezone.now()
    form = kind(request.POST, ticket=ticket, on=timezone.localdate(at))
    try:
        if form.is_valid():
            if form.noun in ASKED_AGAIN and "confirmed" not in request.POST:
                return _confirm(request, ticket, form)
            if form.submit(by=post, at=at):
                return _done(request, ticket, form.noun)
    except (NotAllowedError, StaleError) as error:
        return _conflict(request, ticket, form, error.reason)
    return page(request, ticket, form, status=HTTPStatus.BAD_REQUEST)


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
