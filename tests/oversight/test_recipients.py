"""Who hears: the rungs filled with people, without those who may not know, and never empty."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Absence, Post, Role, User
from oversight.recipients import Concern, Staff
from petitions import lifecycle
from petitions.models import Deadline, Petition, Recusal, Referral
from petitions.states import Kind
from routing.stages import Rung

pytestmark = pytest.mark.django_db

ON = dt.date(2026, 3, 16)
#: Everything a late period may ask for.
ALL = tuple(Rung)


@pytest.fixture
def hears():
    """`hears(hop, Rung.TURN, …)`: who, by user name, on the hop's period that ends first."""

    def names(hop: Referral, *rungs: Rung, on: dt.date = ON) -> list[str]:
        owed = Deadline.objects.owed().filter(referral=hop.pk, organization=hop.organization)
        deadline = owed.earliest("due_on")
        concern = Concern.of_deadline(deadline)
        heard = Staff([concern], on=on).hearing(concern, rungs or ALL)
        rows = User.objects.filter(pk__in=heard.all).order_by("username")
        return list(rows.values_list("username", flat=True))

    return names


@pytest.fixture
def away(walk):
    """`away("hr_handler", "hr_desk")`: the first is away, the second stands in."""

    def enter(who: str, instead: str) -> Absence:
        user = walk.cast[who].user
        return Absence.objects.create(
            user=user,
            substitute=walk.cast[instead].user,
            starts_on=ON,
            ends_on=ON,
            entered_by=user,
            entered_at=walk.at("2026-03-15"),
        )

    return enter


@pytest.mark.parametrize(
    ("rung", "expected"),
    [
        (Rung.TURN, ["hr_handler"]),
        (Rung.DESK, ["hr_desk"]),
        (Rung.LEADER, ["hr_leader"]),
        (Rung.SUPERVISOR, ["supervisor"]),
        (Rung.CHIEF, ["chief"]),
        (Rung.GOVERNMENT, ["leader"]),
    ],
)
def test_each_rung_of_an_accepted_petition(accepted, hears, rung, expected):
    assert hears(accepted, rung) == expected


@pytest.mark.parametrize(
    ("rung", "expected"),
    [
        (Rung.TURN, ["clerk", "supervisor"]),
        (Rung.DESK, ["clerk"]),
        (Rung.LEADER, ["chief"]),
        (Rung.SUPERVISOR, ["chief"]),
    ],
)
def test_an_office_that_is_itself_late_is_watched_by_its_head(registered, hears, rung, expected):
    assert hears(registered, rung) == expected


@pytest.mark.leaves_gaps
def test_a_hop_without_a_handler_concerns_those_who_name_one(accepted, hears):
    Referral.objects.filter(pk=accepted.pk).update(handler=None)
    accepted.refresh_from_db()

    assert hears(accepted, Rung.TURN) == ["hr_desk", "hr_leader"]


@pytest.mark.leaves_gaps
def test_a_review_body_has_no_desk_and_its_handlers_hear(in_review, hears):
    assert hears(in_review, Rung.TURN) == hears(in_review, Rung.DESK) == ["county_reviewer"]


def test_the_substitute_is_told_instead_of_who_is_away(accepted, hears, away):
    away("hr_handler", "hr_desk")

    assert hears(accepted, Rung.TURN) == ["hr_desk"]
    assert hears(accepted, Rung.TURN, on=ON + dt.timedelta(1)) == ["hr_handler"]


def test_a_cancelled_absence_counts_for_nothing(accepted, hears, away, walk):
    absence = away("hr_handler", "hr_desk")
    Absence.objects.filter(pk=absence.pk).update(cancelled_at=walk.at("2026-03-15"))

    assert hears(accepted, Rung.TURN) == ["hr_handler"]


def test_a_chain_of_substitutes_is_followed_to_who_is_here(accepted, hears, away):
    away("hr_handler", "hr_desk")
    away("hr_desk", "hr_leader")

    assert hears(accepted, Rung.TURN) == ["hr_leader"]


