"""文号登记簿 as a page and as a workbook."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from petitions import register
from petitions.downloads import download
from petitions.letters.supervision import SUPERVISION

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import Organization, User
    from petitions.register import Series

YEARS = 5
PAGE = 25
#: Letters whose papers lie with the tickets, not with the petitions.
OF_TICKETS = {row[0].value for row in SUPERVISION}


class RegisterForm(forms.Form):
    year = forms.TypedChoiceField(label="年份", coerce=int, required=False)
    body = forms.ChoiceField(label="机关", required=False)
    kind = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)

    def __init__(
        self, *args: object, bodies: list[Organization], on: dt.date, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.bodies, self.on = {body.code: body for body in bodies}, on
        years = [(on.year - back, f"{on.year - back}年") for back in range(YEARS)]
        self.fields["year"].choices = years  # type: ignore[attr-defined]
        self.fields["body"].choices = [  # type: ignore[attr-defined]
            (body.code, body.name) for body in bodies
        ]

    @property
    def chosen_year(self) -> int:
        return self.cleaned_data.get("year") or self.on.year

    @property
    def chosen_body(self) -> Organization:
        first = next(iter(self.bodies.values()))
        return self.bodies.get(self.cleaned_data.get("body") or "", first)


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    user, form = _asked(request)
    kinds = register.series(user, form.chosen_body, form.chosen_year)
    kind = _chosen(kinds, form.cleaned_data.get("kind", ""))
    context = {
        "form": form,
        "year": form.chosen_year,
        "body": form.chosen_body,
        "kinds": [(one, _query(form, one), one.row.letter in OF_TICKETS) for one in kinds],
        "kind": kind,
    }
    if kind is not None:
        rows = register.entries(user, kind)
        context |= {
            "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
            "lacks": register.lacks(kind),
            "query": _query(form, kind),
        }
    return render(request, "petitions/register_of_numbers.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    user, form = _asked(request)
    kinds = register.series(user, form.chosen_body, form.chosen_year)
    kind = _chosen(kinds, form.cleaned_data.get("kind", ""))
    if kind is None:
        raise Http404
    title = f"{form.chosen_body.name} · {kind.title} · {form.chosen_year}年"
    content = register.workbook(register.entries(user, kind), title, who=user.name)
    return download(content, name=f"文号登记簿-{kind.title}-{form.chosen_year}.xlsx")


def _asked(request: HttpRequest) -> tuple[User, RegisterForm]:
    user = cast("User", request.user)
    bodies = register.bodies(user)
    if not bodies:
        raise PermissionDenied("文号登记簿由出具文书的机关查阅。")
    form = RegisterForm(request.GET, bodies=bodies, on=timezone.localdate())
    if not form.is_valid():
        raise Http404
    return user, form


def _chosen(kinds: list[Series], key: str) -> Series | None:
    """The kind asked for, else the first one whose letters lie with the petitions."""
    here = [one for one in kinds if one.row.letter not in OF_TICKETS]
    if key:
        return next((one for one in here if one.key == key), None)
    return here[0] if here else None


def _query(form: RegisterForm, kind: Series) -> str:
    asked = {"year": form.chosen_year, "body": form.chosen_body.code, "kind": kind.key}
    return urlencode(asked)
