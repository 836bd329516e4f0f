"""草稿: what one person has typed so far. Nobody else's query starts here; no log shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from petitions import attachments
from petitions.attachments import Kept
from petitions.models import FormDraft

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.http import QueryDict

    from accounts.models import User
    from petitions.attachments import Checked

#: `registration:<key>`, `draft:<referral>`: what it is, and the one it is of.
FORM_NAME = re.compile(r"^[a-z][a-z_-]{1,30}:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
MAX_FIELDS = 600
MAX_CHARACTERS = 200_000
MAX_DRAFTS = 100
_NOT_TYPED = {"csrfmiddlewaretoken", "step"}

Fields = dict[str, list[str]]


class DraftRefusedError(ValueError):
    """Why a draft was not kept, in Chinese."""


@dataclass(frozen=True)
class Draft:
    form: str
    fields: Fields
    files: list[Kept]
    saved_at: dt.datetime

    def first(self, name: str) -> str:
        return (self.fields.get(name) or [""])[0]


def typed(post: QueryDict) -> Fields:
    """The fields of a request as a draft keeps them: without the token, without pressed buttons,
    without NUL, which PostgreSQL cannot keep."""
    return {
        name.replace("\0", ""): [value.replace("\0", "") for value in values]
        for name, values in post.lists()
        if name not in _NOT_TYPED
    }


def of(user: User) -> list[Draft]:
    return [_read(row) for row in FormDraft.objects.filter(user=user)]


def find(user: User, form: str) -> Draft | None:
    row = FormDraft.objects.filter(user=user, form=form).first()
    return _read(row) if row else None


@transaction.atomic
def save(user: User, form: str, fields: Fields, *, at: dt.datetime) -> None:
    """Keep typed fields beside the files that are kept already. Raises `DraftRefusedError`."""
    _refuse_too_much(fields)
    row, is_new = _locked(user, form, at=at)
    if is_new and FormDraft.objects.filter(user=user).count() > MAX_DRAFTS:
        raise DraftRefusedError(f"草稿已有 {MAX_DRAFTS} 份，请先到“我的草稿”删除不用的。")
    row.data["fields"] = fields
    row.saved_at = at
    row.save(update_fields=["data", "saved_at"])


def add_files(user: User, form: str, files: Sequence[Checked], *, at: dt.datetime) -> list[str]:
    """Keep uploaded files for this form until it is sent; gives back why some were not kept."""
    with attachments.stored(files) as kept, transaction.atomic():
        row, _ = _locked(user, form, at=at)
        have = row.data.setdefault("files", [])
        known = {one["sha256"] for one in have}
        new = [one for one in kept if one.sha256 not in known]
        room = max(attachments.MAX_FILES - len(have), 0)
        have.extend(one.as_row() for one in new[:room])
        row.save(update_fields=["data"])
        attachments.discard(one for one in kept if one not in new[:room])
    if len(new) <= room:
        return []
    return [f"附件最多 {attachments.MAX_FILES} 个，多出的 {len(new) - room} 个没有收下。"]


@transaction.atomic
def drop_file(user: User, form: str, file_id: str) -> None:
    row = FormDraft.objects.select_for_update().filter(user=user, form=form).first()
    if row is None:
        return
    files = [Kept.told(one) for one in row.data.get("files", [])]
    row.data["files"] = [one.as_row() for one in files if one.id != file_id]
    row.save(update_fields=["data"])
    attachments.discard(one for one in files if one.id == file_id)


def take(user: User, form: str) -> list[Kept]:
    """End a draft inside the caller's transaction and hand over its files, which now are the
    caller's. Whoever comes second with the same form waits here and finds nothing."""
    row = FormDraft.objects.select_for_update().filter(user=user, form=form).first()
    if row is None:
        return []
    files = _read(row).files
    row.delete()
    return files


@transaction.atomic
def delete(user: User, form: str) -> None:
    attachments.discard(take(user, form))


def _locked(user: User, form: str, *, at: dt.datetime) -> tuple[FormDraft, bool]:
    """This form's row, held until the transaction ends, and whether it is new. `get_or_create`
    fails where another request makes the row and takes it away again in between."""
    while True:
        row = FormDraft.objects.select_for_update().filter(user=user, form=form).first()
        if row is not None:
            return row, False
        try:
            with transaction.atomic():
                return FormDraft.objects.create(user=user, form=form, saved_at=at), True
        except IntegrityError:
            continue


def _read(row: FormDraft) -> Draft:
    files = [Kept.told(one) for one in row.data.get("files", [])]
    return Draft(row.form, row.data.get("fields", {}), files, row.saved_at)


def _refuse_too_much(fields: Fields) -> None:
    rows = [(name, value) for name, values in fields.items() for value in values]
    if len(rows) > MAX_FIELDS or sum(len(n) + len(v) for n, v in rows) > MAX_CHARACTERS:
        raise DraftRefusedError("内容过长，没有保存为草稿。")
