"""附件: which files are kept, how they lie, who gets them back, and that none is left over."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse

from petitions import attachments, events, filetypes
from petitions.errors import FieldError
from petitions.filetypes import FileRefusedError
from petitions.models import Attachment, Petition
from petitions.states import Kind
from tests.petitions.counter import NOON, PAGE, PDF, docx, jpeg, png, upload, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOON, tick=False):
        yield tmp_path


@pytest.fixture
def clerk(cast, sign_in):
    return sign_in("clerk")


def kept(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def zip_of(entries: list[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return packed.getvalue()


def a_link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("word/media/link")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


WORD = [("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]
GOOD = [
    ("来信.pdf", PDF, "application/pdf"),
    ("照片.jpg", jpeg(), "image/jpeg"),
    ("照片.JPEG", jpeg(), "image/jpeg"),
    ("扫描.png", png(), "image/png"),
    ("申请.docx", docx(), "wordprocessingml.document"),
    ("带图.docx", docx(word__media__image1_png=png()), "wordprocessingml.document"),
]
BAD = [
    ("病毒.exe", b"MZ\x90\x00", "只接收 PDF、JPG、PNG、DOCX"),
    ("网页.html", b"<script>alert(1)</script>", "只接收"),
    ("图.svg", b"<svg onload='alert(1)'/>", "只接收"),
    ("表.xlsx", zip_of([("xl/workbook.xml", b"")]), "只接收"),
    ("没有扩展名", PDF, "只接收"),
    ("来信.pdf.exe", PDF, "只接收"),
    ("空.pdf", b"", "是空文件"),
    ("假.pdf", b"<html>%PDF-", "内容不是 PDF"),
    ("假.png", jpeg(), "内容不是 PNG"),
    ("断.png", png()[:20], "内容不是 PNG"),
    ("假.jpg", png(), "内容不是 JPG"),
    ("断.jpg", b"\xff\xd8\xff\xe1\x00\x08", "内容不是 JPG"),
    ("无框.jpg", b"\xff\xd8\xff\xd9", "内容不是 JPG"),
    ("零.png", png(0, 10), "图片是空的"),
    ("洪水.png", png(50_000, 50_000), "图片过大（50000×50000 像素）"),
    ("洪水.jpg", jpeg(50_000, 50_000), "图片过大"),
    ("假.docx", PDF, "内容不是 DOCX"),
    ("压缩.docx", zip_of([("a.txt", b"x")]), "内容不是 DOCX"),
    ("宏.docx", docx(word__vbaProject_bin=b"x"), "内容不是 DOCX"),
    ("断.docx", docx()[:-30], "内容不是 DOCX"),
]
MORE_BAD = [
    ("宏.docx", zip_of([*WORD, ("word/vbaProject.bin", b"x")]), "文档带有宏"),
    ("炸弹.docx", zip_of([*WORD, ("word/media/a", b"0" * 20_000_000)]), "解开后过大"),
    ("多.docx", zip_of([*WORD, *((f"word/{n}", b"") for n in range(1000))]), "解开后过大"),
    ("爬.docx", zip_of([*WORD, ("../../etc/passwd", b"x")]), "内部结构不正常"),
    ("绝对.docx", zip_of([*WORD, ("/etc/passwd", b"x")]), "内部结构不正常"),
    ("链接.docx", zip_of([*WORD, (a_link(), b"/etc/passwd")]), "内部结构不正常"),
]
BAD = [row for row in BAD if row[0] != "宏.docx"] + MORE_BAD


@pytest.mark.parametrize(("name", "content", "content_type"), GOOD, ids=[row[0] for row in GOOD])
def test_a_file_of_the_four_types_is_kept_with_its_digest(name, content, content_type):
    checked = attachments.check(upload(name, content))

    assert checked.name == name
    assert checked.content_type.endswith(content_type)
    assert len(checked.sha256) == 64


@pytest.mark.parametrize(("name", "content", "reason"), BAD, ids=[row[0] for row in BAD])
def test_a_file_that_is_not_what_it_should_be_is_refused_by_name(name, content, reason):
    with pytest.raises(FileRefusedError, match="没有收下") as refused:
        attachments.check(upload(name, content))

    assert reason in str(refused.value)
    assert f"“{name}”" in str(refused.value)


def test_a_file_above_the_limit_is_refused(settings):
    settings.ATTACHMENT_MAX_BYTES = 1024**2

    with pytest.raises(FileRefusedError, match="超过 1 MB"):
        attachments.check(upload("大.pdf", PDF + b"0" * 1024**2))


def test_twenty_megabytes_are_the_limit(settings):
    assert settings.ATTACHMENT_MAX_BYTES == 20 * 1024**2


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\文件\\来信.pdf", "来信.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("零\u200b宽.pdf", "零宽.pdf"),
        ('引"号<>.pdf', "引_号__.pdf"),
        ("  多   空格  .pdf", "多 空格.pdf"),
        ("...", "附件"),
        ("", "附件"),
    ],
)
def test_a_name_loses_what_is_not_a_name(typed, clean):
    assert filetypes.clean_name(typed) == clean


def test_a_long_name_is_shortened_and_keeps_its_extension():
    name = filetypes.clean_name("长" * 300 + ".pdf")

    assert len(name) == filetypes.MAX_NAME
    assert name.endswith("长.pdf")


def test_the_twenty_first_file_is_named_and_the_others_are_read():
    files, problems = attachments.check_all(
        [upload(f"{n}.pdf", PDF + bytes([n])) for n in range(21)]
    )

    assert len(files) == 20
    assert problems == ["一次最多 20 个文件，第 20 个以后的没有收下。"]


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


@pytest.fixture
def letter(walk, cast):
    def of(name: str, content: bytes, **facts) -> str:
        hop = walk.registered(**facts)
        attachments.add(
            hop.claim.petition,
            [upload(name, content)],
            by=cast["clerk"],
            at=walk.at("2026-03-02"),
        )
        return reverse("petitions:attachment", args=[hop.claim.petition.attachments.get().pk])

    return of


def served(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_file_is_saved_under_its_own_name_and_runs_nothing(clerk, letter):
    response = clerk.get(letter("来信 1.pdf", PDF))

    assert served(response) == PDF
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E6%9D%A5%E4%BF%A1%201.pdf"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox;")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("来信.pdf", PDF, "inline"),
        ("照片.jpg", jpeg(), "inline"),
        ("扫描.png", png(), "inline"),
        ("申请.docx", docx(), "attachment"),
    ],
    ids=["pdf", "jpg", "png", "docx"],
)
def test_only_what_a_browser_shows_without_harm_is_shown(clerk, letter, name, content, shown):
    response = clerk.get(letter(name, content), {"inline": "1"})

    assert response["Content-Disposition"].startswith(shown)
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert served(response) == content


def test_whoever_may_not_see_the_petition_gets_no_file(letter, sign_in):
    url = letter("来信.pdf", PDF)

    for username in ("env_desk", "hr_desk", "sysadmin", "secadmin", "auditor"):
        assert sign_in(username).get(url).status_code == 404


def test_a_sealed_file_is_for_the_cleared(letter, cast, sign_in):
    url = letter("举报.pdf", PDF, kind=Kind.ACCUSATION)
    assert served(sign_in("clerk").get(url)) == PDF

    cast["supervisor"].is_cleared = False
    cast["supervisor"].save(update_fields=["is_cleared"])
    assert sign_in("supervisor").get(url).status_code == 404


def test_a_stranger_signs_in_first(client, letter):
    url = letter("来信.pdf", PDF)

    assert "/accounts/sign-in/" in client.get(url).url


def test_a_file_lost_from_the_store_is_not_found_and_no_crash(clerk, letter):
    url = letter("来信.pdf", PDF)
    Attachment.objects.get().file.delete(save=False)

    assert clerk.get(url).status_code == 404
