"""附件: how files lie, how they join a petition, and that none is left over."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse

from petitions import attachments, events
from petitions.errors import FieldError
from petitions.models import Attachment, Petition
from tests.petitions.counter import PAGE, PDF, png, upload, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


def kept(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def test_files_lie_under_random_names_for_nobody_else_to_read(clerk, store):
    clerk.post(PAGE, written(files=[upload(), upload("照片.png", png())]))

    rows = Attachment.objects.all()
    assert {row.name for row in rows} == {"照片.png", "来信.pdf"}
    paths = kept(store)
    assert {path.name for path in paths} == {row.pk.hex for row in rows}
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o640}
    assert {stat.S_IMODE(path.parent.stat().st_mode) for path in paths} == {0o750}


def test_files_survive_a_refused_page_and_come_along_with_the_next(clerk, store):
    page = written(title="", files=[upload()])
    refused = clerk.post(PAGE, page)

    assert refused.status_code == 400
    assert "来信.pdf" in refused.content.decode()
    assert "以上文件已经收下" in refused.content.decode()

    clerk.post(PAGE, page | {"title": "补上标题", "files": []})

    assert Petition.objects.get().attachments.get().name == "来信.pdf"
    assert len(kept(store)) == 1


def test_a_forbidden_file_stops_the_registration_at_its_field(clerk, store):
    response = clerk.post(PAGE, written(files=[upload(), upload("病毒.exe", b"MZ")]))

    page = response.content.decode()
    assert response.status_code == 400
    assert page.count("“病毒.exe”没有收下：只接收 PDF、JPG、PNG、DOCX。") == 2
    assert "来信.pdf" in page
    assert not Petition.objects.exists()


def test_the_same_file_chosen_twice_is_kept_once(clerk, store, django_capture_on_commit_callbacks):
    page = written(title="", files=[upload(), upload("又一次.pdf")])
    with django_capture_on_commit_callbacks(execute=True):
        clerk.post(PAGE, page)
        clerk.post(PAGE, page | {"title": "好", "files": [upload("第三次.pdf")]})

    assert Petition.objects.get().attachments.count() == 1
    assert len(kept(store)) == 1


def test_more_than_twenty_over_several_tries_are_refused(clerk, django_capture_on_commit_callbacks):
    page = written(title="")
    clerk.post(PAGE, page | {"files": [upload(f"{n}.pdf", PDF + bytes([n])) for n in range(15)]})
    with django_capture_on_commit_callbacks(execute=True):
        more = [upload(f"{n}.pdf", PDF + bytes([n])) for n in range(15, 25)]
        response = clerk.post(PAGE, page | {"files": more})

    assert "附件最多 20 个，多出的 5 个没有收下。" in response.content.decode()
    assert len(response.context["page"].files) == 20


def test_a_file_taken_away_again_is_gone(clerk, store, django_capture_on_commit_callbacks):
    page = written(title="", files=[upload()])
    shown = clerk.post(PAGE, page).context["page"]
    with django_capture_on_commit_callbacks(execute=True):
        clerk.post(PAGE, page | {"files": [], "step": f"drop-file:{shown.files[0].id}"})

    assert kept(store) == []


def test_a_failing_block_leaves_no_file(store):
    checked = attachments.check(upload())

    def fail() -> None:
        with attachments.stored([checked]) as files:
            assert default_storage.exists(files[0].path)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert kept(store) == []


def test_an_addition_that_fails_leaves_neither_file_nor_row(
    walk, cast, store, monkeypatch, django_capture_on_commit_callbacks
):
    hop = walk.delivered()
    before = hop.claim.matter.events.count()

    def broken(event):
        raise ZeroDivisionError

    monkeypatch.setattr(events, "append", broken)
    with pytest.raises(ZeroDivisionError):
        attachments.add(
            hop.claim.petition, [upload()], by=cast["hr_desk"], at=walk.at("2026-03-05")
        )

    assert kept(store) == []
    assert not Attachment.objects.exists()
    assert hop.claim.matter.events.count() == before


def test_files_given_up_stay_until_the_transaction_is_final(store):
    @transaction.atomic
    def fail() -> None:
        with attachments.stored([attachments.check(upload())]) as files:
            attachments.discard(files)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert len(kept(store)) == 1


def add(client, petition, *files):
    url = reverse("petitions:attachment-create", args=[petition.number])
    return client.post(url, {"files": list(files)})


def test_the_body_that_has_it_adds_a_file_and_the_chain_says_so(walk, sign_in):
    hop = walk.delivered()
    petition = hop.claim.petition

    response = add(sign_in("hr_desk"), petition, upload("工资表.pdf"))

    assert response.url == reverse("petitions:detail", args=[petition.number])
    row = petition.attachments.get()
    event = hop.claim.matter.events.latest("sequence")
    assert event.text == "补充附件 1 个：工资表.pdf"
    assert event.data["attachments"] == {str(row.pk): row.sha256}
    hop.claim.matter.refresh_from_db()
    assert events.first_broken(hop.claim.matter) is None


def test_whoever_sees_it_without_having_it_is_refused(walk, sign_in):
    petition = walk.delivered().claim.petition

    assert add(sign_in("leader"), petition, upload()).status_code == 403
    assert add(sign_in("clerk"), petition, upload()).status_code == 403
    assert not petition.attachments.exists()


def test_whoever_does_not_see_it_finds_nothing(walk, sign_in):
    petition = walk.delivered().claim.petition

    assert add(sign_in("env_desk"), petition, upload()).status_code == 404


def test_one_forbidden_file_refuses_all_of_them(walk, sign_in, store):
    petition = walk.delivered().claim.petition
    client = sign_in("hr_desk")

    response = add(client, petition, upload(), upload("病毒.exe", b"MZ"))

    assert response.status_code == 302
    told = [str(message) for message in response.wsgi_request._messages]
    assert told == ["“病毒.exe”没有收下：只接收 PDF、JPG、PNG、DOCX。"]
    assert not petition.attachments.exists()
    assert kept(store) == []


def test_no_file_at_all_is_said(walk, cast):
    hop = walk.delivered()

    with pytest.raises(FieldError, match="请先选择文件"):
        attachments.add(hop.claim.petition, [], by=cast["hr_desk"], at=walk.at("2026-03-05"))


def test_a_petition_takes_a_hundred_files_and_no_more(walk, cast, monkeypatch):
    monkeypatch.setattr(attachments, "MAX_FILES_OF_PETITION", 1)
    hop = walk.delivered()
    by, at = cast["hr_desk"], walk.at("2026-03-05")
    attachments.add(hop.claim.petition, [upload()], by=by, at=at)

    with pytest.raises(FieldError, match="最多 1 个附件"):
        attachments.add(hop.claim.petition, [upload("2.pdf", PDF + b"2")], by=by, at=at)
