"""离岗与代办: what may be entered, how chains of substitutes end, and the page."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError

from accounts.models import Absence, User
from accounts.substitutes import Cover, away_at, cancel, colleagues, enter
from petitions import lifecycle, worklist
from petitions.acts import possible

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 16)
NOW = dt.datetime(2026, 3, 16, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = dt.timedelta(1)


@pytest.fixture
def people(cast) -> dict[str, User]:
    return {name: post.user for name, post in cast.items()}


@pytest.fixture
def away(people):
    """`away("hr_desk", "hr_handler")` from today for three days."""

    def enter_days(who: str, instead: str, first: int = 0, last: int = 2, **about) -> Absence:
        about |= {"starts_on": TODAY + first * DAY, "ends_on": TODAY + last * DAY}
        return enter(people[who], people[instead], by=people[who], at=NOW, on=TODAY, **about)

    return enter_days


def told_instead(who: User, *, on: dt.date = TODAY) -> int | None:
    return Cover(on).of(who.pk, may_be_told=lambda _: True)


def test_both_days_count_and_nobody_is_replaced_outside_them(people, away):
    away("hr_handler", "hr_desk")
    who, instead = people["hr_handler"], people["hr_desk"].pk

    days = [told_instead(who, on=TODAY + n * DAY) for n in (-1, 0, 2, 3)]

    assert days == [who.pk, instead, instead, who.pk]


def test_a_chain_ends_with_who_is_here(people, away):
    away("hr_handler", "hr_desk")
    away("hr_desk", "hr_leader")

    assert told_instead(people["hr_handler"]) == people["hr_leader"].pk
    covered = Cover(TODAY).covered_by(people["hr_leader"].pk)
    assert covered == {people["hr_handler"].pk, people["hr_desk"].pk}


@pytest.mark.parametrize("length", [2, 3])
def test_a_circle_that_slipped_in_covers_nobody_and_ends(people, length):
    circle = ["hr_handler", "hr_desk", "hr_leader"][:length]
    for who, instead in zip(circle, circle[1:] + circle[:1], strict=True):
        Absence.objects.create(
            user=people[who],
            substitute=people[instead],
            starts_on=TODAY,
            ends_on=TODAY,
            entered_by=people[who],
            entered_at=NOW,
        )

    assert told_instead(people["hr_handler"]) is None
    assert Cover(TODAY).covered_by(people["hr_handler"].pk) == set()


def test_a_circle_is_refused_at_the_field_when_it_is_entered(people, away):
    away("hr_handler", "hr_desk")
    away("hr_desk", "hr_leader")

    with pytest.raises(ValidationError) as refused:
        away("hr_leader", "hr_handler")

    assert "请另选一位" in refused.value.message_dict["substitute"][0]
    away("hr_leader", "hr_handler", first=3, last=4)
    assert Absence.objects.count() == 3


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(2, 1, "ends_on"), (-5, -1, "ends_on"), (0, 400, "ends_on"), (2, 5, "starts_on")],
)
def test_impossible_days_are_refused_at_their_field(away, first, last, field):
    away("hr_handler", "hr_desk")

    with pytest.raises(ValidationError) as refused:
        away("hr_handler", "hr_leader", first=first, last=last)

    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize("instead", ["env_desk", "clerk", "hr_handler", "leader"])
def test_only_a_colleague_of_the_same_organization_stands_in(away, instead):
    with pytest.raises(ValidationError) as refused:
        away("hr_handler", instead)

    assert list(refused.value.message_dict) == ["substitute"]


def test_who_left_or_was_locked_out_is_no_colleague(people):
    User.objects.filter(username="hr_desk").update(is_active=False)
    people["hr_leader"].posts.update(ends_on=TODAY)

    assert colleagues(people["hr_handler"]) == []


def test_cancelling_gives_the_reminders_back(people, away, tree):
    absence = away("hr_handler", "hr_desk")
    assert away_at(tree["qinghe-hr"], on=TODAY) == [absence]

    cancel(absence, at=NOW)

    assert told_instead(people["hr_handler"]) == people["hr_handler"].pk
    assert away_at(tree["qinghe-hr"], on=TODAY) == []


def test_the_work_of_who_is_away_stands_in_the_substitutes_list(accepted, people, away):
    desk = people["hr_desk"]
    assert accepted not in worklist.waiting_for(desk, on=TODAY)

    away("hr_handler", "hr_desk")

    assert accepted in worklist.waiting_for(desk, on=TODAY)
    assert accepted not in worklist.waiting_for(desk, on=TODAY + 3 * DAY)
    assert accepted in worklist.waiting_for(people["hr_handler"], on=TODAY)


def post(client, **changes):
    said = {
        "starts_on": "2026-03-16",
        "ends_on": "2026-03-18",
        "substitute": User.objects.get(username="hr_desk").pk,
        "reason": "赴省培训",
    }
    with time_machine.travel(NOW, tick=False):
        return client.post("/accounts/absences/", said | changes)


def get(client) -> str:
    with time_machine.travel(NOW, tick=False):
        return client.get("/accounts/absences/").content.decode()


def test_a_person_enters_days_and_colleagues_see_who_is_away(sign_in):
    response = post(sign_in("hr_handler"))

    assert response.status_code == 302
    assert "由叶文竹代办" in get(sign_in("hr_handler"))
    for colleague in ("hr_leader", "hr_desk"):
        shown = get(sign_in(colleague))
        assert "顾清和" in shown
        assert "离岗中" in shown
    assert "由我代办" in get(sign_in("hr_desk"))
    assert "赴省培训" not in get(sign_in("env_leader"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"starts_on": ""}, "请填写开始日。"),
        ({"ends_on": "三月"}, "请写成 2026-11-23 这样的日期。"),
        ({"ends_on": "2026-03-01"}, "结束日不能早于开始日。"),
        ({"substitute": ""}, "请选择代办人。"),
        ({"substitute": "0"}, "代办人应当是本单位在岗的另一位同事。"),
        ({"substitute": "x"}, "代办人应当是本单位在岗的另一位同事。"),
        ({"reason": "休" * 41}, "40"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_is_kept(sign_in, changes, said):
    response = post(sign_in("hr_handler"), **changes)

    assert response.status_code == 400
    shown = response.content.decode()
    assert said in shown
    assert "2026-03-1" in shown
    assert not Absence.objects.exists()


def test_only_the_person_cancels_and_only_once(sign_in, away):
    absence = away("hr_handler", "hr_desk")
    path = f"/accounts/absences/{absence.pk}/cancelling/"

    assert sign_in("hr_leader").post(path).status_code == 404
    assert sign_in("hr_handler").post(path).status_code == 302
    assert sign_in("hr_handler").post(path).status_code == 404
    assert Absence.objects.on(TODAY).count() == 0


def test_the_page_costs_as_many_queries_whoever_is_away(
    sign_in, away, django_assert_max_num_queries
):
    away("hr_handler", "hr_desk")
    away("hr_desk", "hr_leader")
    client = sign_in("hr_leader")
    with django_assert_max_num_queries(18):
        assert "都在岗" not in get(client)


@pytest.mark.leaves_gaps
def test_whoever_stepped_back_does_not_get_the_case_through_an_absence(
    accepted, walk, people, away
):
    """顾清和 is concerned; a colleague who is away names him, and still it is not his."""
    away("hr_leader", "hr_handler")
    hop = accepted
    hop.handler = people["hr_leader"]
    hop.save(update_fields=["handler"])
    assert hop in worklist.waiting_for(people["hr_handler"], on=TODAY)

    lifecycle.recuse(
        hop, person=people["hr_handler"], ground="信访人的亲属", by=walk.cast["hr_leader"], at=NOW
    )

    hop = walk.again(hop)
    assert hop not in worklist.waiting_for(people["hr_handler"], on=TODAY)
    assert possible(hop, people["hr_handler"], on=TODAY) == []
