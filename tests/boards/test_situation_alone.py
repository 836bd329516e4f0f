"""态势 of a county in which nothing else happens."""

from __future__ import annotations

import datetime as dt

import pytest

from oversight.boards import drawing, load, rates, steps, topics
from oversight.boards.census import census
from petitions.models import Deadline
from tests.boards.conftest import DAY

pytestmark = pytest.mark.django_db


def _load(scope):
    return load.load(scope, census(scope))


def test_a_step_knows_half_and_nine_in_ten(walk, seen):
    for day in ("2026-05-11", "2026-05-10", "2026-05-02", "2026-04-30"):
        walk.register(on=day)

    (pending,) = steps.by_step(seen("supervisor"))

    assert (pending.step, pending.count, pending.median, pending.p90) == ("pending", 4, 10, 12)


def test_the_calendar_counts_each_day_and_says_what_ends(accepted, ends, seen):
    ends(accepted, DAY + dt.timedelta(9))

    days = _load(seen("supervisor")).days

    assert len(days) == 60
    assert [(day.on, day.count) for day in days if day.count] == [(DAY + dt.timedelta(9), 1)]
    assert days[9].words.startswith("5月21日 周四：到期 1 项")
    assert days[9].words.endswith("（办结 1 项）")
    assert not days[5].is_workday  # 17 May 2026 is a Sunday


def test_without_a_past_nothing_is_too_full(walk, ends, seen):
    hop = walk.registered()
    Deadline.objects.exclude(pk=ends(hop, DAY).pk).update(closed_on=None)

    found = _load(seen("supervisor"))

    assert found.usual is None
    assert not any(day.is_over for day in found.days)


def test_four_petitions_are_no_topic(walk, seen):
    for day in ("2026-05-06", "2026-05-07", "2026-05-08", "2026-05-11"):
        walk.register(on=day)

    assert topics.topics(seen("supervisor")) == []


def test_a_month_without_cases_is_neither_nought_nor_a_hundred(law, seen):
    scope = seen("supervisor")

    months = drawing.months(rates.trends(scope), scope.on)

    assert {cell["rate"] for month in months for cell in month["cells"]} == {"—"}
