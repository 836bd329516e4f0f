"""红黄牌: the colour is rule and time; a card leaves the board only with a reason."""

from __future__ import annotations

import datetime as dt

import pytest

from oversight.boards import cards, lifting
from oversight.boards.cards import Level
from oversight.boards.tales import tales
from oversight.models import CardLift, Ticket
from petitions.errors import FieldError, NotAllowedError
from petitions.models import Deadline, Event
from routing.workdays import work_calendar
from tests.boards.conftest import DAY
from tests.boards.pages import sit
from tests.journeys import road

pytestmark = pytest.mark.django_db


def level_of(scope, clock: Deadline) -> str | None:
    return next((face.level for face in cards.faces(scope) if face.pk == clock.pk), None)


@pytest.mark.parametrize(
    ("days", "level"),
    [
        (8, None),
        (7, Level.YELLOW),
        (1, Level.YELLOW),
        (0, Level.TODAY),
        (-1, Level.RED),
        (-40, Level.RED),
    ],
)
def test_the_colour_follows_the_days_left(accepted, ends, seen, days, level):
    clock = ends(accepted, DAY + dt.timedelta(days))

    assert level_of(seen("supervisor"), clock) == level


def test_a_ticket_that_climbed_makes_the_card_red_plus(county, seen):
    clock = county.late.deadlines.get(code="notify_referred")

    assert clock.tickets.filter(level__gte=2).exists()
    assert level_of(seen("supervisor"), clock) == Level.CLIMBED


def test_a_paused_period_has_no_card(accepted, ends, seen):
    clock = ends(accepted, DAY - dt.timedelta(3))
    Deadline.objects.filter(pk=clock.pk).update(status="paused")

    assert level_of(seen("supervisor"), clock) is None


def test_cards_come_in_the_order_of_need(county, seen):
    scope, order = seen("supervisor"), list(Level.values)

    rows = list(cards.cards(scope).values_list("level", "due_on", "pk"))

    assert rows == sorted(rows, key=lambda row: (order.index(row[0]), *row[1:]))
    assert [row[2] for row in rows] == [face.pk for face in cards.meeting(cards.faces(scope), {})]
    assert len(rows) > 3


def test_a_body_sees_the_cards_of_its_own_duties_alone(county, seen):
    theirs = cards.cards(seen("env_leader")).values_list("organization__code", flat=True)

    assert set(theirs) == {"qinghe-env"}


def test_the_owner_of_a_card_is_the_handler_or_else_the_desk(county, seen):
    owners = {one.name for one in cards.by_owner(cards.faces(seen("supervisor")))}

    assert {"顾清和", "未指定承办人"} <= owners


def test_the_story_of_a_card_says_how_far_it_climbed_and_what_comes_next(county, seen):
    clock = county.late.deadlines.get(code="notify_referred")

    tale = tales([clock], on=DAY, calendar=work_calendar())[clock.pk]

    assert tale.ticket == clock.tickets.newest().get()
    assert tale.next_step


def test_a_yellow_card_is_lifted_with_a_reason_until_its_last_day(accepted, ends, seen, cast, walk):
    clock = ends(accepted, DAY + dt.timedelta(3))
    reason = "信访人书面同意等待鉴定结论。"
    lifting.lift(clock, reason=reason, by=cast["supervisor"], at=walk.at("2026-05-12"), on=DAY)

    event = Event.objects.get(action="lift_card")
    assert event.text.endswith(reason)
    assert level_of(seen("supervisor"), clock) == Level.LIFTED
    assert level_of(seen("supervisor", "2026-05-16"), clock) == Level.RED


def test_a_card_is_lifted_once_and_never_without_a_reason(accepted, ends, cast, walk):
    clock = ends(accepted, DAY + dt.timedelta(3))
    act = {"by": cast["supervisor"], "at": walk.at("2026-05-12"), "on": DAY}
    with pytest.raises(FieldError):
        lifting.lift(clock, reason="  无 ", **act)
    assert not CardLift.objects.exists()

    lifting.lift(clock, reason="信访人书面同意等待。", **act)
    with pytest.raises(NotAllowedError, match="已经解除"):
        lifting.lift(clock, reason="信访人书面同意等待。", **act)


def test_a_red_card_is_lifted_with_its_ticket(county, seen, cast, walk):
    clock = county.late.deadlines.get(code="notify_referred")
    reason = "已当面告知，书面告知正在送达。"
    lifting.lift(clock, reason=reason, by=cast["supervisor"], at=walk.at("2026-05-12"), on=DAY)

    assert set(Ticket.objects.filter(deadline=clock).values_list("status", flat=True)) == {"lifted"}
    assert level_of(seen("supervisor"), clock) == Level.LIFTED
    assert reason in tales([clock], on=DAY, calendar=work_calendar())[clock.pk].lifted


def test_a_red_card_without_a_ticket_waits_for_it(accepted, ends, cast, walk):
    clock = ends(accepted, DAY - dt.timedelta(1))

    with pytest.raises(NotAllowedError, match="督办单还没有开出"):
        lifting.lift(
            clock, reason="理由充分。", by=cast["supervisor"], at=walk.at("2026-05-12"), on=DAY
        )


def test_lifting_over_the_page(county):
    clock = county.late.deadlines.get(code="notify_referred")
    path = f"/cards/{clock.pk}/lifting/"
    with road.on("2026-05-12"):
        client = sit("supervisor")
        assert client.get(path).status_code == 200
        refused = client.post(path, {"reason": ""})
        done = client.post(path, {"reason": "已当面告知，书面告知正在送达。"}, follow=True)
        again = client.post(path, {"reason": "已当面告知，书面告知正在送达。"})

    assert refused.status_code == 400
    assert "请写明解除的理由。" in refused.content.decode()
    assert "的牌已解除" in done.content.decode()
    assert again.status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [("hr_leader", 403), ("hr_desk", 403), ("leader", 403), ("env_leader", 404), ("clerk", 403)],
)
def test_only_the_office_that_watches_lifts_a_card(county, who, status):
    clock = county.late.deadlines.get(code="notify_referred")
    with road.on("2026-05-12"):
        answer = sit(who).post(f"/cards/{clock.pk}/lifting/", {"reason": "理由充分，同意解除。"})

    assert answer.status_code == status
    assert not Ticket.objects.filter(status="lifted").exists()


def test_the_board_costs_the_same_with_more_cards(county, django_assert_max_num_queries):
    with road.on("2026-05-12"):
        client = sit("supervisor")
        client.get("/cards/")
        with django_assert_max_num_queries(16):
            assert client.get("/cards/").status_code == 200
