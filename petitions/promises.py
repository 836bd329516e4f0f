"""What a petitioner is told at the counter: by which day somebody says who is responsible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from petitions.models import Deadline
from petitions.permissions import first_hop
from petitions.states import State
from routing.limits import due_on
from routing.timelimits import limit_for
from routing.workdays import work_calendar

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Organization
    from petitions.models import Petition

FORWARD, NOTIFY = "forward", "notify_direct"


@dataclass(frozen=True)
class Promise:
    """`on` is the last day; `is_forwarding` an office that sends on, not one that decides."""

    on: dt.date
    article: str
    is_forwarding: bool
    is_provisional: bool = False


def expected(organization: Organization, *, received_on: dt.date) -> Promise:
    """What a registration at this organization will promise."""
    _, state = first_hop(organization.kind)
    code = FORWARD if state == State.PENDING else NOTIFY
    limit = limit_for(code, on=received_on, organization=organization)
    due = due_on(received_on, limit, work_calendar())
    return Promise(due.due_on, limit.article, code == FORWARD, due.provisional)


def given(petition: Petition) -> Promise | None:
    """What its registration promised; `None` for a repeat, which starts no clock, and for the
    anonymous, to whom nobody can write."""
    deadline = (
        Deadline.objects.filter(referral__claim__petition=petition, code__in=(FORWARD, NOTIFY))
        .order_by("pk")
        .first()
    )
    if deadline is None or petition.is_anonymous:
        return None
    is_forwarding = deadline.code == FORWARD
    return Promise(deadline.due_on, deadline.article, is_forwarding, deadline.is_provisional)
