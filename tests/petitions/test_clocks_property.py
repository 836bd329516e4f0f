"""Any order of pause, resume, extend and recategorise gives the date that a slow counter finds in
the list of what happened. The list is kept here, beside the rows and not from them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from petitions import clocks
from petitions.models import Deadline, DeadlinePause, Referral
from routing.limits import Unit
from routing.models import Category
from tests.routing.test_limits_property import slow_due

pytestmark = pytest.mark.django_db
BEGUN = dt.date(2026, 3, 10)
ACTS = ("pause", "resume", "extend", "recategorise", "recount")
ORDERS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 15), st.integers(1, 10)), max_size=14
)


@dataclass
class Told:
    """What happened to one clock, in a form that knows nothing of the program."""

    on: dt.date = BEGUN
    stopped_on: dt.date | None = None
    pauses: list[tuple[dt.date, dt.date]] = field(default_factory=list)
    extension: int = 0

    def last_day(self) -> dt.date:
        last, counted = self.counting([]), []
        for first, end in self.pauses:
            if first <= last:  # a pause after the last day saves nobody
                counted.append((first, end))
                last = self.counting(counted)
        return last

    def counting(self, pauses: list[tuple[dt.date, dt.date]]) -> dt.date:
        asked = {"rolls": False, "pauses": pauses, "extension": self.extension}
        return slow_due(BEGUN, 60, Unit.DAYS, **asked)[0]


def act(told: Told, clock: Deadline, what: str, days: int) -> None:
    """Do it to the row, and write it down."""
    match what:
        case "pause" if told.stopped_on is None:
            clocks.pause(clock, reason="听证", on=told.on)
            told.stopped_on = told.on
        case "resume" if told.stopped_on is not None:
            clocks.resume(clock, on=told.on)
            told.pauses.append((told.stopped_on, told.on))
            told.stopped_on = None
        case "extend" if told.extension + days <= 30:
            clocks.extend(clock, days)
            told.extension += days
        case "recategorise":
            codes = ("1501", "1507", "0107")
            clock.referral.claim.category = Category.objects.get(code=codes[days % 3])
            clock.referral.claim.save(update_fields=["category"])
        case "recount":
            clocks.recount(Deadline.objects.filter(pk=clock.pk))
            clock.refresh_from_db()


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(order=ORDERS)
def test_any_order_gives_the_day_that_the_list_of_events_gives(accepted, order):
    clock = begun_anew(accepted)
    told = Told()
    for what, later, days in order:
        told.on += dt.timedelta(days=later)
        act(told, clock, what, days)

    clock.refresh_from_db()
    assert clock.due_on == told.last_day(), (order, clock.explanation)


def begun_anew(hop: Referral) -> Deadline:
    """The sixty days as they stood on the day of acceptance."""
    DeadlinePause.objects.filter(deadline__referral=hop).delete()
    clock = hop.deadlines.get(code="conclude")
    clock.extension_days, clock.status = 0, "running"
    clock.save()
    clocks.recount(Deadline.objects.filter(pk=clock.pk))
    clock.refresh_from_db()
    assert clock.due_on == dt.date(2026, 5, 9)
    return clock
