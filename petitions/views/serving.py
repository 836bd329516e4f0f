"""送达登记: what waits to be served, and a field for the bars of a returned 送达回证."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from petitions import scanning
from petitions.chips import chip
from petitions.models import Deadline, Document, Referral
from petitions.states import Action, State
from petitions.turns import act_url
from petitions.worklist import nearest_clock
from routing.workdays import work_calendar

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from petitions.models.referral import ReferralQuerySet

PAGE = 25


class ScanForm(forms.Form):
    code = forms.CharField(
        label="扫码或者输入文号",
        max_length=80,
        required=False,
        help_text="扫送达回证上的条码；没有扫码枪的，照着输入条码下面的字或者文号。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    form = ScanForm(request.GET)
    if form.is_valid() and form.cleaned_data["code"]:
        document = scanning.find(user, form.cleaned_data["code"])
        if document is not None:
            return redirect(_place(document))
        form.add_error("code", "没有找到这份文书，请核对文号；也可能不在您的查阅范围内。")
    waiting = Paginator(_waiting(user), PAGE).get_page(request.GET.get("page"))
    on, calendar = timezone.localdate(), work_calendar()
    lines = [
        (hop, _answer(hop), chip(clock, on=on, calendar=calendar) if clock else None, _url(hop))
        for hop in waiting
        for clock in [nearest_clock(hop)]
    ]
    context = {"form": form, "page_obj": waiting, "lines": lines}
    return render(request, "petitions/serving.html", context, status=404 if form.errors else 200)


def _waiting(user: User) -> ReferralQuerySet:
    """The signed answers of this person's bodies that nobody has recorded as served."""
    own = user.place_ids()
    issued = Document.objects.filter(issued_on__isnull=False).order_by("-issued_on", "-number")
    rows = Referral.objects.visible_to(user).filter(organization__in=own, state=State.SIGNED)
    return (
        rows.select_related("claim__petition", "organization")
        .prefetch_related(
            Prefetch("documents", issued),
            Prefetch("deadlines", Deadline.objects.select_related("organization")),
            "claim__petition__parties__petitioner",
        )
        .order_by("delivered_at", "pk")
    )


def _answer(hop: Referral) -> Document | None:
    return next(iter(hop.documents.all()), None)


def _url(hop: Referral) -> str:
    return act_url(hop, Action.SERVE)


def _place(document: Document) -> str:
    """Where the letter is served; where it has been, its case."""
    hop = document.referral
    if hop.state == State.SIGNED:
        return _url(hop)
    return reverse("petitions:detail", args=[hop.claim.petition.number])
