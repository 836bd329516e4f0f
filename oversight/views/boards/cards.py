"""红黄牌: the board, and taking one card off it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from oversight.boards import cards as board
from oversight.boards import lifting
from oversight.boards.calling import caller_post
from oversight.boards.cards import Level
from oversight.boards.conditions import CardConditions, ReasonForm
from oversight.boards.tales import NOTHING, Tale, tales
from oversight.views.boards.entry import person, scope
from petitions.conditions import Tag
from petitions.errors import FieldError, NotAllowedError
from petitions.models import Deadline, Recusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from oversight.boards.cards import Face
    from oversight.boards.scope import Scope
    from petitions.models.deadline import DeadlineQuerySet

PER_PAGE = 50
TABS = (("", "逐件"), ("organization", "按单位"), ("owner", "按承办人"))
_TOLD = {
    Level.CLIMBED: "督办单以上，仍未办结",
    Level.RED: "已过截止日",
    Level.TODAY: "今日 24:00 前",
    Level.YELLOW: "7 日或 3 个工作日内（可设）",
}


@dataclass(frozen=True)
class Entry:
    """One card with its tale; `may_lift` by this person."""

    card: Deadline
    level: Level
    tale: Tale
    may_lift: bool


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    seen = scope(request)
    everything = board.faces(seen)
    owners = board.by_owner(everything)
    organizations = board.by_organization(everything)
    form = CardConditions(request.GET).offer(
        [(one.key, one.name) for one in organizations],
        [(one.key, f"{one.name}（{one.place}）") for one in owners if one.key != board.NOBODY],
    )
    given = form.given
    found = board.meeting(everything, given)
    tab = request.GET.get("by", "")
    context = _common(seen, form, everything) | {
        "tab": tab if tab in dict(TABS) else "",
        "tabs": TABS,
        "tags": _tags(form),
        "is_filtered": bool(given),
        "count": len(found),
        "may_call": caller_post(person(request)) is not None,
    }
    if context["tab"]:
        by = board.by_organization if tab == "organization" else board.by_owner
        context["tallies"] = by(found)
        return render(request, "oversight/boards/cards.html", context)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context |= {"page_obj": page, "entries": _entries(_behind(page.object_list), seen)}
    return render(request, "oversight/boards/cards.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """解除 one card: a page that asks for the reason."""
    seen = scope(request)
    card = get_object_or_404(_listed(board.cards(seen)), pk=pk)
    post = lifting.require_lifting_post(person(request), card)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            lifting.lift(card, reason=reason, by=post, at=timezone.now(), on=seen.on)
        except FieldError as error:
            for field, problem in error.fields.items():
                form.add_error(field, problem)
        except NotAllowedError as error:
            return _conflict(request, error, reason)
        else:
            messages.success(request, f"“{card.name}”的牌已解除，理由记入办理过程。")
            return redirect("oversight:cards")
    context = {"form": form, "today": seen.on, "calendar": seen.calendar} | {
        "entry": _entries([card], seen)[0]
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "oversight/boards/lift.html", context, status=status)


def _common(seen: Scope, form: CardConditions, everything: list[Face]) -> dict[str, Any]:
    counts = board.by_level(everything)
    return {
        "form": form,
        "scope": seen,
        "today": seen.on,
        "calendar": seen.calendar,
        "total": sum(counts[level] for level in board.GROUPS[""]),
        "tiles": [
            {
                "level": level.value,
                "label": level.label,
                "count": counts[level.value],
                "tone": board.TONES[level] if counts[level.value] else "",
                "told": _TOLD[level],
            }
            for level in board.GROUPS[""]
        ],
    }


def _listed(rows: DeadlineQuerySet) -> DeadlineQuerySet:
    return rows.select_related(
        "organization",
        "referral__organization",
        "referral__handler",
        "referral__claim__petition",
        "referral__claim__matter",
    )


def _behind(shown: Iterable[Face]) -> list[Deadline]:
    """The periods behind these faces, in their order."""
    order = list(shown)
    rows = _listed(Deadline.objects.all()).in_bulk([face.pk for face in order])
    for face in order:
        rows[face.pk].level, rows[face.pk].owner = face.level, face.owner  # type: ignore[attr-defined]
    return [rows[face.pk] for face in order]


def _entries(found: list[Deadline], seen: Scope) -> list[Entry]:
    told = tales(found, on=seen.on, calendar=seen.calendar)
    recused = set(
        Recusal.objects.filter(
            user=seen.user, claim__in=[card.referral.claim_id for card in found]
        ).values_list("claim_id", flat=True)
    )
    return [
        Entry(
            card,
            Level(card.level),  # type: ignore[attr-defined]
            told.get(card.pk, NOTHING),
            _may_lift(card, seen, told.get(card.pk, NOTHING))
            and card.referral.claim_id not in recused,
        )
        for card in found
    ]


def _may_lift(card: Deadline, seen: Scope, tale: Tale) -> bool:
    """Whether the button is worth showing; the act itself asks again."""
    if tale.lifted or (tale.ticket is None and card.due_on < seen.on):
        return False
    referral = card.referral
    watchers = {referral.sender_id, referral.claim.petition.organization_id}
    if tale.ticket is not None:
        watchers = {tale.ticket.issuer_id}
    return any(
        post.role in lifting.LIFTERS and post.organization_id in watchers
        for post in seen.user.active_posts
    )


def _tags(form: CardConditions) -> list[Tag]:
    """The conditions in force, each with the address that drops it."""
    made = []
    for name in form.given:
        rest = form.data.copy()  # type: ignore[attr-defined]
        rest.pop(name)
        rest.pop("page", None)
        value = form.given[name]
        field = form.fields[name]
        shown = dict(getattr(field, "choices", ())).get(value) if name == "level" else str(value)
        if name == "owner":
            shown = dict(field.widget.choices).get(value, "未指定承办人")
        made.append(
            Tag(str(field.label), str(shown), f"{reverse('oversight:cards')}?{rest.urlencode()}")
        )
    return made


def _conflict(request: HttpRequest, error: NotAllowedError, reason: str) -> HttpResponse:
    context = {
        "reason": error.reason,
        "typed": [("解除的理由", reason)],
        "back_url": reverse("oversight:cards"),
        "back_text": "回到红黄牌",
    }
    return render(request, "409.html", context, status=HTTPStatus.CONFLICT)
