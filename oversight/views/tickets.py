"""督办单: the list, one ticket, and its answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from oversight import tickets
from oversight.forms import AnswerForm, TicketFilters
from oversight.models import Ticket, TicketStatus
from oversight.wording import day
from petitions.errors import NotAllowedError

if TYPE_CHECKING:
    from accounts.models import User
    from oversight.models import TicketQuerySet

PER_PAGE = 50


@dataclass(frozen=True)
class Chip:
    tone: str
    text: str


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    visible = Ticket.objects.visible_to(_user(request))
    form = TicketFilters(request.GET or {}, visible)
    found = form.narrow(visible) if form.is_valid() else visible.none()
    page = Paginator(_listed(found), PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "form": form,
        "page_obj": page,
        "rows": [(ticket, _chip(ticket, on=today)) for ticket in page.object_list],
        "tags": _tags(request, form),
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "oversight/tickets.html", context, status=status)


@require_safe
@login_required
def detail(request: HttpRequest, pk: str) -> HttpResponse:
    return _page(request, _visible(request, pk), AnswerForm())


@require_POST
@login_required
def answer(request: HttpRequest, pk: str) -> HttpResponse:
    ticket = _visible(request, pk)
    by = tickets.require_answering_post(_user(request), ticket)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, ticket, form, status=HTTPStatus.BAD_REQUEST)
    text = form.cleaned_data["answer"]
    try:
        tickets.answer(ticket, text=text, by=by, at=timezone.now())
    except NotAllowedError as error:
        return _conflict(request, ticket, error, text)
    messages.success(request, "督办单已答复，答复记入本件的办理过程。")
    return redirect("oversight:ticket", pk=ticket.pk)


def _visible(request: HttpRequest, pk: str) -> Ticket:
    rows = Ticket.objects.visible_to(_user(request)).select_related(
        "deadline",
        "organization",
        "claim__petition",
        "answered_by",
        "referral__organization",
    )
    return get_object_or_404(rows, pk=pk)


def _page(
    request: HttpRequest, ticket: Ticket, form: AnswerForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    may_answer = tickets.answering_post(_user(request), ticket) is not None
    context = {
        "ticket": ticket,
        "petition": ticket.claim.petition,
        "chip": _chip(ticket, on=timezone.localdate()),
        "form": form if may_answer and ticket.status == TicketStatus.OPEN else None,
    }
    return render(request, "oversight/ticket.html", context, status=status)


def _conflict(
    request: HttpRequest, ticket: Ticket, error: NotAllowedError, text: str
) -> HttpResponse:
    context = {
        "reason": error.reason,
        "typed": [("书面答复", text)],
        "back_url": reverse("oversight:ticket", args=[ticket.pk]),
        "back_text": "看这份督办单",
    }
    return render(request, "409.html", context, status=HTTPStatus.CONFLICT)


def _listed(found: TicketQuerySet) -> TicketQuerySet:
    """What waits for an answer first, the longest overdue at the top."""
    waits = Case(
        When(status=TicketStatus.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return found.select_related("deadline", "organization", "claim__petition").order_by(
        waits, "due_on", "opened_at", "pk"
    )


def _chip(ticket: Ticket, *, on: dt.date) -> Chip:
    if ticket.status != TicketStatus.OPEN:
        return Chip("rest", ticket.get_status_display())
    left = (ticket.due_on - on).days
    if left < 0:
        return Chip("late", f"答复超期 {-left} 天")
    if left == 0:
        return Chip("due", "今日答复")
    return Chip("near", f"{day(ticket.due_on)}前答复")


def _tags(request: HttpRequest, form: TicketFilters) -> list[dict[str, str]]:
    """The filters in force, each with the address of the list without it."""
    tags = []
    for bound in form:
        value = request.GET.get(bound.name)
        if value and not bound.errors:
            rest = request.GET.copy()
            rest.pop(bound.name)
            rest.pop("page", None)
            shown = dict(getattr(bound.field, "choices", ())).get(value)
            asked = form.cleaned_data[bound.name]
            url = f"{request.path}?{rest.urlencode()}"
            tags.append(
                {"label": str(bound.label), "value": str(shown or asked), "remove_url": url}
            )
    return tags


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)
