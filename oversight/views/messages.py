"""消息: what this person was told, one line for each case, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from petitions.models import Notice

if TYPE_CHECKING:
    from accounts.models import User
    from petitions.models import Petition
    from petitions.models.notice import NoticeQuerySet

#: So many messages are read for one page; their cases are its lines.
PER_PAGE = 200
#: Older pages are reached by search, not by turning pages.
MOST_PAGES = 50


@dataclass(frozen=True)
class Thread:
    """One case's messages on this page, the newest first. A message about no case stands alone."""

    petition: Petition | None
    notices: list[Notice]

    @property
    def newest(self) -> Notice:
        return self.notices[0]

    @property
    def said(self) -> str:
        """The newest message in one line: its subject, without the title that stands above."""
        if self.petition is None or self.petition.is_sealed:
            return self.newest.subject
        title = self.petition.title
        return self.newest.subject.removeprefix(f"{title}：").removesuffix(f"：{title}")

    @property
    def earlier(self) -> list[Notice]:
        return self.notices[1:]

    @property
    def unread(self) -> int:
        return sum(notice.read_at is None for notice in self.notices)


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    only_unread = request.GET.get("unread") == "1"
    inbox = Notice.objects.inbox_of(_user(request))
    if only_unread:
        inbox = inbox.filter(read_at=None)
    number = _page(request)
    shown, is_last = _slice(inbox, number)
    threads = _threads(shown)
    context = {
        "threads": threads,
        "only_unread": only_unread,
        "unread_here": any(thread.unread for thread in threads),
        "until": max((notice.pk for notice in shown), default=0),
        "newer": number - 1,
        "older": 0 if is_last else number + 1,
    }
    return render(request, "oversight/inbox.html", context)


@require_safe
@login_required
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one message read, or its whole case up to it, and go where it points."""
    inbox = Notice.objects.inbox_of(_user(request))
    notice = get_object_or_404(inbox.select_related("claim"), pk=pk)
    if request.GET.get("case") == "1" and notice.claim is not None:
        _mark_read(inbox.filter(claim__petition=notice.claim.petition_id, pk__lte=pk))
    else:
        _mark_read(inbox.filter(pk=pk))
    return redirect(notice.url or "oversight:inbox")


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything up to the newest message on the page, or of one case; what arrived since stays
    unread."""
    until, petition = request.POST.get("until", ""), request.POST.get("petition", "")
    if _is_key(until):
        inbox = Notice.objects.inbox_of(_user(request)).filter(pk__lte=int(until))
        if petition:
            inbox = inbox.filter(claim__petition__number=petition[:40])
        messages.success(request, f"{_mark_read(inbox)} 条消息已标为已读。")
    return redirect("oversight:inbox")


def _mark_read(inbox: NoticeQuerySet) -> int:
    return inbox.filter(read_at=None).update(read_at=timezone.now())


def _slice(inbox: NoticeQuerySet, number: int) -> tuple[list[Notice], bool]:
    """One page of messages, and whether none is older. Counting them all would cost more than
    anybody gains from the number."""
    start = (number - 1) * PER_PAGE
    ordered = inbox.select_related("claim__petition").order_by("-created_at", "-pk")
    found = list(ordered[start : start + PER_PAGE + 1])
    return found[:PER_PAGE], len(found) <= PER_PAGE or number >= MOST_PAGES


def _threads(notices: list[Notice]) -> list[Thread]:
    """Cases in the order of their newest message here."""
    threads: dict[int, Thread] = {}
    for notice in notices:
        petition = notice.claim.petition if notice.claim else None
        key = petition.pk if petition else -notice.pk
        threads.setdefault(key, Thread(petition, [])).notices.append(notice)
    return list(threads.values())


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return min(max(int(text), 1), MOST_PAGES) if _is_key(text) else 1


def _is_key(text: str) -> bool:
    return text.isdecimal() and len(text) < 19  # noqa: PLR2004 - the digits of a 64-bit key


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)
