"""Who asks, for which period, of which body: what every page of the reports begins with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from oversight.indicators import Scope
from oversight.reports.forms import ReportForm

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Organization, User
    from oversight.indicators import Period

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Asked:
    """`form` may be invalid: a page then says so and shows the default period."""

    user: User
    form: ReportForm
    period: Period
    organization: Organization | None
    is_live: bool
    on: dt.date

    @property
    def query(self) -> str:
        """What every link below this page carries on."""
        return query_of(self.period, self.organization, is_live=self.is_live)


def asked(request: HttpRequest, *, wide: bool = False, is_running: bool = False) -> Asked:
    """Raises `PermissionDenied` for those who have no figures, or none of a territory."""
    user, on = cast("User", request.user), timezone.localdate()
    scope = Scope.of(user)
    if scope.is_empty or (wide and not scope.is_wide):
        raise PermissionDenied("报表由信访部门、领导和各单位查看；年度报告由信访部门编制。")
    form = ReportForm(request.GET, on=on, is_running=is_running)
    form.is_valid()
    given = form.cleaned_data
    return Asked(user, form, form.period, given.get("organization"), bool(given.get("live")), on)


def refuse_nonsense(question: Asked) -> None:
    """A list or a file is asked for by a link of ours; anything else is no address."""
    if question.form.errors:
        raise Http404


def query_of(period: Period, organization: Organization | None, *, is_live: bool = False) -> str:
    given = {"month": period.name}
    if organization is not None:
        given["organization"] = organization.code
    if is_live:
        given["live"] = "on"
    return urlencode(given)


def rows_url(code: str, part: str, query: str) -> str:
    return f"{reverse('oversight:report-rows', args=[code, part])}?{query}"
