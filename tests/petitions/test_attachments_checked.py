"""附件: which files are taken, and which are refused by name."""

from __future__ import annotations

import io
import stat
import zipfile

import pytest

from petitions import attachments, filetypes
from petitions.filetypes import FileRefusedError
from tests.petitions.counter import PDF, docx, jpeg, png, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


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
