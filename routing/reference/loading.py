"""Bring the reference tables into the database: adds what is missing, overwrites nothing of ours.

Rows that people maintain (special days, local limits) stay as they are. Words of the guide and
of the content classes follow the tables; a national limit changes only by a new version.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from chinese_calendar.constants import Holiday, holidays, workdays
from django.db import transaction

from routing.models import Category, PauseRule, Situation, SpecialDay, StageRule, TimeLimit
from routing.reference.categories import CATEGORIES, second_level
from routing.reference.limits import IN_FORCE, LIMITS
from routing.reference.pauses import PAUSES
from routing.reference.situations import SITUATIONS
from routing.reference.stages import STAGES
from routing.workdays import add_published

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: The package shortens three names; the State Council's notices do not.
_FULL_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


@dataclass(frozen=True)
class Loaded:
    """How many rows were added or brought up to date."""

    special_days: int
    time_limits: int
    categories: int
    situations: int
    stages: int
    pauses: int

    def __str__(self) -> str:
        return "，".join(f"{name} {count}" for name, count in asdict(self).items())


@transaction.atomic
def load() -> Loaded:
    return Loaded(
        special_days=_special_days(),
        time_limits=_time_limits(),
        categories=_categories(),
        situations=_situations(),
        stages=_stages(),
        pauses=_pauses(),
    )


def published_days() -> Iterator[SpecialDay]:
    """Holidays and make-up days of the `chinesecalendar` package, unsaved."""
    names = {holiday.value: holiday.chinese for holiday in Holiday}
    source = _source()
    for is_workday, table in ((False, holidays), (True, workdays)):
        for day, english in table.items():
            name = _FULL_NAMES.get(names[english], names[english])
            suffix = "调休上班" if is_workday else ""
            yield SpecialDay(day=day, is_workday=is_workday, name=name + suffix, source=source)


def _source() -> str:
    return f"国务院办公厅放假通知（据 chinesecalendar {version('chinesecalendar')}）"


def _special_days() -> int:
    return add_published(published_days(), sorted({day.year for day in holidays}), source=_source())


def _time_limits() -> int:
    known = set(TimeLimit.objects.filter(organization=None).values_list("code", flat=True))
    new = [
        TimeLimit(valid_from=IN_FORCE, **row._asdict()) for row in LIMITS if row.code not in known
    ]
    TimeLimit.objects.bulk_create(new)
    return len(new)


def _categories() -> int:
    """First level, then second: the second needs the keys of the first."""
    first = {code: Category(code=code, name=name) for code, name in CATEGORIES}
    changed = _save(first.values())
    parents = Category.objects.in_bulk(first, field_name="code")
    return changed + _save(
        Category(code=child, name=name, parent=parents[code])
        for (code, _), names in CATEGORIES.items()
        for child, name in second_level(code, names)
    )


def _save(categories: Iterable[Category]) -> int:
    known = dict(Category.objects.values_list("code", "name"))
    changed = [category for category in categories if known.get(category.code) != category.name]
    Category.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["code"], update_fields=["name"]
    )
    return len(changed)


def _situations() -> int:
    """Rows as the table has them. The table's order is the order of the primary keys."""
    fields = [name for name in SITUATIONS[0]._fields if name != "code"]
    known = {row["code"]: row for row in Situation.objects.values("code", *fields)}
    changed = [row for row in SITUATIONS if known.get(row.code) != row._asdict()]
    Situation.objects.bulk_create(
        [Situation(**row._asdict()) for row in changed],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=fields,
    )
    return len(changed)


def _stages() -> int:
    """What no row says yet. An office that changed one keeps its own."""
    general = StageRule.objects.filter(code="", organization=None)
    known = set(general.values_list("stage", "ordinal", "measure"))
    new = [
        StageRule(**{**row._asdict(), "rungs": list(row.rungs)})
        for row in STAGES
        if (row.stage, row.ordinal, row.measure) not in known
    ]
    StageRule.objects.bulk_create(new)
    return len(new)


def _pauses() -> int:
    """What no row says yet; a setting that somebody changed stays as it is."""
    known = set(PauseRule.objects.values_list("code", "procedure"))
    new = [PauseRule(**row._asdict()) for row in PAUSES if (row.code, row.procedure) not in known]
    PauseRule.objects.bulk_create(new)
    return len(new)
