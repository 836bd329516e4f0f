"""检查发现: each rule finds its irregularity, once, and says nothing of lawful cases."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Post
from oversight import tickets
from oversight.findings import RULES, find
from oversight.models import Origin, Ticket, TicketStatus
from oversight.tickets.papers import issue_papers
from petitions import events, lifecycle
from petitions.letters import Letter
from petitions.models import (
    Claim,
    Deadline,
    Document,
    Event,
    Extension,
    Matter,
    Notice,
    Petition,
    Referral,
)
from petitions.states import Branch, Hop, State

pytestmark = pytest.mark.django_db


def found(walk, day: str) -> dict[str, int]:
    """The rules that opened something on that day."""
    return {code: count for code, count in find(walk.at(day)).rules.items() if count}


def forge(document: Document, **changes) -> None:
    """What an import from another system could have left behind: the trigger would refuse it."""
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        Document.objects.filter(pk=document.pk).update(**changes)
        cursor.execute("set local session_replication_role = origin")


def test_a_road_walked_lawfully_is_never_found(walk):
    walk.reviewed()
    walk.accepted(branch=Branch.DUTY)
    walk.delivered(assigned=True)

    assert found(walk, "2026-03-15") == {}
    assert found(walk, "2026-05-26") == {}


def test_an_acceptance_without_its_letter(walk, accepted):
    forge(accepted.documents.get(letter=Letter.ACCEPTANCE), letter=Letter.DIRECTION)

    assert found(walk, "2026-03-12") == {"no_acceptance_notice": 1}


def test_a_forwarding_that_nobody_was_told_of(walk, delivered):
    intake = delivered.parent
    forge(intake.documents.get(letter=Letter.DIRECTION), letter=Letter.FORWARDING)

    assert found(walk, "2026-03-16") == {}
    assert found(walk, "2026-03-18") == {"no_direction_notice": 1}


def test_a_late_notice_that_no_ticket_had_asked_about(walk, accepted, swept):
    clock = accepted.deadlines.get(code="notify_referred")
    late = {"verdict": "late", "late_days": 3, "due_on": clock.closed_on - dt.timedelta(3)}
    Deadline.objects.filter(pk=clock.pk).update(**late)

    assert found(walk, "2026-03-12") == {"late_notice": 1}
    ticket = Ticket.objects.get()
    assert "超期 3 天" in ticket.demand
    assert ticket.organization == walk.tree["qinghe-hr"]


def test_the_wrong_document_for_the_branch(walk, signed):
    Claim.objects.filter(pk=signed.claim_id).update(branch=Branch.DUTY)

    assert found(walk, "2026-04-16") == {"wrong_document": 1}
    demand = Ticket.objects.get().demand
    assert "应出具投诉（举报）处理情况告知书" in demand
    assert "却出具了信访处理意见书" in demand


def test_an_opinion_without_its_remedy(walk, signed):
    opinion = signed.documents.get(letter=Letter.OPINION)
    forge(opinion, values={**opinion.values, "remedy": ""})

    assert found(walk, "2026-04-16") == {"no_remedy": 1}


def test_a_case_passed_around(walk, delivered):
    for number in range(2):
        Referral.objects.create(
            claim=delivered.claim, parent=delivered.parent, hop=Hop.FORWARD,
            organization=walk.tree["qinghe-env"], sender=walk.tree["qinghe-petition"],
            state=State.RETURNED, delivered_on=dt.date(2026, 3, 3 + number),
            delivered_at=walk.at("2026-03-03"), closed_on=dt.date(2026, 3, 4),
        )  # fmt: skip

    assert found(walk, "2026-03-06") == {"too_many_hops": 1}
    ticket = Ticket.objects.get()
    assert "转送、交办 3 次" in ticket.demand
    assert ticket.organization == walk.tree["qinghe-petition"]


def test_closed_and_petitioned_again(walk):
    hop = walk.served()
    lifecycle.conclude(hop, by=walk.handler(hop), at=walk.at("2026-04-21"))
    again = walk.register(on="2026-04-28", joins=hop.claim.matter)

    assert again.is_repeat
    assert found(walk, "2026-04-29") == {"petitioned_again": 1}
    ticket = Ticket.objects.get()
    assert again.number in ticket.demand
    assert ticket.organization == walk.tree["qinghe-hr"]


def test_an_extension_granted_after_the_end(walk, accepted):
    handler, approver = walk.handler(accepted), walk.approver(accepted)
    lifecycle.request_extension(
        accepted, days=10, reason="等待银行流水。", by=handler, at=walk.at("2026-05-06")
    )
    lifecycle.grant_extension(
        walk.again(accepted), answer="", by=approver, at=walk.at("2026-05-08")
    )
    assert found(walk, "2026-05-12") == {}
    Extension.objects.update(decided_on=dt.date(2026, 5, 11))

    assert found(walk, "2026-05-12") == {"late_extension": 1}
    assert "2026年5月9日届满" in Ticket.objects.get().demand


def test_a_draft_sent_back_and_not_handed_in_again(walk, drafted):
    lifecycle.send_back(
        drafted, reason="事实不清。", by=walk.approver(drafted), at=walk.at("2026-04-14")
    )

    assert found(walk, "2026-04-19") == {}
    assert found(walk, "2026-04-20") == {"not_resubmitted": 1}


@pytest.fixture
def finding(walk, signed) -> Ticket:
    Claim.objects.filter(pk=signed.claim_id).update(branch=Branch.DUTY)
    find(walk.at("2026-04-16"))
    return Ticket.objects.get()


def test_a_finding_is_a_ticket_with_its_paper_its_event_and_its_notice(walk, finding):
    assert (finding.origin, finding.finding) == (Origin.FINDING, "wrong_document")
    assert finding.due_on == dt.date(2026, 4, 21)
    event = Event.objects.get(action="open_ticket")
    assert event.by is None
    assert events.first_broken(Matter.objects.get(pk=finding.claim.matter_id)) is None
    told = Notice.objects.filter(kind="ticket", channel="inbox")
    people = {"hr_desk", "hr_handler", "hr_leader"}
    assert set(told.values_list("recipient__username", flat=True)) == people

    assert issue_papers(at=walk.at("2026-04-16")) == 1
    assert issue_papers(at=walk.at("2026-04-16")) == 0
    assert finding.papers.get().values["ground"] == finding.demand


def test_a_false_alarm_is_lifted_with_a_reason_and_never_comes_back(walk, finding):
    tickets.lift(
        finding, reason="途径登记有误，文书无误。", by=walk.cast["supervisor"],
        at=walk.at("2026-04-17"),
    )  # fmt: skip

    assert found(walk, "2026-04-18") == {}
    finding.refresh_from_db()
    assert finding.status == TicketStatus.LIFTED


def test_what_is_sealed_is_left_alone(walk, signed):
    Post.objects.filter(organization=signed.organization).update(is_cleared=True)
    Claim.objects.filter(pk=signed.claim_id).update(branch=Branch.DUTY, is_sealed=True)
    Petition.objects.update(is_sealed=True)

    assert found(walk, "2026-04-16") == {}


def test_what_is_long_over_is_not_looked_at(walk, signed):
    Claim.objects.filter(pk=signed.claim_id).update(branch=Branch.DUTY)

    assert found(walk, "2026-07-01") == {}


def test_more_findings_cost_no_more_queries(walk):
    def cost(day: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert found(walk, day) == {"wrong_document": count}
        return len(asked)

    costs = []
    for count, day in ((1, "2026-04-16"), (3, "2026-04-17")):
        for _ in range(count):
            hop = walk.signed()
            Claim.objects.filter(pk=hop.claim_id).update(branch=Branch.DUTY)
        costs.append(cost(day))

    assert costs[1] <= costs[0] <= 40


def test_the_command_says_in_one_line_what_it_found(finding, capsys):
    call_command("find_irregularities", at="2026-04-17")

    said = json.loads(capsys.readouterr().out)
    assert said["tickets"] == 0
    assert set(said["rules"]) == {rule.code for rule in RULES}


@pytest.mark.parametrize("at", ["yesterday", "1999-01-01"])
def test_a_moment_that_makes_no_sense_is_refused_in_a_sentence(at, capsys):
    with pytest.raises(SystemExit):
        call_command("find_irregularities", at=at)

    assert at in capsys.readouterr().err


def test_every_rule_is_named_and_founded():
    codes = [rule.code for rule in RULES]

    assert len(codes) == len(set(codes))
    assert all(rule.article.startswith("第") and rule.name for rule in RULES)
