"""The sweep: which stage is told to whom, once, and what late means."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from oversight.models import Reminder, Stage, Ticket, TicketStatus
from oversight.sweep import BATCH
from petitions import events, lifecycle
from petitions.models import Deadline, Event, Matter, Notice, Referral
from petitions.states import Kind
from routing import workdays

pytestmark = pytest.mark.django_db


def the(hop: Referral, code: str) -> Deadline:
    return hop.deadlines.get(code=code)


@pytest.mark.parametrize(
    ("day", "due", "stage"),
    [
        ("2026-03-09", 0, None),
        ("2026-03-10", 1, Stage.NEAR),
        ("2026-03-16", 1, Stage.NEAR),
        ("2026-03-17", 1, Stage.DUE_TODAY),
        ("2026-03-18", 1, Stage.LATE),
    ],
)
def test_a_period_in_days_is_near_in_its_last_seven(registered, swept, day, due, stage):
    """To be sent on by Tuesday 17 March."""
    assert swept(day).due == due

    told = Reminder.objects.filter(superseded=False)
    assert [row.stage for row in told] == ([stage] if stage else [])


@pytest.mark.parametrize(
    ("day", "is_near"), [("2026-03-05", False), ("2026-03-06", True), ("2026-03-10", True)]
)
def test_a_period_in_working_days_is_near_in_its_last_three(delivered, swept, day, is_near, stages):
    """Objection by Wednesday 11 March: the 9th, 10th and 11th are the last three."""
    swept(day)

    assert bool(stages(the(delivered, "object"))) == is_near


def test_a_holiday_brings_a_period_in_working_days_near_earlier(delivered, swept, stages):
    swept("2026-03-05")
    workdays.change(dt.date(2026, 3, 9), is_workday=False, name="测试假日", by=None)

    swept("2026-03-05")

    assert stages(the(delivered, "object")) == [(1, Stage.NEAR, False)]


def test_the_day_ends_at_midnight_in_shanghai(registered, swept):
    assert swept("2026-03-17", "23:59").tickets == 0
    assert swept("2026-03-18", "00:01").tickets == 1


def test_a_second_sweep_at_the_same_instant_adds_nothing(delivered, swept):
    first = swept("2026-03-20")
    again = swept("2026-03-20")

    assert first.tickets == 1
    assert first.reminders > 0
    assert (again.due, again.reminders, again.tickets) == (first.due, 0, 0)


def test_counts_are_the_rows_written(delivered, swept):
    before = Notice.objects.count()
    found = swept("2026-03-20")

    assert Notice.objects.count() - before == found.reminders
    assert Ticket.objects.count() == found.tickets


def test_each_stage_is_told_once_as_the_days_go_by(registered, swept, told, stages):
    for day in range(9, 25):
        swept(f"2026-03-{day:02}")

    assert stages(the(registered, "forward")) == [
        (1, Stage.NEAR, False),
        (1, Stage.DUE_TODAY, False),
        (1, Stage.LATE, False),
        (1, Stage.LATE_AGAIN, False),
    ]
    keys = Notice.objects.filter(
        key__startswith="reminder:", recipient__username="clerk", channel="inbox"
    )
    assert sorted(key.split(":")[3] for key in keys.values_list("key", flat=True)) == [
        "due_today",
        "late",
        "late.2",
        "late_again.1",
        "near",
    ]


def test_whose_turn_it_is_is_reminded_by_message_and_mail(delivered, swept, told):
    swept("2026-03-19")

    assert told("reminder") == ["hr_desk"]
    mail = Notice.objects.get(kind="reminder", channel="email")
    assert mail.recipient.username == "hr_desk"
    assert "今天到期" in mail.subject
    assert "2026年3月19日" in mail.body


def test_a_named_handler_is_reminded_alone(accepted, swept, told):
    swept("2026-05-05")

    assert told("reminder") == ["hr_handler"]


def test_a_handler_who_stepped_back_is_not_reminded(accepted, walk, swept, told):
    lifecycle.recuse(
        accepted,
        person=walk.cast["hr_handler"].user,
        ground="与信访人是近亲属。",
        by=walk.cast["hr_desk"],
        at=walk.at("2026-03-11"),
    )

    swept("2026-05-05")

    assert told("reminder") == ["hr_desk", "hr_leader"]


def test_the_sender_is_reminded_of_its_decision_and_the_body_of_its_own_period(
    delivered, walk, swept, told
):
    lifecycle.object_to(
        delivered,
        ground="职责不在本局。",
        reason="属于医保局。",
        proposed=None,
        by=walk.cast["hr_desk"],
        at=walk.at("2026-03-06"),
    )

    swept("2026-03-09")

    assert told("reminder") == ["chief", "supervisor"]
    swept("2026-03-12")
    assert told("reminder", subject__startswith="转送、交办的书面告知") == [
        "hr_desk",
        "hr_handler",
        "hr_leader",
    ]


@pytest.mark.leaves_gaps
def test_nobody_left_in_the_organization_means_those_who_watch_are_reminded(
    delivered, walk, swept, told
):
    walk.cast["hr_desk"].organization.posts.update(ends_on=dt.date(2026, 3, 5))

    swept("2026-03-19")

    assert told("reminder") == ["supervisor"]


@pytest.mark.leaves_gaps
def test_the_petitioners_own_period_reminds_nobody(served, swept, stages):
    review = the(served, "request_review")
    assert review.organization is None
    for code in ("feedback", "carry_out", "close"):
        served.deadlines.filter(code=code).update(status="void")

    for day in ("2026-05-15", "2026-05-20", "2026-05-21"):
        assert swept(day).due == 0

    assert not stages(review)


def test_a_window_that_passes_opens_no_ticket(delivered, swept, stages):
    """A body may object within five working days; when it does not, it is late with nothing."""
    found = swept("2026-03-12")

    assert found.due == 1  # the written notice of 19 March
    assert not Ticket.objects.exists()
    assert not stages(the(delivered, "object"))


def test_a_late_period_opens_a_ticket_with_its_own_last_day(registered, swept, told):
    found = swept("2026-03-18")

    ticket = Ticket.objects.get()
    assert found.tickets == 1
    assert ticket.organization.code == "qinghe-petition"
    assert (ticket.level, ticket.status) == (1, TicketStatus.OPEN)
    assert ticket.breached_on == dt.date(2026, 3, 18)
    assert ticket.due_on == dt.date(2026, 3, 23)  # three working days: 19, 20 and 23 March
    assert told("ticket") == ["chief", "clerk", "supervisor"]


def test_the_body_answers_and_the_petition_office_is_told(delivered, swept, told):
    swept("2026-03-20")

    assert told("ticket", subject__contains="请答复催办") == ["hr_desk", "hr_leader"]
    assert told("ticket", subject__contains="已催办") == ["supervisor"]


def test_a_breach_is_written_into_the_history_once_and_the_chain_holds(registered, swept):
    swept("2026-03-18")
    swept("2026-03-19")

    event = Event.objects.get(action="overdue")
    registered.refresh_from_db()
    assert event.by is None
    assert "自 2026年3月18日起超期" in event.text
    assert event.data["breached_on"] == "2026-03-18"
    assert the(registered, "forward").breached_on == dt.date(2026, 3, 18)
    assert events.first_broken(registered.claim.matter) is None


def test_a_sealed_report_is_told_to_the_cleared_in_words_that_give_nothing_away(walk, swept, told):
    hop = walk.registered(kind=Kind.ACCUSATION, accused_name="钱某")
    walk.cast["supervisor"].is_cleared = False
    walk.cast["supervisor"].save(update_fields=["is_cleared"])

    swept("2026-03-18")

    assert told("ticket") == ["chief", "clerk"]
    said = Notice.objects.filter(kind="ticket").values_list("subject", "body")
    assert list(said.order_by().distinct()) == [("您有 1 件待办", "请登录系统查看。")]
    assert hop.claim.is_sealed


def test_more_than_one_batch_is_told_once_each(registered, swept):
    claim = registered.claim
    clock = the(registered, "forward")
    for n in range(BATCH + 5):
        registered.pk = uuid.uuid4()
        registered.save(force_insert=True)
        clock.pk, clock.referral = None, registered
        clock.due_on = dt.date(2026, 3, 17) - dt.timedelta(n % 3)
        clock.save(force_insert=True)

    first, again = swept("2026-03-18"), swept("2026-03-18")

    assert first.due == first.tickets == BATCH + 6
    assert (again.reminders, again.tickets) == (0, 0)
    assert events.first_broken(Matter.objects.get(pk=claim.matter_id)) is None


def test_nothing_due_costs_a_handful_of_queries(registered, swept, django_assert_num_queries):
    swept("2026-03-03")  # the calendar is read once for each of its versions

    # Calendar, stages and what was computed from them; the count; then one question each for what
    # to withdraw, to hand over, to tell and to take a level up, three of them in a transaction.
    with django_assert_num_queries(14):
        assert swept("2026-03-03").reminders == 0


def test_a_batch_costs_as_many_queries_whatever_its_size(
    walk, swept, django_assert_max_num_queries
):
    for _ in range(12):
        walk.registered()
    swept("2026-03-03")

    with django_assert_max_num_queries(36):
        assert swept("2026-03-12").reminders == 24
