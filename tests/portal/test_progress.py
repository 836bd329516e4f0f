"""办理进度: the petitioner's view of each station of the road, and what it never shows."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from petitions import lifecycle
from petitions.models import Document, Matter
from petitions.states import Hop, Kind, State
from portal import progress
from portal.steps import place
from routing.models import Category

pytestmark = pytest.mark.django_db

MARCH_10 = dt.date(2026, 3, 10)


def of(hop, on=MARCH_10):
    matter = Matter.objects.get(pk=hop.claim.matter_id)
    return progress.of(matter, on=on).claims[0]


def states(claim):
    return [step.state for step in claim.steps]


def test_a_new_petition_waits_for_the_office(registered):
    claim = of(registered)

    assert claim.sentence == "青禾县信访局已经登记，正在确定由谁负责。"
    assert states(claim) == ["done", "now", "todo", "todo", "todo"]
    assert (claim.next.on, claim.next.who) == (dt.date(2026, 3, 17), "青禾县信访局")


def test_after_forwarding_the_body_and_its_last_day_are_named(delivered):
    claim = of(delivered)

    assert claim.body == "青禾县人社局"
    assert claim.phone
    assert states(claim) == ["done", "done", "now", "todo", "todo"]
    assert claim.next.on == dt.date(2026, 3, 19)
    assert not claim.next.is_late


def test_a_day_that_passed_is_said_to_have_passed(delivered):
    assert of(delivered, dt.date(2026, 3, 20)).next.is_late
    assert not of(delivered, dt.date(2026, 3, 19)).next.is_late


def test_while_it_is_handled_the_sixty_days_count(accepted):
    claim = of(accepted)

    assert claim.sentence == "青禾县人社局已经受理，正在办理。"
    assert (claim.next.on, claim.next.what) == (
        dt.date(2026, 5, 9),
        "作出处理意见并书面答复您",
    )


def test_an_answer_signed_but_not_delivered_is_not_shown_as_received(signed):
    claim = of(signed)

    assert "信访处理意见书" not in [paper.title for paper in claim.papers]
    assert claim.sentence == "青禾县人社局已经作出答复，正在送达给您。"


def test_after_service_the_right_to_review_has_a_last_day(served):
    claim = of(served, dt.date(2026, 4, 21))

    assert states(claim) == ["done"] * 5
    assert [(right.on, right.is_over) for right in claim.rights] == [(dt.date(2026, 5, 20), False)]
    paper = next(paper for paper in claim.papers if paper.title == "信访处理意见书")
    assert (paper.on, paper.verb) == (dt.date(2026, 4, 20), "送达")
    assert of(served, dt.date(2026, 5, 21)).rights[0].is_over


def test_in_review_the_reviewing_body_answers(in_review):
    claim = of(in_review, dt.date(2026, 5, 7))

    assert claim.sentence == "您的复查申请已经送到青禾县信访局复查复核办。"
    assert (claim.next.on, claim.next.what) == (
        dt.date(2026, 6, 5),
        "作出复查意见并书面答复您",
    )
    assert claim.next.who == "青禾县人民政府"


def test_a_refusal_ends_the_road_where_it_stands(walk, cast):
    hop = walk.received()
    lifecycle.decline(
        hop,
        ground=lifecycle.DeclineGround.COURT,
        guidance="请向人民法院提起诉讼。",
        by=cast["hr_leader"],
        at=walk.at("2026-03-06"),
    )

    claim = of(hop)

    assert "不予受理" in claim.sentence
    assert states(claim) == ["done", "done", "now", "skip", "skip"]


def test_internal_targets_are_nobody_else_s_business(accepted):
    accepted.deadlines.update(is_internal=True)

    assert of(accepted).next is None


def test_letters_between_offices_are_not_shown(accepted):
    titles = {paper.title for paper in of(accepted).papers}
    inner = Document.objects.filter(letter__in=("D01", "D02"))

    assert inner.count() == 2
    assert titles.isdisjoint(document.title for document in inner)


@pytest.fixture
def sealed(walk):
    return walk.registered(
        kind=Kind.ACCUSATION, category=Category.objects.get(code="0505"), accused_name="某甲"
    )


def test_a_sealed_report_says_only_that_it_was_received(sealed, client):
    page = client.get(reverse("portal:status", args=[sealed.claim.matter.token])).content.decode()

    assert "您反映的事项已收到。" in page
    for hidden in ("青禾县信访局", "纪委", "检举", "某甲", "0000-"):
        assert hidden not in page


def test_a_sealed_report_handed_over_is_being_handled(sealed, cast, tree, walk, client):
    lifecycle.refer(
        sealed, organization=tree["qinghe-discipline"], by=cast["clerk"], at=walk.at("2026-03-04")
    )

    page = client.get(reverse("portal:status", args=[sealed.claim.matter.token])).content.decode()

    assert "您反映的事项办理中。" in page
    assert "纪委" not in page


def test_no_page_shows_a_name_a_text_or_who_handles_it(served, client):
    petition = served.claim.petition
    with time_machine.travel("2026-04-21T10:00:00+08:00"):
        url = reverse("portal:status", args=[petition.matter.token])
        page = client.get(url).content.decode()

    hidden = [
        petition.text,
        petition.title,
        "赵示例",
        "13800004821",
        "云岭街道",
        "顾清和",
        "孟知行",
    ]
    hidden += ["请求缺乏事实根据", petition.matter.query_code, served.claim.category.name]
    for words in hidden:
        assert words not in page


def test_every_state_of_every_hop_has_a_sentence(registered):
    for kind in Hop:
        for state in State:
            registered.hop, registered.state = kind, state
            sentence = place(registered).sentence.format(body="某局")
            assert sentence.endswith("。")
            assert "{" not in sentence
