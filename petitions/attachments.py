"""附件: kept under random names before any row speaks of them, and taken away where none will.

A file lies at its last place from the first moment; until its petition exists, its description
stands in the draft of the person who chose it."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction

from petitions import events, filetypes
from petitions.errors import FieldError, NotAllowedError
from petitions.filetypes import FileRefusedError
from petitions.models import Attachment, Event, Matter, Referral
from petitions.models.attachment import stored_as

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.core.files.base import File

    from accounts.models import Organization, Post, User
    from petitions.models import Petition
    from petitions.models.referral import ReferralQuerySet

MAX_FILES = 20
MAX_FILES_OF_PETITION = 100
#: Not an act of the road: it changes no state, so the table of transitions does not know it.
ATTACH = "attach"


@dataclass(frozen=True)
class Kept:
    """One file in the store, by the id its row has or will have."""

    id: str
    name: str
    content_type: str
    size: int
    sha256: str

    @classmethod
    def told(cls, row: dict[str, object]) -> Self:
        return cls(**row)  # type: ignore[arg-type]

    def as_row(self) -> dict[str, object]:
        return asdict(self)

    @property
    def path(self) -> str:
        return stored_as(Attachment(pk=uuid.UUID(self.id)), self.name)

    @property
    def label(self) -> str:
        kind = filetypes.by_content_type(self.content_type)
        return kind.label if kind else ""


@dataclass(frozen=True)
class Checked:
    """An uploaded file that may be kept."""

    upload: File[bytes]
    name: str
    content_type: str
    size: int
    sha256: str


def check(upload: File[bytes]) -> Checked:
    """Raises `FileRefusedError` with the name of the file and what to do about it."""
    name = filetypes.clean_name(upload.name or "")
    try:
        if not upload.size:
            raise FileRefusedError("是空文件，请重新选择。")
        if upload.size > settings.ATTACHMENT_MAX_BYTES:
            limit = settings.ATTACHMENT_MAX_BYTES // 1024**2
            raise FileRefusedError(f"超过 {limit} MB，请压缩或者分开后再上传。")
        kind = filetypes.recognise(name, upload)
    except FileRefusedError as error:
        raise FileRefusedError(f"“{name}”没有收下：{error}") from error
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return Checked(upload, name, kind.content_type, upload.size, digest.hexdigest())


def check_all(uploads: Sequence[File[bytes]]) -> tuple[list[Checked], list[str]]:
    """The files that may be kept, the same one once, and what is wrong with the others."""
    good: dict[str, Checked] = {}
    problems = []
    for upload in uploads[:MAX_FILES]:
        try:
            checked = check(upload)
        except FileRefusedError as error:
            problems.append(str(error))
        else:
            good.setdefault(checked.sha256, checked)
    if len(uploads) > MAX_FILES:
        problems.append(f"一次最多 {MAX_FILES} 个文件，第 {MAX_FILES} 个以后的没有收下。")
    return list(good.values()), problems


@contextmanager
def stored(files: Iterable[Checked]) -> Iterator[list[Kept]]:
    """Put files into the store for the block that writes their rows; if it fails, they go again."""
    kept: list[Kept] = []
    try:
        for checked in files:
            one = Kept(
                str(uuid.uuid4()),
                checked.name,
                checked.content_type,
                checked.size,
                checked.sha256,
            )
            kept.append(one)
            checked.upload.seek(0)
            default_storage.save(one.path, checked.upload)
        yield kept
    except BaseException:
        for one in kept:
            default_storage.delete(one.path)
        raise


def discard(files: Iterable[Kept]) -> None:
    """Take files of no petition out of the store, once the giving up of them is final."""
    for one in files:
        transaction.on_commit(partial(default_storage.delete, one.path))


def attach(petition: Petition, files: Iterable[Kept], *, by: User, at: dt.datetime) -> None:
    """Give stored files to a petition; one that it has already, byte for byte, is taken away."""
    known = set(petition.attachments.values_list("sha256", flat=True))
    doubles = []
    for one in files:
        if one.sha256 in known:
            doubles.append(one)
            continue
        known.add(one.sha256)
        Attachment.objects.create(
            pk=uuid.UUID(one.id),
            petition=petition,
            file=one.path,
            name=one.name,
            content_type=one.content_type,
            size=one.size,
            sha256=one.sha256,
            uploaded_by=by,
            uploaded_at=at,
        )
    discard(doubles)


def post_for_adding(user: User, petition: Petition) -> Post | None:
    """The post of somebody whose organization has an open hop of this petition's matter."""
    hops = _open_hops(user, petition).values_list("organization_id", flat=True)
    holders = set(hops)
    return next((post for post in user.active_posts if post.organization_id in holders), None)


def add(
    petition: Petition, uploads: Sequence[File[bytes]], *, by: Post, at: dt.datetime
) -> list[Kept]:
    """补充附件 to a registered petition: files, rows and one event, or nothing.

    Raises `FieldError` where any file is refused, `NotAllowedError` where no hop is open now."""
    files, problems = check_all(uploads)
    if not uploads:
        problems.append("请先选择文件。")
    if problems:
        raise FieldError({"files": "\n".join(problems)})
    with stored(files) as kept, transaction.atomic():
        matter = Matter.objects.locked().get(pk=petition.matter_id)
        if petition.attachments.count() + len(kept) > MAX_FILES_OF_PETITION:
            raise FieldError({"files": f"一件信访件最多 {MAX_FILES_OF_PETITION} 个附件。"})
        hop = _open_hops(by.user, petition).filter(organization=by.organization_id).first()
        if hop is None:
            raise NotAllowedError("本件在本机关已经办结，不能再补充附件。")
        attach(petition, kept, by=by.user, at=at)
        _record(hop, matter, kept, organization=by.organization, by=by.user, at=at)
    return kept


def _open_hops(user: User, petition: Petition) -> ReferralQuerySet:
    return (
        Referral.objects.visible_to(user)
        .open()
        .filter(claim__matter=petition.matter_id)
        .select_related("claim")
    )


def _record(
    hop: Referral,
    matter: Matter,
    kept: list[Kept],
    *,
    organization: Organization,
    by: User,
    at: dt.datetime,
) -> None:
    names = "、".join(one.name for one in kept)
    events.append(
        Event(
            matter=matter,
            claim=hop.claim,
            referral=hop,
            action=ATTACH,
            text=f"补充附件 {len(kept)} 个：{names}",
            data={"attachments": {one.id: one.sha256 for one in kept}},
            by=by,
            organization=organization,
            at=at,
        )
    )
