"""Open a ticket by hand: choose the kind, fill in its paper, look at it, confirm."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oversight import tickets
from oversight.models import TicketKind, TicketStatus
from oversight.tickets import papers
from oversight.tickets.opening import sample
from oversight.tickets.opening_form import OpeningForm
from petitions.errors import FieldError
from petitions.letters import LETTERS, LetterSpec
from petitions.views.pdf import inline

if TYPE_CHECKING:
    from accounts.models import Post, User


@dataclass(frozen=True)
class Offer:
    """One kind on the page where a kind is chosen."""

    kind: TicketKind
    letter: LetterSpec
    spec: tickets.KindSpec
    is_signed: bool


@require_safe
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    kinds = tickets.kinds_open_to(user)
    if not kinds:
        raise PermissionDenied("督办、提醒和建议由信访部门的督办员和负责人开出。")
    context = {
        "offers": [_offer(kind, user) for kind in kinds],
        "number": request.GET.get("petition", "")[:24],
    }
    return render(request, "oversight/ticket_kinds.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in tickets.BY_HAND:
        raise Http404
    chosen, user, at = TicketKind(kind), cast("User", request.user), timezone.now()
    post = tickets.opening_post(user, chosen)
    if post is None:
        raise PermissionDenied(f"您的岗位不能开出{chosen.label}。")
    on, number = timezone.localdate(at), request.GET.get("petition", "")[:24]
    if request.method != "POST":
        return _page(request, OpeningForm(None, kind=chosen, user=user, on=on, number=number), post)
    form = OpeningForm(request.POST, kind=chosen, user=user, on=on)
    if form.is_valid():
        answer = _go_on(request, form, post)
        if answer is not None:
            return answer
    return _page(request, form, post, status=HTTPStatus.BAD_REQUEST)


def _go_on(request: HttpRequest, form: OpeningForm, post: Post) -> HttpResponse | None:
    """Preview, question or act; `None` where the form has to come back with its errors."""
    at = timezone.now()
    if "preview" in request.POST:
        return _preview(form, post)
    if "confirmed" not in request.POST:
        return _confirm(request, form, post)
    ticket = form.open(by=post, at=at)
    if ticket is None:
        return None
    signed = ticket.status == TicketStatus.OPEN
    said = "已开出，对方已收到通知。" if signed else "已送负责人签发。"
    messages.success(request, f"{tickets.noun(ticket)}{said}")
    return redirect("oversight:ticket", pk=ticket.pk)


def _preview(form: OpeningForm, post: Post) -> HttpResponse | None:
    """The paper as PDF with what is typed so far; nothing is stored."""
    demand, at = form.demand(), timezone.now()
    try:
        ticket = sample(demand, by=post, at=at)
        content = papers.preview(ticket, cited=demand.cited, on=timezone.localdate(at))
    except FieldError as error:
        form.add_error(None, error.reason)
        return None
    return inline(content, name=f"{form.kind.label}预览")


def _confirm(request: HttpRequest, form: OpeningForm, post: Post) -> HttpResponse:
    signs = post.role in form.spec.issuers
    own = ("csrfmiddlewaretoken", "confirmed", "preview")
    sent = [(name, str(value)) for name, value in request.POST.items() if name not in own]
    context = {
        "title": f"{'开出' if signs else '送签'}以前请核对：{form.kind.label}",
        "facts": _facts(form),
        "action_url": request.path,
        "yes": "开出并编号" if signs else "送负责人签发",
        "back_url": reverse("oversight:ticket-create", args=[form.kind.value]),
        "danger_note": "文书编号以后不能修改。" if signs else "签发以前可以撤回。",
        "hidden": [*sent, ("confirmed", "1")],
    }
    return render(request, "oversight/ticket_confirm.html", context)


def _facts(form: OpeningForm) -> list[tuple[str, str]]:
    shown = []
    for bound in form.visible_fields():
        value = form.cleaned_data.get(bound.name)
        if bound.name == "cases":
            value = "、".join(claim.petition.number for claim in value or ())
        if value:
            shown.append((str(bound.label), str(value)))
    return shown


def _page(
    request: HttpRequest, form: OpeningForm, post: Post, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    letter = form.spec.letter
    context = {
        "form": form,
        "kind": form.kind,
        "spec": form.spec,
        "letter": LETTERS[letter] if letter else None,
        "signs": post.role in form.spec.issuers,
        "fields": form.visible_fields(),
    }
    return render(request, "oversight/ticket_form.html", context, status=status)


def _offer(kind: TicketKind, user: User) -> Offer:
    spec = tickets.KINDS[kind]
    if spec.letter is None:
        raise ValueError(f"{kind} is opened by hand and has no paper.")
    post = tickets.opening_post(user, kind)
    return Offer(kind, LETTERS[spec.letter], spec, bool(post and post.role in spec.issuers))
