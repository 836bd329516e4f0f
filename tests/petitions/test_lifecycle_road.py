"""The main road, station by station: what each act does to states, clocks and papers."""

from __future__ import annotations

import datetime as dt

import pytest

from petitions import events, lifecycle
from petitions.errors import FieldError, NotAllowedError, StaleError
from petitions.letters import Letter, ServiceWay
from petitions.models import Deadline, Document, Event, Notice, Referral
from petitions.states import Branch, Hop, Kind, State

pytestmark = pytest.mark.django_db


def day(month: int, number: int) -> dt.date:
    return dt.date(2026, month, number)


def test_registering_writes_petition_matter_claim_clock_event_and_slip(registered):
    assert registered.state == State.PENDING
    assert registered.deadlines.get().due_on == day(3, 17)
    assert registered.claim.events.get().action == "register"
    assert registered.documents.get().letter == Letter.REGISTRATION
    assert len(registered.claim.matter.query_code) == 10


def test_referring_starts_objection_and_notice_from_delivery(delivered, walk):
    sender = delivered.parent

    assert (sender.state, delivered.state) == (State.REFERRED, State.DELIVERED)
    assert walk.due(delivered, "object") == day(3, 11)
    assert walk.due(delivered, "notify_referred") == day(3, 19)
    assert sender.deadlines.get(code="forward").verdict == "in_time"
    assert {row.letter for row in Document.objects.exclude(letter=Letter.REGISTRATION)} == {
        "D02",
        "D04",
    }


def test_assigning_adds_the_feedback_day_of_the_paper(walk):
    hop = walk.delivered(assigned=True)

    assert hop.hop == Hop.ASSIGN
    assert walk.due(hop, "feedback") == day(6, 30)
    assert hop.documents.get(letter=Letter.ASSIGNMENT).values["feedback_on"] == "2026-06-30"


def test_signing_for_receipt_moves_no_clock(delivered, walk):
    before = list(delivered.deadlines.values_list("code", "due_on"))

    lifecycle.receive(delivered, by=walk.desk(delivered), at=walk.at("2026-03-18"))

    assert list(delivered.deadlines.values_list("code", "due_on")) == before


def test_accepting_branch_six_starts_the_sixty_days(accepted, walk):
    assert walk.due(accepted, "conclude") == day(5, 9)
    assert accepted.deadlines.get(code="notify_referred").verdict == "in_time"
    assert accepted.deadlines.get(code="object").status == "void"
    assert accepted.documents.get(letter=Letter.ACCEPTANCE).values["expected_on"] == "2026-05-09"


@pytest.mark.parametrize("branch", [branch for branch in Branch if branch != Branch.PETITION])
def test_other_branches_start_no_sixty_days(walk, branch):
    hop = walk.accepted(branch=branch)

    assert not hop.deadlines.filter(code="conclude").exists()


def test_accepting_late_freezes_the_verdict_with_the_days(received, walk):
    person = walk.handler(received).user
    acceptance = lifecycle.Acceptance(
        person, branch=Branch.PETITION, branch_reason="不属于前五项。"
    )

    lifecycle.accept(received, acceptance, by=walk.desk(received), at=walk.at("2026-03-21"))

    clock = received.deadlines.get(code="notify_referred")
    assert (clock.verdict, clock.late_days, clock.breached_on) == ("late", 2, day(3, 20))


def test_a_grievance_is_not_accepted_without_branch_and_reason(received, walk):
    acceptance = lifecycle.Acceptance(walk.handler(received).user, branch=Branch.PETITION)

    with pytest.raises(FieldError) as refusal:
        lifecycle.accept(received, acceptance, by=walk.desk(received), at=walk.at("2026-03-10"))

    assert set(refusal.value.fields) == {"branch_reason"}
    assert walk.again(received).state == State.RECEIVED
    assert not received.documents.filter(letter=Letter.ACCEPTANCE).exists()


def test_signing_stops_the_clock_and_freezes_the_letter(signed):
    opinion = signed.documents.get(letter=Letter.OPINION)

    assert signed.deadlines.get(code="conclude").closed_on == day(4, 15)
    assert opinion.number == "青人社信意〔2026〕1号"
    assert "青禾县人民政府或者江桥市" in opinion.values["remedy"]
    assert bytes(opinion.file.content).startswith(b"%PDF")


def test_a_signed_letter_does_not_lie_in_a_drawer(signed, walk):
    assert walk.due(signed, "serve") == day(4, 22)
    assert walk.serve(signed, on="2026-04-20").deadlines.get(code="serve").verdict == "in_time"


def test_a_joint_petition_is_answered_as_one(walk):
    hop = walk.signed(people=walk.joint(3), people_count=6)

    assert hop.documents.get(letter=Letter.OPINION).values["petitioner_name"] == "赵代表0等6人"


def test_no_letter_bears_the_query_code(served):
    assert "query_code" not in str([row.values for row in Document.objects.all()])


def test_drafter_and_signer_are_two_people(drafted, walk):
    own = walk.handler(drafted)
    own.role = "approver"

    with pytest.raises(NotAllowedError, match="自己起草"):
        lifecycle.verify(drafted, by=own, at=walk.at("2026-04-14"))


def test_the_remedy_period_runs_from_the_day_of_receipt(served, walk):
    assert walk.due(served, "request_review") == day(5, 20)
    assert served.deadlines.get(code="request_review").organization is None


