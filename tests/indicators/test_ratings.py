"""评价 and 统计标记: who, when, once; and what stays unread."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from petitions import lifecycle
from petitions.errors import FieldError, NotAllowedError
from petitions.models import BaseFlag, Event, Petition, Rating
from petitions.models.rating import Score
from petitions.models.statistics import Mark
from tests.indicators.said import figure, named
from tests.journeys import road

pytestmark = pytest.mark.django_db
APRIL = named("2026-04")
GOOD, BAD = Score.SATISFIED, Score.DISSATISFIED


def claim_of(hop):
    return hop.claim


def test_e18_nothing_is_asked_before_the_answer_is_served(walk):
    claim = claim_of(walk.signed())

    assert lifecycle.rating_window(claim, on=dt.date(2026, 4, 16)) is None
    with pytest.raises(NotAllowedError):
        lifecycle.rate(claim, {}, at=walk.at("2026-04-16"))


@pytest.mark.parametrize(
    ("on", "is_open"),
    [("2026-04-19", False), ("2026-04-20", True), ("2026-05-20", True), ("2026-05-21", False)],
)
def test_the_window_is_thirty_days_from_service(walk, on, is_open):
    claim = claim_of(walk.served())

    found = lifecycle.rating_window(claim, on=dt.date.fromisoformat(on))

    assert (found is not None) is is_open


def test_the_body_and_the_office_are_rated_apart_and_once_each(walk, tree):
    claim = claim_of(walk.served())
    hr, office = tree["qinghe-hr"], tree["qinghe-petition"]
    lifecycle.rate(claim, {hr: BAD}, at=walk.at("2026-04-21"))

    left = lifecycle.rating_window(claim, on=dt.date(2026, 4, 21))
    assert left.bodies == (office,)
    with pytest.raises(NotAllowedError):
        lifecycle.rate(claim, {hr: GOOD}, at=walk.at("2026-04-22"))
    lifecycle.rate(claim, {office: GOOD}, at=walk.at("2026-04-22"))
    assert lifecycle.rating_window(claim, on=dt.date(2026, 4, 22)) is None
    assert Rating.objects.count() == 2


def test_the_history_says_that_somebody_rated_and_not_how(walk, tree):
    claim = claim_of(walk.served())
    lifecycle.rate(claim, {tree["qinghe-hr"]: BAD}, comment="态度生硬", at=walk.at("2026-04-21"))

    event = Event.objects.get(action="rate")

    assert event.by is None
    assert "dissatisfied" not in f"{event.text}{event.data}"
    assert "生硬" not in f"{event.text}{event.data}"


def test_waiting_ones_are_left_out_and_expired_ones_are_not(walk, cast, tree):
    claim = claim_of(walk.served())
    supervisor = cast["supervisor"]

    waiting = figure(supervisor, "rated_body", APRIL, on=dt.date(2026, 5, 20))
    expired = figure(supervisor, "rated_body", APRIL, on=dt.date(2026, 5, 21))
    lifecycle.rate(claim, {tree["qinghe-hr"]: GOOD}, at=walk.at("2026-05-20"))
    rated = figure(supervisor, "rated_body", APRIL, on=dt.date(2026, 5, 21))

    assert (waiting.denominator, waiting.states["waiting"]) == (0, 1)
    assert (expired.numerator, expired.denominator) == (0, 1)
    assert (rated.numerator, rated.denominator) == (1, 1)
    assert figure(supervisor, "satisfied_body", APRIL, on=dt.date(2026, 6, 1)).numerator == 1
    assert figure(supervisor, "satisfied_office", APRIL, on=dt.date(2026, 6, 1)).denominator == 0


def test_ratings_and_marks_cannot_be_changed(walk, cast, tree):
    hop = walk.served()
    (rating,) = lifecycle.rate(hop.claim, {tree["qinghe-hr"]: BAD}, at=walk.at("2026-04-21"))
    flag = mark(walk, cast, hop.claim.petition)

    for row, change in ((rating, {"score": GOOD}), (flag, {"value": False})):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            row.delete()


def mark(walk, cast, petition, *, value=True, on="2026-04-25"):
    return lifecycle.mark(
        petition, Mark.UNCOUNTED, value=value, reason="一信多投。", by=cast["supervisor"],
        at=walk.at(on),
    )  # fmt: skip


def test_a_mark_is_lifted_by_a_newer_one_and_both_stay(walk, cast):
    petition = walk.registered().claim.petition
    mark(walk, cast, petition)
    with pytest.raises(NotAllowedError):
        mark(walk, cast, petition)

    mark(walk, cast, petition, value=False, on="2026-04-26")

    found = figure(cast["supervisor"], "repeat", named("2026-03"), on=dt.date(2026, 5, 1))
    assert (found.denominator, found.left_base) == (1, 0)
    assert BaseFlag.objects.count() == 2
    assert Event.objects.filter(action="mark").count() == 2


def test_a_mark_wants_a_reason_and_no_sealed_petition(walk, cast):
    petition = walk.registered().claim.petition
    with pytest.raises(FieldError):
        lifecycle.mark(
            petition, Mark.LITIGATION, value=True, reason="  ", by=cast["chief"],
            at=walk.at("2026-03-03"),
        )  # fmt: skip
    Petition.objects.filter(pk=petition.pk).update(is_sealed=True)
    with pytest.raises(NotAllowedError):
        mark(walk, cast, Petition.objects.get(pk=petition.pk))
    assert not BaseFlag.objects.exists()


@pytest.mark.parametrize(
    ("username", "status"),
    [("supervisor", 200), ("chief", 200), ("clerk", 403), ("hr_leader", 403), ("env_desk", 404)],
)
def test_the_page_of_marks_is_for_the_supervisor_and_the_chief(walk, sign_in, username, status):
    number = walk.delivered().claim.petition.number

    assert sign_in(username).get(f"/petitions/{number}/marks/").status_code == status


def test_marking_on_the_page_asks_for_a_reason_and_shows_who_did_it(walk, sign_in):
    number = walk.registered().claim.petition.number
    path, client = f"/petitions/{number}/marks/", sign_in("supervisor")
    given = {"flag": "litigation", "value": "on", "reason": ""}

    assert client.post(path, given).status_code == 400
    assert client.post(path, given | {"reason": "法院已立案。"}).status_code == 302
    assert client.post(path, given | {"reason": "法院已立案。"}).status_code == 409
    page = client.get(path).content.decode()
    assert "程知秋" in page
    assert "法院已立案。" in page
    assert "涉法涉诉" in client.get(f"/petitions/{number}/").content.decode()


def test_the_petitioner_rates_on_the_look_up_page(walk):
    matter = walk.served().claim.matter
    path, stranger = f"/m/{matter.token}/", Client()
    form = {"claim": "1", "claim1-score_qinghe-hr": "basically", "claim1-comment": ""}
    with road.on("2026-04-25"):
        assert "青禾县人社局的工作是否满意" in stranger.get(path).content.decode()
        assert stranger.post(f"{path}rating/", {"claim": "1"}).status_code == 400
        assert stranger.post(f"{path}rating/", form).status_code == 302
        assert stranger.post(f"{path}rating/", form).status_code == 400
        assert "青禾县信访局的工作是否满意" in stranger.get(path).content.decode()
    assert Rating.objects.get().score == "basically"


@pytest.mark.parametrize("claim", ["", "x", "99", "99999999999999999999"])
def test_a_rating_of_nothing_is_refused_in_words(walk, claim):
    matter = walk.served().claim.matter
    with road.on("2026-04-25"):
        answer = Client().post(f"/m/{matter.token}/rating/", {"claim": claim})

    assert answer.status_code == 409
    assert "现在不能评价" in answer.content.decode()


def test_nobody_rates_late_or_by_a_wrong_code(walk):
    matter = walk.served().claim.matter
    form = {"claim": "1", "claim1-score_qinghe-hr": "satisfied"}
    with road.on("2026-05-21"):
        assert Client().post(f"/m/{matter.token}/rating/", form).status_code == 409
        assert Client().post("/m/nonsense/rating/", form).status_code == 404
    assert not Rating.objects.exists()
