"""态势: the sums are right, the small are spared, the cost is bounded."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.staticfiles import finders

from oversight.boards import cards, load, needs, quality, rates, steps, topics, vendor
from oversight.boards.census import census
from oversight.boards.needs import Unit
from oversight.indicators import INDICATORS, Figure, figures
from tests.boards.pages import sit
from tests.journeys import road

pytestmark = pytest.mark.django_db


def _load(scope, organization=None):
    return load.load(scope, census(scope), organization=organization)


def test_the_census_agrees_with_the_board_and_the_lists(county, seen):
    scope = seen("supervisor")

    counted = census(scope)

    assert counted.by_level() == cards.by_level(cards.faces(scope))
    late = scope.clocks().filter(due_on__lt=scope.on)
    assert sum(count for count, _ in counted.late().values()) == late.count() > 0


def test_the_steps_add_up_to_all_that_is_open(county, seen):
    scope = seen("supervisor")

    found = steps.by_step(scope)

    assert sum(step.count for step in found) == scope.hops().open().count() > 5
    assert {step.step for step in found} <= set(steps.STEPS)


def test_a_day_is_too_full_above_the_median_of_what_is_met(county, ends, seen):
    scope = seen("supervisor")
    usual = _load(scope).usual

    assert usual is not None
    assert all(day.is_over == (day.count > usual) for day in _load(scope).days)


def test_the_calendar_of_one_body_is_its_own(county, seen, tree):
    one = _load(seen("supervisor"), organization=tree["qinghe-env"])
    whole = _load(seen("supervisor"))

    assert sum(day.count for day in one.days) < sum(day.count for day in whole.days)


def test_units_stand_in_the_order_of_help(county, seen):
    units = needs.units(seen("supervisor"), census(seen("supervisor")))

    behind = [(unit.late, unit.oldest) for unit in units]
    assert behind == sorted(behind, reverse=True)
    assert behind[0][0] > 0


@pytest.mark.parametrize(("cases", "shown"), [(19, None), (20, Decimal("0.9000"))])
def test_a_rate_of_few_cases_is_not_shown(tree, cases, shown):
    figure = Figure(INDICATORS["on_time_answer"], numerator=18, denominator=cases)

    assert Unit(tree["qinghe-hr"], late=0, oldest=0, figure=figure).rate == shown


def test_a_trend_is_the_figures_of_its_months(county, seen):
    scope = seen("supervisor")

    found = rates.trends(scope)

    assert [trend.indicator.code for trend in found] == list(rates.codes_of(scope))
    for trend in found:
        assert len(trend.points) == 12
        for point in trend.points:
            (month,) = figures(scope.user, point.period, on=scope.on, codes=(trend.indicator.code,))
            assert (point.figure.numerator, point.figure.denominator) == (
                month.numerator,
                month.denominator,
            )
    assert any(point.figure.denominator for trend in found for point in trend.points)


def test_a_topic_has_five_petitions_in_four_weeks_and_says_how_it_grows(county, seen):
    (topic,) = topics.topics(seen("supervisor"))

    assert sum(topic.counts) == topic.before + topic.now
    assert topic.now >= topics.FEWEST
    assert (topic.before, topic.growth) == (0, "新出现")


@pytest.mark.parametrize(
    ("counts", "growth"),
    [
        ((2, 2, 2, 2, 3, 3, 3, 3), "+50 %"),
        ((5, 5, 0, 0, 0, 0, 0, 5), "-50 %"),
        ((1, 1, 2, 1, 5, 0, 0, 0), "+0 %"),
    ],
)
def test_growth_compares_four_weeks_with_the_four_before(counts, growth):
    assert topics.Topic("15", "劳动和社会保障", counts).growth == growth


def test_a_matter_that_came_again_is_counted_by_its_repeats(county, seen):
    (again,) = topics.repeats(seen("supervisor"))

    assert (again.code, again.count) == (county.late.claim.matter.code, 3)


def test_answers_that_did_not_stand_are_counted_at_the_body_that_gave_them(county, seen):
    found = {row.code: row for row in quality.quality(seen("supervisor"))}

    assert found["qinghe-hr"].sent_back == 1
    assert (found["qinghe-hr"].quashed, found["qinghe-hr"].changed) == (1, 0)


def test_the_work_of_each_officer_is_shown_to_their_own_leader_alone(county, seen):
    assert [row.name for row in quality.workload(seen("hr_leader"))] == ["顾清和"]
    assert quality.workload(seen("supervisor")) == []
    assert quality.workload(seen("leader")) == []
    assert {row.code for row in quality.workload(seen("env_leader"))} == {"qinghe-env"}


def test_the_page_costs_the_same_whatever_it_shows(county, django_assert_max_num_queries):
    with road.on("2026-05-12"):
        client = sit("supervisor")
        client.get("/situation/")
        with django_assert_max_num_queries(22):
            now = client.get("/situation/").content.decode()
        with django_assert_max_num_queries(18):
            year = client.get("/situation/trends/").content.decode()

    assert "需要帮助的单位" in now
    assert "十二个月趋势" in year


@pytest.fixture
def without_vendor(settings):
    """As on a machine where the charts were never fetched."""
    settings.STATICFILES_DIRS = []
    finders.get_finder.cache_clear()  # type: ignore[attr-defined]
    vendor.charts_url.cache_clear()
    yield
    finders.get_finder.cache_clear()  # type: ignore[attr-defined]
    vendor.charts_url.cache_clear()


def test_without_the_charts_the_tables_stand_and_the_page_says_so(walk, without_vendor):
    walk.register(on="2026-05-11")
    with road.on("2026-05-12"):
        page = sit("supervisor").get("/situation/").content.decode()

    assert "图表组件没有取到，各图以表格显示" in page
    assert "vendor/echarts" not in page
    assert "data-chart-table" in page
