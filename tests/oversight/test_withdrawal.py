"""What was told and no longer holds, and what was missed while nobody looked."""

from __future__ import annotations

import datetime as dt

import pytest

from oversight.models import Stage, Ticket, TicketStatus
from petitions import clocks, lifecycle
from petitions.models import Deadline, Event, Notice, Referral

pytestmark = pytest.mark.django_db


def the(hop: Referral, code: str) -> Deadline:
    return hop.deadlines.get(code=code)


def test_after_three_days_of_silence_the_true_day_is_written_and_the_last_stage_told(
    registered, swept, told, stages
):
    found = swept("2026-03-20")

    assert stages(the(registered, "forward")) == [
        (1, Stage.NEAR, True),
        (1, Stage.DUE_TODAY, True),
        (1, Stage.LATE, True),
        (1, Stage.LATE_AGAIN, False),
    ]
    ticket = Ticket.objects.get()
    assert (ticket.breached_on, ticket.opened_on) == (dt.date(2026, 3, 18), dt.date(2026, 3, 20))
    assert told("reminder") == []
    assert found.tickets == 1


def test_a_superseded_stage_is_not_told_later_when_the_clock_is_put_back(registered, swept):
    swept("2026-03-20")

    assert swept("2026-03-12").reminders == 0


def test_a_paused_period_is_silent_and_withdraws_what_was_said(accepted, walk, swept, told):
    clock = the(accepted, "conclude")
    swept("2026-05-05")
    assert told("reminder") == ["hr_handler"]

    clocks.pause(clock, reason="听证", on=dt.date(2026, 5, 6))

    assert swept("2026-05-12").due == 0
    assert told("reminder") == []
    assert not Ticket.objects.exists()


def test_a_resumed_period_is_told_again_for_its_new_last_day(accepted, swept, told, stages):
    clock = the(accepted, "conclude")
    swept("2026-05-05")
    clocks.pause(clock, reason="听证", on=dt.date(2026, 5, 6))
    clocks.resume(clock, on=dt.date(2026, 5, 16))
    clock.refresh_from_db()

    swept("2026-05-18")

    assert clock.due_on == dt.date(2026, 5, 19)
    assert stages(clock) == [(1, Stage.NEAR, False), (2, Stage.NEAR, False)]
    assert told("reminder", subject__contains="还有 1 天到期") == ["hr_handler"]


def test_an_extension_withdraws_the_reminders_of_the_old_day(accepted, walk, swept, told):
    swept("2026-05-05")
    handler, leader = walk.cast["hr_handler"], walk.cast["hr_leader"]
    lifecycle.request_extension(
        accepted, days=30, reason="须等待档案。", by=handler, at=walk.at("2026-05-06")
    )
    lifecycle.grant_extension(accepted, answer="同意。", by=leader, at=walk.at("2026-05-07"))

    assert swept("2026-05-11").tickets == 0
    assert told("reminder") == []
    assert swept("2026-06-09").tickets == 1


@pytest.mark.leaves_gaps
def test_a_reminder_that_was_read_stays_as_it_was_said(accepted, walk, swept):
    swept("2026-05-09")
    Notice.objects.filter(kind="reminder", channel="inbox").update(read_at=walk.at("2026-05-09"))
    clocks.void(accepted)

    swept("2026-05-10")

    reminders = Notice.objects.filter(kind="reminder")
    handler = reminders.filter(recipient__username="hr_handler")
    assert handler.get(channel="inbox").voided_at is None
    assert handler.get(channel="email").voided_at == walk.at("2026-05-10", "09:00")


def test_a_ticket_is_withdrawn_when_its_period_turns_out_to_end_later(registered, swept, told):
    swept("2026-03-18")
    clock = the(registered, "forward")
    Deadline.objects.filter(pk=clock.pk).update(due_on=dt.date(2026, 3, 25), version=2)

    swept("2026-03-19")

    assert Ticket.objects.get().status == TicketStatus.VOID
    assert told("ticket") == []


def test_a_ticket_stays_open_when_the_act_is_done_late(registered, walk, swept, told):
    swept("2026-03-18")
    lifecycle.refer(
        registered,
        organization=walk.tree["qinghe-hr"],
        by=walk.cast["clerk"],
        at=walk.at("2026-03-19"),
    )

    swept("2026-03-19")

    assert Ticket.objects.get().status == TicketStatus.OPEN
    assert told("ticket") == ["chief", "clerk", "supervisor"]
    assert the(registered, "forward").late_days == 2


def test_f32_paused_resumed_and_extended_three_times_leaves_no_stale_reminder(
    accepted, swept, told, stages
):
    """Three hearings of five days each and 30 days more: 60 + 15 + 30 days from 10 March."""
    clock = the(accepted, "conclude")
    for n, day in enumerate(("2026-05-05", "2026-05-10", "2026-05-15")):
        swept(day)
        on = dt.date.fromisoformat(day)
        clocks.pause(clock, reason=f"听证{n}", on=on)
        swept(day, "12:00")
        clocks.resume(clock, on=on + dt.timedelta(5))
    clocks.extend(clock, 30)

    swept("2026-05-21")

    clock.refresh_from_db()
    assert clock.due_on == dt.date(2026, 3, 10) + dt.timedelta(60 + 15 + 30)
    current = f"reminder:{clock.pk}:{clock.version}:"
    said = Notice.objects.filter(kind="reminder", voided_at=None)
    assert not said.exclude(key__startswith=current).exists()
    assert told("ticket") == []
    swept("2026-06-18")
    assert told("reminder") == ["hr_handler"]
    assert stages(clock)[-1] == (clock.version, Stage.NEAR, False)


def test_f33_away_over_a_deadline_the_true_day_is_written_and_one_message_sent(registered, swept):
    """The server was off from Monday to the next Monday; the period ended on Tuesday 17 March."""
    swept("2026-03-02")

    found = swept("2026-03-23")

    ticket = Ticket.objects.get()
    assert (ticket.breached_on, ticket.opened_on) == (dt.date(2026, 3, 18), dt.date(2026, 3, 23))
    assert Event.objects.get(action="overdue").data["breached_on"] == "2026-03-18"
    inbox = Notice.objects.filter(key__startswith="reminder:", channel="inbox")
    people = inbox.values_list("recipient__username", flat=True)
    assert sorted(people) == ["chief", "clerk", "supervisor"]
    assert found.tickets == 1
