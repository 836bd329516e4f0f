"""The form by which a ticket is opened by hand; its entries are those of the kind's paper."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms

from accounts.models import Organization
from oversight.models import Ticket, TicketKind
from oversight.tickets import papers
from oversight.tickets.kinds import KINDS, About
from oversight.tickets.opening import Demand, addressees_of, open_by_hand, proposed_due
from petitions.acts.base import day, field_for, long_text, typed
from petitions.acts.referring import OrganizationChoice
from petitions.errors import FieldError
from petitions.models import Claim, Petition

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Post, User
    from petitions.documents import Rehearsed

MOST_CASES = 30
NO_SUCH = "没有这个信访件，或者您无权查看。"


#: Entries that mean nothing to a ticket about one claim, or to one that cites several.
LEFT_OUT: dict[About, tuple[str, ...]] = {
    About.CLAIM: ("cases",),
    About.EITHER: (),
    About.CASES: ("petition", "claim"),
}


def entry_fields(kind: TicketKind) -> dict[str, forms.Field]:
    """The entries of the kind's paper that a person types."""
    letter = KINDS[kind].letter
    return {entry.name: field_for(entry) for entry in typed(letter)} if letter else {}


class OpeningForm(forms.Form):
    """`petition` is the number of the case the ticket is about, `claim` the ordinal of one claim
    where it has several. `key` makes a second press of the button the same ticket."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    petition = forms.CharField(label="信访件编号", required=False, max_length=24)
    claim = forms.TypedChoiceField(label="诉求", required=False, coerce=int, empty_value=None)
    organization = OrganizationChoice(label="向谁开出")
    subject = forms.CharField(
        label="事由",
        max_length=80,
        help_text="一句话，不写信访人姓名。",
        error_messages={"required": "请写明事由。"},
    )
    cases = long_text(
        "所涉信访件",
        required=False,
        rows=3,
        hint="一行一个编号；只能引用您看得到的，不能引用密件。",
    )
    due_on = day("答复期限", hint="内部要求，可以修改。")

    def __init__(
        self, data: Any, *, kind: TicketKind, user: User, on: dt.date, number: str = ""
    ) -> None:
        self.kind, self.user, self.spec, self.on = kind, user, KINDS[kind], on
        first = {"key": uuid.uuid4(), "petition": number, "due_on": proposed_due(kind, on=on)}
        super().__init__(data, initial=first)
        self.fields |= entry_fields(kind)
        self.fields["due_on"] = self.fields.pop("due_on")  # Last, after what is demanded.
        for name in LEFT_OUT[self.spec.about]:
            del self.fields[name]
        if self.spec.about is About.CASES:
            self.initial["cases"] = number
        self._offer(number or str((data or {}).get("petition") or ""))

    def clean_petition(self) -> str:
        number = str(self.cleaned_data["petition"]).strip()
        if number and not self._claims(number):
            raise forms.ValidationError(NO_SUCH)
        if not number and self.spec.about is About.CLAIM:
            raise forms.ValidationError("请写明是哪一件信访件。")
        return number

    def clean_cases(self) -> tuple[Claim, ...]:
        numbers = list(dict.fromkeys(str(self.cleaned_data["cases"]).split()))
        if len(numbers) > MOST_CASES:
            raise forms.ValidationError(f"最多引用 {MOST_CASES} 件。")
        seen = Petition.objects.visible_to(self.user).filter(number__in=numbers)
        known = dict(seen.values_list("number", "matter_id"))
        unknown = [number for number in numbers if number not in known]
        if unknown:
            raise forms.ValidationError(f"{'、'.join(unknown[:5])}：{NO_SUCH}")
        claims = Claim.objects.visible_to(self.user).filter(matter__in=known.values(), ordinal=1)
        found = tuple(claims.select_related("petition", "category").order_by("pk"))
        if any(claim.is_sealed for claim in found):
            raise forms.ValidationError("检举控告类信访件不能引用。")
        return found

    def demand(self) -> Demand:
        """What was typed; the form is valid."""
        data = self.cleaned_data
        return Demand(
            kind=self.kind,
            organization=data["organization"],
            subject=data["subject"],
            due_on=data["due_on"],
            entries=self._entries(),
            claim=self._claim(),
            cited=data.get("cases", ()),
        )

    def unissued(self, *, by: Post) -> list[Rehearsed]:
        """The paper from what is typed so far; the form need not be valid."""
        data = self.cleaned_data
        row: dict[str, object] = {
            "kind": self.kind,
            "issuer": by.organization,
            "opened_by": by.user,
            "organization": data.get("organization"),
            "subject": data.get("subject", ""),
            "due_on": data.get("due_on"),
            "entries": self._entries(),
            "claim": self._claim(),
        }
        return [papers.unissued(Ticket(**row), cited=data.get("cases", ()), on=self.on)]

    def submit(self, *, by: Post, at: dt.datetime) -> bool:
        return self.open(by=by, at=at) is not None

    def open(self, *, by: Post, at: dt.datetime) -> Ticket | None:
        """Run the act; `None` where a `FieldError` of the verb was put at its field."""
        key = self.cleaned_data.get("key") or uuid.uuid4()
        try:
            return open_by_hand(self.demand(), by=by, at=at, key=key)
        except FieldError as error:
            for name, message in error.fields.items():
                self.add_error(name if name in self.fields else None, message)
            return None

    def _entries(self) -> dict[str, str]:
        entries = typed(self.spec.letter) if self.spec.letter else []
        return {entry.name: self.cleaned_data.get(entry.name) or "" for entry in entries}

    def _claim(self) -> Claim | None:
        claims = self._claims(self.cleaned_data.get("petition", ""))
        wanted = self.cleaned_data.get("claim") or 1
        return next(
            (claim for claim in claims if claim.ordinal == wanted), next(iter(claims), None)
        )

    def _claims(self, number: str) -> list[Claim]:
        if not number:
            return []
        seen = Petition.objects.visible_to(self.user).filter(number=number).values("matter_id")
        claims = Claim.objects.visible_to(self.user).filter(matter__in=seen)
        return list(claims.select_related("matter", "petition__organization").order_by("ordinal"))

    def _offer(self, number: str) -> None:
        """Whom this can be addressed to, and which claim it may be about."""
        places = Organization.objects.filter(is_active=True).exclude(
            pk__in=[post.organization_id for post in self.user.active_posts]
        )
        claims = self._claims(number) if "petition" in self.fields else []
        if "claim" in self.fields:
            choices = [(row.ordinal, f"诉求 {row.ordinal}：{row.summary[:30]}") for row in claims]
            self.fields["claim"].choices = choices  # type: ignore[attr-defined]
            if len(claims) < 2:  # noqa: PLR2004 - one claim is no choice
                self.fields["claim"].widget = forms.HiddenInput()
        if claims:
            known = set().union(*(addressees_of(claim) for claim in claims))
            places = places.filter(pk__in=known)
        listed = [(row.code, row.name) for row in places.order_by("level", "code")]
        self.fields["organization"].widget = forms.Select(choices=[("", "请选择"), *listed])
        if len(listed) == 1:
            self.initial["organization"] = listed[0][0]
