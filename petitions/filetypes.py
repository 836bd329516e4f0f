"""What a file must be before it is kept: four types, told by their bytes and not by their name."""

from __future__ import annotations

import stat
import struct
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

#: A scan of A3 at 600 dpi has 70 million; a flood picture of a few kB claims thousands of millions.
MAX_PIXELS = 120_000_000
MAX_ENTRIES = 1_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100
MAX_NAME = 100

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_RESERVED = set('<>:"/\\|?*')
#: Start-of-frame markers; C4, C8 and CC in the same row mean something else.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_LEAD = 0xFF
_JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
_ENCRYPTED = 0x1
_MACROS = ("vbaproject.bin", "vbadata.xml")


class FileRefusedError(ValueError):
    """Why this file is not kept, in Chinese, without its name."""


@dataclass(frozen=True)
class FileType:
    label: str
    content_type: str
    extensions: tuple[str, ...]
    check: Callable[[IO[bytes]], None]
    #: A browser shows it without running anything of ours beside it.
    is_shown: bool


def recognise(name: str, content: IO[bytes]) -> FileType:
    """The type of a file whose name and bytes agree; raises `FileRefusedError` otherwise."""
    kind = _BY_EXTENSION.get(PurePosixPath(name).suffix.lower())
    if kind is None:
        raise FileRefusedError(f"只接收 {LABELS}。")
    content.seek(0)
    kind.check(content)
    content.seek(0)
    return kind


def by_content_type(content_type: str) -> FileType | None:
    return next((kind for kind in TYPES if kind.content_type == content_type), None)


def clean_name(name: str) -> str:
    """The last part of a path without what cannot be seen, what turns text around, and what some
    system reads as a path. Never empty; the extension survives shortening."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(c for c in last if unicodedata.category(c) not in _INVISIBLE)
    plain = " ".join("".join("_" if c in _RESERVED else c for c in seen).split()).strip(". ")
    path = PurePosixPath(plain or "附件")
    room = MAX_NAME - len(path.suffix)
    return f"{path.stem[:room].rstrip()}{path.suffix}" if room > 0 else path.name[:MAX_NAME]


def _pdf(content: IO[bytes]) -> None:
    if content.read(5) != b"%PDF-":
        raise FileRefusedError(_NOT_WHAT_IT_SAYS.format("PDF"))


def _png(content: IO[bytes]) -> None:
    is_png = content.read(8) == b"\x89PNG\r\n\x1a\n"
    header, size = content.read(8), content.read(8)
    if not is_png or header[4:] != b"IHDR" or len(size) != struct.calcsize(">II"):
        raise FileRefusedError(_NOT_WHAT_IT_SAYS.format("PNG 图片"))
    _refuse_flood(*struct.unpack(">II", size))


def _jpeg(content: IO[bytes]) -> None:
    try:
        width, height = _jpeg_size(content)
    except (struct.error, IndexError) as error:
        raise FileRefusedError(_NOT_WHAT_IT_SAYS.format("JPG 图片")) from error
    _refuse_flood(width, height)


def _jpeg_size(content: IO[bytes]) -> tuple[int, int]:
    """Walk the segments to the frame header; `struct.error` where the file ends before it."""
    if content.read(3) != b"\xff\xd8\xff":
        raise struct.error
    content.seek(2)
    while True:
        (lead,) = struct.unpack(">B", content.read(1))
        if lead != _JPEG_LEAD:
            raise struct.error
        marker = lead
        while marker == _JPEG_LEAD:
            (marker,) = struct.unpack(">B", content.read(1))
        if marker in _JPEG_BARE:
            continue
        (length,) = struct.unpack(">H", content.read(2))
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">xHH", content.read(5))
            return width, height
        content.seek(max(length - 2, 0), 1)


def _refuse_flood(width: int, height: int) -> None:
    if not width or not height:
        raise FileRefusedError("图片是空的，请重新扫描或拍照。")
    if width * height > MAX_PIXELS:
        raise FileRefusedError(f"图片过大（{width}×{height} 像素），请缩小后再上传。")


def _docx(content: IO[bytes]) -> None:
    try:
        with zipfile.ZipFile(content) as packed:
            _check_packed(packed)
    except (zipfile.BadZipFile, RuntimeError, OSError, EOFError) as error:
        raise FileRefusedError(_NOT_WHAT_IT_SAYS.format("DOCX 文档")) from error


def _check_packed(packed: zipfile.ZipFile) -> None:
    entries = packed.infolist()
    names = {entry.filename for entry in entries}
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        raise FileRefusedError(_NOT_WHAT_IT_SAYS.format("DOCX 文档"))
    if any(PurePosixPath(name).name.lower() in _MACROS for name in names):
        raise FileRefusedError("文档带有宏，请另存为不带宏的 DOCX。")
    _refuse_bomb(entries)
    if packed.testzip() is not None:
        raise FileRefusedError("文档已损坏，请重新保存后再上传。")


def _refuse_bomb(entries: list[zipfile.ZipInfo]) -> None:
    """Judged by what the directory of the archive claims; reading stops at those claims too."""
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    too_much = (
        len(entries) > MAX_ENTRIES
        or unpacked > MAX_UNPACKED
        or unpacked > MAX_RATIO * max(packed, 1)
    )
    if too_much:
        raise FileRefusedError("文档解开后过大，不能接收。请另存为 PDF 后再上传。")
    if any(_is_strange(entry) for entry in entries):
        raise FileRefusedError("文档的内部结构不正常，请另存为 PDF 后再上传。")


def _is_strange(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return is_link or path.is_absolute() or ".." in path.parts or bool(entry.flag_bits & _ENCRYPTED)


_NOT_WHAT_IT_SAYS = "内容不是 {}，可能改过扩展名或者已经损坏。"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = (
    FileType("PDF", "application/pdf", (".pdf",), _pdf, is_shown=True),
    FileType("JPG", "image/jpeg", (".jpg", ".jpeg"), _jpeg, is_shown=True),
    FileType("PNG", "image/png", (".png",), _png, is_shown=True),
    FileType("DOCX", _WORD, (".docx",), _docx, is_shown=False),
)
LABELS = "、".join(kind.label for kind in TYPES)
EXTENSIONS = tuple(extension for kind in TYPES for extension in kind.extensions)
_BY_EXTENSION = {extension: kind for kind in TYPES for extension in kind.extensions}
