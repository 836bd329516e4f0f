"""Issue a letter: check its fields, number it, render it once, store and hash it. Final."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from petitions import pdf
from petitions.errors import FieldError
from petitions.letters import LETTERS, Letter, letter_number, missing_fields, remedy
from petitions.letters.barcode import LetterCode
from petitions.models import Document, DocumentFile, NumberSeries
from petitions.reviewers import answerers, reviewers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from accounts.models import Organization, User
    from petitions.models import Party, Petition, Referral

#: Letters that answer the petitioner: of all the bodies that handled together.
_ANSWERS = frozenset(
    {
        Letter.OPINION,
        Letter.DUTY_REPLY,
        Letter.PROCEDURE,
        Letter.SUGGESTION_REPLY,
        Letter.MEDIATION,
        Letter.SETTLEMENT,
    }
)


_SERIAL = re.compile("\u3015(\\d+)号$")


def draft(
    referral: Referral, letter: Letter, values: Mapping[str, object], *, by: User, on: dt.date
) -> Document:
    """Keep typed values as the hop's one draft of this letter; nothing is numbered yet."""
    document, _ = Document.objects.update_or_create(
        referral=referral,
        letter=letter.value,
        issued_on=None,
        defaults={
            "organization": referral.organization,
            "values": _stored(values),
            "outcome": str(values.get("outcome") or values.get("decision") or ""),
            "drafted_by": by,
            "drafted_on": on,
            "verified_by": None,
        },
    )
    return document


def issue_now(
    referral: Referral,
    letter: Letter,
    values: Mapping[str, object],
    *,
    by: User | None,
    on: dt.date,
    organization: Organization | None = None,
) -> Document:
    """A letter that one act writes and issues at once."""
    document = Document(
        referral=referral,
        letter=letter.value,
        organization=organization or referral.organization,
        values=_stored(values),
        drafted_by=by,
        drafted_on=on,
    )
    return issue(document, by=by, on=on)


@transaction.atomic
def issue(document: Document, *, by: User | None, on: dt.date) -> Document:
    """Number, render and freeze. Raises `FieldError` naming each field that the Regulation wants
    and the letter lacks, or the characters that no font of ours can print."""
    letter = Letter(document.letter)
    values = {**document.values, **_common(document, on=on)}
    composed = compose(
        letter,
        values,
        organization=document.organization,
        on=on,
        is_sealed=document.referral.claim.is_sealed,
    )
    document.number = composed.number
    document.values = composed.values
    document.outcome = str(values.get("outcome") or values.get("decision") or document.outcome)
    document.signed_by = by
    document.issued_on = on
    document.sha256 = composed.sha256
    document.template = composed.template
    document.save()
    DocumentFile.objects.create(document=document, content=composed.content)
    return document


@dataclass(frozen=True)
class Rehearsed:
    """A letter that an act would have issued; its number is left open."""

    letter: Letter
    values: dict[str, object]


_rehearsed: ContextVar[list[Rehearsed] | None] = ContextVar("rehearsed", default=None)


@contextmanager
def rehearsal() -> Iterator[list[Rehearsed]]:
    """Run an act to see its letters: none is rendered, and nothing of it stays in the database.
    What the act refuses is raised as ever."""
    found: list[Rehearsed] = []
    token = _rehearsed.set(found)
    try:
        with transaction.atomic():
            yield found
            transaction.set_rollback(True)
    finally:
        _rehearsed.reset(token)


@dataclass(frozen=True)
class Composed:
    """A finished letter that its caller stores in the transaction in which it was numbered."""

    number: str
    values: dict[str, object]
    content: bytes
    template: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def compose(
    letter: Letter,
    values: Mapping[str, object],
    *,
    organization: Organization,
    on: dt.date,
    is_sealed: bool = False,
) -> Composed:
    """Check, number and render. Raises `FieldError` as `issue` does; the number is spent only if
    the caller's transaction commits."""
    lacking = {field.name: f"“{field.label}”不能为空。" for field in missing_fields(letter, values)}
    lacking.pop("number", None)
    if lacking:
        raise FieldError(lacking)
    number = _next_number(organization, letter, year=on.year, is_sealed=is_sealed)
    numbered = {**values, "number": number}
    rehearsed = _rehearsed.get()
    if rehearsed is not None:
        rehearsed.append(Rehearsed(letter, {**numbered, "number": open_number(number)}))
    content = b"" if rehearsed is not None else _rendered(letter, numbered)
    return Composed(number, _stored(numbered), content, LETTERS[letter].version)


def open_number(number: str) -> str:
    """青人社信意〔2026〕　号: as it stands before the register has given one."""
    return _SERIAL.sub("\u3015\u3000号", number)


def unnumbered(letter: Letter, organization: Organization, *, on: dt.date) -> str:
    """文号 of a letter to come, its number left open."""
    number = letter_number(letter, short_name=organization.short_name, year=on.year, serial=0)
    return open_number(number)


def compose_draft(letter: Letter, values: Mapping[str, object]) -> bytes:
    """The letter as it stands, marked as a draft, with what is missing named."""
    return _rendered(letter, values, is_draft=True)


