"""今日要情 of the county: what climbed, what comes again, what grows."""

from __future__ import annotations

import pytest

from oversight.boards import briefing
from tests.boards.pages import sit
from tests.journeys import road

pytestmark = pytest.mark.django_db


def test_the_day_tells_what_comes_again_and_what_grows(county, seen):
    news = briefing.briefing(seen("leader"))

    assert {"重复", "热点"} <= {one.kind for one in news}
    assert [one for one in news if "举报某科长" in one.title] == []


def test_everything_the_day_tells_can_be_opened(county, seen):
    news = briefing.briefing(seen("leader"))
    with road.on("2026-05-12"):
        client = sit("leader")

        assert {client.get(one.url).status_code for one in news} == {200}
