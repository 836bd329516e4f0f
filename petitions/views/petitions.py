"""The list, the single petition, and the contact of a petitioner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from petitions import attachments, casefile, events, permissions, search, spreadsheet
from petitions.conditions import SearchForm, tags
from petitions.downloads import download
from petitions.models import BaseFlag, Claim, Event, Matter, Petition
from petitions.paging import CAP, CappedPaginator
from routing.workdays import work_calendar

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User

#: Why somebody looks at a telephone number; the one reason that needs no more words.
CALLING = "联系信访人"


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    user, today = cast("User", request.user), timezone.localdate()
    form = SearchForm(request.GET)
    given = form.given
    known = search.exactly(user, given.get("q", ""))
    if known is not None:
        return redirect("petitions:detail", number=known.number)
    calendar = work_calendar()
    rows = search.found(user, given, on=today)
    pages = CappedPaginator(search.listed(rows, user))
    page = pages.get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "form": form,
        "search": given.get("q", ""),
        "page_obj": page,
        "entries": [_entry(petition) for petition in page],
        "count": pages.count_text,
        "is_capped": pages.counted > pages.cap,
        "tags": tags(form),
        "more_open": bool({"intake", "category", "since", "until", "mine", "kind"} & set(given)),
        "today": today,
        "calendar": calendar,
    }
    return render(request, "petitions/list.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same rows in the same order, as many as the list shows on all its pages."""
    user, today = cast("User", request.user), timezone.localdate()
    found = search.found(user, SearchForm(request.GET).given, on=today).exclude(is_sealed=True)
    content = spreadsheet.workbook(
        search.listed(found, user)[:CAP], who=user.name, on=today, calendar=work_calendar()
    )
    return download(content, name=f"信访件-{today:%Y%m%d}.xlsx")


def _entry(petition: Petition) -> dict[str, Any]:
    hops, deadline = search.standing(petition)
    return {"petition": petition, "hops": hops, "deadline": deadline}


@login_required
@require_safe
@never_cache
def detail(request: HttpRequest, number: str) -> HttpResponse:
    user, today = cast("User", request.user), timezone.localdate()
    petition = get_object_or_404(_visible(user), number=number)
    calendar = work_calendar()
    key_only = request.GET.get("timeline") == "key"
    before = request.GET.get("before", "")
    rows, older = casefile.timeline(
        petition, user, key_only=key_only, before=int(before) if before.isdecimal() else None
    )
    context: dict[str, Any] = {
        "file": casefile.gather(petition, user, on=today, calendar=calendar),
        "petition": petition,
        "today": today,
        "calendar": calendar,
        "events": rows,
        "older": older,
        "key_only": key_only,
        "may_attach": attachments.post_for_adding(user, petition) is not None,
        "may_mark": permissions.marking_post(user, petition) is not None,
        "marks": list(BaseFlag.objects.newest().filter(petition=petition, value=True)),
        "is_registrar": petition.organization_id in {p.organization_id for p in user.active_posts},
    }
    return render(request, "petitions/detail.html", context)


@login_required
@require_POST
@never_cache
@transaction.atomic
def contact(request: HttpRequest, number: str) -> HttpResponse:
    """Show telephone and address once; that somebody looked is written down first."""
    user = cast("User", request.user)
    petition = get_object_or_404(_visible(user), number=number)
    matter = Matter.objects.locked().get(pk=petition.matter_id)
    claim = Claim.objects.visible_to(user).filter(matter=matter).order_by("ordinal").first()
    if claim is not None:
        post = user.post
        events.append(
            Event(
                matter=matter,
                claim=claim,
                action="view_contact",
                text=f"查看信访人联系方式（{CALLING}）",
                data={"petition": petition.number},
                by=user,
                organization=post.organization if post else None,
                at=timezone.now(),
            )
        )
    template = (
        "petitions/_contacts.html" if "X-Fragment" in request.headers else "petitions/contact.html"
    )
    return render(request, template, {"petition": petition})


def _visible(user: User) -> Any:
    rows = Petition.objects.visible_to(user)
    return rows.select_related(
        "matter", "organization", "registered_by", "accused_organization"
    ).prefetch_related("parties__petitioner")
