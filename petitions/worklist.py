"""我的今日工作: what waits for this person, grouped by lateness, from the table of turns."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q, Subquery

from accounts.models import ADMINISTRATORS, Role
from accounts.substitutes import Cover
from petitions.models import Deadline, Extension, Recusal, RecusalRequest, Referral
from petitions.permissions import AWAITS, OWED_AFTER, UNHANDLED, Duty, Party, duty_of, roles_awaited
from petitions.states import Action, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Post, User
    from petitions.models.referral import ReferralQuerySet
    from routing.calendar import WorkCalendar

#: A page of work; the rest is one click away in the list.
PAGE = 100


class Lateness(Enum):
    LATE = "已超期"
    DUE = "今日到期"
    NEAR = "将到期"
    LATER = "其他待办"


@dataclass(frozen=True)
class Row:
    """One hop that waits: its nearest clock (`None`: none runs) and the expected act."""

    referral: Referral
    deadline: Deadline | None
    action: Action
    lateness: Lateness


def waiting_for(user: User, *, on: dt.date | None = None) -> ReferralQuerySet:
    """Hops whose next step is this person's; always within what they may see. With a day also
    those of colleagues who are away on it and named this person as substitute."""
    rule = Q(pk__in=[])
    for post in user.active_posts:
        if post.role not in ADMINISTRATORS:
            rule |= _turns_of(post)
    if on is not None:
        rule |= _turns_of_the_absent(user, on)
    nearest = Deadline.objects.owed().filter(referral=OuterRef("pk"))
    return (
        Referral.objects.visible_to(user)
        .filter(rule)
        .exclude(Exists(Recusal.objects.filter(claim=OuterRef("claim"), user=user)))
        .annotate(due_on=Subquery(nearest.order_by("due_on").values("due_on")[:1]))
        .order_by(F("due_on").asc(nulls_last=True), "delivered_at", "pk")
    )


def rows(user: User, *, on: dt.date, state: str = "") -> list[Row]:
    """The most urgent page of work, each with its deadline and next act; `state` narrows it."""
    waiting = waiting_for(user, on=on)
    hops = (
        (waiting.filter(state=state) if state else waiting)
        .select_related("claim__petition__matter", "organization", "sender", "handler")
        .prefetch_related(
            "deadlines", "extensions", "recusal_requests", "claim__petition__parties__petitioner"
        )[:PAGE]
    )
    return [_row(hop, on=on) for hop in hops]


def groups(found: Iterable[Row]) -> list[tuple[Lateness, list[Row]]]:
    """Rows by lateness, the worst group first; empty groups are left out."""
    listed = list(found)
    grouped = [
        (lateness, [row for row in listed if row.lateness is lateness]) for lateness in Lateness
    ]
    return [(lateness, members) for lateness, members in grouped if members]


def lateness_of(deadline: Deadline | None, *, on: dt.date) -> Lateness:
    if deadline is None or deadline.status == "paused":
        return Lateness.LATER
    if deadline.due_on < on:
        return Lateness.LATE
    if deadline.due_on == on:
        return Lateness.DUE
    return Lateness.NEAR if deadline.is_near(on) else Lateness.LATER


def workdays_left(due_on: dt.date, *, on: dt.date, calendar: WorkCalendar) -> int:
    """Working days after today up to and with the last day; stops counting at 100."""
    days = 0
    day = on
    while day < due_on and days < 100:  # noqa: PLR2004 - nobody reads a larger number as urgent
        day += dt.timedelta(days=1)
        days += calendar.is_workday(day)
    return days


def nearest_clock(referral: Referral) -> Deadline | None:
    """The clock a body must meet that ends first; windows and petitioners' periods are not it."""
    running = [row for row in referral.deadlines.all() if row.is_owed]
    return min(running, key=lambda row: row.due_on, default=None)


def _turns_of(post: Post) -> Q:
    rule = Q(pk__in=[])
    for state, duty in AWAITS.items():
        if post.role not in roles_awaited(post.organization.kind, duty):
            continue
        place = "sender" if duty.party is Party.SENDER else "organization"
        mine = Q(**{place: post.organization_id}, state=state)
        if _is_handlers(duty):
            mine &= Q(handler=post.user_id)
        rule |= mine
    return rule | _answers_owed(post)


def _turns_of_the_absent(user: User, on: dt.date) -> Q:
    """Seeing is not acting: a substitute in another role sees the hop and must have it assigned."""
    away = Cover(on).covered_by(user.pk)
    at_work = [state for state, duty in AWAITS.items() if _is_handlers(duty)]
    return Q(handler__in=away, organization__in=user.place_ids(), state__in=at_work)


def _is_handlers(duty: Duty) -> bool:
    return Role.HANDLER in duty.roles and Role.DESK not in duty.roles


def _answers_owed(post: Post) -> Q:
    """What waits beside the state: extensions to decide, reports and carrying-out to deliver, a
    hop whose handler stepped back."""
    here = Q(organization=post.organization_id)
    if post.role == Role.APPROVER:
        asked = {"referral": OuterRef("pk"), "is_granted": None}
        pending = Q(Exists(Extension.objects.filter(**asked)))
        return here & (pending | Q(Exists(RecusalRequest.objects.filter(**asked))))
    if post.role == Role.HANDLER:
        owed = Deadline.objects.open().filter(referral=OuterRef("pk"), code__in=list(OWED_AFTER))
        return here & Q(handler=post.user_id, state=State.CONCLUDED) & Q(Exists(owed))
    if post.role == Role.DESK:
        return here & Q(handler=None, state__in=UNHANDLED)
    return Q(pk__in=[])


def _row(hop: Referral, *, on: dt.date) -> Row:
    deadline = nearest_clock(hop) or _window(hop, on=on)
    return Row(hop, deadline, expected_act(hop), lateness_of(deadline, on=on))


def _window(hop: Referral, *, on: dt.date) -> Deadline | None:
    """A period in which the parties may still act, shown until it ends; nobody is late with it."""
    if hop.state != State.CONCLUDED:
        return None
    open_ones = (row for row in hop.deadlines.all() if row.is_open and row.code in OWED_AFTER)
    return next((row for row in open_ones if row.due_on >= on), None)


def expected_act(hop: Referral) -> Action:
    """The act that the hop waits for now."""
    if any(row.is_granted is None for row in hop.extensions.all()):
        return Action.GRANT_EXTENSION
    if any(row.is_granted is None for row in hop.recusal_requests.all()):
        return Action.DECIDE_RECUSAL
    if hop.state == State.CONCLUDED:
        owed = {row.code for row in hop.deadlines.all() if row.is_open}
        return next(act for code, act in OWED_AFTER.items() if code in owed)
    duty = duty_of(hop)
    if duty is None:
        raise ValueError(f"Nothing is expected of a hop that is {hop.state}.")
    return duty.action
