"""失管检查: what has no owner, no lawful next step or no last day (M172). It must be empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from petitions.invariants import gaps

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    found = gaps(cast("User", request.user))
    return render(request, "petitions/gaps.html", {"gaps": found, "at": timezone.now()})
