"""The filters of the lists of tickets and of the ledger of suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q

from accounts.models import Organization
from oversight.models import SUGGESTIONS, WAITING, Adoption, TicketKind, TicketStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oversight.models import TicketQuerySet

ALL = "all"
_SUGGESTIONS = [(kind.value, kind.label) for kind in TicketKind if kind in SUGGESTIONS]
_UNANSWERED = "none"


class TicketFilters(forms.Form):
    """Without a status a list shows what still waits for somebody."""

    status = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "未办结"), *TicketStatus.choices, (ALL, "全部")],
    )
    kind = forms.ChoiceField(
        label="种类", required=False, choices=[("", "全部"), *TicketKind.choices]
    )
    organization = forms.ModelChoiceField(
        label="责任机关", required=False, queryset=Organization.objects.none(), empty_label="全部"
    )
    petition = forms.CharField(label="信访件编号", required=False, max_length=24)

    def __init__(self, data: Any, tickets: TicketQuerySet) -> None:
        super().__init__(data)
        places = tickets.order_by().values("organization_id")
        field = self.fields["organization"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Organization.objects.filter(pk__in=places)

    @property
    def shows_closed(self) -> bool:
        asked = self.cleaned_data["status"]
        return asked not in ("", *WAITING, TicketStatus.PROPOSED)

    def narrow(self, tickets: TicketQuerySet) -> TicketQuerySet:
        """The tickets asked for; the form is valid."""
        asked = self.cleaned_data
        if not asked["status"]:
            tickets = tickets.filter(status__in=(*WAITING, TicketStatus.PROPOSED))
        elif asked["status"] != ALL:
            tickets = tickets.filter(status=asked["status"])
        for name in ("kind", "organization"):
            if asked[name]:
                tickets = tickets.filter(**{name: asked[name]})
        if asked["petition"]:
            tickets = tickets.filter(claim__matter__petitions__number=asked["petition"].strip())
        return tickets


class LedgerFilters(forms.Form):
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label="种类", required=False, choices=[("", "全部"), *_SUGGESTIONS])
    organization = forms.ModelChoiceField(
        label="被建议机关", required=False, queryset=Organization.objects.none(), empty_label="全部"
    )
    adoption = forms.ChoiceField(
        label="采纳情况",
        required=False,
        choices=[("", "全部"), (_UNANSWERED, "未反馈"), *Adoption.choices],
    )

    def __init__(self, data: Any, rows: TicketQuerySet, years: Iterable[int]) -> None:
        super().__init__(data)
        offered = [("", "全部"), *((year, f"{year}年") for year in years)]
        self.fields["year"].choices = offered  # type: ignore[attr-defined]
        field = self.fields["organization"]
        if isinstance(field, forms.ModelChoiceField):
            places = rows.order_by().values("organization_id")
            field.queryset = Organization.objects.filter(pk__in=places)

    def narrow(self, rows: TicketQuerySet) -> TicketQuerySet:
        asked = self.cleaned_data
        if asked["year"]:
            rows = rows.filter(opened_on__year=asked["year"])
        for name in ("kind", "organization"):
            if asked[name]:
                rows = rows.filter(**{name: asked[name]})
        if asked["adoption"]:
            found = None if asked["adoption"] == _UNANSWERED else asked["adoption"]
            rows = rows.filter(Q(adoption=found))  # an annotation of the ledger
        return rows
