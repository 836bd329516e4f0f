"""草稿: kept while somebody types, theirs alone, gone when sent."""

from __future__ import annotations

import logging
import uuid

import pytest
import time_machine
from django.urls import reverse

from petitions import drafts
from petitions.models import FormDraft, Petition
from tests.petitions.counter import NOON, PAGE, upload, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOON, tick=False):
        yield tmp_path


@pytest.fixture
def clerk(cast, sign_in):
    return sign_in("clerk")


def save(client, page, form: str = ""):
    return client.post(
        reverse("petitions:draft", args=[form or f"registration:{page['key']}"]), page
    )


def test_autosave_says_when_and_the_page_comes_back_as_it_was(clerk):
    page = written(title="写到一半", received_on="2026-02-3")

    response = save(clerk, page)

    assert response.json() == {"saved_at": "12:00:00"}
    shown = clerk.get(PAGE, {"draft": page["key"]})
    assert "写到一半" in shown.content.decode()
    assert 'value="2026-02-3"' in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert not Petition.objects.exists()


def test_saving_again_replaces_the_fields_and_keeps_the_files(clerk):
    page = written(title="")
    clerk.post(PAGE, page | {"files": [upload()]})

    save(clerk, page | {"title": "后来写的"})

    draft = drafts.of(FormDraft.objects.get().user)[0]
    assert draft.first("title") == "后来写的"
    assert [file.name for file in draft.files] == ["来信.pdf"]


def test_the_draft_is_gone_once_the_petition_is_registered(clerk):
    page = written()
    save(clerk, page)

    clerk.post(PAGE, page)

    assert Petition.objects.exists()
    assert not FormDraft.objects.exists()


def test_a_save_that_comes_after_the_registration_brings_no_draft_back(clerk):
    page = written()
    clerk.post(PAGE, page)

    response = save(clerk, page)

    assert response.status_code == 200
    assert not FormDraft.objects.exists()


def test_a_refused_page_is_kept_as_a_draft(clerk):
    clerk.post(PAGE, written(title="", text="很长的一段话"))

    assert FormDraft.objects.get().data["fields"]["text"] == ["很长的一段话"]


def test_a_failing_registration_keeps_the_draft(clerk, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("petitions.lifecycle.register", broken)
    with pytest.raises(RuntimeError):
        clerk.post(PAGE, written(text="很长的一段话"))

    assert FormDraft.objects.get().data["fields"]["text"] == ["很长的一段话"]


def test_the_button_keeps_it_and_shows_the_list(clerk):
    response = clerk.post(PAGE, written(title="存着", step="keep"), follow=True)

    assert response.redirect_chain[-1][0] == reverse("petitions:drafts")
    assert "存着" in response.content.decode()
    assert not Petition.objects.exists()


def test_the_list_leads_back_to_each_draft(clerk, walk):
    page = written(title="登记到一半")
    save(clerk, page)
    hop = walk.registered()
    save(clerk, {"opinion": "写到一半"}, f"draft:{hop.pk}")
    save(clerk, {"opinion": "别人的"}, f"draft:{uuid.uuid4()}")

    listed = clerk.get(reverse("petitions:drafts")).content.decode()

    assert f"{PAGE}?draft={page['key']}" in listed
    assert reverse("petitions:detail", args=[hop.claim.petition.number]) in listed
    assert "已不在您名下的信访件" in listed


def test_nobody_else_sees_or_deletes_it(clerk, sign_in):
    page = written(title="我的秘密")
    save(clerk, page)
    other = sign_in("supervisor")

    assert "我的秘密" not in other.get(reverse("petitions:drafts")).content.decode()
    assert "我的秘密" not in other.get(PAGE, {"draft": page["key"]}).content.decode()
    other.post(reverse("petitions:draft-deletion", args=[f"registration:{page['key']}"]))
    assert FormDraft.objects.count() == 1


def test_deleting_takes_the_files_along(clerk, monday, django_capture_on_commit_callbacks):
    page = written(title="")
    clerk.post(PAGE, page | {"files": [upload()]})
    with django_capture_on_commit_callbacks(execute=True):
        clerk.post(reverse("petitions:draft-deletion", args=[f"registration:{page['key']}"]))

    assert not FormDraft.objects.exists()
    assert [path for path in monday.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "form",
    [
        "registration",
        "registration:x",
        "REG:" + "0" * 36,
        "a" * 80,
        "x:" + str(uuid.UUID(int=1)) + "x",
    ],
)
def test_a_form_nobody_knows_is_not_found(clerk, form):
    assert save(clerk, written(), form).status_code == 404
    assert not FormDraft.objects.exists()


@pytest.mark.parametrize(
    "more",
    [{"text": "长" * 200_001}, {f"field-{n}": "x" for n in range(601)}],
    ids=["characters", "fields"],
)
def test_too_much_is_refused_and_leaves_the_earlier_draft(clerk, more):
    first = written()
    save(clerk, first)

    response = save(clerk, first | more)

    assert response.status_code == 413
    assert response.json() == {"detail": "内容过长，没有保存为草稿。"}
    assert FormDraft.objects.get().data["fields"]["title"] == [first["title"]]


def test_a_hundred_drafts_are_enough(clerk, monkeypatch):
    monkeypatch.setattr(drafts, "MAX_DRAFTS", 1)
    save(clerk, written())

    response = save(clerk, written())

    assert response.status_code == 413
    assert "请先到“我的草稿”删除" in response.json()["detail"]
    assert FormDraft.objects.count() == 1


def test_a_full_shelf_does_not_stop_a_registration(clerk, monkeypatch):
    monkeypatch.setattr(drafts, "MAX_DRAFTS", 0)

    response = clerk.post(PAGE, written())

    assert response.status_code == 302
    assert Petition.objects.count() == 1


def test_nothing_typed_is_logged(clerk, caplog):
    with caplog.at_level(logging.DEBUG):
        save(clerk, written(text="只有我知道的一句话"))
        clerk.post(PAGE, written(title="", text="只有我知道的一句话"))

    assert "只有我知道的一句话" not in caplog.text


def test_a_stranger_keeps_nothing(client, cast):
    assert save(client, written()).status_code == 302
    assert not FormDraft.objects.exists()
