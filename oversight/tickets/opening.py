"""Open a ticket by hand, or propose one for the chief's signature, and sign what was proposed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from oversight.models import Act, Origin, Ticket, TicketClaim, TicketKind, TicketStatus
from oversight.tickets import papers
from oversight.tickets.acting import change, day_of, locked, noun, record, require_status
from oversight.tickets.competence import Verb, has_interest
from oversight.tickets.kinds import KINDS, About
from oversight.tickets.telling import OPENED, tell
from petitions.errors import FieldError
from petitions.models import Matter, Referral
from petitions.words import month_day
from routing.limits import due_on
from routing.workdays import work_calendar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from accounts.models import Organization, Post
    from petitions.models import Claim

#: Nobody waits longer than this for a reply.
LONGEST_DAYS = 366


@dataclass(frozen=True)
class Demand:
    """What is asked of whom. `entries` are the typed entries of the kind's paper."""

    kind: TicketKind
    organization: Organization
    subject: str
    due_on: dt.date
    entries: Mapping[str, str]
    claim: Claim | None = None
    cited: tuple[Claim, ...] = field(default=())


def proposed_due(kind: TicketKind, *, on: dt.date) -> dt.date:
    """The day that the table gives this kind; the person may choose another."""
    return due_on(on, KINDS[kind].reply, work_calendar()).due_on


@transaction.atomic
def open_by_hand(demand: Demand, *, by: Post, at: dt.datetime, key: UUID) -> Ticket:
    """Issue at once where the post may sign, else leave it to the chief. The same `key` again is
    the same ticket: a button pressed twice opens one."""
    name = f"hand:{by.user_id}:{key}"
    earlier = Ticket.objects.filter(natural_key=name).first()
    if earlier is not None:
        return earlier
    if demand.claim is not None:
        Matter.objects.locked().get(claims=demand.claim.pk)
    _check(demand, by=by, on=day_of(at))
    ticket = Ticket.objects.create(natural_key=name, **_row(demand, by=by, at=at))
    TicketClaim.objects.bulk_create(TicketClaim(ticket=ticket, claim=one) for one in demand.cited)
    if ticket.status == TicketStatus.OPEN:
        _take_effect(ticket, by=by, at=at)
    else:
        said = f"待签发：{noun(ticket)}“{ticket.subject}”"
        tell(ticket, Verb.SIGN, said, by=by, at=at)
    return ticket


@transaction.atomic
def sign(
    ticket: Ticket, *, due_on: dt.date, by: Post, at: dt.datetime, version: int | None = None
) -> Ticket:
    """签发 what was proposed: from now on it is a demand, and its paper is final."""
    now = locked(ticket, version=version)
    require_status(now, TicketStatus.PROPOSED)
    _check_day(due_on, on=day_of(at))
    opened = {"opened_at": at, "opened_on": day_of(at), "due_on": due_on}
    change(now, status=TicketStatus.OPEN, signed_by=by.user, **opened)
    _take_effect(now, by=by, at=at)
    return now


def _take_effect(ticket: Ticket, *, by: Post, at: dt.datetime) -> None:
    paper = papers.issue(ticket, at=at)
    number = f"（{paper.number}）" if paper else ""
    said = f"向{ticket.organization.name}开出{noun(ticket)}{number}：{ticket.subject}"
    record(ticket, Act.OPEN_TICKET, f"{said}，{month_day(ticket.due_on)}前答复", by=by, at=at)
    subject = f"请答复{noun(ticket)}：{ticket.subject}"
    tell(ticket, Verb.ANSWER, subject, by=by, at=at, kind=OPENED)


def _row(demand: Demand, *, by: Post, at: dt.datetime) -> dict[str, object]:
    spec = KINDS[demand.kind]
    signs = by.role in spec.issuers
    claim = demand.claim
    return {
        "kind": demand.kind,
        "origin": Origin.HAND,
        "organization": demand.organization,
        "issuer": by.organization,
        "opened_by": by.user,
        "signed_by": by.user if signs else None,
        "subject": demand.subject.strip(),
        "demand": str(demand.entries.get(spec.demand, "")),
        "entries": dict(demand.entries),
        "claim": claim,
        "referral": _hop(claim, demand.organization) if claim else None,
        "opened_on": day_of(at),
        "opened_at": at,
        "due_on": demand.due_on,
        "status": TicketStatus.OPEN if signs else TicketStatus.PROPOSED,
    }


def _hop(claim: Claim, organization: Organization) -> Referral | None:
    """Where that body has the claim, the newest first."""
    hops = Referral.objects.filter(claim=claim, organization=organization)
    return hops.order_by("-delivered_at").first()


def addressees_of(claim: Claim) -> set[int]:
    """Who can be asked about a claim: the bodies that know of it, since they hold or held it."""
    hops = Referral.objects.filter(claim=claim).order_by()
    return set(hops.values_list("organization_id", flat=True))


def _check(demand: Demand, *, by: Post, on: dt.date) -> None:
    spec = KINDS[demand.kind]
    if by.role not in spec.issuers | spec.proposers:
        raise PermissionDenied(f"您的岗位不能开出{demand.kind.label}。")
    claims = [*demand.cited, *([demand.claim] if demand.claim else [])]
    if has_interest(by.user, [claim.pk for claim in claims]):
        raise PermissionDenied("您已回避本件，不能就本件督办（第二十八条第三款）。")
    if not demand.subject.strip():
        raise FieldError({"subject": "请写明事由。"})
    if demand.organization.pk == by.organization_id:
        raise FieldError({"organization": "不能向本机关开出。"})
    _check_claims(demand, spec.about)
    _check_day(demand.due_on, on=on)


def _check_claims(demand: Demand, about: About) -> None:
    if about is About.CLAIM and demand.claim is None:
        raise FieldError({"claim": f"{demand.kind.label}要写明是哪一件信访件。"})
    if demand.claim is not None and demand.organization.pk not in addressees_of(demand.claim):
        raise FieldError({"organization": "这个机关没有经办过本件，看不到本件，不能就本件答复。"})
    if any(claim.is_sealed for claim in demand.cited):
        raise FieldError({"cases": "检举控告类信访件不能引用。"})
    needs_cases = demand.kind in (TicketKind.IMPROVEMENT, TicketKind.POLICY)
    if needs_cases and not demand.cited:
        raise FieldError({"cases": "请至少引用一件信访件，写明编号。"})


def _check_day(due: dt.date, *, on: dt.date) -> None:
    if due <= on:
        raise FieldError({"due_on": "答复期限应在今天以后。"})
    if due > on + dt.timedelta(days=LONGEST_DAYS):
        raise FieldError({"due_on": "答复期限不能超过一年。"})
