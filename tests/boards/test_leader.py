"""领导移动端: what waits for the leader's word, the word itself, and who hears it."""

from __future__ import annotations

import pytest

from oversight.boards import briefing, instructing
from oversight.models import Instruction
from oversight.sweep import sweep
from petitions import events
from petitions.errors import FieldError, NotAllowedError
from petitions.models import Event, Matter, Notice, Recusal
from petitions.permissions import grant_sight
from tests.boards.conftest import sealed
from tests.boards.pages import sit
from tests.journeys import road

pytestmark = pytest.mark.django_db
WORD = "请人社局三日内说明原因，当面答复信访人。"


@pytest.fixture
def climbed(walk):
    """A notice so late that its ticket has climbed to the leaders."""
    hop = walk.received(title="欠薪三个月未发")
    for day in ("2026-03-23", "2026-03-30", "2026-04-07", "2026-04-14"):
        sweep(walk.at(day, "09:00"))
    return hop


def test_a_ticket_that_climbed_to_the_leaders_waits_for_their_word(climbed, seen, walk):
    scope = seen("leader", "2026-04-14")

    (ticket,) = instructing.tickets_waiting(scope)

    assert ticket.claim == climbed.claim
    assert ticket.level >= instructing.FOR_LEADERS
    assert instructing.count_waiting(scope) == 1


def test_a_claim_laid_before_the_leader_waits_until_something_is_said(accepted, seen, cast, walk):
    grant_sight(accepted.claim, to=cast["leader"].user)

    assert list(instructing.claims_waiting(seen("leader"))) == [accepted.claim]
    instructing.instruct(accepted.claim, text=WORD, by=cast["leader"], at=walk.at("2026-05-12"))
    assert instructing.count_waiting(seen("leader")) == 0


def test_the_word_stands_in_the_chain_and_is_told_to_supervisor_and_handler(accepted, cast, walk):
    row = instructing.instruct(
        accepted.claim, text=WORD, by=cast["leader"], at=walk.at("2026-05-12")
    )

    event = Event.objects.get(action="instruct")
    assert event.text == f"韩致远批示：{WORD}"
    assert event.data == {"instruction": row.pk}
    assert events.first_broken(Matter.objects.get(pk=accepted.claim.matter_id)) is None
    told = Notice.objects.filter(kind="instruct", channel="inbox")
    assert set(told.values_list("recipient__username", flat=True)) == {"supervisor", "hr_handler"}


def test_before_a_handler_is_named_the_desk_hears_it(received, cast, walk):
    instructing.instruct(received.claim, text=WORD, by=cast["chief"], at=walk.at("2026-03-06"))

    told = Notice.objects.filter(kind="instruct", channel="inbox")
    assert set(told.values_list("recipient__username", flat=True)) == {"supervisor", "hr_desk"}


@pytest.mark.parametrize("text", ["", " 阅 ", "长" * 1001])
def test_an_empty_or_endless_word_is_refused(accepted, cast, walk, text):
    with pytest.raises(FieldError):
        instructing.instruct(accepted.claim, text=text, by=cast["leader"], at=walk.at("2026-05-12"))

    assert not Instruction.objects.exists()


def test_who_stepped_back_gives_no_word(accepted, cast, walk):
    leader = cast["leader"]
    Recusal.objects.create(
        claim=accepted.claim,
        user=leader.user,
        ground="亲属",
        recorded_by=leader.user,
        recorded_on=walk.at("2026-05-01").date(),
    )

    with pytest.raises(NotAllowedError, match="您已回避"):
        instructing.instruct(accepted.claim, text=WORD, by=leader, at=walk.at("2026-05-12"))


def test_the_three_pages_and_the_word_over_http(climbed):
    number = climbed.claim.petition.number
    path = f"/leader/petitions/{number}/"
    with road.on("2026-04-14"):
        client = sit("leader")
        waiting = client.get("/leader/waiting/").content.decode()
        before = client.get(path)
        refused = client.post(path, {"text": ""})
        done = client.post(path, {"text": WORD}, follow=True)
        after = client.get("/leader/waiting/").content.decode()
        history = sit("supervisor").get(f"/petitions/{number}/").content.decode()

    assert path in waiting
    assert before.status_code == 200
    assert refused.status_code == 400
    assert WORD in done.content.decode()
    assert path not in after
    assert WORD in history


def test_a_crowd_of_three_days_is_news(walk, seen):
    walk.register(
        on="2026-05-11", title="集体来访", people=walk.joint(3), people_count=26, intake="visit"
    )

    (news,) = briefing.briefing(seen("leader"))

    assert (news.kind, news.title) == ("集体", "集体来访")
    assert "26 人来访" in news.told


def test_a_sealed_petition_is_on_no_leaders_page(walk):
    hop = sealed(walk)
    with road.on("2026-05-12"):
        for who in ("leader", "chief"):
            client = sit(who)
            number = hop.claim.petition.number
            assert client.get(f"/leader/petitions/{number}/").status_code == 404
            assert "举报某科长" not in client.get("/leader/").content.decode()


@pytest.mark.parametrize("path", ["/leader/", "/leader/waiting/", "/leader/petitions/1/"])
def test_the_leaders_pages_are_for_leaders(law, path):
    others = ("supervisor", "clerk", "hr_leader", "hr_handler", "sysadmin", "auditor")

    assert {sit(who).get(path).status_code for who in others} == {403}