def test_a_chain_that_comes_back_on_itself_is_given_to_the_next_rung(accepted, hears, away):
    away("hr_handler", "hr_desk")
    away("hr_desk", "hr_handler")

    assert hears(accepted, Rung.TURN) == ["hr_leader"]


def test_a_substitute_who_stepped_back_is_passed_over(accepted, hears, away, walk):
    away("hr_handler", "hr_desk")
    Recusal.objects.create(
        claim=accepted.claim,
        user=walk.cast["hr_desk"].user,
        ground="与信访人是近亲属。",
        recorded_by=walk.cast["hr_leader"].user,
        recorded_on=ON,
    )

    assert hears(accepted, Rung.TURN) == ["hr_leader"]


def test_where_everybody_is_away_somebody_on_leave_is_told_rather_than_nobody(
    accepted, hears, away
):
    pairs = ["hr_handler", "hr_desk", "hr_leader"]
    for who, instead in zip(pairs, pairs[1:] + pairs[:1], strict=True):
        away(who, instead)
    for who, instead in (("supervisor", "chief"), ("chief", "supervisor")):
        away(who, instead)
    User.objects.filter(username="leader").update(is_active=False)

    assert {"hr_handler", "supervisor"} <= set(hears(accepted))


@pytest.mark.leaves_gaps
def test_an_inactive_account_and_an_ended_post_are_never_told(accepted, hears):
    User.objects.filter(username="hr_handler").update(is_active=False)
    Post.objects.filter(user__username="hr_desk").update(ends_on=dt.date(2026, 3, 1))

    assert hears(accepted) == ["chief", "hr_leader", "leader", "supervisor"]


@pytest.mark.leaves_gaps
def test_an_empty_organization_is_told_to_the_next_rung_up(delivered, hears, walk):
    walk.cast["hr_desk"].organization.posts.update(ends_on=dt.date(2026, 3, 1))

    assert hears(delivered, Rung.TURN) == ["supervisor"]
    Post.objects.filter(role__in=(Role.SUPERVISOR, Role.CHIEF)).update(ends_on=ON)
    assert hears(delivered, Rung.TURN) == ["leader"]


def test_who_stepped_back_is_never_told(accepted, hears, walk):
    lifecycle.recuse(
        accepted,
        person=walk.cast["hr_desk"].user,
        ground="与信访人是近亲属。",
        by=walk.cast["hr_leader"],
        at=walk.at("2026-03-11"),
    )

    assert "hr_desk" not in hears(accepted)


def test_a_person_complained_of_is_never_told(accepted, hears):
    Petition.objects.update(accused_name="方以宁")

    assert "hr_leader" not in hears(accepted)


def test_a_body_complained_of_in_a_grievance_hears_of_its_own_period(accepted, hears, walk):
    Petition.objects.update(accused_organization=walk.tree["qinghe-hr"])

    assert hears(accepted, Rung.TURN) == ["hr_handler"]


def test_another_body_complained_of_hears_nothing(accepted, hears, walk):
    Petition.objects.update(accused_organization=walk.tree["qinghe-petition"])

    assert hears(accepted) == ["hr_desk", "hr_handler", "hr_leader", "leader"]


def test_of_a_sealed_report_the_cleared_hear_and_never_the_leader(walk, hears):
    hop = walk.registered(kind=Kind.ACCUSATION, accused_name="钱某")
    walk.cast["supervisor"].is_cleared = False
    walk.cast["supervisor"].save(update_fields=["is_cleared"])

    assert hears(hop) == ["chief", "clerk"]


@pytest.mark.leaves_gaps
def test_nobody_at_all_raises_an_alarm(walk, hears, caplog):
    hop = walk.registered(kind=Kind.ACCUSATION, accused_name="钱某")
    Post.objects.update(is_cleared=False)

    assert hears(hop) == []
    assert "nobody_to_tell" in caplog.text
