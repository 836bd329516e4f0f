"""The demo shows every station of the road, is lawful row by row, and comes once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.test import RequestFactory
from django.utils import timezone

from accounts.models import Post, Role, User
from petitions.demo.accounts import CONTRACT, accounts
from petitions.demo.cast import Cast
from petitions.demo.planning import plan
from petitions.demo.roads import ROADS
from petitions.demo.seeding import acts_told, tell_stories
from petitions.demo.telling import tell
from petitions.events import first_broken
from petitions.models import (
    Claim,
    Deadline,
    Document,
    Event,
    Matter,
    Notice,
    Petition,
    Petitioner,
    Referral,
)
from petitions.notifications import awaited_people
from petitions.states import Action, Hop, Kind, State
from routing.workdays import work_calendar
from tests.demo.conftest import TODAY, seed

pytestmark = pytest.mark.usefixtures("demo")


def test_every_state_and_every_hop_is_shown():
    referrals = Referral.objects.all()

    assert set(referrals.values_list("state", flat=True)) == set(State.values)
    assert set(referrals.values_list("hop", flat=True)) == set(Hop.values)
    assert set(Claim.objects.values_list("kind", flat=True)) == set(Kind.values)


@pytest.mark.parametrize("username", [row.username for row in CONTRACT])
def test_every_account_of_the_contract_signs_in(username):
    request = RequestFactory().post("/")

    user = authenticate(request, username=username, password=settings.DEMO_PASSWORD)

    assert user is not None
    assert user.post is not None


def test_the_accounts_sit_where_the_contract_says():
    seats = {
        post.user.username: (post.organization.code, post.role, post.is_cleared)
        for post in Post.objects.select_related("user", "organization")
    }

    for row in accounts():
        assert seats[row.username] == (row.organization, row.role, row.is_cleared)


def test_the_second_run_does_nothing():
    before = _counts()

    seed()

    assert _counts() == before


def test_an_interrupted_run_is_taken_up_where_it_stopped():
    told = set(Petition.objects.values_list("idempotency_key", flat=True))
    story = next(row for row in _plan() if row.idempotency_key not in told and len(row.steps) == 4)
    for step, at in story.steps[:2]:
        tell(story, step, at, Cast())
    assert acts_told([story]) == {story.key: 2}

    tell_stories([story], total=1, progress=lambda done, total: None)

    assert acts_told([story]) == {story.key: 4}
    assert Petition.objects.filter(idempotency_key=story.idempotency_key).count() == 1


def test_the_whole_demo_has_about_three_hundred_petitions():
    assert len({story.idempotency_key for story in _plan()}) == len(_plan()) >= 300
    assert {road.name for road in ROADS} == {story.road.name for story in _plan()}


def test_the_plan_is_the_same_each_time_and_moves_with_the_day():
    a_week_later = plan(on=TODAY + dt.timedelta(7), calendar=work_calendar())

    assert _plan() == _plan()
    assert all(
        later.steps[-1][1] >= now.steps[-1][1]
        for now, later in zip(_plan(), a_week_later, strict=True)
    )


def test_nothing_happens_on_the_day_itself_or_later():
    today = timezone.make_aware(dt.datetime.combine(TODAY, dt.time()))

    assert not Event.objects.filter(at__gte=today).exists()
    assert not Document.objects.filter(issued_on__gte=TODAY).exists()


def test_every_chain_of_events_is_whole_and_runs_forward():
    for matter in Matter.objects.all():
        moments = list(matter.events.order_by("sequence").values_list("at", flat=True))

        assert first_broken(matter) is None
        assert moments == sorted(moments), matter


def test_every_act_was_done_in_a_post_of_that_organization():
    posts = set(Post.objects.values_list("user_id", "organization_id"))

    assert {(event.by_id, event.organization_id) for event in Event.objects.all()} <= posts


#: Open hops without a running clock, and why the Regulation gives them none.
WITHOUT_A_CLOCK = {
    (Hop.HANDOVER, State.DELIVERED): "第三十条: from here the rules of the discipline bodies run",
    State.SIGNED: "signed in time; the Regulation sets no days for serving",
    State.SERVED: "answered and served; to be concluded as soon as the receipt is filed",
}


def test_no_open_hop_is_without_owner_next_act_and_date():
    """M172. What stands in the table above is all there is."""
    for referral in Referral.objects.open().select_related("claim", "organization", "sender"):
        assert awaited_people(referral), referral
        place = (Hop(referral.hop), State(referral.state))
        if not referral.deadlines.owed().exists():
            assert place in WITHOUT_A_CLOCK or place[1] in WITHOUT_A_CLOCK, place


@pytest.mark.parametrize(
    ("username", "least"),
    [("clerk", 1), ("supervisor", 1), ("hr_desk", 3), ("hr_handler", 2), ("hr_leader", 2),
     ("env_desk", 2), ("env_handler", 1), ("env_leader", 1), ("reviewer", 2), ("review_leader", 1),
     ("discipline", 1)],
)  # fmt: skip
def test_everybody_has_work_today(username, least):
    person = User.objects.get(username=username)

    waiting = [row for row in Referral.objects.open() if person.pk in awaited_people(row)]

    assert len(waiting) >= least


def test_the_office_has_late_due_and_later_work():
    forward = Deadline.objects.open().filter(code="forward")
    received = {story.begins_on for story in _plan() if not story.road.acts}

    days = {(day + dt.timedelta(15) - TODAY).days for day in received}

    assert forward.filter(due_on__gte=TODAY).exists()
    assert {-6, 0, 1, 3, 12} <= days


def test_reports_about_people_are_sealed_and_read_by_the_cleared_only():
    sealed = Claim.objects.filter(kind=Kind.ACCUSATION)
    desk = User.objects.get(username="hr_desk")

    assert sealed.exists()
    assert not sealed.filter(is_sealed=False).exists()
    assert not sealed.visible_to(desk).exists()
    assert sealed.visible_to(User.objects.get(username="discipline")).exists()


def test_no_real_person_can_be_met():
    phones = [*Petitioner.objects.values_list("phone", flat=True), *_demo_phones()]

    assert all(phone.startswith("1380000") and len(phone) == 11 for phone in phones)
    assert not Petitioner.objects.exclude(id_number="").exists()


def test_old_messages_are_read_and_no_mail_waits():
    waiting = Notice.objects.filter(recipient__email__endswith="@demo.example")

    assert not waiting.filter(channel="email", sent_at=None).exists()
    week = timezone.make_aware(dt.datetime.combine(TODAY - dt.timedelta(7), dt.time()))
    assert not waiting.filter(channel="inbox", read_at=None, created_at__lt=week).exists()
    assert waiting.filter(channel="inbox", read_at=None).exists()


def test_a_recused_handler_is_nowhere_on_his_petition():
    assert Event.objects.filter(action=Action.REGISTER.value).exists()
    assert not Referral.objects.filter(
        claim__recusals__isnull=False, handler__in=User.objects.filter(recusals__isnull=False)
    ).exists()


def test_administrators_see_nothing():
    for row in CONTRACT:
        if row.role in (Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR):
            assert not Claim.objects.visible_to(User.objects.get(username=row.username)).exists()


def _plan():
    return plan(on=TODAY, calendar=work_calendar())


def _demo_phones():
    return User.objects.filter(email__endswith="@demo.example").values_list("phone", flat=True)


def _counts():
    models = (User, Post, Petition, Claim, Referral, Deadline, Document, Event, Notice)
    return [model.objects.count() for model in models]
