"""工作日历变更: rehearsed, then one audited act; closed clocks never move."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from petitions import events, lifecycle
from petitions.errors import NotAllowedError
from petitions.lifecycle.calendar_change import change_calendar, rehearse
from petitions.models import Deadline, Event, Matter
from routing.limits import due_on
from routing.models import CalendarChange, SpecialDay, calendar_version
from routing.timelimits import limit_for
from routing.workdays import Rearrangement, work_calendar, year_to_publish
from tests.petitions.pages import on_day

pytestmark = pytest.mark.django_db
PAGE = "/work-calendar/change/"
#: Sent on on Wednesday 4 March 2026: five working days end on Wednesday 11 March.
A_HOLIDAY = Rearrangement(((dt.date(2026, 3, 9), (False, "建县纪念日")),))
A_MAKEUP = Rearrangement(((dt.date(2026, 3, 7), (True, "调休上班")),))


@pytest.fixture
def sysadmin(cast):
    return cast["sysadmin"].user


def objection(hop) -> Deadline:
    return hop.deadlines.get(code="object")


def test_a_rehearsal_tells_what_would_move_and_writes_nothing(delivered, sysadmin, walk):
    version, days = calendar_version(), SpecialDay.objects.count()

    found = rehearse(A_HOLIDAY, by=sysadmin, at=walk.at("2026-03-05"))

    assert [(row.before, row.after) for row in found.moved] == [
        (dt.date(2026, 3, 11), dt.date(2026, 3, 12))
    ]
    assert (found.late, found.in_time) == ((), ())
    assert objection(delivered).due_on == dt.date(2026, 3, 11)
    assert (calendar_version(), SpecialDay.objects.count()) == (version, days)
    assert work_calendar().is_workday(dt.date(2026, 3, 9))


def test_the_change_moves_what_was_rehearsed_and_says_so_in_the_history(delivered, sysadmin, walk):
    found = rehearse(A_HOLIDAY, by=sysadmin, at=walk.at("2026-03-05"))
    before = objection(delivered)

    change_calendar(A_HOLIDAY, by=sysadmin, at=walk.at("2026-03-05"), version=found.version)

    clock = objection(delivered)
    assert (clock.due_on, clock.version) == (dt.date(2026, 3, 12), before.version + 1)
    assert clock.calendar_version == calendar_version() == found.version + 1
    assert any("建县纪念日" in line for line in clock.explanation)
    event = Event.objects.get(action="recount")
    assert "3月11日改为3月12日" in event.text
    assert event.by == sysadmin
    assert events.first_broken(Matter.objects.get(pk=delivered.claim.matter_id)) is None
    assert CalendarChange.objects.first().by == sysadmin


def test_calendar_days_and_closed_clocks_never_move(delivered, sysadmin, walk):
    lifecycle.receive(delivered, by=walk.desk(delivered), at=walk.at("2026-03-05"))
    lifecycle.object_to(
        delivered,
        ground="《社会保险法》第八十三条。",
        reason="属于争议处理。",
        proposed=None,
        by=walk.desk(delivered),
        at=walk.at("2026-03-06"),
    )
    before = dict(Deadline.objects.exclude(code="decide_objection").values_list("pk", "due_on"))

    change_calendar(A_HOLIDAY, by=sysadmin, at=walk.at("2026-03-06"), version=calendar_version())

    after = dict(Deadline.objects.exclude(code="decide_objection").values_list("pk", "due_on"))
    assert after == before
    assert Event.objects.filter(action="recount").count() == 1


def test_counts_what_becomes_late_and_what_becomes_in_time(delivered, sysadmin, walk):
    late = rehearse(A_MAKEUP, by=sysadmin, at=walk.at("2026-03-11"))
    in_time = rehearse(A_HOLIDAY, by=sysadmin, at=walk.at("2026-03-12"))

    assert [row.after for row in late.late] == [dt.date(2026, 3, 10)]
    assert [row.after for row in in_time.in_time] == [dt.date(2026, 3, 12)]


def test_what_was_rehearsed_on_an_older_calendar_is_not_done(delivered, sysadmin, walk):
    found = rehearse(A_HOLIDAY, by=sysadmin, at=walk.at("2026-03-05"))
    change_calendar(A_MAKEUP, by=sysadmin, at=walk.at("2026-03-05"), version=found.version)

    with pytest.raises(NotAllowedError, match="请重新演练"):
        change_calendar(A_HOLIDAY, by=sysadmin, at=walk.at("2026-03-05"), version=found.version)

    assert objection(delivered).due_on == dt.date(2026, 3, 10)


def test_an_impossible_change_changes_nothing(delivered, sysadmin, walk):
    ordinary = Rearrangement(((dt.date(2026, 3, 10), None),))
    version = calendar_version()

    with pytest.raises(ValidationError):
        change_calendar(ordinary, by=sysadmin, at=walk.at("2026-03-05"), version=version)

    assert calendar_version() == version


def test_publishing_a_year_takes_the_mark_of_the_provisional_away(walk, sysadmin):
    hop = walk.delivered(received_on=dt.date(2026, 3, 2))
    Deadline.objects.filter(pk=objection(hop).pk).update(
        started_on=dt.date(2026, 12, 30), due_on=dt.date(2027, 1, 6),
        unrolled_on=dt.date(2027, 1, 6), is_provisional=True,
    )  # fmt: skip
    published = Rearrangement(((dt.date(2027, 1, 1), (False, "元旦")),), publish=2027)

    change_calendar(published, by=sysadmin, at=walk.at("2026-11-20"), version=calendar_version())

    clock = objection(hop)
    assert (clock.due_on, clock.is_provisional) == (dt.date(2027, 1, 7), False)


def test_the_moved_day_is_what_the_calculator_gives(delivered, sysadmin, walk):
    change_calendar(A_HOLIDAY, by=sysadmin, at=walk.at("2026-03-05"), version=calendar_version())

    limit = limit_for("object", on=dt.date(2026, 3, 4))
    assert objection(delivered).due_on == due_on(dt.date(2026, 3, 4), limit, work_calendar()).due_on


def test_e24_from_november_the_missing_year_is_named(law):
    assert year_to_publish(dt.date(2026, 10, 31)) is None
    assert year_to_publish(dt.date(2026, 11, 1)) == 2027
    assert year_to_publish(dt.date(2025, 11, 15)) is None


def test_the_administrator_rehearses_and_then_saves(delivered, sign_in):
    typed = {"days": "2026-03-09 放假 建县纪念日\n\n2026-03-14至2026-03-15 上班 调休上班"}
    with on_day("2026-03-05"):
        client = sign_in("sysadmin")
        shown = client.post(PAGE, typed | {"step": "rehearse"})
        version = shown.context["found"].version
        text = shown.content.decode()
        saved = client.post(PAGE, typed | {"step": "apply", "version": version}, follow=True)

    assert "青禾县人社局" in text
    assert "变动 1 个期限" in text
    assert walk_free_of_names(text)
    assert "1 个期限随之变动" in saved.content.decode()
    assert objection(delivered).due_on == dt.date(2026, 3, 12)
    assert work_calendar().is_workday(dt.date(2026, 3, 14))


def walk_free_of_names(text: str) -> bool:
    """三员 see no petition."""
    return "赵示例" not in text and "退休工龄" not in text


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ("", "请写明要改的日期"),
        ("2027-02-30 放假 某日", "第 1 行：请填写实际存在的日期"),
        ("2027-03-09 放假 某日\n2027-03-10 庆祝 某日", "第 2 行：“庆祝”应是"),
        ("2027-03-09 放假", "第 1 行：写上名称"),
        ("2027-03-09", "第 1 行：写成"),
        ("2027-03-09 放假 " + "长" * 41, "不超过40个字"),
        ("2027-03-09 平常", "无需恢复"),
        ("2027-03-09至2027-03-01 放假 某日", "起止日期有误"),
        ("2027-03-09至2028-03-01 放假 某日", "一段不超过31天"),
        ("2027-03-09 放假 某日\n2027-03-09 上班 某日", "写了两次"),
        ("长" * 4001, "一次不能超过 4000 字"),
    ],
)
def test_a_wrong_line_is_named_and_kept(law, sign_in, days, words):
    version = calendar_version()

    response = sign_in("sysadmin").post(PAGE, {"days": days, "step": "rehearse"})

    assert response.status_code == 400
    assert words in response.content.decode()
    assert days[:20] in response.content.decode()
    assert calendar_version() == version


@pytest.mark.parametrize("version", ["", "abc", "999999999999", "-3"])
def test_saving_without_a_rehearsal_is_refused(law, sign_in, version):
    before = calendar_version()

    response = sign_in("sysadmin").post(
        PAGE, {"days": "2027-03-09 放假 某日", "step": "apply", "version": version}
    )

    assert response.status_code == 409
    assert "请重新演练" in response.content.decode()
    assert calendar_version() == before


def test_a_year_is_declared_complete_once(law, sign_in):
    client = sign_in("sysadmin")
    with on_day("2026-11-20"):
        shown = client.post(PAGE, {"publish": "2027", "step": "rehearse"})
        typed = {"publish": "2027", "step": "apply", "version": shown.context["found"].version}
        client.post(PAGE, typed)
        again = client.post(PAGE, typed)

    assert work_calendar().is_published(dt.date(2027, 1, 1))
    assert again.status_code == 400
    assert "没有这一年可以确认" in again.content.decode()


def test_the_calendar_page_warns_the_administrator(law, sign_in):
    with on_day("2026-11-20"):
        warned = sign_in("sysadmin").get("/work-calendar/").content.decode()
        other = sign_in("clerk").get("/work-calendar/").content.decode()

    assert "2027年的放假安排还没有录入" in warned
    assert "还没有录入" not in other
