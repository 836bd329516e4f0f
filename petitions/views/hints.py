"""The right column of the registration page: the proposal, repeats, competent bodies, what follows,
ID numbers.

Nothing here is an error: what cannot be read yet is left out, so that nobody is held up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_date

from accounts.models import Organization, OrganizationKind
from petitions import promises, repeats, triage
from petitions.acts import people
from petitions.guidance import Guidance, Told, guide
from petitions.people import IdNumber, IdNumberError, read_id_number
from petitions.states import Kind
from routing.competence import competent
from routing.models import Category, Situation
from routing.reference.limits import IN_FORCE
from routing.timelimits import LimitNotFound

if TYPE_CHECKING:
    from accounts.models import Post
    from petitions.drafts import Fields
    from routing.triage import Proposal

#: Below this many signs a telephone number is still being typed.
PHONE_LENGTH = 7


@dataclass(frozen=True)
class Known:
    """What the ID number in one row of the page says, or what is wrong with it."""

    index: int
    holder: IdNumber | None
    problem: str = ""


def hints(fields: Fields, *, by: Post, on: dt.date) -> dict[str, Any]:
    """The context of `_hints.html`."""
    rows = people.posted(fields)
    known = [_known(index, row, on) for index, row in rows.items()]
    said = repeats.Said(
        id_numbers=frozenset(one.holder.number for one in known if one.holder),
        phones=frozenset(phone for row in rows.values() if (phone := _phone(row))),
        names=frozenset(name for row in rows.values() if (name := row.get("name", "").strip())),
        text=_one(fields, "text"),
    )
    advised, places = advice(fields, by=by, on=on), _competence(fields, by)
    return {
        "advice": advised,
        "guidance": _guidance(fields, advised, places, by),
        "known": known,
        "joins": _one(fields, "joins"),
        "repeats": repeats.look(said, by=by.user, on=on),
        "is_accusation": _one(fields, "kind") == Kind.ACCUSATION,
        "is_anonymous": bool(_one(fields, "is_anonymous")),
        **places,
        "promise": _promise(fields, by, on),
    }


@dataclass(frozen=True)
class Advice:
    """The proposal as the page shows it beside what was chosen."""

    proposal: Proposal
    purpose: str
    is_taken: bool
    differs: bool

    @property
    def code(self) -> str:
        """The value of `CounterForm.proposed`."""
        return f"{self.proposal.kind}:{self.category}:{self.proposal.reading.situations[0].code}"

    @property
    def category(self) -> str:
        return self.proposal.reading.category.code

    @property
    def values(self) -> dict[str, str]:
        """What adopting writes into the form."""
        reading = self.proposal.reading
        chosen = {
            "kind": reading.kind.value,
            "category": reading.category.code,
            "situation": reading.situations[0].code,
            "purpose": self.purpose,
        }
        if self.proposal.territory:
            chosen["territory"] = self.proposal.territory.code
        return chosen


def advice(fields: Fields, *, by: Post, on: dt.date) -> Advice | None:
    """`None` while there is too little to read. A territory that somebody chose stands; the one the
    page began with gives way to the place named in the text."""
    home = by.organization.government
    territory = _place(_one(fields, "territory"))
    said = triage.Said(
        title=_one(fields, "title"),
        text=_one(fields, "text"),
        intake=_one(fields, "intake"),
        territory=territory if territory != home else None,
        accused=_organization(_one(fields, "accused_organization")),
    )
    proposal = triage.proposal_for(said, by=by, on=on)
    if proposal is None:
        return None
    kind, category = _one(fields, "kind"), _one(fields, "category")
    first = proposal.reading.category.code[:2]
    return Advice(
        proposal,
        triage.purpose_of(proposal).value,
        is_taken=(kind, category) == (proposal.kind, proposal.reading.category.code),
        differs=bool(kind and category) and (kind, category[:2]) != (proposal.kind, first),
    )


def _place(code: str) -> Organization | None:
    places = (OrganizationKind.GOVERNMENT, OrganizationKind.DISPATCHED)
    return Organization.objects.filter(code=code, is_active=True, kind__in=places).first()


def _organization(code: str) -> Organization | None:
    return Organization.objects.filter(code=code, is_active=True).first() if code else None


def _known(index: int, row: people.Row, on: dt.date) -> Known:
    try:
        return Known(index, read_id_number(row.get("id_number", ""), on=on))
    except IdNumberError as error:
        return Known(index, None, str(error) if row.get("id_number") else "")


def _phone(row: people.Row) -> str:
    phone = row.get("phone", "").replace(" ", "")
    return phone if len(phone) >= PHONE_LENGTH else ""


def _competence(fields: Fields, by: Post) -> dict[str, Any]:
    category = Category.objects.filter(code=_one(fields, "category")).first()
    home = by.organization.government
    code = _one(fields, "territory") or (home.code if home else "")
    territory = Organization.objects.filter(code=code, is_active=True).first()
    if category is None or territory is None:
        return {"category": category, "territory": territory, "bodies": []}
    return {
        "category": category,
        "territory": territory,
        "bodies": competent(category, territory),
    }


def _guidance(
    fields: Fields, advised: Advice | None, places: dict[str, Any], by: Post
) -> Guidance | None:
    """越级走访、涉法涉诉; the proposed situation stands in until one is chosen."""
    if places["category"] is None or places["territory"] is None:
        return None
    chosen = Situation.objects.filter(code=_one(fields, "situation")).first()
    if chosen is None and advised is not None and advised.is_taken:
        proposed = advised.proposal.reading.situations[0].code
        chosen = Situation.objects.filter(code=proposed).first()
    told = Told(
        _one(fields, "intake"),
        _one(fields, "kind"),
        places["category"],
        places["territory"],
        chosen,
    )
    return guide(told, by.organization, places["bodies"])


def _promise(fields: Fields, by: Post, on: dt.date) -> promises.Promise | None:
    try:
        received_on = parse_date(_one(fields, "received_on")) or on
    except ValueError:
        return None
    if not IN_FORCE <= received_on <= on:
        return None
    try:
        return promises.expected(by.organization, received_on=received_on)
    except LimitNotFound:
        return None


def _one(fields: Fields, name: str) -> str:
    return (fields.get(name) or [""])[-1].strip()
