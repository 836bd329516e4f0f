"""导引向导: a public page of plain questions; its answer can be taken into a registration."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from routing.models import Situation
from routing.triage.questions import follow
from routing.triage.reading import ORDINALS

LONGEST_PATH = 8
_DRAFT = re.compile(r"[0-9a-f-]{36}")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The address holds the options chosen and the draft to come back to, never a word written."""
    path = request.GET.get("path", "")[:LONGEST_PATH]
    place = follow(path)
    if place is None:
        return redirect("routing:guide")
    situation = Situation.objects.filter(code=place.situation).first() if place.situation else None
    draft = request.GET.get("draft", "")
    context = {
        "path": path,
        "back": path[:-1],
        "place": place,
        "draft": draft if _DRAFT.fullmatch(draft) else "",
        "situation": situation,
        "ordinal": ORDINALS[situation.branch - 1] if situation and situation.branch else "",
    }
    return render(request, "routing/guide.html", context)
