"""A petition's whole life as programs live it: over HTTP, with tokens, on its own days."""

from __future__ import annotations

from typing import Any

import pytest

from petitions import events
from petitions.models import Petition
from tests.api.conftest import Program
from tests.cast import PASSWORD
from tests.walk import OPINION, REPORT, REVIEW

pytestmark = pytest.mark.django_db


class Road:
    """Sends each act with the version it last saw, and remembers what every hop became."""

    def __init__(self, on) -> None:
        self.on = on
        self.tokens: dict[str, str] = {}
        self.versions: dict[str, int] = {}

    def program(self, username: str) -> Program:
        if username not in self.tokens:
            answer = Program().post("token/", {"username": username, "password": PASSWORD})
            self.tokens[username] = answer.json()["token"]
        return Program(self.tokens[username])

    def act(self, day: str, username: str, hop: str, noun: str, **body: object) -> Any:
        self.on(day)
        version = self.versions.setdefault(hop, self.see(username, hop)["version"])
        sent = {**body, "version": version}
        response = self.program(username).post(f"referrals/{hop}/{noun}/", sent)
        assert response.status_code == 200, (noun, response.content.decode())
        done = response.json()
        for seen in filter(None, (done["referral"], done["next_referral"])):
            self.versions[seen["id"]] = seen["version"]
        return done

    def see(self, username: str, hop: str) -> Any:
        return self.program(username).get(f"referrals/{hop}/").json()

    def clocks(self, username: str, hop: str) -> dict[str, tuple[str, str, str]]:
        """Every clock of a hop: its last day, whether it runs, and the verdict."""
        return {
            row["code"]: (row["due_on"], row["status"], row["verdict"])
            for row in self.see(username, hop)["deadlines"]
        }


@pytest.fixture
def road(cast, on) -> Road:
    return Road(on)


def test_the_whole_road(road, letter):
    intake = register(road, letter())
    hop = assign(road, intake)
    object_in_vain(road, hop)
    accept(road, hop)
    extend_and_sign(road, hop)
    conclude(road, hop)
    review = ask_for_review(road, hop)
    final = ask_for_final_review(road, review)
    end(road, final)

    petition = Petition.objects.get()
    claim = road.program("clerk").get(f"petitions/{petition.number}/").json()["claims"][0]
    assert [one["hop"] for one in claim["referrals"]] == [
        "intake",
        "assign",
        "review",
        "final_review",
    ]
    assert claim["ended_on"] == "2026-07-26"
    assert events.first_broken(petition.matter) is None


def register(road: Road, body: dict[str, Any]) -> Any:
    """Received on Monday 2 March: fifteen days to send it on."""
    road.on("2026-03-02")
    intake = road.program("clerk").post("petitions/", body).json()["referral"]
    assert road.clocks("clerk", intake) == {"forward": ("2026-03-17", "running", "")}
    return intake


def assign(road: Road, intake: str) -> Any:
    done = road.act(
        "2026-03-04", "clerk", intake, "referral",
        mode="assign", organization="qinghe-hr", feedback_on="2026-06-30", report_on="办理结果",
    )  # fmt: skip
    hop = done["next_referral"]["id"]
    assert road.clocks("clerk", intake)["forward"] == ("2026-03-17", "met", "in_time")
    assert road.clocks("hr_desk", hop) == {
        "object": ("2026-03-11", "running", ""),
        "notify_referred": ("2026-03-19", "running", ""),
        "feedback": ("2026-06-30", "running", ""),
    }
    return hop


def object_in_vain(road: Road, hop: str) -> None:
    """An objection pauses nothing, and is decided within two working days."""
    road.act("2026-03-05", "hr_desk", hop, "receipt")
    road.act("2026-03-06", "hr_desk", hop, "objection", ground="三定方案", reason="不属本局")
    clocks = road.clocks("hr_desk", hop)
    assert clocks["object"] == ("2026-03-11", "met", "in_time")
    assert clocks["decide_objection"] == ("2026-03-10", "running", "")
    assert clocks["notify_referred"] == ("2026-03-19", "running", "")
    road.act("2026-03-09", "supervisor", hop, "objection-refusal", reason="属于本局职责")


def accept(road: Road, hop: str) -> None:
    road.act(
        "2026-03-10", "hr_desk", hop, "acceptance",
        branch=6, branch_reason="不属于前五项。", handler="hr_handler",
    )  # fmt: skip
    clocks = road.clocks("hr_handler", hop)
    assert clocks["decide_objection"] == ("2026-03-10", "met", "in_time")
    assert clocks["notify_referred"] == ("2026-03-19", "met", "in_time")
    assert clocks["conclude"] == ("2026-05-09", "running", "")


