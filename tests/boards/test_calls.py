"""晨间电话: whom to call, on which number, what to say; and the note that stays."""

from __future__ import annotations

import pytest

from oversight.boards import calling
from oversight.models import CallNote
from petitions.errors import FieldError
from tests.boards.pages import sit
from tests.journeys import road

pytestmark = pytest.mark.django_db
SAID = "叶文竹答复今日送达。"


def test_the_list_names_bodies_with_their_people_and_what_to_say(county, seen, tree):
    office = tree["qinghe-petition"]

    calls = calling.call_list(seen("supervisor"), office=office)

    names = [call.organization.name for call in calls]
    assert "青禾县人社局" in names
    assert office.name not in names
    first = calls[0]
    assert [post.role for post in first.people] == ["desk", "approver"]
    assert "已超期，最久" in first.words


def test_who_was_called_goes_to_the_end_with_the_note(county, seen, tree, cast, walk):
    office = tree["qinghe-petition"]
    first = calling.call_list(seen("supervisor"), office=office)[0].organization
    calling.note_call(
        office=office,
        organization=first,
        note=SAID,
        by=cast["supervisor"].user,
        at=walk.at("2026-05-12", "09:30"),
    )

    calls = calling.call_list(seen("supervisor"), office=office)

    assert calls[-1].organization == first
    assert [note.note for note in calls[-1].notes] == [SAID]


def test_yesterdays_call_is_not_todays(county, seen, tree, cast, walk):
    office = tree["qinghe-petition"]
    calling.note_call(
        office=office,
        organization=tree["qinghe-hr"],
        note=SAID,
        by=cast["supervisor"].user,
        at=walk.at("2026-05-11", "16:00"),
    )

    assert not any(call.is_done for call in calling.call_list(seen("supervisor"), office=office))


@pytest.mark.parametrize("note", ["", "  ", "长" * 201])
def test_a_call_without_a_word_is_not_noted(tree, cast, walk, note):
    with pytest.raises(FieldError):
        calling.note_call(
            office=tree["qinghe-petition"],
            organization=tree["qinghe-hr"],
            note=note,
            by=cast["supervisor"].user,
            at=walk.at("2026-05-12"),
        )

    assert not CallNote.objects.exists()


def test_ticking_over_the_page(county):
    with road.on("2026-05-12"):
        client = sit("supervisor")
        refused = client.post("/cards/calls/qinghe-hr/", {"note": ""})
        done = client.post("/cards/calls/qinghe-hr/", {"note": SAID}, follow=True)
        nobody = client.post("/cards/calls/qinghe-police/", {"note": SAID})

    assert refused.status_code == 400
    assert SAID in done.content.decode()
    assert nobody.status_code == 404
    assert CallNote.objects.get().by.username == "supervisor"


@pytest.mark.parametrize("who", ["hr_leader", "leader", "clerk", "sysadmin"])
def test_only_the_office_calls(law, who):
    client = sit(who)

    assert client.get("/cards/calls/").status_code == 403
    assert client.post("/cards/calls/qinghe-hr/", {"note": SAID}).status_code == 403


def test_another_office_does_not_read_the_notes(tree, cast, walk):
    calling.note_call(
        office=tree["qinghe-petition"],
        organization=tree["qinghe-hr"],
        note=SAID,
        by=cast["supervisor"].user,
        at=walk.at("2026-05-12"),
    )

    assert CallNote.objects.visible_to(cast["chief"].user).count() == 1
    assert not CallNote.objects.visible_to(cast["hr_leader"].user).exists()
