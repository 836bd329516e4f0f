"""The nightly alarm and the page of what has no owner, next step or last day (M172)."""

from __future__ import annotations

import pytest
from django.db.models import F

from oversight import tasks
from oversight.gaps import alarm
from petitions.models import Claim, Deadline, Notice

pytestmark = [pytest.mark.django_db, pytest.mark.leaves_gaps]


@pytest.fixture
def undated(accepted):
    Deadline.objects.open().update(status="void")
    Notice.objects.all().delete()
    return accepted


def told() -> set[str]:
    return set(Notice.objects.filter(kind="gap").values_list("recipient__username", flat=True))


def test_nothing_missing_alarms_nobody(accepted, walk):
    assert alarm(at=walk.at("2026-04-01", "02:00")) == 0
    assert told() == set()


def test_a_gap_is_told_once_a_night_until_it_is_closed(undated, walk):
    assert alarm(at=walk.at("2026-04-01", "02:00")) == 1
    alarm(at=walk.at("2026-04-01", "03:00"))
    assert told() == {"supervisor", "chief"}
    assert Notice.objects.filter(kind="gap", channel="inbox").count() == 2

    alarm(at=walk.at("2026-04-02", "02:00"))

    assert Notice.objects.filter(kind="gap", channel="inbox").count() == 4
    notice = Notice.objects.filter(kind="gap").earliest("pk")
    assert not notice.is_urgent
    assert "没有期限：青禾县人社局" in notice.subject


def test_the_hourly_task_alarms_too(undated):
    tasks.alarm_gaps()
    tasks.alarm_gaps()

    assert told() == {"supervisor", "chief"}
    assert Notice.objects.filter(kind="gap", channel="inbox").count() == 2


def test_of_a_sealed_claim_only_the_cleared_hear(undated, walk):
    Claim.objects.update(is_sealed=True)

    alarm(at=walk.at("2026-04-01", "02:00"))

    assert told() <= {name for name, post in walk.cast.items() if post.is_cleared}


def test_the_page_lists_what_this_person_may_see(undated, walk, sign_in):
    mine = sign_in("supervisor").get("/gaps/").content.decode()
    other = sign_in("env_desk").get("/gaps/").content.decode()

    assert undated.claim.petition.number in mine
    assert "没有期限" in mine
    assert undated.claim.petition.number not in other
    assert "没有失管件" in other


def test_the_page_asks_a_fixed_number_of_questions(
    undated, walk, sign_in, django_assert_max_num_queries
):
    client = sign_in("supervisor")
    client.get("/gaps/")
    Deadline.objects.update(version=F("version"))

    with django_assert_max_num_queries(16):
        response = client.get("/gaps/")

    assert response.status_code == 200
