"""大屏: nothing that points at a person, nothing sealed, nothing so small that it could."""

from __future__ import annotations

import pytest

from accounts.models import User
from oversight.boards import wall
from oversight.models import ClockWatermark
from petitions.models import Petition, Petitioner
from tests.boards.pages import sit
from tests.journeys import road

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0"), (1, "不足 5"), (4, "不足 5"), (5, "5"), (1234, "1,234")]
)
def test_a_small_count_is_not_said(count, words):
    assert wall.shown(count) == words


def test_the_wall_names_no_person_and_no_petition(county):
    with road.on("2026-05-12"):
        page = sit("chief").get("/situation/wall/").content.decode()

    personal = {
        *Petition.objects.values_list("number", flat=True),
        *Petition.objects.values_list("title", flat=True),
        *Petitioner.objects.values_list("name", flat=True),
        *User.objects.values_list("name", flat=True),
    }
    assert [word for word in personal if word in page] == []
    assert "青禾县人社局" in page


def test_the_part_that_renews_itself_is_the_page_without_its_frame(county):
    with road.on("2026-05-12"):
        client = sit("supervisor")
        whole = client.get("/situation/wall/").content.decode()
        part = client.get("/situation/wall/", headers={"X-Fragment": "1"}).content.decode()

    assert "<html" not in part
    assert 'data-at="10:00"' in part
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in whole


@pytest.mark.parametrize(("swept", "is_stale"), [("09:55", False), ("09:40", True)])
def test_the_wall_says_when_the_sweep_has_stopped(law, walk, swept, is_stale):
    ClockWatermark.objects.update_or_create(
        pk=ClockWatermark.ROW, defaults={"swept_at": walk.at("2026-05-12", swept)}
    )
    with road.on("2026-05-12"):
        part = sit("chief").get("/situation/wall/", headers={"X-Fragment": "1"}).content.decode()

    assert ("data-stale" in part) == is_stale


def test_the_wall_wants_a_sign_in(client, law):
    assert client.get("/situation/wall/").status_code == 302


def test_the_wall_costs_the_same_each_minute(county, django_assert_max_num_queries):
    with road.on("2026-05-12"):
        client = sit("supervisor")
        client.get("/situation/wall/")
        with django_assert_max_num_queries(20):
            assert client.get("/situation/wall/").status_code == 200
