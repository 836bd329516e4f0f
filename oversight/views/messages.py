"""消息: what this person was told, grouped by case, the unread first."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from petitions.models import Notice

if TYPE_CHECKING:
    from accounts.models import User
    from petitions.models import Petition

PER_PAGE = 50


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    inbox = Notice.objects.inbox_of(_user(request))
    ordered = (
        inbox.select_related("claim__petition")
        .annotate(is_read=Q(read_at__isnull=False))
        .order_by("is_read", "-created_at", "-pk")
    )
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    context = {
        "page_obj": page,
        "groups": _by_petition(shown),
        "unread": any(notice.read_at is None for notice in shown),
        "until": max((notice.pk for notice in shown), default=0),
    }
    return render(request, "oversight/inbox.html", context)


@require_safe
@login_required
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one message read and go where it points."""
    inbox = Notice.objects.inbox_of(_user(request))
    notice = get_object_or_404(inbox, pk=pk)
    if notice.read_at is None:
        Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())
    return redirect(notice.url or "oversight:inbox")


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything up to the newest message on the page; what arrived since stays unread."""
    until = request.POST.get("until", "")
    if until.isdecimal() and len(until) < 19:  # noqa: PLR2004 - the digits of a 64-bit key
        unread = Notice.objects.inbox_of(_user(request)).filter(read_at=None, pk__lte=int(until))
        count = unread.update(read_at=timezone.now())
        messages.success(request, f"{count} 条消息已标为已读。")
    return redirect("oversight:inbox")


def _by_petition(notices: list[Notice]) -> list[tuple[Petition | None, list[Notice]]]:
    """Cases in the order of their first message here; a message about no case stands alone."""
    groups: dict[int, tuple[Petition | None, list[Notice]]] = {}
    for notice in notices:
        petition = notice.claim.petition if notice.claim else None
        key = petition.pk if petition else -notice.pk
        groups.setdefault(key, (petition, []))[1].append(notice)
    return list(groups.values())


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)
