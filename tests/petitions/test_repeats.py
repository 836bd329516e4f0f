"""重件: found by people and by words, asked about before numbering, joined and taken out again."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from petitions import lifecycle, repeats
from petitions.errors import FieldError, NotAllowedError
from petitions.lifecycle import Person, Wanted
from petitions.models import Claim, Event, Matter, Petition, Referral
from petitions.states import Action, Kind, State
from routing.models import Category
from tests.petitions.counter import NOON, PAGE, written
from tests.petitions.pages import main_of

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 3, 10)
SAID = "我 1998 年进厂，退休时工龄从 2003 年算起，请求重新核定。"
REWORDED = "来电：请重新核定工龄！退休时从2003年算起，可我是1998年进厂的。"
OTHER = "村口的路灯坏了三个月，晚上老人出门容易摔倒，请派人来修好路灯。"


def look(walk, text, *, by="clerk", **people):
    said = repeats.Said(text=text, **{name: frozenset(found) for name, found in people.items()})
    return repeats.look(said, by=walk.cast[by].user, on=ON)


def certain(walk, text, **people):
    said = repeats.Said(text=text, **{name: frozenset(found) for name, found in people.items()})
    return repeats.certain(said, by=walk.cast["clerk"].user, on=ON)


@pytest.mark.parametrize(
    ("left", "right", "is_alike"),
    [
        (SAID, SAID.replace("，", "；").replace(" ", ""), True),
        (SAID, REWORDED, True),
        (SAID, "１９９８年进厂退休时工龄从２００３年算起请求重新核定", True),
        (SAID, OTHER, False),
    ],
)
def test_texts_are_alike_across_wording_order_and_width(left, right, is_alike):
    score = repeats.likeness(repeats._even(left), repeats._even(right))

    assert (score >= repeats.SURE) is is_alike


def test_the_same_person_with_other_words_on_another_channel_is_certain(walk):
    hop = walk.delivered()

    (found,) = certain(walk, REWORDED, phones={"13800004821"})

    assert found.petition == hop.claim.petition
    assert found.reasons[0] == "同一电话"
    assert (found.is_open, found.due_on) == (True, dt.date(2026, 3, 19))


def test_the_same_person_with_another_matter_is_no_repeat(walk):
    walk.delivered()

    assert certain(walk, OTHER, phones={"13800004821"}) == []


def test_a_name_that_sounds_the_same_is_said_and_decides_nothing(walk):
    walk.delivered(people=(Person("章玮"),))

    (found,) = look(walk, REWORDED, names={"张伟"})

    assert found.reasons[0] == "姓名读音相同"
    assert certain(walk, SAID, names={"张伟"}) == []


def test_a_namesake_needs_much_more_likeness(walk):
    walk.delivered(people=(Person("赵示例"),))

    assert certain(walk, REWORDED, names={"赵示例"}) == []
    assert len(certain(walk, SAID, names={"赵示例"})) == 1


def test_an_old_petition_of_a_namesake_is_found_whatever_came_since(walk, monkeypatch):
    walk.delivered()
    monkeypatch.setattr(repeats, "COMPARED", 0)

    (found,) = look(walk, SAID, names={"赵示例"})

    assert "姓名相同" in found.reasons


def test_a_concluded_matter_is_not_asked_about(walk):
    hop = walk.registered()
    Referral.objects.update(state=State.CONCLUDED)
    hop.deadlines.update(status="void")

    assert certain(walk, SAID, phones={"13800004821"}) == []


def test_looking_costs_few_queries(walk, django_assert_max_num_queries):
    walk.delivered()
    for _ in range(3):
        walk.register(on="2026-03-05")

    with django_assert_max_num_queries(12):
        found = certain(walk, SAID, phones={"13800004821"}, names={"赵示例"})

    assert len(found) == repeats.SHOWN


@pytest.fixture
def counter(walk, settings, tmp_path, sign_in):
    """The registration page on 2 March, with one open petition of 赵示例 before it."""
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOON, tick=False):
        hop = walk.registered()
        yield sign_in("clerk"), hop


def same(**changes):
    row = {"people-0-name": "赵示例", "people-0-phone": "13800004821", "text": REWORDED}
    return written(**row, **changes)


def test_the_page_asks_before_it_gives_a_number(counter):
    client, hop = counter

    page = client.post(PAGE, same())

    assert page.status_code == 400
    assert Petition.objects.count() == 1
    text = main_of(page)
    assert "可能是重件，请先选一项" in text
    assert hop.claim.petition.number in text
    assert "不另起期限" in text


def test_one_press_joins_and_registers(counter):
    client, hop = counter

    client.post(PAGE, same(step=f"join-now:{hop.claim.petition.number}"))

    repeat = Petition.objects.get(is_repeat=True)
    assert repeat.matter == hop.claim.matter
    assert Claim.objects.count() == 1


def test_with_a_reason_it_is_a_first_petition_and_the_reason_is_kept(counter):
    client, hop = counter

    client.post(PAGE, same(not_repeat="这次要求的是住房公积金。"))

    first = Petition.objects.exclude(pk=hop.claim.petition_id).get()
    assert (first.is_repeat, first.matter == hop.claim.matter) == (False, False)
    assert Event.objects.filter(matter=first.matter, text__contains="住房公积金").exists()


def wanted(walk):
    return Wanted(Kind.GRIEVANCE, Category.objects.get(code="1507"), walk.tree["qinghe-gov"])


def separate(walk, hop, petition):
    return lifecycle.separate(
        hop, petition=petition, wanted=wanted(walk), reason="说的是另一套房子。",
        by=walk.cast["clerk"], at=walk.at("2026-03-12"),
    )  # fmt: skip


def test_a_repeat_joined_by_mistake_gets_its_own_matter_and_clock(walk):
    hop = walk.delivered().parent
    repeat = walk.register(on="2026-03-09", joins=hop.claim.matter)

    separate(walk, walk.again(hop), repeat)

    repeat.refresh_from_db()
    own = Referral.objects.get(claim__petition=repeat)
    assert (repeat.is_repeat, repeat.matter.code) == (False, repeat.number)
    assert walk.due(own, "forward") == dt.date(2026, 3, 24)
    lines = Event.objects.filter(matter=hop.claim.matter, action=Action.SEPARATE.value)
    assert repeat.number in lines.get().text


def test_only_a_joined_repeat_is_taken_out(walk):
    hop = walk.delivered().parent
    stranger = walk.register(on="2026-03-09")

    with pytest.raises(NotAllowedError, match="没有并入的重件"):
        separate(walk, walk.again(hop), stranger)
    walk.register(on="2026-03-09", joins=hop.claim.matter)
    with pytest.raises(FieldError):
        separate(walk, walk.again(hop), stranger)


def test_a_repeat_after_all_is_decided_waits_for_somebody(walk):
    hop = walk.registered()
    Referral.objects.update(state=State.CONCLUDED)
    hop.deadlines.update(status="void")

    repeat = walk.register(on="2026-03-09", joins=Matter.objects.get())

    claim = repeat.claims.get()
    assert (claim.ordinal, claim.referrals.get().state) == (2, State.PENDING)


def test_a_report_that_joins_a_matter_is_sealed_in_a_claim_of_its_own(walk):
    hop = walk.delivered()
    accusation = {"kind": Kind.ACCUSATION, "category": Category.objects.get(code="0503")}

    report = walk.register(on="2026-03-09", joins=hop.claim.matter, **accusation)

    assert report.claims.get().is_sealed
    desk = walk.desk(hop).user
    assert report not in Petition.objects.visible_to(desk)
    assert not Event.objects.visible_to(desk).filter(claim=report.claims.get()).exists()


def test_the_petition_page_counts_the_matter_and_the_person(walk, sign_in):
    hop = walk.delivered()
    walk.register(on="2026-03-09", joins=hop.claim.matter)
    walk.register(on="2026-03-09", title="另一件", people_count=6)

    with time_machine.travel(walk.at("2026-03-10"), tick=False):
        page = sign_in("clerk").get(f"/petitions/{hop.claim.petition.number}/")

    text = main_of(page)
    assert "本事项 2 件次，2 人次" in text
    assert "同一信访人 3 件次，8 人次，其中 5 人以上 1 件次" in text
