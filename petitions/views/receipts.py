"""回执: what the petitioner takes home. The query code is theirs: only the counter that gave it out
prints it again."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, cast

import segno
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from petitions import pdf, promises
from petitions.models import Party, Petition

if TYPE_CHECKING:
    from accounts.models import User

REMEMBERED = "registered"
MANY = 20


def remember(request: HttpRequest, petition: Petition) -> None:
    """Let this session show the receipt of what it has just registered, also where the person may
    not see the petition afterwards (an accusation taken down by somebody not cleared)."""
    numbers = [n for n in request.session.get(REMEMBERED, []) if n != petition.number]
    request.session[REMEMBERED] = [*numbers, petition.number][-MANY:]


@never_cache
@login_required
@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    petition = _petition(request, number)
    user = cast("User", request.user)
    context = {
        "petition": petition,
        "matter": petition.matter,
        "code": grouped(petition.matter.query_code),
        "qr": _qr(request, petition).decode(),
        "people": _people(petition),
        "promise": promises.given(petition),
        "attachments": petition.attachments.count(),
        "is_seen": Petition.objects.visible_to(user).filter(pk=petition.pk).exists(),
        "query_address": request.build_absolute_uri(reverse("portal:look-up")),
    }
    return render(request, "petitions/receipt.html", context)


@never_cache
@login_required
@require_safe
def pdf_file(request: HttpRequest, number: str) -> HttpResponse:
    petition = _petition(request, number)
    promise = promises.given(petition)
    content = pdf.render_receipt(
        {
            "petition_number": petition.number,
            "query_code": petition.matter.query_code,
            "received_on": petition.received_on,
            "petitioner_name": _people(petition) or "（匿名）",
            "office": petition.organization.name,
            "promise_on": promise.on if promise else "",
            "contact": petition.organization.phone,
            "query_address": request.build_absolute_uri(reverse("portal:look-up")),
            "qr_svg": _qr(request, petition),
        }
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{petition.number}.pdf"'
    return response


def grouped(code: str) -> str:
    """Ten signs in two fives, as they are read out and typed."""
    return f"{code[:5]}-{code[5:]}"


def _petition(request: HttpRequest, number: str) -> Petition:
    user = cast("User", request.user)
    may = Q(
        organization__in=user.place_ids(), pk__in=Petition.objects.visible_to(user).values("pk")
    )
    if number in request.session.get(REMEMBERED, []):
        may |= Q(registered_by=user)
    rows = Petition.objects.filter(may).select_related("matter", "organization", "registered_by")
    return get_object_or_404(rows, number=number)


def _people(petition: Petition) -> str:
    parties = list(Party.objects.filter(petition=petition).select_related("petitioner")[:1])
    if not parties:
        return ""
    others = f" 等 {petition.people_count} 人" if petition.people_count > 1 else ""
    return f"{parties[0].petitioner.name}{others}"


def _qr(request: HttpRequest, petition: Petition) -> bytes:
    address = request.build_absolute_uri(reverse("portal:status", args=[petition.matter.token]))
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=2, scale=5, xmldecl=False, svgns=True, omitsize=False
    )
    return drawn.getvalue()
