"""M172: no claim without an owner, a lawful next step and a last day."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Post
from petitions import lifecycle
from petitions.invariants import Lack, gaps
from petitions.models import Deadline, Referral
from petitions.models.petition import Purpose
from petitions.permissions import AWAITS
from petitions.states import OPEN_STATES, Branch, Kind, State
from routing.models import Category

pytestmark = pytest.mark.django_db
STATIONS = (
    "registered", "delivered", "received", "accepted", "drafted", "verified", "signed", "served",
    "in_review", "reviewed",
)  # fmt: skip


def lacking() -> list[tuple[str, Lack]]:
    return [(gap.referral.state if gap.referral else "", gap.lack) for gap in gaps()]


def test_every_open_state_awaits_somebody():
    assert set(AWAITS) == OPEN_STATES


@pytest.mark.parametrize("station", STATIONS)
def test_nothing_is_missing_at_any_station_of_the_road(walk, station):
    hop = getattr(walk, station)()

    assert hop.claim_id
    assert lacking() == []


@pytest.mark.parametrize("branch", list(Branch))
def test_nothing_is_missing_on_any_branch(walk, branch):
    hop = walk.accepted(branch=branch)

    assert hop.claim.branch == branch
    assert lacking() == []


@pytest.mark.parametrize("anonymous", [False, True])
def test_a_report_that_was_handed_over_waits_with_a_last_day(walk, anonymous):
    petition = walk.register(
        kind=Kind.ACCUSATION,
        purpose=Purpose.ACCUSATION,
        category=Category.objects.get(code="0501"),
        is_anonymous=anonymous,
    )
    sent = lifecycle.refer(
        Referral.objects.get(claim__petition=petition),
        organization=walk.tree["qinghe-discipline"],
        by=walk.cast["chief"],
        at=walk.at("2026-03-04"),
    )

    assert walk.due(sent, "take_over") == dt.date(2026, 3, 11)
    assert lacking() == []


def test_an_anonymous_letter_has_a_day_by_which_somebody_decides(walk):
    hop = walk.delivered(is_anonymous=True, people=())

    assert walk.due(hop, "examine") == dt.date(2026, 3, 19)
    assert not hop.deadlines.filter(code="notify_referred").exists()
    assert lacking() == []


def test_a_served_letter_is_filed_within_five_working_days(served, walk):
    assert walk.due(served, "close") == dt.date(2026, 4, 27)

    concluded = lifecycle.conclude(served, by=walk.handler(served), at=walk.at("2026-04-21"))

    assert concluded.deadlines.get(code="close").verdict == "in_time"


@pytest.mark.leaves_gaps
def test_a_hop_without_a_clock_is_found(accepted):
    Deadline.objects.open().filter(referral=accepted).update(status="void")

    assert lacking() == [(State.ACCEPTED, Lack.DATE)]


@pytest.mark.leaves_gaps
def test_a_hop_nobody_may_work_on_is_found(drafted):
    Post.objects.filter(organization=drafted.organization, role__in=["approver", "desk"]).update(
        ends_on=dt.date(2026, 4, 1)
    )

    assert lacking() == [(State.DRAFTED, Lack.OWNER)]


@pytest.mark.leaves_gaps
def test_a_hop_whose_only_person_stepped_back_is_found(drafted, walk):
    for name in ("hr_desk", "hr_leader"):
        drafted.claim.recusals.create(
            user=walk.cast[name].user,
            ground="近亲属。",
            recorded_by=walk.cast["hr_desk"].user,
            recorded_on=dt.date(2026, 4, 13),
        )

    assert lacking() == [(State.DRAFTED, Lack.OWNER)]


@pytest.mark.leaves_gaps
def test_a_claim_that_was_sent_to_nobody_is_found(registered):
    Referral.objects.filter(pk=registered.pk).update(state=State.REFERRED)

    assert [(gap.claim.pk, gap.lack) for gap in gaps()] == [(registered.claim_id, Lack.NEXT_ACT)]


def test_is_asked_in_few_queries_however_many_are_open(walk, django_assert_max_num_queries):
    for station in STATIONS:
        getattr(walk, station)()

    with django_assert_max_num_queries(8):
        assert lacking() == []


@pytest.mark.leaves_gaps
def test_shows_each_person_what_that_person_may_see(registered, walk):
    Deadline.objects.open().filter(referral=registered).update(status="void")

    assert len(gaps(walk.cast["clerk"].user)) == 1
    assert gaps(walk.cast["env_desk"].user) == []
