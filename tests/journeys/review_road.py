"""A review with a hearing as a table: from the request to the served opinion, every date named."""

from __future__ import annotations

from petitions.states import Hop
from tests.journeys.road import IN_PERSON, ROAD, Step
from tests.walk import REVIEW

R = Hop.REVIEW
SITTING = {
    "hearing_on": "2026-07-28",
    "hearing_time": "09:30",
    "place": "青禾县信访局二楼听证室",
    "chair": "county_review_leader",
    "parties": "信访人赵示例\n青禾县人社局代表",
}
RECORD = {
    "held_on": "2026-07-28",
    "recorder": "柳时雨",
    "record": "信访人陈述：原厂名册上有我的名字。\n办理机关答辩：名册没有盖章。",
    "conclusion": "争议焦点是名册的效力。听证员认为名册与缴费记录可以互相印证。",
}
#: Up to the request for review the road is the whole road.
BEFORE: tuple[Step, ...] = ROAD[: next(n for n, s in enumerate(ROAD) if s.hop == R)]
REVIEWED: tuple[Step, ...] = (
    Step("county_reviewer", "2026-07-14", R, "receipt", {},
         {"review": "2026-08-12", "accept_review": "2026-07-16"}),
    # Papers are missing: the thirty days begin again with the day on which they are complete.
    Step("county_reviewer", "2026-07-15", R, "correction", {"missing": "身份证复印件。"},
         {"correction": "2026-07-29"}),
    Step("county_reviewer", "2026-07-20", R, "correction-completion",
         {"completed_on": "2026-07-20"},
         {"review": "2026-08-19", "accept_review": "2026-07-23"}),
    Step("county_reviewer", "2026-07-21", R, "acceptance", {"handler": "county_reviewer"},
         {"respond": "2026-07-28"}),
    Step("hr_desk", "2026-07-22", R, "review-answer",
         {"text": "原意见事实清楚。", "evidence": "名册复印件"}),
    # Ten days of hearing are left out: 19 August becomes 29 August.
    Step("county_reviewer", "2026-07-22", R, "hearing", SITTING, {"hearing": "2026-08-11"}),
    Step("county_reviewer", "2026-08-01", R, "hearing-record", RECORD, {"review": "2026-08-29"}),
    Step("county_reviewer", "2026-08-05", R, "draft", REVIEW),
    Step("county_review_leader", "2026-08-06", R, "verification"),
    Step("county_review_leader", "2026-08-07", R, "signature"),
    Step("county_reviewer", "2026-08-10", R, "service", {**IN_PERSON, "served_on": "2026-08-10"},
         {"request_final_review": "2026-09-09"}),
    Step("county_reviewer", "2026-08-10", R, "conclusion"),
)  # fmt: skip
