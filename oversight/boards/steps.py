"""在办件停在哪一步: every open hop stands in exactly one step; how long, half and nine in ten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import (
    Aggregate,
    Case,
    CharField,
    Count,
    DateField,
    F,
    OuterRef,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce, TruncDate

from petitions.models import Event
from petitions.states import OPEN_STATES, REVIEWS, Action, Hop, State

if TYPE_CHECKING:
    import datetime as dt

    from oversight.boards.scope import Scope
    from petitions.models.referral import ReferralQuerySet

#: A review is one step, whatever its own state: it is somebody else's decision that is waited for.
STEPS: dict[str, str] = {
    **{state.value: state.label for state in State if state in OPEN_STATES},
    Hop.REVIEW.value: "复查",
    Hop.FINAL_REVIEW.value: "复核",
}
#: States that begin with the hop, or with its acceptance; the others begin with their own act.
_FROM_DELIVERY = (State.PENDING, State.DELIVERED, State.RECEIVED)
_FROM_ACCEPTANCE = (State.ACCEPTED, State.MEDIATING)
_MOVES = (
    Action.OBJECT,
    Action.CONVENE_HEARING,
    Action.DRAFT,
    Action.VERIFY,
    Action.SIGN,
    Action.SERVE,
)


@dataclass(frozen=True)
class StepRow:
    step: str
    label: str
    count: int
    median: int
    p90: int


class _Percentile(Aggregate):
    """The day that this share of the rows lies before: a day that is really in the data."""

    function = "PERCENTILE_DISC"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DateField()


def standing(scope: Scope) -> ReferralQuerySet:
    """Open hops with the `step` they stand in and the day `since` which they stand there."""
    moved = Event.objects.filter(referral=OuterRef("pk"), action__in=_MOVES).order_by("-at")
    return (
        scope.hops()
        .open()
        .annotate(
            step=Case(
                When(hop__in=REVIEWS, then=F("hop")),
                default=F("state"),
                output_field=CharField(),
            ),
            since=Case(
                When(hop__in=REVIEWS, then=F("delivered_on")),
                When(state__in=_FROM_DELIVERY, then=F("delivered_on")),
                When(state__in=_FROM_ACCEPTANCE, then=Coalesce("accepted_on", "delivered_on")),
                default=Coalesce(Subquery(moved.values(day=TruncDate("at"))[:1]), "delivered_on"),
                output_field=DateField(),
            ),
        )
    )


def by_step(scope: Scope) -> list[StepRow]:
    """The steps in which something stands, in the order of the road. Their sum is all that is
    open."""
    rows = (
        standing(scope)
        .order_by()
        .values_list("step")
        .annotate(
            n=Count("pk"),
            half=_Percentile("since", share=0.5),
            tenth=_Percentile("since", share=0.1),
        )
    )
    found = {step: (n, half, tenth) for step, n, half, tenth in rows}
    return [
        StepRow(step, label, n, _days(scope.on, half), _days(scope.on, tenth))
        for step, label in STEPS.items()
        for n, half, tenth in [found.get(step, (0, scope.on, scope.on))]
        if n
    ]


def _days(on: dt.date, since: dt.date) -> int:
    return max(0, (on - since).days)
