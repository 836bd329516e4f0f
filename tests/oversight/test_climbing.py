"""A ticket that nobody answers climbs: 催办, 督办单, 报分管领导, 通报."""

from __future__ import annotations

import datetime as dt

import pytest

from oversight.models import Origin, Ticket, TicketKind, TicketStatus
from petitions import clocks, events, lifecycle
from petitions.models import Deadline, Event, Notice, Referral

pytestmark = pytest.mark.django_db

K = TicketKind


def the(hop: Referral, code: str) -> Deadline:
    return hop.deadlines.get(code=code)


def rungs() -> list[tuple[int, str, str]]:
    rows = Ticket.objects.order_by("level")
    return [(row.level, row.kind, row.status) for row in rows]


def by_hand(walk, **about: object) -> Ticket:
    said: dict[str, object] = {
        "kind": K.REMINDER,
        "origin": Origin.HAND,
        "natural_key": "hand:1",
        "organization": walk.tree["qinghe-hr"],
        "issuer": walk.tree["qinghe-petition"],
        "subject": "近期同类信访增多",
        "demand": "请排查并报告。",
        "opened_on": dt.date(2026, 3, 2),
        "opened_at": walk.at("2026-03-02"),
        "due_on": dt.date(2026, 3, 6),
    }
    return Ticket.objects.create(**(said | about))


def test_it_climbs_level_by_level_and_each_level_once(delivered, swept):
    """Due on 19 March. 催办 of the 20th is to be answered by Wednesday the 25th."""
    swept("2026-03-20")
    swept("2026-03-25")
    assert rungs() == [(1, K.URGE, "open")]

    for day in ("2026-03-26", "2026-03-26", "2026-04-01", "2026-04-10", "2026-05-20", "2026-07-01"):
        swept(day)

    levels = list(Ticket.objects.order_by("level").values_list("level", "kind", "opened_on"))
    assert levels == [
        (1, K.URGE, dt.date(2026, 3, 20)),
        (2, K.ORDER, dt.date(2026, 3, 26)),
        (3, K.REPORT_UP, dt.date(2026, 4, 1)),
        (4, K.CIRCULAR, dt.date(2026, 4, 10)),
    ]
    chain = list(Ticket.objects.order_by("level").values_list("natural_key", "parent__level"))
    clock = the(delivered, "notify_referred")
    assert chain == [(f"clock:{clock.pk}:1:{level}", level - 1 or None) for level in (1, 2, 3, 4)]


def test_nothing_is_taken_up_at_a_weekend(registered, swept):
    """催办 of Wednesday 18 March is due on Monday 23; one of Friday the 20th on Wednesday."""
    swept("2026-03-18")
    Ticket.objects.update(due_on=dt.date(2026, 3, 20))

    assert swept("2026-03-21").tickets == 0
    assert swept("2026-03-22").tickets == 0
    assert swept("2026-03-23").tickets == 1


def test_who_leads_hears_from_the_third_level_on(delivered, swept, told):
    for day in ("2026-03-20", "2026-03-26"):
        swept(day)
    assert told("ticket", subject__contains="督办单") == ["hr_desk", "hr_leader", "supervisor"]

    swept("2026-04-01")

    assert told("ticket", subject__contains="报分管领导") == [
        "chief",
        "hr_desk",
        "hr_leader",
        "leader",
        "supervisor",
    ]


def test_the_words_say_what_was_not_answered_and_what_comes_next(delivered, swept):
    swept("2026-03-20")
    swept("2026-03-26")

    said = Notice.objects.get(
        kind="ticket", channel="inbox", recipient__username="hr_desk", voided_at=None
    )
    assert (
        "督办单，自 2026年3月20日起超期，超期 5 个工作日；下一步 4月1日 报分管领导。" in said.body
    )
    assert "请于 2026年3月31日前书面答复本督办单（内部要求）。" in said.body
    order = Ticket.objects.get(level=2)
    assert "2026年3月20日开出的催办至 2026年3月25日 未答复" in order.demand


def test_the_unread_demand_of_the_lower_level_is_withdrawn(delivered, swept, told):
    swept("2026-03-20")
    swept("2026-03-26")

    assert told("ticket", subject__contains="催办") == []


def test_each_level_is_a_line_of_the_history_and_the_chain_holds(delivered, swept):
    for day in ("2026-03-20", "2026-03-26", "2026-04-01"):
        swept(day)

    told = Event.objects.filter(action="open_ticket").order_by("sequence")
    assert [row.data["level"] for row in told] == [2, 3]
    assert "青禾县人社局至 2026年3月25日 未答复催办，升级为督办单" in told[0].text
    delivered.claim.matter.refresh_from_db()
    assert events.first_broken(delivered.claim.matter) is None


@pytest.mark.parametrize("status", ["answered", "accepted", "lifted", "void"])
def test_an_answered_or_closed_ticket_climbs_no_further(delivered, swept, status):
    swept("2026-03-20")
    Ticket.objects.update(status=status, closing_reason="已说明。")

    assert swept("2026-04-20").tickets == 0


def test_who_did_it_late_owes_the_answer_and_is_not_reported_upwards(registered, walk, swept):
    swept("2026-03-18")
    lifecycle.refer(
        registered,
        organization=walk.tree["qinghe-hr"],
        by=walk.cast["clerk"],
        at=walk.at("2026-03-19"),
    )

    swept("2026-03-27")

    assert rungs() == [(1, K.URGE, TicketStatus.OPEN)]


def test_every_level_is_withdrawn_when_the_period_moved(accepted, walk, swept, told):
    for day in ("2026-05-10", "2026-05-15", "2026-05-21"):
        swept(day)
    assert len(rungs()) == 3

    clocks.extend(the(accepted, "conclude"), 30)
    swept("2026-05-22")

    assert {status for _, _, status in rungs()} == {TicketStatus.VOID}
    assert told("ticket") == told("reminder", key__contains=":1:") == []


def test_a_paused_period_takes_nothing_further_up(accepted, swept):
    swept("2026-05-10")
    clocks.pause(the(accepted, "conclude"), reason="听证", on=dt.date(2026, 5, 11))

    assert swept("2026-05-25").tickets == 0


def test_one_opened_by_hand_about_no_claim_climbs_as_well(walk, swept, told):
    first = by_hand(walk)

    assert swept("2026-03-06").tickets == 0
    assert swept("2026-03-09").tickets == 1
    swept("2026-03-09")

    climbed = Ticket.objects.get(parent=first)
    assert (climbed.kind, climbed.level, climbed.origin) == (K.ORDER, 2, Origin.HAND)
    assert climbed.natural_key == f"climb:{first.pk}:2"
    assert climbed.demand.endswith("未答复。请排查并报告。")
    assert told("ticket") == ["hr_desk", "hr_handler", "hr_leader", "supervisor"]


def test_one_by_a_finding_about_a_claim_climbs_into_its_history(delivered, walk, swept):
    by_hand(
        walk,
        kind=K.ORDER,
        origin=Origin.FINDING,
        finding="no_notice",
        claim=delivered.claim,
        referral=delivered,
    )

    swept("2026-03-09")

    climbed = Ticket.objects.get(level=2)
    assert (climbed.kind, climbed.finding) == (K.REPORT_UP, "no_notice")
    assert Event.objects.get(action="open_ticket").claim_id == delivered.claim_id


def test_the_top_of_the_ladder_stays_where_it_is(walk, swept):
    by_hand(walk, kind=K.CIRCULAR)

    assert swept("2026-06-01").tickets == 0
    assert Ticket.objects.count() == 1
