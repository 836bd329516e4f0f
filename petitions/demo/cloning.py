"""Fills the holes of a template: another person, other days, numbers, identities and digests."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import string
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING
from uuid import UUID

from petitions import numbers
from petitions.clocks import limit_of
from petitions.demo import wording
from petitions.demo.judgements import SCORES
from petitions.demo.templates import MODELS, TINY_PDF, Arrival, Template
from petitions.letters import Letter, letter_number
from petitions.models.deadline import DeadlineStatus, Verdict
from routing.limits import Unit, due_on
from routing.stages import Stages
from routing.workdays import work_calendar

if TYPE_CHECKING:
    from django.db.models import Model

    from petitions.demo.templates import Number
    from petitions.models import Deadline
    from routing.calendar import WorkCalendar

WEEK = dt.timedelta(weeks=1)
YEARS = 3
#: The share of petitions that are done with.
FINISHED = 0.75
A_DAY = 86_400_000_000
PDF_HOLES = {"pdf": f"\\\\x{TINY_PDF.hex()}", "sha256": hashlib.sha256(TINY_PDF).hexdigest()}
TOKEN_SIGNS = string.ascii_letters + string.digits


#: Body, letter, year, and whether the claim is sealed: what one register of numbers counts.
Series = tuple[int, str, int, bool]


@dataclass
class Registers:
    """What no two petitions may share: row ids, petition numbers, document numbers."""

    ids: dict[type[Model], int]
    taken: set[str]
    series: dict[Series, int]
    used: dict[Series, int] = field(default_factory=dict)

    def take(self, model: type[Model]) -> int:
        self.ids[model] += 1
        return self.ids[model]

    def serial(self, number: Number, year: int) -> int:
        key = (number.organization, number.letter, year, number.is_sealed)
        self.used[key] = self.used.get(key, self.series.get(key, 0)) + 1
        return self.used[key]


@dataclass(frozen=True)
class Pool:
    """Templates with their chances added up, so that a throw need not add them again."""

    templates: list[Template]
    chances: list[int]

    @classmethod
    def of(cls, templates: list[Template]) -> Pool:
        return cls(templates, list(accumulate(template.weight for template in templates)))


class Cloner:
    """Deterministic for its seed. Touches no database: it may run beside the thread that does."""

    def __init__(
        self, finished: list[Template], waiting: list[Template], registers: Registers, *, seed: int
    ) -> None:
        self.finished, self.waiting = Pool.of(finished), Pool.of(waiting)
        self.registers = registers
        self.calendar, self.stages = work_calendar(), Stages.load()
        self.dice = random.Random(seed)  # noqa: S311 - the same volume for the same seed
        self.buffers: dict[type[Model], list[str]] = {}

    def batch(self, size: int) -> dict[type[Model], str]:
        """The text for `COPY` of so many more petitions, by table."""
        self.buffers = {model: [] for model in MODELS}
        left = size
        while left:
            left -= self._add(left)
        return {model: "".join(lines) for model, lines in self.buffers.items()}

    def _add(self, most: int) -> int:
        """One more matter: finished anywhere in the last three years, or waiting today, some of
        them for one to three weeks too long. Returns how many petitions it brought."""
        dice = self.dice
        if dice.random() < FINISHED:
            template = _picked(self.finished, dice, most)
            back = dice.randrange(1, 52 * YEARS)
        else:
            template = _picked(self.waiting, dice, most)
            back = max(0, dice.randrange(-12, 4))
        self._write(template, self._filling(template, back * WEEK))
        return len(template.arrivals)

    def _write(self, template: Template, holes: dict[str, object]) -> None:
        for model in MODELS:
            text = template.tables[model]
            if text:
                self.buffers[model].append(text % holes)

    def _filling(self, template: Template, back: dt.timedelta) -> dict[str, object]:
        holes: dict[str, object] = dict(PDF_HOLES)
        for model, count in template.counts.items():
            if model in self.registers.ids:
                holes |= {
                    f"{model.__name__}{place}": self.registers.take(model) for place in range(count)
                }
        self._identities(template, back, holes)
        _days(template, back, holes)
        for number in template.numbers:
            year = (number.issued_on - back).year
            serial = self.registers.serial(number, year)
            holes[number.hole] = letter_number(
                Letter(number.letter),
                short_name=number.short_name,
                year=year,
                serial=serial,
                is_sealed=number.is_sealed,
            )
        for clock in template.clocks:
            said = _clock(clock.row, back, self.calendar, self.stages)
            holes |= {f"{clock.hole}{name}": value for name, value in said}
        _chain(template, back, holes)
        return holes

    def _identities(self, template: Template, back: dt.timedelta, holes: dict[str, object]) -> None:
        dice = self.dice
        for place in range(len(template.uuids)):
            holes[f"u{place}"] = str(UUID(int=dice.getrandbits(128), version=4))
        for arrival in template.arrivals:
            holes[arrival.hole] = self._petition_number(arrival, arrival.received_on - back)
        for hole in template.scores:
            holes[hole] = dice.choice(SCORES)
        holes["token"] = "".join(dice.choices(TOKEN_SIGNS, k=22))
        holes["query_code"] = "".join(dice.choices(numbers.QUERY_ALPHABET, k=10))
        holes["name"] = wording.name(dice)
        holes["phone"] = wording.PHONE.format(dice.randrange(10_000))
        for hole, pool in template.words.items():
            holes[hole] = dice.choice(wording.pools()[pool])

    def _petition_number(self, arrival: Arrival, on: dt.date) -> str:
        while True:
            serial = self.dice.randrange(100_000)
            number = numbers.petition_number(
                division=arrival.division, on=on, intake=arrival.intake, serial=serial
            )
            if number not in self.registers.taken:
                self.registers.taken.add(number)
                return number


def _picked(pool: Pool, dice: random.Random, most: int) -> Template:
    """One that brings no more petitions than are still wanted."""
    while True:
        template = dice.choices(pool.templates, cum_weights=pool.chances)[0]
        if len(template.arrivals) <= most:
            return template


def _days(template: Template, back: dt.timedelta, holes: dict[str, object]) -> None:
    for day in template.days:
        holes |= zip(*_names(day, back), strict=True)


@cache
def _names(day: dt.date, back: dt.timedelta) -> tuple[tuple[str, ...], tuple[str, ...]]:
    ordinal, then = day.toordinal(), day - back
    month = f"{then.month}月{then.day}日"
    return (f"d{ordinal}", f"m{ordinal}", f"y{ordinal}"), (
        then.isoformat(),
        month,
        f"{then.year}年{month}",
    )


@cache
def _clock(
    row: Deadline, back: dt.timedelta, calendar: WorkCalendar, stages: Stages
) -> tuple[tuple[str, str], ...]:
    """The deadline computed anew by the law, and judged by the day on which it was met."""
    due = due_on(row.started_on - back, limit_of(row), calendar, extension=row.extension_days)
    said = [
        ("due_on", due.due_on.isoformat()),
        ("unrolled_on", due.unrolled_on.isoformat()),
        ("is_provisional", "t" if due.provisional else "f"),
        ("explanation", _array(due.explanation)),
        ("calendar_version", str(calendar.version)),
        *_marks(row, back, due.due_on, calendar, stages),
    ]
    if row.status == DeadlineStatus.MET and row.closed_on:
        late = max(0, (row.closed_on - back - due.due_on).days)
        said += [
            ("verdict", (Verdict.LATE if late else Verdict.IN_TIME).value),
            ("late_days", str(late) if late else "\\N"),
            ("breached_on", (due.due_on + dt.timedelta(1)).isoformat() if late else "\\N"),
        ]
    return tuple(said)


def _marks(
    row: Deadline, back: dt.timedelta, last: dt.date, calendar: WorkCalendar, stages: Stages
) -> list[tuple[str, str]]:
    marks = stages.marks(
        code=row.code,
        organization=row.organization_id,
        unit=Unit(row.unit),
        started_on=row.started_on - back,
        due_on=last,
        calendar=calendar,
    )
    days = (("half_on", marks.half_on), ("near_on", marks.near_on))
    return [(name, day.isoformat() if day else "\\N") for name, day in days]


def _array(lines: tuple[str, ...]) -> str:
    """A text[] as PostgreSQL reads it inside `COPY`: quoted, and every backslash doubled again."""
    quoted = [line.replace("\\", "\\\\").replace('"', '\\"') for line in lines]
    said = ",".join(f'"{line}"' for line in quoted)
    return f"{{{said}}}".replace("\\", "\\\\")


def _chain(template: Template, back: dt.timedelta, holes: dict[str, object]) -> None:
    previous = ""
    for place, (text, at) in enumerate(template.chain, 1):
        holes["previous"], holes["at"] = previous, at - back.days * A_DAY
        previous = hashlib.sha256((text % holes).encode()).hexdigest()
        holes[f"h{place}"] = previous
