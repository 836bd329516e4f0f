"""Two things that ought not to have happened, so that the demo's office finds something."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Post, Role
from oversight.findings.queries import REDO_DAYS
from petitions import lifecycle
from petitions.demo.accounts import OFFICE
from petitions.models import Event, Extension, Referral
from petitions.models.petition import Intake, Purpose
from petitions.permissions import post_for
from petitions.states import FIRST, OPEN_STATES, Action, Branch, Kind, State

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from petitions.models import Petition

#: What the handler had written; it answers nothing.
DRAFT = {
    "request": "请求依法解决所反映的问题。",
    "facts_and_reasons": "信访人陈述的事实和理由见来信。",
    "findings": "经了解，情况基本属实。",
    "opinion": "已要求有关方面妥善处理。",
    "basis": "《信访工作条例》第三十二条。",
    "outcome": "explain",
}
_KEY = uuid.UUID("0f4d4b1e-7d1f-4a5d-8f60-6b5a2d5b8a11")


def leave_a_draft_lying(*, on: dt.date) -> None:
    """A draft handed in, sent back a week ago, and not handed in since."""
    drafted_at, back_at = _at(on, REDO_DAYS + 4), _at(on, REDO_DAYS + 2)
    waiting = _quiet(drafted_at).filter(
        state=State.ACCEPTED, handler__isnull=False, claim__branch=Branch.PETITION, hop__in=FIRST
    )
    asking = Extension.objects.filter(referral=OuterRef("pk"), is_granted=None)
    hop = waiting.filter(~Exists(asking), accepted_on__lt=drafted_at.date()).first()
    handler, approver = (_able(hop, act) for act in (Action.DRAFT, Action.SEND_BACK))
    if hop is None or handler is None or approver is None:
        return
    lifecycle.draft(hop, DRAFT, by=handler, at=drafted_at)
    reason = "没有逐项回应信访人的请求，请补充后重新报送。"
    lifecycle.send_back(hop, reason=reason, by=approver, at=back_at)


def _able(hop: Referral | None, action: Action) -> Post | None:
    if hop is None:
        return None
    posts = Post.objects.filter(organization=hop.organization, ends_on=None).order_by("pk")
    found = (post_for(post.user, action, hop) for post in posts.select_related("user"))
    return next((post for post in found if post is not None), None)


def petition_again(*, on: dt.date) -> None:
    """Somebody comes again three days ago about what was concluded."""
    at = _at(on, 3)
    waiting = Referral.objects.filter(
        claim__matter=OuterRef("claim__matter"), state__in=sorted(OPEN_STATES)
    )
    came_on = on - dt.timedelta(3)
    done = _quiet(at).filter(
        state=State.CONCLUDED, claim__kind=Kind.GRIEVANCE, closed_on__lt=came_on
    )
    hop = done.filter(~Exists(waiting)).order_by("-closed_on", "claim__petition__title").first()
    clerk = Post.objects.filter(organization__code=OFFICE, role=Role.CLERK, ends_on=None).first()
    if hop is not None and clerk is not None:
        facts = _the_same(hop.claim.petition, on=came_on)
        lifecycle.register(facts, by=clerk, at=at, key=_KEY)


def _the_same(petition: Petition, *, on: dt.date) -> lifecycle.Facts:
    claim = petition.claims.earliest("ordinal")
    first = petition.parties.select_related("petitioner").earliest("ordinal").petitioner
    person = lifecycle.Person(first.name, phone=first.phone, address=first.address)
    return lifecycle.Facts(
        intake=Intake(petition.intake),
        purpose=Purpose(petition.purpose),
        kind=Kind(claim.kind),
        title=petition.title,
        text=f"上次答复以后问题仍未解决，再次反映：{petition.text}",
        received_on=on,
        category=claim.category,
        territory=claim.territory,
        people=(person,),
        joins=petition.matter,
    )


def _quiet(since: dt.datetime) -> QuerySet[Referral]:
    """Hops to whose matter nothing has happened since, the oldest first."""
    later = Event.objects.filter(matter=OuterRef("claim__matter"), at__gt=since)
    hops = Referral.objects.filter(~Exists(later), claim__is_sealed=False)
    return hops.select_related("claim__petition", "organization").order_by(
        "delivered_at", "claim__petition__title"
    )


def _at(on: dt.date, days_ago: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(on - dt.timedelta(days_ago), dt.time(15)))
