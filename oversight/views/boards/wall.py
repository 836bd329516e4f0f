"""大屏: one page that renews itself each minute, with or without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oversight.boards import wall
from oversight.clock import last_swept_at
from oversight.views.boards.entry import scope

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

#: Seconds from one look to the next, and minutes after which the sweep counts as stopped.
EVERY, STALE_MINUTES = 60, 10


@login_required
@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """The whole page, or for the script that renews it the part that changes."""
    seen = scope(request)
    swept = last_swept_at()
    context = wall.figures(seen) | {
        "at": timezone.localtime(seen.at),
        "every": EVERY,
        "is_stale": swept is None or (seen.at - swept).total_seconds() > STALE_MINUTES * 60,
    }
    fragment = "X-Fragment" in request.headers
    template = "oversight/boards/_wall.html" if fragment else "oversight/boards/wall.html"
    return render(request, template, context)
