"""The sentences that explain a last day."""

from __future__ import annotations

from datetime import date

from routing.limits import Limit, Unit, due_on


def rule(number, unit, *, rolls=False, is_internal=False):
    return Limit(
        "object",
        "提出异议",
        "第二十三条第三款",
        number,
        unit,
        rolls,
        30,
        2,
        is_internal,
        "收到转送之日",
    )


def test_working_days_name_every_day_passed_over_and_every_makeup_day(calendar):
    due = due_on(date(2026, 2, 13), rule(5, Unit.WORKDAYS), calendar)

    assert due.explanation == (
        "规则：提出异议，5个工作日，《信访工作条例》第二十三条第三款，第2版。",
        "起算：收到转送之日，2026年2月13日（周五）；当日不计。",
        "工作日：周末和节假日不计，调休上班日计入。",
        "2月14日（周六）春节调休上班，计入。",
        "2月15日（周日）、2月16日（周一）、2月17日（周二）、2月18日（周三）、2月19日（周四）、"
        "2月20日（周五）、2月21日（周六）、2月22日（周日）、2月23日（周一）春节，不计。",
        "第5个工作日为2月27日（周五）。",
        "最后一日：2026年2月27日（周五）24:00 前。",
    )


def test_calendar_days_count_holidays_and_name_each_day_of_the_roll(calendar):
    due = due_on(date(2025, 9, 2), rule(30, Unit.DAYS, rolls=True), calendar)

    assert due.explanation[2:] == (
        "自然日，节假日照算。",
        "其间有10月1日（周三）至10月2日（周四）国庆节，均照算。",
        "第30日为10月2日（周四）。",
        "末日10月2日（周四）为国庆节，10月3日（周五）、10月4日（周六）、10月5日（周日）国庆节，"
        "10月6日（周一）中秋节，10月7日（周二）、10月8日（周三）国庆节，顺延至10月9日（周四）。",
        "最后一日：2025年10月9日（周四）24:00 前。",
    )


def test_a_period_of_officials_says_that_it_does_not_roll(calendar):
    due = due_on(date(2025, 3, 20), rule(15, Unit.DAYS), calendar)

    assert "末日4月4日（周五）为清明节，本期限遇节假日不顺延。" in due.explanation


def test_an_extension_is_stated_with_the_sum(calendar):
    due = due_on(date(2025, 3, 3), rule(60, Unit.DAYS), calendar, extension=30)

    assert "经批准延长30日，合计90日；延长从顺延前的末日接着算。" in due.explanation
    assert "第90日为6月1日（周日）。" in due.explanation


def test_days_of_another_year_carry_it(calendar):
    due = due_on(date(2025, 12, 30), rule(3, Unit.WORKDAYS), calendar)

    assert (
        "2026年1月1日（周四）、2026年1月2日（周五）、2026年1月3日（周六）元旦，不计。"
        in due.explanation
    )
    assert "2026年1月4日（周日）元旦调休上班，计入。" in due.explanation


def test_an_internal_period_is_called_internal(calendar):
    internal = due_on(date(2025, 3, 3), rule(60, Unit.DAYS, is_internal=True), calendar)
    statutory = due_on(date(2025, 3, 3), rule(60, Unit.DAYS), calendar)

    assert "非法定期限" in internal.explanation[0]
    assert "非法定期限" not in statutory.explanation[0]
