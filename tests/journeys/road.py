"""The whole road as a table: who does what on which day, and every date that follows.

The same table is walked through HTTP and in a browser."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import time_machine

from petitions import events
from petitions.models import Deadline, Document, Petition, Referral
from petitions.states import Hop, State
from tests.walk import OPINION, REPORT, REVIEW, SHANGHAI

DEMAND = "我 1998 年进厂，退休时工龄从 2003 年算起，请求重新核定。"
REGISTERED_ON = "2026-03-02"
PERSON = {
    "name": "赵示例",
    "phone": "13800004821",
    "id_number": "11010519491231002X",
    "address": "云岭街道 12 号",
}
LETTER = {
    "intake": "letter",
    "received_on": REGISTERED_ON,
    "kind": "grievance",
    "purpose": "demand",
    "category": "1507",
    "territory": "qinghe-gov",
    "title": "退休工龄少算五年",
    "text": DEMAND,
}


@dataclass(frozen=True)
class Step:
    """`hop` is where: the kind of the hop. `due` are last days, by clock, that stand after it."""

    who: str
    day: str
    hop: Hop
    noun: str
    typed: dict[str, str] = field(default_factory=dict)
    due: dict[str, str] = field(default_factory=dict)


IN_PERSON = {"way": "in_person", "signer": "赵示例"}
ROAD: tuple[Step, ...] = (
    # The county petition office assigns it.
    Step("clerk", "2026-03-04", Hop.INTAKE, "referral",
         {"mode": "assign", "organization": "qinghe-hr", "feedback_on": "2026-06-30", "report_on": "核定结果"}),
    # The bureau objects on the fifth working day; the office does not agree; the notice clock ran on.
    Step("hr_desk", "2026-03-05", Hop.ASSIGN, "receipt", {},
         {"object": "2026-03-11", "notify_referred": "2026-03-19", "feedback": "2026-06-30"}),
    Step("hr_desk", "2026-03-11", Hop.ASSIGN, "objection",
         {"ground": "养老保险由市级统筹。", "reason": "应由市局核定。"}, {"decide_objection": "2026-03-13"}),
    Step("supervisor", "2026-03-13", Hop.ASSIGN, "objection-refusal", {"reason": "档案认定属县局职责。"},
         {"notify_referred": "2026-03-19"}),
    # Accepted in branch (6), extended once, answered.
    Step("hr_desk", "2026-03-18", Hop.ASSIGN, "acceptance",
         {"branch": "6", "branch_reason": "不属于前五项。", "handler": "hr_handler"}, {"conclude": "2026-05-17"}),
    Step("hr_handler", "2026-05-11", Hop.ASSIGN, "extension-request", {"days": "30", "reason": "需向外省调档。"},
         {"conclude": "2026-05-17"}),
    Step("hr_leader", "2026-05-15", Hop.ASSIGN, "extension", {"answer": "同意。"}, {"conclude": "2026-06-16"}),
    Step("hr_handler", "2026-06-08", Hop.ASSIGN, "draft", OPINION),
    Step("hr_desk", "2026-06-09", Hop.ASSIGN, "verification"),
    Step("hr_leader", "2026-06-10", Hop.ASSIGN, "signature"),
    # The thirtieth day, 12 July, is a Sunday.
    Step("hr_desk", "2026-06-12", Hop.ASSIGN, "service", {**IN_PERSON, "served_on": "2026-06-12"},
         {"request_review": "2026-07-13"}),
    Step("hr_handler", "2026-06-15", Hop.ASSIGN, "report", REPORT),
    Step("hr_handler", "2026-06-15", Hop.ASSIGN, "conclusion"),
    # 复查 at the county government, asked for on the last day.
    Step("clerk", "2026-07-13", Hop.ASSIGN, "review-request",
         {"body": "qinghe-gov", "requested_on": "2026-07-13", "request_text": "不服处理意见。"}),
    Step("county_reviewer", "2026-07-14", Hop.REVIEW, "receipt", {}, {"review": "2026-08-12"}),
    Step("county_reviewer", "2026-07-14", Hop.REVIEW, "acceptance", {"handler": "county_reviewer"}),
    Step("county_reviewer", "2026-08-03", Hop.REVIEW, "draft", REVIEW),
    Step("county_review_leader", "2026-08-04", Hop.REVIEW, "verification"),
    Step("county_review_leader", "2026-08-05", Hop.REVIEW, "signature"),
    # The thirtieth day, 6 September, is a Sunday.
    Step("county_reviewer", "2026-08-07", Hop.REVIEW, "service",
         {"way": "post", "signer": "赵示例", "served_on": "2026-08-07"}, {"request_final_review": "2026-09-07"}),
    Step("county_reviewer", "2026-08-07", Hop.REVIEW, "conclusion"),
    # 复核 at the city government, and the end.
    Step("clerk", "2026-08-20", Hop.REVIEW, "final-review-request",
         {"body": "jiangqiao-gov", "requested_on": "2026-08-20", "request_text": "不服复查意见。"}),
    Step("reviewer", "2026-08-21", Hop.FINAL_REVIEW, "receipt", {}, {"final_review": "2026-09-19"}),
    Step("reviewer", "2026-08-21", Hop.FINAL_REVIEW, "acceptance", {"handler": "reviewer"}),
    Step("reviewer", "2026-09-10", Hop.FINAL_REVIEW, "draft", REVIEW),
    Step("review_leader", "2026-09-11", Hop.FINAL_REVIEW, "verification"),
    Step("review_leader", "2026-09-14", Hop.FINAL_REVIEW, "signature"),
    Step("reviewer", "2026-09-16", Hop.FINAL_REVIEW, "service", {**IN_PERSON, "served_on": "2026-09-16"}),
    Step("reviewer", "2026-09-16", Hop.FINAL_REVIEW, "conclusion"),
    Step("review_leader", "2026-09-17", Hop.FINAL_REVIEW, "end", {"reason": "复核维持。"}),
)  # fmt: skip


def on(day: str):
    """Ten in the morning of that day, for everything in this process."""
    at = dt.datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=SHANGHAI)
    return time_machine.travel(at, tick=True)


def hop_of(petition: Petition, kind: Hop) -> Referral:
    return Referral.objects.get(claim__petition=petition, hop=kind)


def due(hop: Referral, code: str) -> str:
    return Deadline.objects.filter(referral=hop, code=code).latest("pk").due_on.isoformat()


def check_registered(petition: Petition) -> None:
    person = petition.parties.get().petitioner
    assert due(hop_of(petition, Hop.INTAKE), "forward") == "2026-03-17"
    assert (person.birth_on.isoformat(), person.sex, person.region) == ("1949-12-31", "女", "北京")


def check_dates(petition: Petition, step: Step) -> None:
    hop = hop_of(petition, step.hop)
    assert {code: due(hop, code) for code in step.due} == step.due, step


def check_ended(petition: Petition) -> None:
    """In time throughout, every letter written, nothing left open, the chain whole."""
    final = hop_of(petition, Hop.FINAL_REVIEW)
    assert final.state == State.ENDED
    assert not Deadline.objects.open().filter(referral__claim=final.claim).exists()
    verdicts = Deadline.objects.exclude(verdict="").values_list("verdict", flat=True)
    assert set(verdicts) == {"in_time"}
    assert sorted(set(Document.objects.values_list("letter", flat=True))) == [
        "D01", "D03", "D04", "D07", "D07r", "D09", "D12", "D13", "D19", "D21", "D22", "D24", "D25",
        "D39",
    ]  # fmt: skip
    assert events.first_broken(final.claim.matter) is None
