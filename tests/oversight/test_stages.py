"""Stages as data: half gone, promise over, near, due, late, and late again."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Organization
from oversight.models import Reminder, Stage
from petitions import lifecycle
from petitions.models import Deadline, Notice, Referral
from routing.models import Measure, Rung, StageRule
from routing.pledges import promise
from tests.walk import CONSENT

pytestmark = pytest.mark.django_db


def the(hop: Referral, code: str) -> Deadline:
    return hop.deadlines.get(code=code)


def said() -> Notice:
    return Notice.objects.filter(channel="inbox", kind="reminder", voided_at=None).latest("pk")


def test_half_of_the_period_gone_without_an_act_is_told_to_whose_turn_it_is(accepted, swept, told):
    """Accepted on 10 March, 60 days: half of them are gone on 9 April."""
    swept("2026-04-08")
    assert told("reminder") == []

    swept("2026-04-09")

    assert told("reminder") == ["hr_handler"]
    assert "时间过半还没有办理，还有 30 天" in said().subject
    assert "第一次提醒" in said().body
    assert "下一步 5月2日 再次提醒" in said().body
    assert not said().is_urgent


def test_half_gone_is_not_told_where_somebody_acted_since(accepted, walk, swept, told):
    lifecycle.mediate(
        accepted,
        CONSENT,
        by=walk.cast["hr_handler"],
        at=walk.at("2026-03-20"),
    )

    swept("2026-04-09")

    assert told("reminder") == []


def test_the_thirty_days_for_the_court_are_reminded_of_and_late_for_nobody(walk, swept, told):
    hop = walk.settled()
    swept("2026-04-28")
    assert told("reminder") == []

    swept("2026-04-29")

    assert "hr_handler" in told("reminder")
    assert "申请司法确认" in said().subject
    swept("2026-05-20")
    assert not Notice.objects.filter(claim=hop.claim, subject__contains="超期").exists()
    assert not hop.tickets.exists()


def test_half_gone_is_withdrawn_when_somebody_acts(accepted, walk, swept, told, stages):
    swept("2026-04-09")
    lifecycle.request_extension(
        accepted,
        days=10,
        reason="须等待档案。",
        by=walk.cast["hr_handler"],
        at=walk.at("2026-04-10"),
    )

    swept("2026-04-11")

    assert told("reminder") == []
    assert stages(the(accepted, "conclude")) == [(1, Stage.HALF, False)]


def test_every_later_reminder_says_which_one_it_is_and_what_comes_next(registered, swept):
    """Late on Wednesday 18 March: 催办 is to be answered by the 23rd, then it climbs."""
    swept("2026-03-18")
    opened = Notice.objects.get(kind="ticket", channel="inbox", recipient__username="clerk")
    assert "第一次催办" in opened.body
    assert "超期 1 个工作日" in opened.body
    assert "下一步 3月24日 开出督办单" in opened.body

    swept("2026-03-20")

    assert "第二次催办，超期 3 个工作日；下一步 3月24日 开出督办单。" in said().body
    assert said().is_urgent


def test_the_ladder_is_higher_each_time_it_is_late_again(delivered, swept, told):
    """The notice was due on 19 March; ten working days later the head of the office hears too."""
    swept("2026-03-20")
    swept("2026-03-24")
    assert told("reminder", key__contains="late_again.1") == ["hr_desk", "hr_leader", "supervisor"]

    swept("2026-04-03")

    assert told("reminder", key__contains="late_again.2") == [
        "chief",
        "hr_desk",
        "hr_leader",
        "supervisor",
    ]


def test_a_higher_stage_withdraws_the_unread_lower_one(accepted, swept, told):
    swept("2026-05-02")
    swept("2026-05-09")

    assert told("reminder", key__contains=":near:") == []
    assert told("reminder", key__contains=":due_today:") == ["hr_desk", "hr_handler"]


def test_a_row_of_one_rule_goes_before_the_row_of_every_rule(accepted, swept, told):
    StageRule.objects.create(
        code="conclude",
        stage=Stage.NEAR,
        number=20,
        measure=Measure.DAYS,
        rungs=[Rung.TURN, Rung.LEADER],
    )

    swept("2026-04-18")
    assert told("reminder", key__contains=":near:") == []
    swept("2026-04-19")

    assert told("reminder", key__contains=":near:") == ["hr_handler", "hr_leader"]


def test_a_row_of_one_organization_goes_before_all_others(accepted, walk, swept, told):
    hr = walk.tree["qinghe-hr"]
    general = {"stage": Stage.NEAR, "measure": Measure.DAYS}
    StageRule.objects.create(code="conclude", number=20, rungs=[Rung.TURN], **general)
    StageRule.objects.create(organization=hr, number=10, rungs=[Rung.LEADER], **general)

    swept("2026-04-28")
    assert told("reminder", key__contains=":near:") == []
    swept("2026-04-29")

    assert told("reminder", key__contains=":near:") == ["hr_leader"]


def test_an_organization_may_be_reminded_again_on_other_days(delivered, walk, swept, stages):
    StageRule.objects.create(
        organization=walk.tree["qinghe-hr"],
        stage=Stage.LATE_AGAIN,
        ordinal=1,
        number=1,
        measure=Measure.DAYS,
        rungs=[Rung.LEADER],
    )

    swept("2026-03-20")

    assert stages(the(delivered, "notify_referred"))[-1] == (1, Stage.LATE_AGAIN, False)
    swept("2026-05-20")
    assert Reminder.objects.filter(stage=Stage.LATE_AGAIN).count() == 1


def test_an_empty_number_switches_a_stage_off(accepted, swept, told):
    StageRule.objects.create(code="conclude", stage=Stage.HALF, rungs=[])

    swept("2026-04-20")

    assert told("reminder") == []


def test_a_changed_stage_moves_open_periods_once(accepted, swept):
    swept("2026-03-11")
    assert the(accepted, "conclude").near_on == dt.date(2026, 5, 2)
    StageRule.objects.filter(stage=Stage.NEAR, measure=Measure.DAYS).update(number=14)

    swept("2026-03-11", "09:01")

    conclude = the(accepted, "conclude")
    assert conclude.near_on == dt.date(2026, 4, 25)
    assert (conclude.due_on, conclude.version) == (dt.date(2026, 5, 9), 1)


@pytest.fixture
def promised(tree) -> Organization:
    """青禾县人社局 promises to conclude within 40 days from 1 March on."""
    hr = tree["qinghe-hr"]
    since = dt.date(2026, 3, 1)
    promise(hr, "conclude", 40, valid_from=since, on=since)
    return hr


def test_the_end_of_a_promise_is_told_inside_the_organization_only(promised, walk, swept, told):
    """40 days from 10 March end on 19 April."""
    hop = walk.accepted()
    assert the(hop, "conclude").pledged_on == dt.date(2026, 4, 19)

    swept("2026-04-19")

    assert told("reminder", key__contains=":pledge:") == ["hr_handler", "hr_leader"]
    assert "本单位承诺的 4月19日 已到" in said().subject


def test_a_promise_that_ended_is_still_told_after_the_period_became_near(
    promised, walk, swept, told, stages
):
    StageRule.objects.create(
        code="conclude", stage=Stage.NEAR, number=30, measure=Measure.DAYS, rungs=[Rung.TURN]
    )
    hop = walk.accepted()

    swept("2026-04-12")
    swept("2026-04-19")

    assert stages(the(hop, "conclude")) == [(1, Stage.PLEDGE, False), (1, Stage.NEAR, False)]


def test_the_statutory_day_rules_verdict_and_tickets_whatever_was_promised(promised, walk, swept):
    hop = walk.accepted()

    assert swept("2026-05-09").tickets == 0
    assert swept("2026-05-10").tickets == 1
    assert the(hop, "conclude").breached_on == dt.date(2026, 5, 10)


def test_reminders_name_the_promise_beside_the_day_of_the_law(promised, walk, swept):
    walk.accepted()

    swept("2026-05-05")

    assert "办结截止 2026年5月9日（第三十四条）。" in said().body
    assert "本单位承诺 4月19日；超期与否以法定期限为准。" in said().body


def test_an_extension_moves_the_promise_with_the_period(promised, walk):
    hop = walk.accepted()
    handler, leader = walk.cast["hr_handler"], walk.cast["hr_leader"]
    lifecycle.request_extension(
        hop, days=30, reason="须等待档案。", by=handler, at=walk.at("2026-05-06")
    )
    lifecycle.grant_extension(hop, answer="同意。", by=leader, at=walk.at("2026-05-07"))

    conclude = the(hop, "conclude")
    assert (conclude.due_on, conclude.pledged_on) == (dt.date(2026, 6, 8), dt.date(2026, 5, 19))
