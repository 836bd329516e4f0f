"""预览: the letters of an act as they will be, while its form is being filled in.

A complete form is rehearsed: the verb itself composes its letters, and everything is undone. What
is not complete yet is shown with its gaps, from what is typed and what the records know. Other
apps show the letters of their own forms by `rehearsed` and `shown`."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from petitions import documents, lifecycle, pdf
from petitions.documents import Rehearsed
from petitions.errors import FieldError, LifecycleError, NotAllowedError
from petitions.letters import LETTERS, missing_fields
from petitions.states import Action

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from django.forms import BoundField, Form

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
    return shown(form, letters, reason)


def shown(form: Form, letters: Sequence[Rehearsed], reason: str = "") -> Preview:
    """These letters drawn, beside what the bound form lacks for them."""
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
        found, reason = rehearsed(lambda: form.submit(by=by, at=at))
        if found:
            return found, ""
    try:
        return _with_gaps(form, by=by), reason
    except (FieldError, NotAllowedError) as error:
        return [], reason or error.reason


def rehearsed(submit: Callable[[], bool]) -> tuple[list[Rehearsed], str]:
    """The letters that this act would issue, none where it fails; and why it is refused."""
    try:
        with documents.rehearsal() as found:
            done = submit()
    except LifecycleError as error:
        return [], error.reason
    return (found if done else []), ""


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


def _gaps(form: Form, letters: Sequence[Rehearsed]) -> tuple[list[BoundField], list[BoundField]]:
    """The entries that are empty and must not be, and those that are filled and wrong."""
    needed = {field.name for one in letters for field in missing_fields(one.letter, one.values)}
    rows = form.visible_fields()
    lacking = [row for row in rows if not row.value() and (row.errors or row.name in needed)]
    wrong = [row for row in rows if row.value() and row.errors]
    return lacking, wrong


def _sheet(one: Rehearsed) -> Sheet:
    pages = [
        f"data:image/svg+xml;base64,{b64encode(page.encode()).decode()}"
        for page in pdf.draw(one.letter, one.values)
    ]
    return Sheet(LETTERS[one.letter].title, one.letter.value, pages)
