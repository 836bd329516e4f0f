"""批示: a leader's word on one claim, and what waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.models import Post, Role
from oversight.models import WAITING, Instruction, Ticket
from petitions import events
from petitions.errors import FieldError, NotAllowedError
from petitions.models import Claim, Event, Matter, Recusal, Referral
from petitions.notifications import Message, tell
from petitions.permissions import granted_sight
from petitions.states import OPEN_STATES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from accounts.models import User
    from oversight.boards.scope import Scope
    from oversight.models.ticket import TicketQuerySet
    from petitions.models.matter import ClaimQuerySet

INSTRUCT = "instruct"
LEADERS = (Role.LEADER, Role.CHIEF)
#: 报分管领导 and whatever comes after it.
FOR_LEADERS = 3
SHORTEST, LONGEST = 2, 1000


def instructing_post(user: User) -> Post | None:
    """The post in which this person gives instructions; `None` for everybody else."""
    return user.post_in(*LEADERS)


def require_instructing_post(user: User) -> Post:
    post = instructing_post(user)
    if post is None:
        raise PermissionDenied("批示由领导作出，您的岗位没有领导移动端。")
    return post


def tickets_waiting(scope: Scope) -> TicketQuerySet:
    """Tickets that climbed to the leaders, on which this person has said nothing since."""
    said = Instruction.objects.filter(
        claim=OuterRef("claim"), by=scope.user, at__gte=OuterRef("opened_at")
    )
    rows = Ticket.objects.visible_to(scope.user).newest()
    return rows.filter(
        ~Exists(said), status__in=WAITING, level__gte=FOR_LEADERS, claim__in=scope.claims()
    ).order_by("breached_on", "pk")


def claims_waiting(scope: Scope) -> ClaimQuerySet:
    """Open claims laid before this person by name (包案), on which they have said nothing yet;
    what climbed is in the other list."""
    said = Instruction.objects.filter(claim=OuterRef("pk"), by=scope.user)
    still_open = Referral.objects.filter(claim=OuterRef("pk"), state__in=OPEN_STATES)
    laid = scope.claims().filter(pk__in=granted_sight(scope.user))
    climbed = tickets_waiting(scope).order_by().values("claim")
    laid = laid.filter(~Exists(said), Exists(still_open)).exclude(pk__in=climbed)
    return laid.order_by("petition__received_on", "pk")


def count_waiting(scope: Scope) -> int:
    """How many claims wait for this person's word."""
    climbed = tickets_waiting(scope).order_by().values("claim").distinct().count()
    return climbed + claims_waiting(scope).count()


@transaction.atomic
def instruct(claim: Claim, *, text: str, by: Post, at: dt.datetime) -> Instruction:
    """批示. Stands in the matter's chain; the office's supervisors and whoever handles the claim
    are told. Raises `FieldError`, or `NotAllowedError` for who stepped back."""
    text = _written(text)
    matter = Matter.objects.locked().get(pk=claim.matter_id)
    if Recusal.objects.filter(claim=claim, user=by.user).exists():
        raise NotAllowedError("您已回避本件（第二十八条第三款）。")
    row = Instruction.objects.create(
        claim=claim, text=text, by=by.user, organization=by.organization, at=at
    )
    event = events.append(
        Event(
            matter=matter,
            claim=claim,
            action=INSTRUCT,
            article="第十八条第二款",
            text=f"{by.user}批示：{text}",
            data={"instruction": row.pk},
            by=by.user,
            organization=by.organization,
            at=at,
        )
    )
    petition = claim.petition
    message = Message(
        key=f"instruction:{event.pk}",
        kind=INSTRUCT,
        claim=claim,
        subject=f"{by.user}批示：{petition.title}",
        body=f"信访件 {petition.number}。{by.organization}{by.user}批示：{text}",
    )
    tell(_concerned(claim) - {by.user_id}, message, at=at)
    return row


def _written(text: str) -> str:
    text = text.strip()
    if len(text) < SHORTEST:
        raise FieldError({"text": "请写批示。"})
    if len(text) > LONGEST:
        raise FieldError({"text": f"批示不能超过 {LONGEST} 字。"})
    return text


def _concerned(claim: Claim) -> set[int]:
    """The office's supervisors, and the handlers of the open hops, or the desk where there is
    none."""
    watch = Q(organization=claim.petition.organization_id, role=Role.SUPERVISOR)
    people = set()
    for hop in claim.referrals.open():
        if hop.handler_id:
            people.add(hop.handler_id)
        else:
            watch |= Q(organization=hop.organization_id, role=Role.DESK)
    return people | set(_holders(watch, claim))


def _holders(rule: Q, claim: Claim) -> Iterable[int]:
    posts = Post.objects.filter(rule, ends_on=None, user__is_active=True)
    if claim.is_sealed:
        posts = posts.filter(is_cleared=True)
    return posts.values_list("user_id", flat=True)