def preview(
    referral: Referral, letter: Letter, values: Mapping[str, object], *, on: dt.date
) -> bytes:
    """The letter as it stands, marked as a draft, with what is missing named. Stores nothing.
    Raises `FieldError` for characters that no font of ours can print."""
    return compose_draft(letter, readable(referral, letter, values, on=on))


def readable(
    referral: Referral, letter: Letter, values: Mapping[str, object], *, on: dt.date
) -> dict[str, object]:
    """Every value of the letter, typed and computed, before it is numbered."""
    body = referral.organization
    document = Document(referral=referral, letter=letter.value, organization=body)
    number = unnumbered(letter, body, on=on)
    return {"number": number, **_stored(values), **_common(document, on=on)}


def remedy_text(referral: Referral, letter: Letter) -> str:
    """救济途径: computed from the letter and the tree of organizations, never typed (G8)."""
    organization = referral.organization
    if letter is Letter.DUTY_REPLY:
        return remedy(letter, body_names=[_reconsideration_body(organization.legal_body).name])
    try:
        return remedy(letter, body_names=[row.body.name for row in reviewers(referral)])
    except ValueError as error:
        raise FieldError({"__all__": str(error)}) from error


def check_remedy(referral: Referral, letter: Letter) -> None:
    """Raises `FieldError` where the letter must name a body to turn to and there is none: better
    said to the drafter than to the signer."""
    if _has_remedy(letter):
        remedy_text(referral, letter)


def _reconsideration_body(organization: Organization) -> Organization:
    """行政复议 goes to the government of the body's own level; for a vertical body to that of its
    line superior, or to the line superior itself where no local government leads the line."""
    if organization.is_vertical and organization.line_superior:
        return organization.line_superior.government or organization.line_superior
    return organization.government or organization.line_superior or organization


def code_of(document: Document) -> str:
    """The code that the bars of its 送达回证 carry; "" before it has a number."""
    found = _SERIAL.search(document.number or "")
    if found is None or document.issued_on is None:
        return ""
    return str(
        LetterCode(
            body=document.organization.code,
            letter=document.letter,
            year=document.issued_on.year,
            serial=int(found[1]),
            is_sealed=document.referral.claim.is_sealed,
        )
    )


def service_form(document: Document, *, on: dt.date) -> bytes:
    """送达回证 to be taken along: its bars name the letter, the rest is filled in by hand."""
    letter = Letter.SERVICE_RECEIPT
    said = {
        "document_number": document.number,
        "document_title": document.title,
        "document_code": code_of(document),
        "recipient": document.values.get("petitioner_name", ""),
    }
    values = readable(document.referral, letter, said, on=on)
    return pdf.render(letter, {**values, "issued_on": ""}, is_form=True)


def entries_of(letter: Letter) -> set[str]:
    """The names of the entries that this letter has."""
    return {field.name for field in LETTERS[letter].fields}


def is_intact(document: Document) -> bool:
    """Whether the stored file is byte for byte what was issued."""
    return hashlib.sha256(bytes(document.file.content)).hexdigest() == document.sha256


def _common(document: Document, *, on: dt.date) -> dict[str, object]:
    letter = Letter(document.letter)
    claim = document.referral.claim
    petition = claim.petition
    first = petition.parties.select_related("petitioner").first()
    values: dict[str, object] = {
        "organization": _issuers(document),
        "issued_on": on.isoformat(),
        "petition_number": petition.number,
        "matter_code": claim.matter.code,
        "petitioner_name": _named(petition, first),
        "title": petition.title,
        "summary": claim.summary,
    }
    text = remedy_text(document.referral, letter) if _has_remedy(letter) else ""
    if text:
        values["remedy"] = text
    return values


def _issuers(document: Document) -> str:
    """Bodies that handle together answer together; every other letter is of one body."""
    if Letter(document.letter) in _ANSWERS:
        return answerers(document.referral)
    return document.organization.legal_body.name


def _named(petition: Petition, first: Party | None) -> str:
    """赵铁柱等6人: a joint petition is answered as one, to whoever stands first."""
    if first is None:
        return "（匿名）"
    name = first.petitioner.name
    return f"{name}等{petition.people_count}人" if petition.people_count > 1 else name


def _has_remedy(letter: Letter) -> bool:
    return any(field.name == "remedy" for field in LETTERS[letter].fields)


def _next_number(organization: Organization, letter: Letter, *, year: int, is_sealed: bool) -> str:
    """The next number of this body, letter and year: no gap and no double, since the row is locked
    until the letter that bears the number is stored."""
    series, _ = NumberSeries.objects.get_or_create(
        organization=organization, letter=letter.value, year=year, is_sealed=is_sealed
    )
    series = NumberSeries.objects.select_for_update().get(pk=series.pk)
    series.last += 1
    series.save(update_fields=["last"])
    return letter_number(
        letter,
        short_name=organization.short_name,
        year=year,
        serial=series.last,
        is_sealed=is_sealed,
    )


def _rendered(letter: Letter, values: Mapping[str, object], *, is_draft: bool = False) -> bytes:
    try:
        return pdf.render(letter, values, is_draft=is_draft)
    except pdf.MissingGlyphError as error:
        raise FieldError({"__all__": str(error)}) from error


def _stored(values: Mapping[str, object]) -> dict[str, object]:
    """JSON as it will be read back: dates become ISO text."""
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in values.items()
    }
