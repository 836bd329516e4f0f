"""A review with papers missing, an answer and a hearing, in a browser."""

from __future__ import annotations

import re

import pytest

from petitions import lifecycle
from petitions.states import Hop, State
from tests.browser.test_road import assert_dates_shown, fill, send
from tests.journeys import road
from tests.journeys.review_road import REVIEWED
from tests.walk import Walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def in_review(walk: Walk):
    """Asked for on 13 July, the last day; everything before is told elsewhere."""
    hop = walk.again(walk.served())
    clock = hop.deadlines.get(code="request_review")
    clock.due_on = clock.unrolled_on = walk.at("2026-07-13").date()
    clock.save(update_fields=["due_on", "unrolled_on"])
    return lifecycle.request_review(
        hop, body=walk.tree["qinghe-gov"], requested_on=walk.at("2026-07-13").date(),
        request_text="不服处理意见，请求听证。", by=walk.cast["clerk"], at=walk.at("2026-07-13"),
    )  # fmt: skip


#: After these the page of the petition is looked at again: it has a part that was not there before.
NEW_PARTS = {"hearing", "hearing-record", "service"}


def test_a_review_with_a_hearing_in_the_browser(desk, axe, cast, tree):
    review = in_review(Walk(cast, tree))
    petition = review.claim.petition
    for step in REVIEWED:
        with road.on(step.day):
            page = desk(step.who)
            page.goto(f"/petitions/{petition.number}/")
            page.locator(f'#next a[href="/referrals/{review.pk}/{step.noun}/"]').click()
            page.wait_for_url(re.compile(step.noun))
            for name, value in step.typed.items():
                fill(page, name, value)
            assert axe(page) == []
            send(page)
            page.wait_for_url(re.compile(f"/petitions/{petition.number}/"))
            assert_dates_shown(page, petition, step)
            if step.noun in NEW_PARTS:
                assert axe(page) == []
            if step.noun == "hearing":
                assert "听证中" in page.locator(".identity").inner_text()
            page.context.close()
        road.check_dates(petition, step)

    review.refresh_from_db()
    assert (review.hop, review.state) == (Hop.REVIEW, State.CONCLUDED)
    assert review.hearings.get().is_held
