"""Tells the demo of supervision through the verbs, with past dates, in one transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.models import Organization, Post, Role
from oversight import tickets
from oversight.demo import irregularities
from oversight.demo.stories import EXCUSES, FALSE_ALARM, STORIES, End, Story
from oversight.findings import find
from oversight.models import Origin, Ticket, TicketStatus
from oversight.sweep import sweep
from oversight.tickets import Demand, Verb, papers
from oversight.tickets.opening_form import entry_fields
from petitions.demo.accounts import OFFICE
from petitions.demo.seeding import quieten
from petitions.models import Claim, Referral

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Days before today on which the sweep is told to have run: a chain has time to climb.
SWEPT = (17, 12, 7, 2)
_KEYS = uuid.UUID("6d0c8a54-5a0f-4a35-9d5c-2b0a2e6f9c11")


@dataclass(frozen=True)
class Told:
    """`on` is the demo's today; the hours keep what happened on one day in its order."""

    on: dt.date
    office: Organization

    def at(self, days_ago: int, hour: int) -> dt.datetime:
        moment = dt.datetime.combine(self.on - dt.timedelta(days_ago), dt.time(hour))
        return timezone.make_aware(moment)

    def staff(self, role: Role) -> Post:
        posts = Post.objects.filter(organization=self.office, role=role, ends_on=None)
        return posts.select_related("user", "organization").earliest("pk")


@transaction.atomic
def tell_all(*, on: dt.date) -> bool:
    """`False` where the demo is there already, or where there are no petitions to speak of."""
    office = Organization.objects.filter(code=OFFICE).first()
    if office is None or _is_told(office) or not Referral.objects.exists():
        return False
    told = Told(on, office)
    for days_ago in SWEPT:
        sweep(told.at(days_ago, 9))
    _answer_some(told)
    by_day = sorted(enumerate(STORIES), key=lambda pair: -pair[1].days_ago)
    for number, story in by_day:
        _tell(story, number, told)
    irregularities.leave_a_draft_lying(on=on)
    irregularities.petition_again(on=on)
    find(told.at(0, 6))
    _lift_one_finding(told)
    papers.issue_papers(at=told.at(0, 7))
    quieten(on=on)
    return True


def _is_told(office: Organization) -> bool:
    return Ticket.objects.filter(issuer=office, subject=STORIES[0].subject).exists()


def _tell(story: Story, number: int, told: Told) -> None:
    place = Organization.objects.filter(code=story.to, is_active=True).first()
    by = told.staff(Role.SUPERVISOR if story.end is End.PROPOSED else Role.CHIEF)
    demand = _demand(story, place, by, told) if place else None
    if demand is None:
        return
    key = uuid.uuid5(_KEYS, str(number))
    ticket = tickets.open_by_hand(demand, by=by, at=told.at(story.days_ago, 10), key=key)
    _go_on(ticket, story, told)


def _demand(story: Story, place: Organization, by: Post, told: Told) -> Demand | None:
    """Nothing where the body has no case that the opener sees."""
    opened_on = told.on - dt.timedelta(story.days_ago)
    cases = _cases(
        place, by, quiet_since=told.at(story.days_ago, 0), must_be_theirs=story.about is not None
    )
    wanted = (*story.cites, *([story.about] if story.about is not None else []))
    if wanted and not cases:
        return None
    pick = [cases[number % len(cases)] for number in wanted] if wanted else []
    return Demand(
        kind=story.kind,
        organization=place,
        subject=story.subject,
        due_on=tickets.proposed_due(story.kind, on=opened_on),
        entries=dict(zip(entry_fields(story.kind), story.entries, strict=True)),
        claim=pick[0] if story.about is not None else None,
        cited=tuple(dict.fromkeys(pick)) if story.cites else (),
    )


def _cases(
    place: Organization, by: Post, *, quiet_since: dt.datetime, must_be_theirs: bool
) -> Sequence[Claim]:
    """The body's cases, the oldest first; a suggestion may cite others of the office. Nothing has
    happened to them since, so that their history stays in the order of its days."""
    seen = Claim.objects.visible_to(by.user).filter(is_sealed=False)
    quiet = seen.exclude(matter__events__at__gt=quiet_since)
    claims = quiet.filter(referrals__organization=place).distinct()
    if not claims.exists() and not must_be_theirs:
        claims = quiet.filter(petition__organization__code=OFFICE)
    rows = claims.select_related("petition", "category", "matter")
    return list(rows.order_by("petition__received_on", "petition__title")[:12])


def _go_on(ticket: Ticket, story: Story, told: Told) -> None:
    chief = told.staff(Role.CHIEF)
    later = max(story.days_ago - 2, 0)
    if story.end is End.VOID:
        tickets.void(ticket, reason=story.subject, by=chief, at=told.at(later, 9))
    if story.reply:
        _answer(ticket, story.reply, told.at(later, 11), adoption=story.adoption)
    if story.end is End.LIFTED:
        tickets.lift(ticket, reason="达到解除条件，予以摘牌。", by=chief, at=told.at(1, 15))
    _decide(ticket, story.end, told, days_ago=max(later - 1, 0))


def _answer(ticket: Ticket, text: str, at: dt.datetime, *, adoption: str = "") -> None:
    post = _answerer(ticket)
    if post is not None:
        tickets.answer(ticket, text=text, adoption=adoption, by=post, at=at)


def _answerer(ticket: Ticket) -> Post | None:
    posts = Post.objects.filter(organization=ticket.organization, ends_on=None)
    for post in posts.select_related("user").order_by("pk"):
        found = tickets.acting_post(post.user, Verb.ANSWER, ticket)
        if found is not None:
            return found
    return None


def _decide(ticket: Ticket, end: End, told: Told, *, days_ago: int) -> None:
    chief, at = told.staff(Role.CHIEF), told.at(days_ago, 16)
    ticket.refresh_from_db()
    if ticket.status != TicketStatus.ANSWERED or ticket.issuer_id != told.office.pk:
        return
    if end is End.ACCEPTED:
        tickets.accept(ticket, by=chief, at=at, note="情况属实，同意。")
    if end is End.RETURNED:
        due_on = tickets.again_by(timezone.localtime(at).date())
        reason = "只写了白天的情况，请按要求夜间复查后重新答复。"
        tickets.send_back(ticket, reason=reason, due_on=due_on, by=chief, at=at)


def _answer_some(told: Told) -> None:
    """A third of what the sweep left open is answered; of that, every other reply is accepted."""
    rows = Ticket.objects.open().newest().filter(origin=Origin.CLOCK, claim__is_sealed=False)
    ordered = rows.select_related("organization", "issuer", "claim").order_by(
        "claim__petition__received_on", "claim__petition__title", "subject"
    )
    for number, ticket in enumerate(list(ordered)[::3]):
        _answer(ticket, EXCUSES[number % len(EXCUSES)], told.at(1, 10))
        _decide(ticket, End.ACCEPTED if number % 2 else End.ANSWERED, told, days_ago=1)


def _lift_one_finding(told: Told) -> None:
    found = Ticket.objects.open().filter(origin=Origin.FINDING, issuer=told.office)
    ticket = found.exclude(organization=told.office).order_by("subject", "due_on").first()
    if ticket is not None:
        chief = told.staff(Role.CHIEF)
        tickets.lift(ticket, reason=FALSE_ALARM, by=chief, at=told.at(0, 8))
