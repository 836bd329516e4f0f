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
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oversight import tickets
from oversight.models import TicketKind, TicketStatus
from oversight.tickets.opening_form import OpeningForm
from oversight.tickets.previews import composed
from petitions.letters import LETTERS, LetterSpec
from petitions.previews import shown
from petitions.views.previews import pdf_of, piece, typed_so_far

if TYPE_CHECKING:
    from accounts.models import Post, User
    from petitions.previews import Preview

FORM_ID = "opening-form"


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
    chosen, post = _opening(request, kind)
    if request.method != "POST":
        number = request.GET.get("petition", "")[:24]
        return _page(request, _form(request, chosen, number=number), post)
    form = _form(request, chosen)
    if "preview" in request.POST:
        return _look(request, form, post)
    if form.is_valid():
        answer = _go_on(request, form, post)
        if answer is not None:
            return answer
    return _page(request, form, post, status=HTTPStatus.BAD_REQUEST)


@login_required
@never_cache
@require_POST
def letters(request: HttpRequest, kind: str) -> HttpResponse:
    """The paper of the form while it is being filled in."""
    chosen, post = _opening(request, kind)
    form = _form(request, chosen)
    drawn = shown(form, *composed(form, by=post, at=timezone.now()))
    return piece(request, drawn, form_id=FORM_ID)


def _opening(request: HttpRequest, kind: str) -> tuple[TicketKind, Post]:
    """Who may open a ticket of this kind: the form, its preview and the act ask the same."""
    if kind not in tickets.BY_HAND:
        raise Http404
    chosen = TicketKind(kind)
    post = tickets.opening_post(cast("User", request.user), chosen)
    if post is None:
        raise PermissionDenied(f"您的岗位不能开出{chosen.label}。")
    return chosen, post


def _form(request: HttpRequest, kind: TicketKind, *, number: str = "") -> OpeningForm:
    data = request.POST if request.method == "POST" else None
    user, on = cast("User", request.user), timezone.localdate()
    return OpeningForm(data, kind=kind, user=user, on=on, number=number)


def _go_on(request: HttpRequest, form: OpeningForm, post: Post) -> HttpResponse | None:
    """The question or the act; `None` where the form has to come back with its errors."""
    if "confirmed" not in request.POST:
        return _confirm(request, form, post)
    ticket = form.open(by=post, at=timezone.now())
    if ticket is None:
        return None
    signed = ticket.status == TicketStatus.OPEN
    said = "已开出，对方已收到通知。" if signed else "已送负责人签发。"
    messages.success(request, f"{tickets.noun(ticket)}{said}")
    return redirect("oversight:ticket", pk=ticket.pk)


def _look(request: HttpRequest, form: OpeningForm, post: Post) -> HttpResponse:
    """The paper with what is typed so far, as PDF or on the page itself; nothing is stored."""
    found, reason = composed(form, by=post, at=timezone.now())
    asked = request.POST["preview"]
    if asked != "page":
        answer = pdf_of(form, found, reason, code=asked)
        return answer or _page(request, form, post, status=HTTPStatus.BAD_REQUEST)
    drawn, typed = shown(form, found, reason), typed_so_far(request)
    unsent = OpeningForm(
        None, kind=form.kind, user=form.user, on=form.on, number=typed.get("petition", "")
    )
    unsent.initial.update(typed)
    return _page(request, unsent, post, preview=drawn)


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
    request: HttpRequest,
    form: OpeningForm,
    post: Post,
    *,
    status: int = HTTPStatus.OK,
    preview: Preview | None = None,
) -> HttpResponse:
    letter = form.spec.letter
    context = {
        "preview": preview,
        "form_id": FORM_ID,
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
