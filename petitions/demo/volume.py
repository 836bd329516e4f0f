"""Thousands of petitions by `COPY`: a few are told by the verbs, the rest take after them."""

from __future__ import annotations

import datetime as dt
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from django.db import connection, transaction

from petitions.demo import tables
from petitions.demo.cast import Cast
from petitions.demo.cloning import Cloner, Registers
from petitions.demo.planning import Story, plan
from petitions.demo.steps import Step
from petitions.demo.telling import tell
from petitions.demo.templates import MODELS, Cutter, Template
from petitions.models import NumberSeries, Petition
from routing.workdays import work_calendar

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper
    from django.db.models import Model

#: How often each road is met, by its name in `petitions.demo.roads`: most petitions got an answer
#: and ended there, few went on to a review.
FINISHED = {
    "ended": 8, "duty-done": 10, "ended-supported": 5, "carried-out": 3, "settled-ended": 4,
    "idea-answered": 3, "led-elsewhere": 4, "assigned-done": 3, "late-done": 2,
    "review-done": 1, "ended-final": 1, "declined-level": 2, "declined-court": 3,
    "report-received": 2, "ended again": 3, "duty-done again": 2,
}  # fmt: skip
WAITING = {
    "pending": 6, "pending-report": 1, "delivered": 3, "received": 4, "hr-accepted": 5,
    "accepted": 6, "assigned": 1, "joint-visit": 1, "idea-open": 1, "report-delivered": 1,
    "hr-extension-asked": 1, "hr-extension-granted": 1, "mediating": 1, "objected": 1,
    "sent-again": 1, "drafted": 1, "verified": 1, "signed": 1, "served": 1, "carry-out-open": 2,
    "county-review-open": 1, "city-final-new": 1, "redo-new": 1, "accepted again": 1,
}  # fmt: skip
#: The same road, and another petition about the same matter so many days after the last act named.
AGAIN = {
    "ended again": (Step.SERVE, 17), "duty-done again": (Step.REFER, 12),
    "accepted again": (Step.RECEIVE, 0),
}  # fmt: skip
BATCH = 2000


def grow(*, petitions: int, seed: int, on: dt.date) -> None:
    """Write that many petitions with all their rows, all or none. The next batch is thought out
    while PostgreSQL takes the last one in."""
    finished, waiting = read_templates(on=on)
    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        registers = _registers([*finished, *waiting], petitions)
        cloner = Cloner(finished, waiting, registers, seed=seed)
        sizes = [min(BATCH, petitions - start) for start in range(0, petitions, BATCH)]
        ready = [pool.submit(cloner.batch, size) for size in sizes[:1]]
        for size in [*sizes[1:], 0]:
            buffers = ready.pop().result()
            ready.append(pool.submit(cloner.batch, size))
            _write(buffers)
        _close(registers)


def read_templates(*, on: dt.date) -> tuple[list[Template], list[Template]]:
    """Told through the verbs, read, and taken back: what stays is only what was learnt."""
    weights = FINISHED | WAITING
    told = {name: _stories(name, on=on) for name in weights}
    with transaction.atomic():
        cast = Cast()
        acts = [
            (at, story, step)
            for stories in told.values()
            for story in stories
            for step, at in story.steps
        ]
        for at, story, step in sorted(acts, key=lambda act: act[0]):
            tell(story, step, at, cast)
        read = {
            name: Cutter(cast.petition(stories[0].idempotency_key).matter).cut(weights[name])
            for name, stories in told.items()
        }
        transaction.set_rollback(True)
    return [read[name] for name in FINISHED], [read[name] for name in WAITING]


def _stories(name: str, *, on: dt.date) -> list[Story]:
    """The first story of a road, and the repeat that joins it where the name wants one."""
    road = name.partition(" ")[0]
    found = next(story for story in _plan(on) if story.road.name == road)
    story = replace(found, key=f"volume-{name}")
    if name not in AGAIN:
        return [story]
    after, days = AGAIN[name]
    moment = dict(story.steps)[after] + dt.timedelta(days=days, hours=1)
    repeat = next(row for row in _plan(on) if row.road.joins)
    again = replace(
        repeat,
        key=f"{story.key}-repeat",
        parent=story.key,
        wording=story.wording,
        people=story.people,
        steps=((Step.REGISTER, moment),),
    )
    return [story, again]


@cache
def _plan(on: dt.date) -> list[Story]:
    return plan(on=on, calendar=work_calendar())


def _registers(templates: list[Template], petitions: int) -> Registers:
    """Row ids are reserved before, so that the product may go on working meanwhile; the registers
    of document numbers are locked until the letters that bear the numbers are stored."""
    numbered = [model for model in MODELS if tables.is_numbered(model)]
    with connection.cursor() as cursor:
        ids = {
            model: _reserve(cursor, model, petitions * max(row.counts[model] for row in templates))
            for model in numbered
        }
    series = {
        (row.organization_id, row.letter, row.year, row.is_sealed): row.last
        for row in NumberSeries.objects.select_for_update()
    }
    taken = set(Petition.objects.values_list("number", flat=True))
    return Registers(ids=ids, taken=taken, series=series)


def _reserve(cursor: CursorWrapper, model: type[Model], count: int) -> int:
    """The id before the first free one of `count`."""
    place = [tables.table(model), tables.key(model)]
    cursor.execute("select pg_get_serial_sequence(%s, %s)", place)
    (sequence,) = cursor.fetchone()
    cursor.execute("select setval(%s, nextval(%s) + %s)", [sequence, sequence, count])
    (last,) = cursor.fetchone()
    return int(last) - count - 1


def _write(buffers: dict[type[Model], str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("set local synchronous_commit = off")
        cursor.execute("select usesuper from pg_user where usename = current_user")
        if cursor.fetchone() == (True,):
            # The rows are copies of lawful ones with their keys renamed together: asking the
            # foreign keys of each row again costs more than writing it.
            cursor.execute("set local session_replication_role = replica")
        for model in MODELS:
            columns = ", ".join(f'"{column}"' for column in tables.columns(model))
            statement = f'copy "{tables.table(model)}" ({columns}) from stdin'
            cursor.copy_expert(statement, io.StringIO(buffers[model]))


def _close(registers: Registers) -> None:
    NumberSeries.objects.bulk_create(
        [
            NumberSeries(
                organization_id=organization, letter=letter, year=year, is_sealed=sealed, last=last
            )
            for (organization, letter, year, sealed), last in registers.used.items()
        ],
        update_conflicts=True,
        unique_fields=["organization", "letter", "year", "is_sealed"],
        update_fields=["last"],
    )
