"""Walks one worked petition through the forms and verbs that its pages call."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from accounts.models import Organization, Post, Role, User
from petitions import lifecycle, permissions
from petitions.acts import FORMS
from petitions.models import Claim, Deadline, Petition, Referral
from petitions.models.petition import Intake, Part, Purpose
from petitions.notifications import awaited_people
from petitions.permissions import OWED_AFTER
from petitions.states import Action, Kind, State
from petitions.worklist import expected_act
from routing.models import Category, Situation
from tests.walk import Walk
from tests.worked.chairs import seat
from tests.worked.data import Step, Worked
from tests.worked.words import ALWAYS, usual

PURPOSES = {
    "grievance": Purpose.DEMAND,
    "suggestion": Purpose.SUGGESTION,
    "accusation": Purpose.ACCUSATION,
}


class Walking:
    """`hop` is where the last act was done, or the new hop that it opened."""

    def __init__(self, row: Worked, tree: dict[str, Organization]) -> None:
        self.row, self.tree = row, tree
        self.beside = (
            self._register(tree[row.beside["office"]], row.beside["on"]) if row.beside else None
        )
        self.petition = self._register(tree[row.office], row.received_on)
        self.claims = [self.petition.claims.get()]
        self.hop = Referral.objects.get(claim=self.claims[0])
        self.person: User | None = None

    def _register(self, office: Organization, on: dt.date, **changes: Any) -> Petition:
        seat(office)
        row, wanted = self.row, self.row.wanted
        part = Part.REPRESENTATIVE if row.people_count > 1 else Part.PETITIONER
        facts: dict[str, Any] = {
            "intake": Intake(row.intake),
            "purpose": PURPOSES[wanted["kind"]],
            "kind": Kind(wanted["kind"]),
            "title": row.title,
            "text": row.text,
            "received_on": on,
            "postmarked_on": row.postmarked_on,
            "category": Category.objects.get(code=wanted["category"]),
            "territory": self.tree[row.territory],
            "situation": Situation.objects.get(code=wanted["situation"]),
            "people": tuple(lifecycle.Person(name, part=part) for name in row.people),
            "people_count": row.people_count,
            "is_anonymous": not row.people,
            "accused_name": row.accused_name,
            "accused_organization": self.tree.get(row.accused_organization),
        }
        by = Post.objects.filter(organization=office, role=Role.CLERK).latest("-pk")
        return lifecycle.register(
            lifecycle.Facts(**(facts | changes)), by=by, at=_at(on, 0), key=uuid.uuid4()
        )

    def take(self, step: Step, place: int) -> None:
        """Do what the step says; the hop then is where the story stands."""
        if step.act == "repeat":
            changes = {**step.typed, "intake": Intake(step.typed["intake"])}
            self._register(
                self.tree[self.row.office], step.on, joins=self.petition.matter, **changes
            )
        else:
            self._act(step, Action(step.act), self._hop(step, before=True), _at(step.on, place))
        self.claims += self._new_claims()
        self.hop = self._hop(step, before=False)

    def _new_claims(self) -> list[Claim]:
        known = [claim.pk for claim in self.claims]
        others = Claim.objects.exclude(matter__in=[self.beside.matter_id] if self.beside else [])
        return list(others.exclude(pk__in=known).order_by("matter", "ordinal"))

    def _act(self, step: Step, action: Action, hop: Referral, at: dt.datetime) -> None:
        self._seat_addressee(step)
        self.person = self._who(step, action, hop)
        by = permissions.require(self.person, action, hop)
        form = FORMS[action](self._typed(step, action, hop), referral=hop, on=step.on)
        assert form.is_valid(), (step, form.errors)
        assert form.submit(by=by, at=at), (step, form.errors)

    def _seat_addressee(self, step: Step) -> None:
        for name in ("organization", "body"):
            if step.typed.get(name, "") in self.tree:
                seat(self.tree[step.typed[name]])
                for office in Organization.objects.filter(acts_for__code=step.typed[name]):
                    seat(office)

    def _hop(self, step: Step, *, before: bool) -> Referral:
        """The newest hop of the step's claim that waits for somebody, else the newest."""
        hops = Referral.objects.filter(claim=self.claims[step.claim - 1]).order_by("-delivered_at")
        if before and step.hop:
            return hops.get(hop=step.hop)
        return hops.open().first() or hops[0]

    def _who(self, step: Step, action: Action, hop: Referral) -> User:
        """Whoever is expected to act, one that did not act last if there is a choice; or the
        person of that role in one of the bodies of this hop, its handler before others."""
        if not step.by:
            able = list(User.objects.filter(pk__in=awaited_people(hop)).order_by("pk"))
            return next((user for user in able if user != self.person), able[0])
        subject = hop.subject.organization_id if hop.subject else None
        places = [hop.organization_id, hop.sender_id, self.petition.organization_id, subject]
        posts = Post.objects.filter(organization__in=places, role=step.by, ends_on=None)
        people = [row.user for row in posts.select_related("user").order_by("pk")]
        able = [user for user in people if permissions.post_for(user, action, hop)]
        return next((user for user in able if user.pk == hop.handler_id), able[0])

    def _typed(self, step: Step, action: Action, hop: Referral) -> dict[str, Any]:
        blank = FORMS[action](referral=hop, on=step.on)
        typed = {name: self._said(name, value) for name, value in step.typed.items()}
        for name, entry in blank.fields.items():
            if name in typed or name == "version":
                continue
            initial = blank.get_initial_for_field(entry, name)
            if initial not in (None, ""):
                typed[name] = initial
            elif entry.required or name in ALWAYS:
                typed[name] = usual(name, entry, hop, step.on)
        return typed

    def _said(self, name: str, value: Any) -> Any:
        return self.beside.number if value == "@beside" and self.beside else value

    def running(self) -> dict[str, dt.date]:
        """Last days of the periods of this claim; the petitioner's own only while they last."""
        clocks = Deadline.objects.open().filter(referral__claim=self.hop.claim_id)
        return {row.code: row.due_on for row in clocks}

    def expected(self) -> str:
        """The act that this hop waits for; "" where nothing is owed any more."""
        open_codes = {row.code for row in self.hop.deadlines.open()}
        is_owed = self.hop.state == State.CONCLUDED and open_codes & OWED_AFTER.keys()
        return expected_act(self.hop).value if self.hop.is_open or is_owed else ""


def _at(day: dt.date, place: int) -> dt.datetime:
    return Walk.at(day.isoformat(), f"10:{place:02}")
