"""态势: what the numbers say, and the list behind each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from oversight.boards import (
    drawing,
    lists,
    load,
    needs,
    quality,
    rates,
    steps,
    topics,
    vendor,
)
from oversight.boards.census import census
from oversight.boards.conditions import Conditions, ListConditions
from oversight.boards.tiles import tiles
from oversight.boards.waiting import waiting
from oversight.views.boards.entry import scope

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import Organization
    from oversight.boards.census import Census
    from oversight.boards.scope import Scope

PER_PAGE = 50
#: Units shown at once; the rest is one press away.
FEW = 8


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    seen = scope(request)
    form = Conditions(request.GET)
    body = form.given.get("organization")
    counted = census(seen)
    stood = steps.by_step(seen)
    units = needs.units(seen, counted)
    context: dict[str, Any] = {
        "tiles": tiles(seen, levels=counted.by_level(), units=units),
        "units": drawing.units(units, seen),
        "few": FEW,
        "more": -FEW,
        "unit_days": rates.UNIT_DAYS,
        "steps": drawing.steps(stood),
        "open": sum(step.count for step in stood),
        "open_url": lists.url("open"),
        "waiting": drawing.waiting(waiting(seen)),
        "waiting_url": lists.url("tickets"),
        "workload": drawing.workload(quality.workload(seen)),
    }
    context |= _common(seen, "now") | _calendar(seen, counted, body, units)
    return render(request, "oversight/boards/situation.html", context)


@login_required
@require_safe
def trends(request: HttpRequest) -> HttpResponse:
    """What a year says: rates, topics, repeats, quality."""
    seen = scope(request)
    found, weeks = rates.trends(seen), topics.weeks(seen.on)
    context = _common(seen, "trends") | {
        "trends": found,
        "months": drawing.months(found, seen.on),
        "weeks": weeks,
        "topics": drawing.topic_rows(topics.topics(seen), weeks),
        "repeats": drawing.repeats(topics.repeats(seen)),
        "quality": drawing.quality(quality.quality(seen)),
    }
    return render(request, "oversight/boards/trends.html", context)


@login_required
@require_safe
def rows(request: HttpRequest, number: str) -> HttpResponse:
    """The list behind one number; a name or an address that no number has is a 404."""
    seen = scope(request)
    form = ListConditions(request.GET)
    found = lists.listing(number, seen, form.given)
    if found is None:
        raise Http404("没有这个数字的清单。")
    page = Paginator(found.rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "listing": found,
        "page_obj": page,
        "lines": [found.line(row, on=seen.on) for row in page.object_list],
        "body": form.given.get("organization"),
        "today": seen.on,
        "calendar": seen.calendar,
        "scope": seen,
    }
    return render(request, "oversight/boards/list.html", context)


def _common(seen: Scope, page: str) -> dict[str, Any]:
    return {"scope": seen, "page": page, "charts_url": vendor.charts_url()}


def _calendar(
    seen: Scope, counted: Census, body: Organization | None, units: list[needs.Unit]
) -> dict[str, Any]:
    found = load.load(seen, counted, organization=body)
    return {
        "load": found,
        "load_weeks": drawing.load_weeks(found, organization=body.code if body else ""),
        "load_of": body,
        "load_choices": _bodies(units, body),
    }


def _bodies(units: list[needs.Unit], body: Organization | None) -> list[tuple[str, str, bool]]:
    """The bodies whose calendar can be chosen: code, name, and whether it is the one shown."""
    places = {unit.organization.code: unit.organization.name for unit in units}
    if body is not None:
        places.setdefault(body.code, body.name)
    chosen = body.code if body else ""
    return [(code, name, code == chosen) for code, name in sorted(places.items(), key=_by_name)]


def _by_name(place: tuple[str, str]) -> str:
    return place[1]