def extend_and_sign(road: Road, hop: str) -> None:
    """Thirty days more, counted from the sixtieth, and the answer within them."""
    reason = "需要调取外地档案"
    road.act("2026-05-06", "hr_handler", hop, "extension-request", days=30, reason=reason)
    road.act("2026-05-08", "hr_leader", hop, "extension", answer="同意")
    assert road.clocks("hr_handler", hop)["conclude"] == ("2026-06-08", "running", "")
    road.act("2026-05-20", "hr_handler", hop, "draft", **OPINION)
    road.act("2026-05-21", "hr_desk", hop, "verification")
    road.act("2026-05-22", "hr_leader", hop, "signature")
    assert road.clocks("hr_handler", hop)["conclude"] == ("2026-06-08", "met", "in_time")


def conclude(road: Road, hop: str) -> None:
    road.act("2026-05-25", "hr_desk", hop, "service", **served_on("2026-05-25"))
    road.act("2026-05-26", "hr_handler", hop, "report", **REPORT)
    done = road.act("2026-05-26", "hr_handler", hop, "conclusion")
    clocks = road.clocks("hr_handler", hop)
    assert clocks["request_review"] == ("2026-06-24", "running", "")
    assert clocks["feedback"] == ("2026-06-30", "met", "in_time")
    assert done["referral"]["closed_on"] == "2026-05-26"


def ask_for_review(road: Road, hop: str) -> Any:
    """Thirty days for the review, and thirty for the petitioner that end on a Saturday and roll."""
    done = road.act(
        "2026-06-10", "clerk", hop, "review-request",
        body="qinghe-gov", requested_on="2026-06-10", request_text="不服处理意见。",
    )  # fmt: skip
    review = done["next_referral"]["id"]
    assert road.clocks("clerk", hop)["request_review"] == ("2026-06-24", "met", "in_time")
    assert road.clocks("clerk", review) == {
        "review": ("2026-07-10", "running", ""),
        "accept_review": ("2026-06-15", "running", ""),
    }
    days = ("2026-06-10", "2026-06-11", "2026-06-20", "2026-06-22", "2026-06-25")
    decide(road, review, ("county_reviewer", "county_review_leader"), days)
    clocks = road.clocks("county_reviewer", review)
    assert clocks["review"] == ("2026-07-10", "met", "in_time")
    assert clocks["request_final_review"] == ("2026-07-27", "running", "")
    return review


def ask_for_final_review(road: Road, review: str) -> Any:
    done = road.act(
        "2026-07-10", "clerk", review, "final-review-request",
        body="jiangqiao-gov", requested_on="2026-07-10", request_text="不服复查意见。",
    )  # fmt: skip
    final = done["next_referral"]["id"]
    assert road.clocks("clerk", final) == {
        "final_review": ("2026-08-09", "running", ""),
        "accept_review": ("2026-07-15", "running", ""),
    }
    days = ("2026-07-10", "2026-07-11", "2026-07-20", "2026-07-22", "2026-07-25")
    decide(road, final, ("reviewer", "review_leader"), days)
    assert road.clocks("reviewer", final)["final_review"] == ("2026-08-09", "met", "in_time")
    return final


def end(road: Road, hop: str) -> None:
    """After the end there is no act left, and none is taken."""
    done = road.act("2026-07-26", "review_leader", hop, "end", reason="复核终结")
    assert (done["referral"]["state"], done["referral"]["acts"]) == ("ended", [])
    refused = road.program("reviewer").post(f"referrals/{hop}/draft/", REVIEW)
    assert refused.status_code == 409
    assert refused.json()["detail"] == "“程序终结”的信访件不能“起草意见”。"


def served_on(day: str) -> dict[str, Any]:
    return {"way": "in_person", "served_on": day, "signer": "赵示例"}


def decide(road: Road, hop: str, people: tuple[str, str], days: tuple[str, ...]) -> None:
    """A review from the inbox to its conclusion."""
    handler, leader = people
    received, accepted, drafted, signed, served = days
    road.act(received, handler, hop, "receipt")
    road.act(accepted, handler, hop, "acceptance", handler=handler)
    road.act(drafted, handler, hop, "draft", **REVIEW)
    road.act(signed, leader, hop, "verification")
    road.act(signed, leader, hop, "signature")
    road.act(served, handler, hop, "service", **served_on(served))
    road.act(served, handler, hop, "conclusion")
