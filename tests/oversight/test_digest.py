"""每日晨报: once a person and working day, counts only, and cheap for a thousand people."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Post, User
from oversight.delivery import digest, queue, turns
from oversight.models import DigestDay
from petitions import worklist
from petitions.models import Notice, Preference, Referral
from petitions.worklist import Lateness
from tests.walk import Walk

pytestmark = pytest.mark.django_db
MORNING = Walk.at("2026-03-05", "08:30")


def digests(**about: object) -> dict[str, str]:
    rows = Notice.objects.filter(kind="digest", **about)
    return dict(rows.values_list("recipient__username", "subject"))


def test_one_for_each_who_has_something_to_hear_and_none_for_the_others(delivered):
    assert digest.write_due(MORNING) == 2

    assert digests() == {"hr_desk": "今日待办 1 件", "supervisor": "今日待办 0 件"}
    assert DigestDay.objects.get().people == 2


def test_the_counts_lead_to_their_pages(delivered):
    digest.write_due(MORNING)

    body = Notice.objects.get(kind="digest", recipient__username="hr_desk").body
    assert body.splitlines() == [
        "等待您办理：1 件　http://127.0.0.1:8000/",
        "未读的新消息：1 件　http://127.0.0.1:8000/messages/",
    ]
    assert "退休" not in body


def test_late_and_near_are_counted_and_said(walk, delivered):
    walk.registered()
    at = walk.at("2026-03-18", "08:45")
    digest.write_due(at)

    assert digests()["clerk"] == "今日待办 1 件，其中超期 1 件"
    counts = digest.counted(at)
    desk = counts[walk.cast["hr_desk"].user_id].work
    assert (desk.waiting, desk.near, desk.late) == (1, 1, 0)


@pytest.mark.parametrize(
    "at",
    [
        pytest.param(Walk.at("2026-03-05", "08:29"), id="too early"),
        pytest.param(Walk.at("2026-03-05", "18:00"), id="the day is over"),
        pytest.param(Walk.at("2026-03-07", "09:00"), id="a Saturday"),
        pytest.param(Walk.at("2026-10-01", "09:00"), id="a holiday"),
    ],
)
def test_only_in_the_hours_of_a_working_day(delivered, at):
    assert digest.write_due(at) == 0
    assert not DigestDay.objects.exists()


def test_a_second_look_on_the_same_day_writes_nothing(delivered, walk):
    digest.write_due(MORNING)
    walk.delivered()

    assert digest.write_due(MORNING + dt.timedelta(hours=2)) == 0
    assert digest.write(MORNING) == 0

    assert Notice.objects.filter(kind="digest").count() == 2


def test_after_downtime_the_morning_is_made_good_the_same_day(delivered):
    assert digest.write_due(MORNING.replace(hour=15)) == 2


def test_who_does_not_want_it_gets_none_and_who_wants_a_text_gets_one(delivered, walk):
    user = walk.cast["hr_desk"].user
    user.phone = "13900001234"
    user.save(update_fields=["phone"])
    Preference.objects.create(user=user, wanted=["urgent:email", "digest:sms"])
    Preference.objects.create(user=walk.cast["supervisor"].user, wanted=["urgent:email"])
    Notice.objects.all().delete()

    digest.write_due(MORNING)

    assert digests(channel="sms") == {"hr_desk": "今日待办 1 件"}
    assert not digests(channel="email")
    assert queue.lease() is not None


@pytest.mark.leaves_gaps
def test_a_sealed_claim_is_counted_for_nobody_who_is_not_cleared(walk):
    hop = walk.delivered()
    hop.claim.is_sealed = True
    hop.claim.save(update_fields=["is_sealed"])

    digest.write_due(MORNING)

    assert "hr_desk" not in digests()


def test_the_counts_are_those_of_todays_work_for_everybody(walk, cast):
    """One grouped query says the same as the page says to each person."""
    walk.registered()
    walk.delivered()
    walk.accepted()
    walk.drafted(assigned=True)
    walk.signed()
    walk.in_review()
    hop = walk.accepted()
    Referral.objects.filter(pk=hop.pk).update(handler=None)
    today = dt.date(2026, 5, 12)

    everybody = turns.waiting(turns.Staff.now(), on=today)

    for post in cast.values():
        user = User.objects.get(pk=post.user_id)
        waiting = worklist.waiting_for(user)
        late = [hop for hop in worklist.rows(user, on=today) if hop.lateness is Lateness.LATE]
        work = everybody.get(user.pk, turns.Work())
        assert (work.waiting, work.late) == (waiting.count(), len(late)), user.username


def test_a_thousand_people_cost_no_more_queries(walk, tree, django_assert_max_num_queries):
    walk.delivered()
    crowd = User.objects.bulk_create(
        User(username=f"clerk{n}", name=f"某{n}", email=f"c{n}@cast.example") for n in range(1000)
    )
    Post.objects.bulk_create(
        Post(user=user, organization=tree["qinghe-hr"], role="desk") for user in crowd
    )

    with django_assert_max_num_queries(18):
        assert digest.write_due(MORNING) == 1002

    assert Notice.objects.filter(kind="digest").count() == 1002


def test_the_digest_is_sent_like_any_mail_and_tells_no_name(delivered, mailoutbox):
    digest.write_due(timezone.localtime(MORNING))
    notice = Notice.objects.get(kind="digest", recipient__username="hr_desk")

    assert notice.claim is None
    assert notice.key == f"digest:{notice.recipient_id}:2026-03-05:email"
    assert not notice.is_urgent
