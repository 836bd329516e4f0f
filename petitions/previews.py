"""预览: the letters of an act as they will be, while its form is being filled in.

A complete form is rehearsed: the verb itself composes its letters, and everything is undone. What
is not complete yet is shown with its gaps, from what is typed and what the records know."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from petitions import documents, lifecycle, pdf
from petitions.acts.base import LetterForm
from petitions.documents import Rehearsed
from petitions.errors import FieldError, LifecycleError, NotAllowedError
from petitions.letters import LETTERS, missing_fields
from petitions.states import Action

if TYPE_CHECKING:
    import datetime as dt

    from django.forms import BoundField

    from accounts.models import Post
    from petitions.acts import ActForm
    from petitions.states import Transition

#: Letters that a person has read already, or that are about a part of the form at a time.
_NOT_SHOWN = frozenset({Action.SIGN, Action.SPLIT, Action.SEPARATE})


@dataclass(frozen=True)
class Sheet:
    """One letter: its pages as addresses of pictures."""

    title: str
    code: str
    pages: list[str]


@dataclass(frozen=True)
class Preview:
    """`lacking` and `wrong` are entries of the form; `reason` is why the act is refused."""

    sheets: list[Sheet]
    lacking: list[BoundField]
    wrong: list[BoundField]
    reason: str = ""

    @property
    def is_complete(self) -> bool:
        return not (self.lacking or self.wrong or self.reason)


def has_preview(transition: Transition | None) -> bool:
    if transition is None or transition.action in _NOT_SHOWN:
        return False
    return bool(transition.letters) or transition.action == Action.DRAFT


def preview(form: ActForm, *, by: Post, at: dt.datetime) -> Preview:
    """The letters of this bound form. Stores nothing."""
    letters, reason = composed(form, by=by, at=at)
    try:
        sheets = [_sheet(one) for one in letters]
    except pdf.MissingGlyphError as error:
        sheets, reason = [], str(error)
    lacking, wrong = _gaps(form, letters)
    said = reason or "；".join(str(error) for error in form.non_field_errors())
    return Preview(sheets, lacking, wrong, said)


def composed(form: ActForm, *, by: Post, at: dt.datetime) -> tuple[list[Rehearsed], str]:
    """The letters, and why the act would be refused: "" where it would not."""
    reason = ""
    if form.is_valid() and form.action != Action.DRAFT:
        try:
            with documents.rehearsal() as found:
                done = form.submit(by=by, at=at)
        except LifecycleError as error:
            done, reason = False, error.reason
        if done and found:
            return found, ""
    try:
        return _with_gaps(form, by=by), reason
    except (FieldError, NotAllowedError) as error:
        return [], reason or error.reason


def _with_gaps(form: ActForm, *, by: Post) -> list[Rehearsed]:
    letter = form.previewed()
    if letter is None:
        return []
    hop = form.referral
    known = {**lifecycle.computed(hop), **form.known(by=by)}
    entries = documents.entries_of(letter)
    values = {**known, **form.typed_entries()}
    said = {name: value for name, value in values.items() if name in entries and value}
    return [Rehearsed(letter, documents.readable(hop, letter, said, on=form.on))]


def _gaps(form: ActForm, letters: list[Rehearsed]) -> tuple[list[BoundField], list[BoundField]]:
    """The entries that are empty and must not be, and those that are filled and wrong."""
    needed = {
        field.name
        for one in letters
        for field in missing_fields(one.letter, one.values)
        if isinstance(form, LetterForm) and field.name in form.fields
    }
    shown = form.visible_fields()
    lacking = [row for row in shown if not row.value() and (row.errors or row.name in needed)]
    wrong = [row for row in shown if row.value() and row.errors]
    return lacking, wrong


def _sheet(one: Rehearsed) -> Sheet:
    pages = [
        f"data:image/svg+xml;base64,{b64encode(page.encode()).decode()}"
        for page in pdf.draw(one.letter, one.values)
    ]
    return Sheet(LETTERS[one.letter].title, one.letter.value, pages)
