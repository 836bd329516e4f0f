"""The leaders' three pages for a telephone: 今日要情, 待我批示, 单件."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oversight.boards import briefing, cards, instructing
from oversight.boards.conditions import InstructionForm
from oversight.boards.lists import url
from oversight.models import Instruction, Ticket
from oversight.tickets.story import next_step
from oversight.views.boards.entry import person, scope
from petitions import search, worklist
from petitions.errors import FieldError, NotAllowedError
from petitions.models import Referral
from petitions.roadmap import road

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from oversight.boards.scope import Scope
    from petitions.models import Claim, Event, Petition

#: Of the many things that happened to a petition, a telephone shows the newest.
EVENTS = 6


@login_required
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """今日要情."""
    seen = _leader(request)
    levels = cards.by_level(cards.faces(seen))
    context = _common(seen) | {
        "page": "today",
        "levels": levels,
        "late": levels["climbed"] + levels["red"],
        "open": seen.hops().open().count(),
        "open_url": url("open"),
        "news": briefing.briefing(seen),
    }
    return render(request, "oversight/boards/leader_today.html", context)


@login_required
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """待我批示: tickets that climbed to the leaders, and petitions laid before this one."""
    seen = _leader(request)
    tickets = instructing.tickets_waiting(seen).select_related(
        "organization", "issuer", "claim__petition", "deadline"
    )
    listed = _with_next_step(tickets, seen)
    among = {ticket.claim_id for ticket, _ in listed if ticket.claim_id}
    laid = instructing.claims_waiting(seen).exclude(pk__in=among).select_related("petition")
    context = _common(seen) | {"page": "waiting", "tickets": listed, "laid": laid}
    return render(request, "oversight/boards/leader_waiting.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def petition(request: HttpRequest, number: str) -> HttpResponse:
    """单件 in one column, and the leader's word on it."""
    seen = _leader(request)
    found = get_object_or_404(seen.petitions(), number=number)
    claims = list(_claims(seen, found))
    form = InstructionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and claims:
        at, by = timezone.now(), instructing.require_instructing_post(person(request))
        asked = request.POST.get("claim", "")
        claim = next((row for row in claims if str(row.pk) == asked), claims[0])
        try:
            instructing.instruct(claim, text=form.cleaned_data["text"], by=by, at=at)
        except FieldError as error:
            form.add_error("text", error.fields["text"])
        except NotAllowedError as error:
            return _conflict(request, found, error, form.cleaned_data["text"])
        else:
            messages.success(request, "批示已记入办理过程，已告知督办员和承办人。")
            return redirect("oversight:leader-petition", number=found.number)
    context = _common(seen) | _of_petition(seen, found, claims) | {"page": "petition", "form": form}
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "oversight/boards/leader_petition.html", context, status=status)


def _leader(request: HttpRequest) -> Scope:
    instructing.require_instructing_post(person(request))
    return scope(request)


def _common(seen: Scope) -> dict[str, Any]:
    waits = instructing.tickets_waiting(seen).values("claim").distinct().count()
    return {
        "scope": seen,
        "today": seen.on,
        "calendar": seen.calendar,
        "waits": waits + instructing.claims_waiting(seen).count(),
    }


def _claims(seen: Scope, found: Petition) -> Any:
    hops = Referral.objects.select_related("organization", "handler", "sender").prefetch_related(
        "deadlines", "documents__service", "mediations"
    )
    return (
        seen.claims()
        .filter(matter=found.matter_id)
        .select_related("petition", "category", "territory")
        .prefetch_related(Prefetch("referrals", hops))
        .order_by("ordinal")
    )


def _of_petition(seen: Scope, found: Petition, claims: list[Claim]) -> dict[str, Any]:
    hops = search.current_hops(claims)
    clocks = [clock for hop in hops if (clock := worklist.nearest_clock(hop))]
    tickets = (
        Ticket.objects.visible_to(seen.user)
        .newest()
        .filter(claim__in=claims)
        .select_related("organization", "issuer", "deadline")
        .order_by("-opened_at")
    )
    return {
        "petition": found,
        "claims": claims,
        "roads": [road(claim, on=seen.on) for claim in claims],
        "hops": hops,
        "deadline": min(clocks, key=lambda clock: clock.due_on, default=None),
        "tickets": [
            (ticket, next_step(ticket, on=seen.on, calendar=seen.calendar)) for ticket in tickets
        ],
        "instructions": Instruction.objects.visible_to(seen.user)
        .filter(claim__in=claims)
        .select_related("by"),
        "events": _events(claims),
    }


def _with_next_step(tickets: Iterable[Ticket], seen: Scope) -> list[tuple[Ticket, str]]:
    return [(ticket, next_step(ticket, on=seen.on, calendar=seen.calendar)) for ticket in tickets]


def _events(claims: list[Claim]) -> list[Event]:
    """The newest of all claims; each claim's chain is asked for its own newest."""
    rows = [
        event
        for claim in claims
        for event in claim.events.select_related("by").order_by("-sequence")[:EVENTS]
    ]
    return sorted(rows, key=lambda event: event.at, reverse=True)[:EVENTS]


def _conflict(
    request: HttpRequest, found: Petition, error: NotAllowedError, text: str
) -> HttpResponse:
    context = {
        "reason": error.reason,
        "typed": [("批示", text)],
        "back_url": briefing.petition_url(found.number),
        "back_text": "回到本件",
    }
    return render(request, "409.html", context, status=HTTPStatus.CONFLICT)
