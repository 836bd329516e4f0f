"""A review with papers missing, an answer, and a hearing, told through HTTP."""

from __future__ import annotations

import pytest

from petitions.models import Document, Event
from petitions.states import Hop
from tests.journeys import road
from tests.journeys.review_road import BEFORE, REVIEWED
from tests.journeys.test_road_http import Office

pytestmark = pytest.mark.django_db


def test_a_review_with_a_hearing(law):
    office = Office()
    petition = office.register("clerk", road.REGISTERED_ON)
    for step in (*BEFORE, *REVIEWED):
        office.act(step.who, step.day, road.hop_of(petition, step.hop), step.noun, **step.typed)
        road.check_dates(petition, step)

    review = road.hop_of(petition, Hop.REVIEW)
    assert review.deadlines.get(code="review", status="met").verdict == "in_time"
    letters = set(Document.objects.filter(referral=review).values_list("letter", flat=True))
    assert letters == {"D21", "D22", "D22c", "D15", "D15r", "D15c", "D24", "D39"}
    told = list(Event.objects.filter(referral=review).values_list("action", flat=True))
    assert "convene_hearing" in told
    assert "close_hearing" in told


def test_the_reviewer_reads_the_whole_file_in_order(law):
    office = Office()
    petition = office.register("clerk", road.REGISTERED_ON)
    for step in (*BEFORE, *REVIEWED[:7]):
        office.act(step.who, step.day, road.hop_of(petition, step.hop), step.noun, **step.typed)

    with road.on("2026-08-03"):
        page = office.sit("county_reviewer").get(f"/petitions/{petition.number}/")
        other = office.sit("hr_desk").get(f"/petitions/{petition.number}/")
    text = page.content.decode()
    file = text[text.index("复查案卷") : text.index("反映内容")]
    order = ["信访件", "受理告知书", "信访处理意见书", "复查申请", "答辩", "听证笔录"]
    places = [file.index(word) for word in order]
    assert places == sorted(places)
    assert "复查案卷" not in other.content.decode()
