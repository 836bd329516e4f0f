"""One told petition with all its rows, cut into lines of `COPY` text with holes to be filled.

The rows come out of PostgreSQL in its own text form, so nothing is encoded here a second time.
Every hole is a `%(name)s`; `petitions.demo.cloning` knows what belongs into which.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import QuerySet

from petitions import events
from petitions.demo import tables
from petitions.demo.wording import pools
from petitions.models import (
    BaseFlag,
    Claim,
    Comparison,
    Confirmation,
    Deadline,
    Document,
    DocumentFile,
    Event,
    Extension,
    ImportResult,
    Installment,
    JointBody,
    Matter,
    Mediation,
    Objection,
    Party,
    Petition,
    Petitioner,
    Rating,
    Recusal,
    Referral,
    Service,
)
from petitions.models.deadline import DeadlineStatus
from routing.periods import Unit

if TYPE_CHECKING:
    from django.db.models import Model

#: In the order in which their foreign keys allow them to be written.
MODELS: tuple[type[Model], ...] = (
    Petitioner, Matter, Petition, Party, Claim, Referral, Document, DocumentFile, Service, Deadline,
    Event, Objection, Extension, Mediation, Recusal, Rating, BaseFlag,
    Comparison, ImportResult, Installment, Confirmation, JointBody,
)  # fmt: skip
#: How the rows of a matter are found.
PATHS = {
    Petitioner: "petitions__matter",
    Matter: "pk",
    Petition: "matter",
    Party: "petition__matter",
    Claim: "matter",
    Referral: "claim__matter",
    Document: "referral__claim__matter",
    DocumentFile: "document__referral__claim__matter",
    Service: "document__referral__claim__matter",
    Deadline: "referral__claim__matter",
    Event: "matter",
    Objection: "referral__claim__matter",
    Extension: "referral__claim__matter",
    Mediation: "referral__claim__matter",
    Recusal: "claim__matter",
    Rating: "matter",
    BaseFlag: "petition__matter",
    Comparison: "claim__matter",
    ImportResult: "referral__claim__matter",
    Installment: "mediation__referral__claim__matter",
    Confirmation: "mediation__referral__claim__matter",
    JointBody: "referral__claim__matter",
}
#: One PDF for all: what counts is the row and its digest, not the drawing.
TINY_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_CHINESE_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_AT = re.compile(r'"at":(\d+)')


@dataclass(frozen=True)
class Number:
    """A document number to be given anew: whose register, of which letter, on which day."""

    hole: str
    organization: int
    letter: str
    short_name: str
    issued_on: dt.date
    is_sealed: bool


@dataclass(frozen=True)
class Arrival:
    """One petition of the matter: what its number says. The first opened the matter."""

    hole: str
    division: str
    intake: str
    received_on: dt.date


@dataclass(frozen=True)
class Clock:
    """A deadline whose day is computed again for the new start."""

    hole: str
    row: Deadline


@dataclass
class Template:
    """`tables` holds the filled-in-later text of each table, `chain` that of every event digest."""

    weight: int
    arrivals: list[Arrival]
    counts: dict[type[Model], int] = field(default_factory=dict)
    tables: dict[type[Model], str] = field(default_factory=dict)
    chain: list[tuple[str, int]] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    days: set[dt.date] = field(default_factory=set)
    uuids: list[str] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    scores: list[str] = field(default_factory=list)

    @property
    def received_on(self) -> dt.date:
        return self.arrivals[0].received_on


class Cutter:
    """Turns the rows of one matter into a template."""

    def __init__(self, matter: Matter) -> None:
        self.matter = matter
        self.petitions = list(matter.petitions.select_related("organization").order_by("pk"))
        self.petition = self.petitions[0]
        arrivals = [_arrival(place, row) for place, row in enumerate(self.petitions)]
        self.template = Template(weight=1, arrivals=arrivals)
        self.exact = self._exact()

    def cut(self, weight: int) -> Template:
        """`weight`: how often this one is met among others."""
        template = self.template
        template.weight = weight
        for model in MODELS:
            rows: list[Model] = list(
                QuerySet(model).filter(**{PATHS[model]: self.matter.pk}).order_by("pk")
            )
            template.counts[model] = len(rows)
            lines = [self._line(model, row, place) for place, row in enumerate(rows)]
            template.tables[model] = "".join(f"{line}\n" for line in lines)
        for event in self.matter.events.order_by("sequence"):
            template.chain.append(self._link(event))
        return template

    def _exact(self) -> dict[str, str]:
        """Text that occurs in many rows and must change in all of them."""
        found = {
            row.number: f"%({arrival.hole})s"
            for row, arrival in zip(self.petitions, self.template.arrivals, strict=True)
        }
        found |= {
            self.matter.token: "%(token)s",
            self.matter.query_code: "%(query_code)s",
        }
        for person in self.petition.petitioners.all():
            found |= {person.phone: "%(phone)s", person.name: "%(name)s"}
            break
        issued = Document.objects.filter(
            referral__claim__matter=self.matter, issued_on__isnull=False
        )
        for place, document in enumerate(
            issued.select_related("organization", "referral__claim").order_by("pk")
        ):
            hole = f"n{place}"
            found[str(document.number)] = f"%({hole})s"
            self.template.numbers.append(_number(hole, document))
        for pool, words in pools().items():
            for word in words:
                if word in self.petition.title or word in self.petition.text:
                    hole = f"w{len(self.template.words)}"
                    self.template.words[hole] = pool
                    found[word] = f"%({hole})s"
        return {text: hole for text, hole in found.items() if text}

    def _line(self, model: type[Model], row: Model, place: int) -> str:
        values = dict(zip(tables.columns(model), _copied(model, row.pk), strict=True))
        fixed = self._keys(model, row, place) | self._computed(row, place)
        return "\t".join(fixed.get(name) or self._holes(value) for name, value in values.items())

    def _keys(self, model: type[Model], row: Model, place: int) -> dict[str, str]:
        """Counted keys: the same digits may stand for anything elsewhere, so they go by column."""
        holes: dict[str, str] = {}
        if tables.is_numbered(model):
            holes[tables.key(model)] = f"%({model.__name__}{place})s"
        for column in tables.fields(model):
            if column.related_model is Matter:
                holes[str(column.column)] = "%(Matter0)s"
            if column.related_model is Petition:
                keys = [petition.pk for petition in self.petitions]
                place_of = keys.index(int(str(column.value_from_object(row))))
                holes[str(column.column)] = f"%(Petition{place_of})s"
        if model is Party:
            holes["petitioner_id"] = f"%(Petitioner{place})s"
        return holes

    def _computed(self, row: Model, place: int) -> dict[str, str]:
        """Digests, and days that the law computes again."""
        holes: dict[str, str] = {}
        match row:
            case Event():
                holes["hash"] = f"%(h{row.sequence})s"
            case Matter():
                holes["event_head"] = f"%(h{row.event_count})s"
            case Rating():
                holes["score"] = f"%(score{place})s"
                self.template.scores.append(f"score{place}")
            case DocumentFile():
                holes["content"] = "%(pdf)s"
            case Document() if row.sha256:
                holes["sha256"] = "%(sha256)s"
            case Deadline() if row.unit != Unit.FIXED.value and not row.pauses.exists():
                holes |= self._clock(row, place)
        return holes

    def _clock(self, row: Deadline, place: int) -> dict[str, str]:
        hole = f"c{place}"
        self.template.clocks.append(Clock(hole, row))
        names = ["due_on", "unrolled_on", "is_provisional", "explanation", "calendar_version"]
        names += ["half_on", "near_on"]
        if row.status == DeadlineStatus.MET:
            names += ["verdict", "late_days", "breached_on"]
        return {name: f"%({hole}{name})s" for name in names}

    def _link(self, event: Event) -> tuple[str, int]:
        """The canonical text of an event with holes, and its moment."""
        at = int(event.at.timestamp() * 1_000_000)
        text = events.canonical(event, "@previous@")
        text = _AT.sub('"at":@at@', text).replace(
            f'"matter":{event.matter_id}', '"matter":@matter@'
        )
        text = self._holes(text).replace("@previous@", "%(previous)s")
        return text.replace("@at@", "%(at)d").replace("@matter@", "%(Matter0)s"), at

    def _holes(self, text: str) -> str:
        text = text.replace("%", "%%")
        for said, hole in self.exact.items():
            text = text.replace(said, hole)
        text = _UUID.sub(self._uuid, text)
        text = _DAY.sub(self._day, text)
        return _CHINESE_DAY.sub(self._chinese_day, text)

    def _uuid(self, found: re.Match[str]) -> str:
        if found[0] not in self.template.uuids:
            self.template.uuids.append(found[0])
        return f"%(u{self.template.uuids.index(found[0])})s"

    def _day(self, found: re.Match[str]) -> str:
        day = dt.date(int(found[1]), int(found[2]), int(found[3]))
        self.template.days.add(day)
        return f"%(d{day.toordinal()})s"

    def _chinese_day(self, found: re.Match[str]) -> str:
        month, date = int(found[2]), int(found[3])
        year = int(found[1] or self._year_of(month, date))
        day = dt.date(year, month, date)
        self.template.days.add(day)
        return f"%({'y' if found[1] else 'm'}{day.toordinal()})s"

    def _year_of(self, month: int, date: int) -> int:
        """Texts of a petition speak of days within the year after it came in."""
        since = self.template.received_on
        return since.year if (month, date) >= (since.month, since.day) else since.year + 1


def _arrival(place: int, row: Petition) -> Arrival:
    hole = f"number{place or ''}"
    return Arrival(hole, row.organization.division, row.intake, row.received_on)


def _number(hole: str, document: Document) -> Number:
    return Number(
        hole=hole,
        organization=document.organization_id,
        letter=document.letter,
        short_name=document.organization.short_name,
        issued_on=document.issued_on or document.drafted_on,
        is_sealed=document.referral.claim.is_sealed,
    )


def _copied(model: type[Model], pk: object) -> list[str]:
    """The row as `COPY` would write it, column by column."""
    columns = ", ".join(f'"{column}"' for column in tables.columns(model))
    statement = f'select {columns} from "{tables.table(model)}" where "{tables.key(model)}" = %s'  # noqa: S608
    buffer = io.StringIO()
    with connection.cursor() as cursor:
        query = cursor.mogrify(statement, [str(pk)]).decode()
        cursor.copy_expert(f"copy ({query}) to stdout", buffer)
    return buffer.getvalue().rstrip("\n").split("\t")