@pytest.mark.parametrize(
    ("served_on", "signer", "field"),
    [
        ("2026-04-22", "赵示例", "served_on"),
        ("2026-04-14", "赵示例", "served_on"),
        ("2026-04-20", "", "signer"),
    ],
)
def test_an_impossible_service_is_refused_at_its_field(signed, walk, served_on, signer, field):
    delivery = lifecycle.Delivery(ServiceWay.POST, dt.date.fromisoformat(served_on), signer=signer)

    with pytest.raises(FieldError) as refusal:
        lifecycle.serve(signed, delivery, by=walk.desk(signed), at=walk.at("2026-04-21"))

    assert set(refusal.value.fields) == {field}
    assert walk.again(signed).state == State.SIGNED


def test_a_refused_letter_counts_as_served_when_the_refusal_is_written_down(signed, walk):
    delivery = lifecycle.Delivery(
        ServiceWay.IN_PERSON, day(4, 20), refused=True, note="当面拒收，社区干部见证"
    )

    lifecycle.serve(signed, delivery, by=walk.desk(signed), at=walk.at("2026-04-20"))

    assert walk.due(signed, "request_review") == day(5, 20)


def test_an_assigned_petition_is_not_concluded_before_its_report(walk):
    hop = walk.served(assigned=True)

    with pytest.raises(NotAllowedError, match="办结报告"):
        lifecycle.conclude(hop, by=walk.handler(hop), at=walk.at("2026-04-21"))


def test_a_supporting_opinion_gets_a_day_to_be_carried_out(walk):
    hop = walk.served(outcome="support")

    with pytest.raises(FieldError) as refusal:
        lifecycle.conclude(hop, by=walk.handler(hop), at=walk.at("2026-04-21"))
    lifecycle.conclude(
        hop,
        by=walk.handler(hop),
        at=walk.at("2026-04-21"),
        carry_out_by=day(5, 31),
        measures="养老保险科重新核定。",
    )

    assert "carry_out_by" in refusal.value.fields
    assert walk.due(hop, "carry_out") == day(5, 31)


def test_carrying_out_closes_what_is_owed(walk):
    hop = walk.served(outcome="support")
    lifecycle.conclude(
        hop,
        by=walk.handler(hop),
        at=walk.at("2026-04-21"),
        carry_out_by=day(5, 31),
        measures="重新核定。",
    )

    done = {"measures": "已重新核定并补发。", "carried_out_on": day(5, 10), "proof": "核定表"}
    lifecycle.carry_out(hop, done, by=walk.handler(hop), at=walk.at("2026-05-11"))

    assert hop.deadlines.get(code="carry_out").verdict == "in_time"
    assert hop.documents.filter(letter=Letter.CARRY_OUT).exists()


def test_a_stale_form_is_told_what_the_other_person_did(delivered, walk):
    seen = delivered.version
    lifecycle.receive(delivered, by=walk.desk(delivered), at=walk.at("2026-03-05"))

    with pytest.raises(StaleError) as conflict:
        lifecycle.object_to(
            delivered, ground="g", reason="r", proposed=None,
            by=walk.desk(delivered), at=walk.at("2026-03-06"), version=seen,
        )  # fmt: skip

    assert [event.text for event in conflict.value.events] == ["青禾县人社局签收"]


def test_an_act_out_of_order_is_refused_and_leaves_no_trace(delivered, walk):
    acceptance = lifecycle.Acceptance(
        walk.handler(delivered).user, branch=Branch.PETITION, branch_reason="x"
    )
    before = Event.objects.count()

    with pytest.raises(NotAllowedError, match="“待签收”的信访件不能“受理”"):
        lifecycle.accept(delivered, acceptance, by=walk.desk(delivered), at=walk.at("2026-03-05"))

    assert Event.objects.count() == before


def test_every_step_is_in_the_chain_and_the_chain_is_whole(walk):
    hop = walk.reviewed()

    matter = hop.claim.matter
    matter.refresh_from_db()
    assert events.first_broken(matter) is None
    assert matter.event_count == matter.events.count() > 10


def test_nobody_is_told_about_their_own_act(served, walk):
    told = Notice.objects.filter(kind="register").values_list("recipient__username", flat=True)

    assert "supervisor" in told
    assert "clerk" not in told


def test_a_suggestion_is_studied_and_answered_without_the_sixty_days(walk):
    hop = walk.received(kind=Kind.SUGGESTION)
    acceptance = lifecycle.Acceptance(walk.handler(hop).user)

    hop = lifecycle.accept(hop, acceptance, by=walk.desk(hop), at=walk.at("2026-03-10"))

    assert lifecycle.letter_of(hop) is Letter.SUGGESTION_REPLY
    assert list(Deadline.objects.open().filter(referral=hop).values_list("code", flat=True)) == [
        "research"
    ]


def test_an_anonymous_petition_owes_nobody_a_notice(walk):
    hop = walk.delivered(is_anonymous=True, people=())

    assert set(hop.deadlines.values_list("code", flat=True)) == {"object", "examine"}


def test_a_body_that_was_approached_directly_owes_notice_in_fifteen_days(walk):
    petition = walk.register(by="hr_desk")

    hop = Referral.objects.get(claim__petition=petition)
    assert (hop.state, walk.due(hop, "notify_direct")) == (State.RECEIVED, day(3, 17))
