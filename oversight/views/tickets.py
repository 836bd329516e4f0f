"""督办: the list with its tabs, one ticket with its story, and its papers."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oversight import tickets
from oversight.forms import TicketFilters
from oversight.models import Ticket, TicketKind, TicketPaper, TicketStatus
from oversight.tickets import listing, papers
from oversight.tickets.forms import FORMS, TicketForm
from oversight.tickets.story import story
from oversight.views.ticket_marks import chip, entries_of, tags
from petitions.models import Claim
from petitions.paging import CappedPaginator
from petitions.views.pdf import inline

if TYPE_CHECKING:
    from accounts.models import User
    from oversight.models import TicketQuerySet
    from petitions.previews import Preview

TABS = (("mine", "待我办理"), ("issued", "我方开出"), ("all", "全部"))


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    tab = request.GET.get("tab", "mine")
    if tab not in dict(TABS):
        raise Http404
    known = _tab(user, tab)
    form = TicketFilters(request.GET or {}, known)
    found = _listed(form, known) if form.is_valid() else known.none()
    pages = CappedPaginator(cast("Any", found))
    page = pages.get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "form": form,
        "tab": tab,
        "tabs": TABS,
        "page_obj": page,
        "count": pages.count_text,
        "rows": [(ticket, chip(cast("Ticket", ticket), on=today)) for ticket in page.object_list],
        "tags": tags(request, form),
        "may_open": bool(tickets.kinds_open_to(user)),
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "oversight/tickets.html", context, status=status)


@require_safe
@login_required
@never_cache
def detail(request: HttpRequest, pk: str) -> HttpResponse:
    return page(request, visible(request, pk))


@require_safe
@login_required
def paper(request: HttpRequest, pk: str) -> HttpResponse:
    rows = TicketPaper.objects.visible_to(cast("User", request.user))
    found = get_object_or_404(rows, pk=pk)
    return inline(bytes(found.content), name=found.number)


@require_safe
@login_required
@never_cache
def draft(request: HttpRequest, pk: str) -> HttpResponse:
    """The paper of a proposal as it stands: whoever signs it has read it."""
    ticket = visible(request, pk)
    if ticket.status != TicketStatus.PROPOSED:
        raise Http404
    cited = ticket.cited.select_related("petition", "category")
    content = papers.preview(ticket, cited=cited, on=timezone.localdate())
    return inline(content, name=f"{ticket.get_kind_display()}（草稿）")


def visible(request: HttpRequest, pk: str) -> Ticket:
    rows = Ticket.objects.visible_to(cast("User", request.user)).select_related(
        "deadline", "organization", "issuer", "claim__petition", "claim__matter"
    )
    return get_object_or_404(rows, pk=pk)


def page(
    request: HttpRequest,
    ticket: Ticket,
    form: TicketForm | None = None,
    *,
    status: int = 200,
    preview: Preview | None = None,
) -> HttpResponse:
    """The ticket with the forms of the acts that are this person's now; `form` is one that was
    sent and came back, `preview` the paper that it would issue."""
    user, today = cast("User", request.user), timezone.localdate()
    told = story(ticket, on=today)
    offered = {} if told.newest != ticket else _forms(ticket, user, form)
    cited = Claim.objects.visible_to(user).filter(citing_tickets=ticket)
    context = {
        "ticket": ticket,
        "petition": ticket.claim.petition if ticket.claim else None,
        "spec": tickets.KINDS[TicketKind(ticket.kind)],
        "noun": tickets.noun(ticket),
        "chip": chip(ticket, on=today),
        "story": told,
        "newest": told.newest if told.newest != ticket else None,
        "entries": entries_of(ticket),
        "replies": [row for link in told.chain if link == ticket for row in link.replies.all()],
        "own_papers": list(ticket.papers.without_content().filter(reply=None)),
        "papers": [row for link in told.chain for row in link.papers.all()],
        "cited": cited.select_related("petition").order_by("petition__number"),
        "cited_count": ticket.cited.count(),
        "form": form,
        "preview": preview,
        "writing": next((one for one in offered.values() if one.has_paper), None),
        **offered,
    }
    return render(request, "oversight/ticket.html", context, status=status)


def _forms(ticket: Ticket, user: User, sent: TicketForm | None) -> dict[str, TicketForm]:
    """By the noun with underscores: `answer`, `acceptance`, `reply_return` …"""
    found = {}
    for noun in NOUNS.get(TicketStatus(ticket.status), ()):
        kind = FORMS[noun]
        if tickets.acting_post(user, kind.verb, ticket) is None:
            continue
        if noun == "withdrawal" and ticket.origin != "hand":
            continue
        ours = isinstance(sent, kind)
        form = sent if ours and sent else kind(ticket=ticket, on=timezone.localdate())
        found[noun.replace("-", "_")] = form
    return found


NOUNS = {
    TicketStatus.PROPOSED: ("signature", "withdrawal"),
    TicketStatus.OPEN: ("answer", "lifting", "withdrawal"),
    TicketStatus.ANSWERED: ("acceptance", "reply-return", "lifting"),
}


def _tab(user: User, tab: str) -> TicketQuerySet:
    if tab == "mine":
        return listing.waiting_for(user)
    return listing.issued_by(user) if tab == "issued" else Ticket.objects.visible_to(user)


def _listed(form: TicketFilters, known: TicketQuerySet) -> TicketQuerySet:
    """What waits by its day, what is over by when it was opened, the newest first."""
    order = ("-opened_at", "-pk") if form.shows_closed else ("due_on", "opened_at", "pk")
    rows = form.narrow(known).select_related(
        "deadline", "organization", "issuer", "claim__petition"
    )
    return rows.order_by(*order)
