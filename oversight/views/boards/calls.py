"""晨间电话: the list to call down, and the tick behind each body."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from oversight.boards import calling
from oversight.boards.conditions import CallForm
from oversight.views.boards.entry import person, scope

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import Organization


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return _page(request, CallForm(), None)


@login_required
@require_POST
def create(request: HttpRequest, code: str) -> HttpResponse:
    """已致电: only bodies on this morning's list can be ticked."""
    seen, post = scope(request), calling.require_caller_post(person(request))
    calls = calling.call_list(seen, office=post.organization)
    body = next((call.organization for call in calls if call.organization.code == code), None)
    if body is None:
        raise Http404("今天不用致电这个单位。")
    form = CallForm(request.POST)
    if not form.is_valid():
        return _page(request, form, body)
    calling.note_call(
        office=post.organization,
        organization=body,
        note=form.cleaned_data["note"],
        by=post.user,
        at=timezone.now(),
    )
    messages.success(request, f"已记录与{body.name}的通话。")
    return redirect("oversight:calls")


def _page(request: HttpRequest, form: CallForm, body: Organization | None) -> HttpResponse:
    """`body` is the one whose note was refused: its form keeps what was typed."""
    seen, post = scope(request), calling.require_caller_post(person(request))
    calls = calling.call_list(seen, office=post.organization)
    context = {
        "calls": [
            (call, form if call.organization == body else CallForm(auto_id=f"id_{n}_%s"))
            for n, call in enumerate(calls)
        ],
        "form": form if form.errors else None,
        "left": sum(not call.is_done for call in calls),
        "scope": seen,
        "today": seen.on,
        "calendar": seen.calendar,
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "oversight/boards/calls.html", context, status=status)
