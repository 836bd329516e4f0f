"""Hearings, panels, suspensions and extensions in any order, done by the verbs: the day that stands
in the clock is the day that a slow counter finds in the stored events alone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from petitions import lifecycle
from petitions.errors import LifecycleError
from petitions.models import Event, Referral
from petitions.models.deadline import DeadlineStatus
from petitions.states import Action
from routing.limits import Unit
from routing.models import PauseRule
from tests.routing.test_limits_property import slow_due
from tests.walk import SHANGHAI, Walk

pytestmark = pytest.mark.django_db
STOPS = {Action.CONVENE_HEARING, Action.CONVENE_PANEL, Action.SUSPEND}
GOES_ON = {Action.CLOSE_HEARING, Action.CANCEL_HEARING, Action.CLOSE_PANEL, Action.RESUME}
HELD = ("hearing", "panel", "suspended")
#: Whose clock is watched: its code, the day from which it counts, its days.
CLOCKS = {
    "handled": ("conclude", dt.date(2026, 3, 10), 60),
    "converted": ("conclude", dt.date(2026, 3, 9), 60),
    "reviewed": ("review", dt.date(2026, 5, 6), 30),
}
ACTS = (
    "convene_hearing", "cancel_hearing", "convene_panel", "close_panel", "suspend", "resume",
    "request_extension", "grant_extension", "withdraw_extension", "convert",
)  # fmt: skip
ORDERS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 12)), min_size=3, max_size=9)


def from_events(hop: Referral, begun: dt.date, days: int) -> dt.date:
    """Only what the chain of events says: which act, when, and the days that were granted."""
    pauses: list[tuple[dt.date, dt.date]] = []
    asked, extension, stopped = 0, 0, begun
    for event in Event.objects.filter(referral=hop).order_by("sequence"):
        on = event.at.astimezone(SHANGHAI).date()
        if event.action in STOPS:
            stopped = max([on, *(end for _, end in pauses)])
        elif event.action in GOES_ON:
            pauses.append((stopped, max(on, stopped)))
        elif event.action == Action.REQUEST_EXTENSION:
            asked = event.data["days"]
        elif event.action == Action.GRANT_EXTENSION:
            extension = asked
        elif event.action == Action.WITHDRAW_EXTENSION:
            extension = 0
    return counted(begun, days, pauses, extension)


def counted(begun, days, pauses, extension) -> dt.date:
    """A pause that begins after the last day saves nobody."""
    kept: list[tuple[dt.date, dt.date]] = []
    last = slow_due(begun, days, Unit.DAYS, False, kept, extension)[0]  # noqa: FBT003 - does not roll
    for first, end in pauses:
        if first <= last:
            kept.append((first, end))
            last = slow_due(begun, days, Unit.DAYS, False, kept, extension)[0]  # noqa: FBT003
    return last


def act(walk: Walk, hop: Referral, what: str, on: dt.date) -> None:
    by, boss, at = walk.handler(hop), walk.approver(hop), walk.at(on.isoformat())
    later = at + dt.timedelta(days=3)
    sitting = lifecycle.Sitting(boss.user, later, "一号会议室", "信访人、承办人")
    ground = lifecycle.SuspensionGround.OTHER_PROCEDURE
    said = {
        "convene_hearing": {"sitting": sitting, "by": by},
        "cancel_hearing": {"reason": "当事人不能到场", "by": by},
        "convene_panel": {"question": "渗漏从哪里来", "by": by},
        "close_panel": {"opinion": "来自屋面", "by": by},
        "suspend": {"ground": ground, "reason": "正在诉讼", "by": by},
        "resume": {"reason": "判决已经生效", "by": by},
        "request_extension": {"days": 20, "reason": "情况复杂", "by": by},
        "grant_extension": {"answer": "同意", "by": boss},
        "withdraw_extension": {"reason": "已经查清", "by": boss},
        "convert": {"reason": "需向外省调档", "by": boss},
    }
    getattr(lifecycle, what)(hop, **said[what], at=at)


@pytest.fixture
def hops(walk) -> dict[str, Referral]:
    """In handling, where the place lets a hearing stop the sixty days; simple; and in review."""
    PauseRule.objects.filter(code="conclude").update(is_on=True)
    simple, review = walk.received(people=walk.joint(1)), walk.in_review(title="低保停发")
    own = lifecycle.Acceptance(walk.handler(simple).user, branch_reason="事实清楚。")
    lifecycle.accept_simple(simple, own, by=walk.desk(simple), at=walk.at("2026-03-09"))
    handler = walk.handler(review)
    lifecycle.receive(review, by=handler, at=walk.at("2026-05-07", "09:00"))
    acceptance = lifecycle.Acceptance(handler.user)
    lifecycle.accept(review, acceptance, by=handler, at=walk.at("2026-05-07"))
    return {"handled": walk.accepted(title="宅基地丈量"), "converted": simple, "reviewed": review}


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example(
    order=[
        ("request_extension", 5),
        ("grant_extension", 1),
        ("convene_hearing", 2),
        ("withdraw_extension", 3),
        ("cancel_hearing", 4),
        ("convene_hearing", 9),
        ("cancel_hearing", 2),
    ]
)
@example(order=[("convert", 4), ("request_extension", 2), ("grant_extension", 30)])
@example(order=[("suspend", 3), ("resume", 8), ("convene_panel", 0), ("close_panel", 11)])
@given(order=ORDERS)
def test_the_stored_events_give_the_day_of_the_clock(walk, hops, order):
    for name, hop in hops.items():
        code, begun, days = CLOCKS[name]
        with transaction.atomic():
            done = [what for what, on in dated(order, begun) if is_done(walk, hop, what, on)]
            clock = hop.deadlines.filter(code=code).first()
            assert (clock is None) == (name == "converted" and "convert" not in done)
            if clock is not None:
                assert clock.due_on == from_events(hop, begun, days), (name, done)
                held = clock.status == DeadlineStatus.PAUSED
                assert held == (walk.again(hop).state in HELD)
            transaction.set_rollback(True)


def dated(order, begun):
    on = begun
    for what, later in order:
        on += dt.timedelta(days=later)
        yield what, on


def is_done(walk: Walk, hop: Referral, what: str, on: dt.date) -> bool:
    """Through the verb; what the law refuses in this state or on this day changes nothing."""
    try:
        act(walk, walk.again(hop), what, on)
    except LifecycleError:
        return False
    return True
