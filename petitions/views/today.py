"""我的今日工作: the first page of everybody's day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import ADMINISTRATORS, Role
from petitions import permissions, search, turns, worklist
from petitions.states import State
from petitions.worklist import Lateness, Row
from routing.workdays import work_calendar

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from routing.calendar import WorkCalendar

#: The colour beside each group's heading.
BARS = {
    Lateness.LATE: "late",
    Lateness.DUE: "due",
    Lateness.NEAR: "near",
    Lateness.LATER: "ok",
}
OVERSEERS = (Role.LEADER, Role.CHIEF)


@dataclass(frozen=True)
class Entry:
    """One row of the table. `url` is empty where somebody else's decision comes first."""

    row: Row
    label: str
    url: str


@dataclass(frozen=True)
class Step:
    """One state that waits for this person, as a filter of the page."""

    value: str
    label: str
    count: int


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    user, today = cast("User", request.user), timezone.localdate()
    if not any(post.role not in ADMINISTRATORS for post in user.active_posts):
        return render(request, "petitions/today_administrator.html", {"today": today})
    calendar = work_calendar()
    steps = _steps(user, on=today)
    wanted = request.GET.get("step", "")
    state = wanted if wanted in {step.value for step in steps} else ""
    rows = worklist.rows(user, on=today, state=state)
    total = sum(step.count for step in steps if not state or step.value == state)
    context: dict[str, Any] = {
        "today": today,
        "calendar": calendar,
        "groups": _groups(rows, user),
        "steps": steps,
        "state": state,
        "total": total,
        "beyond": total - len(rows),
        "may_register": permissions.registrar_post(user) is not None,
        "page_counts": {"petitions:today": sum(step.count for step in steps)},
    }
    if user.holds(*OVERSEERS):
        context["tiles"] = search.tiles(user, on=today)
    if not rows:
        context["upcoming"] = _upcoming(user, on=today, calendar=calendar)
    return render(request, "petitions/today.html", context)


def _steps(user: User, *, on: dt.date) -> list[Step]:
    counted = dict(
        worklist.waiting_for(user, on=on)
        .order_by()
        .values_list("state")
        .annotate(count=Count("pk"))
        .values_list("state", "count")
    )
    return [
        Step(state.value, state.label, counted[state.value])
        for state in State
        if state.value in counted
    ]


def _groups(rows: list[Row], user: User) -> list[tuple[str, str, list[Entry]]]:
    return [
        (lateness.value, BARS[lateness], [_entry(row, user) for row in members])
        for lateness, members in worklist.groups(rows)
    ]


def _entry(row: Row, user: User) -> Entry:
    hop, action = row.referral, row.action
    if permissions.post_for(user, action, hop) is None:
        return Entry(row, f"等待{turns.next_label(hop, action)}", "")
    return Entry(row, turns.next_label(hop, action), turns.next_url(hop, action))


def _upcoming(user: User, *, on: dt.date, calendar: WorkCalendar) -> dict[str, Any] | None:
    """The next deadline among what this person sees, for a day without work."""
    found = search.next_due(user, on=on)
    return {"deadline": found, "petition": found.referral.claim.petition} if found else None
