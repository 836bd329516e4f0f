"""Thousands of petitions by `COPY`: a few are told by the verbs, the rest take after them."""

from __future__ import annotations

import datetime as dt
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import connection, transaction

from petitions.demo import tables
from petitions.demo.cast import Cast
from petitions.demo.cloning import Cloner, Registers
from petitions.demo.planning import plan
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
    "report-received": 2,
}  # fmt: skip
WAITING = {
    "pending": 6, "pending-report": 1, "delivered": 3, "received": 4, "hr-accepted": 5,
    "accepted": 6, "assigned": 1, "joint-visit": 1, "idea-open": 1, "report-delivered": 1,
    "hr-extension-asked": 1, "hr-extension-granted": 1, "mediating": 1, "objected": 1,
    "sent-again": 1, "drafted": 1, "verified": 1, "signed": 1, "served": 1, "carry-out-open": 2,
    "county-review-open": 1, "city-final-new": 1, "redo-new": 1,
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
    first = {story.road.name: story for story in reversed(plan(on=on, calendar=work_calendar()))}
    weights = FINISHED | WAITING
    stories = [replace(first[name], key=f"volume-{name}") for name in weights]
    with transaction.atomic():
        cast = Cast()
        acts = [(at, story, step) for story in stories for step, at in story.steps]
        for at, story, step in sorted(acts, key=lambda act: act[0]):
            tell(story, step, at, cast)
        read = {
            story.road.name: Cutter(cast.petition(story.idempotency_key).matter).cut(
                weights[story.road.name]
            )
            for story in stories
        }
        transaction.set_rollback(True)
    return [read[name] for name in FINISHED], [read[name] for name in WAITING]


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
        (row.organization_id, row.letter, row.year): row.last
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
            NumberSeries(organization_id=organization, letter=letter, year=year, last=last)
            for (organization, letter, year), last in registers.used.items()
        ],
        update_conflicts=True,
        unique_fields=["organization", "letter", "year"],
        update_fields=["last"],
    )
