"""What a clerk writes on the registration page, and the files that come with a letter."""

from __future__ import annotations

import io
import struct
import uuid
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

#: The day of these tests, a Monday; 15 days from it is Tuesday 17 March.
NOON = "2026-03-02T12:00:00+08:00"
PAGE = "/petitions/register/"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def written(**changes: object) -> dict[str, Any]:
    """A complete page; `None` takes a field away."""
    fields: dict[str, Any] = {
        "key": str(uuid.uuid4()),
        "intake": "letter",
        "received_on": "2026-03-02",
        "kind": "grievance",
        "purpose": "demand",
        "category": "1507",
        "territory": "qinghe-gov",
        "title": "退休工龄少算五年",
        "text": "我 1998 年进厂，退休时工龄从 2003 年算起，请求重新核定。",
        **person(0),
    }
    return {name: value for name, value in (fields | changes).items() if value is not None}


def person(index: int, **changes: object) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "name": f"赵示例{index}",
        "part": "petitioner",
        "id_number": "",
        "phone": f"1380000{index:04}",
        "address": "云岭街道",
    }
    return {f"people-{index}-{name}": value for name, value in (fields | changes).items()}


def upload(name: str = "来信.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def png(width: int = 40, height: int = 30) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(
        ">I4sIIBBBBB", 13, b"IHDR", width, height, 8, 2, 0, 0, 0
    )


def jpeg(width: int = 40, height: int = 30) -> bytes:
    exif = b"\xff\xe1" + struct.pack(">H", 8) + b"Exif\0\0"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8" + exif + frame + b"\xff\xd9"


def docx(**entries: bytes) -> bytes:
    """A Word document; `entries` are further parts, with `__` for a slash."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


def text(response):
    return response.content.decode()


def submit(client, **changes: object):
    return client.post(PAGE, written(**changes))
