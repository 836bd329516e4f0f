"""The one door to the work calendar: read it as a value, change it a day at a time."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from routing.calendar import WorkCalendar, is_weekend
from routing.models import (
    LONGEST_DAY_NAME,
    CalendarChange,
    CalendarVersion,
    PublishedYear,
    SpecialDay,
    calendar_version,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User

ORDINARY = "平常日"
BY_HAND = "管理员维护"
#: The State Council publishes the coming year's arrangement about then.
WARN_FROM_MONTH = 11

_Key = tuple[int, uuid.UUID]
#: The calendars read by this process; only the newest is kept.
_read: dict[_Key, WorkCalendar] = {}


def work_calendar() -> WorkCalendar:
    """The calendar in force. One small query; the days are read once for each version."""
    key = _key()
    if key is None:
        return WorkCalendar({}, {}, frozenset(), 0)
    known = _read.get(key)
    if known is not None:
        return known
    calendar = _load(key[0])
    # A change committed between the two readings would file new days under an old version.
    if _key() != key:
        return work_calendar()
    _read.clear()
    _read[key] = calendar
    return calendar


def _key() -> _Key | None:
    rows = CalendarVersion.objects.filter(pk=CalendarVersion.ROW)
    return rows.values_list("number", "stamp").first()


def _load(version: int) -> WorkCalendar:
    special = SpecialDay.objects.exclude(name=ORDINARY)
    rows = list(special.values_list("day", "is_workday", "name"))
    return WorkCalendar(
        holidays={day: name for day, is_workday, name in rows if not is_workday},
        makeups={day: name for day, is_workday, name in rows if is_workday},
        published_years=frozenset(PublishedYear.objects.values_list("year", flat=True)),
        version=version,
    )


@dataclass(frozen=True)
class Rearrangement:
    """Days as they will be, each with `is_workday` and its name; `None` makes a day ordinary again.
    `publish` is the year whose arrangement is complete with them, or `None`."""

    days: tuple[tuple[date, tuple[bool, str] | None], ...]
    publish: int | None = None

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day that may be judged otherwise than before."""
        days = [day for day, _ in self.days]
        if self.publish is not None:
            days += [date(self.publish, 1, 1), date(self.publish, 12, 31)]
        return min(days), max(days)


@transaction.atomic
def rearrange(wanted: Rearrangement, *, by: User | None) -> int:
    """All of it under one new version. Raises `ValidationError` as the single changes do."""
    for day, arrangement in wanted.days:
        if arrangement is None:
            restore(day, by=by)
        else:
            change(day, is_workday=arrangement[0], name=arrangement[1], by=by)
    return publish(wanted.publish, by=by) if wanted.publish is not None else calendar_version()


def year_to_publish(on: date) -> int | None:
    """The coming year, where from 1 November its arrangement is still missing; else `None`."""
    if on.month < WARN_FROM_MONTH:
        return None
    coming = on.year + 1
    return None if PublishedYear.objects.filter(year=coming).exists() else coming


@transaction.atomic
def change(day: date, *, is_workday: bool, name: str, by: User | None) -> int:
    """Make `day` a holiday or a working day; returns the new version of the calendar."""
    name = _checked(name)
    version = _bump()
    SpecialDay.objects.update_or_create(
        day=day, defaults={"is_workday": is_workday, "name": name, "source": BY_HAND}
    )
    verb = "上班" if is_workday else "放假"
    CalendarChange.objects.create(version=version, summary=f"{day} {verb}：{name}", by=by)
    return version


@transaction.atomic
def restore(day: date, *, by: User | None) -> int:
    """Make `day` an ordinary day of its week again.

    The row stays, under the name ORDINARY, so that loading a published source does not undo it.
    """
    version = _bump()
    rows = SpecialDay.objects.filter(day=day).exclude(name=ORDINARY)
    if not rows.update(is_workday=not is_weekend(day), name=ORDINARY, source=BY_HAND):
        raise ValidationError({"day": "这一天没有特别安排，无需恢复。"})
    CalendarChange.objects.create(version=version, summary=f"{day} 恢复平常", by=by)
    return version


@transaction.atomic
def publish(year: int, *, by: User | None) -> int:
    """Declare the arrangement of `year` complete: its days are no longer 暂定."""
    version = _bump()
    _, created = PublishedYear.objects.get_or_create(year=year, defaults={"source": BY_HAND})
    if not created:
        raise ValidationError({"year": f"{year}年的放假安排已经公布。"})
    CalendarChange.objects.create(version=version, summary=f"{year}年放假安排已公布", by=by)
    return version


def add_published(days: Iterable[SpecialDay], years: Iterable[int], *, source: str) -> int:
    """Add what a published source knows and we do not; days edited by hand stay as edited.

    Returns how many days were new. Nothing new leaves the version as it is.
    """
    with transaction.atomic():
        known_days = set(SpecialDay.objects.values_list("day", flat=True))
        known_years = set(PublishedYear.objects.values_list("year", flat=True))
        new_days = [row for row in days if row.day not in known_days]
        new_years = [PublishedYear(year=y, source=source) for y in years if y not in known_years]
        if not new_days and not new_years:
            return 0
        version = _bump()
        SpecialDay.objects.bulk_create(new_days)
        PublishedYear.objects.bulk_create(new_years)
        CalendarChange.objects.create(
            version=version, summary=f"导入{source}，新增{len(new_days)}日"
        )
    return len(new_days)


def _checked(name: str) -> str:
    name = name.strip()
    if not name:
        raise ValidationError({"name": "请填写这一天的名称，如“国庆节”。"})
    if len(name) > LONGEST_DAY_NAME:
        raise ValidationError({"name": f"名称不能超过{LONGEST_DAY_NAME}个字。"})
    return name


def _bump() -> int:
    """The next version number. Takes the row's lock first, so changes queue behind each other."""
    CalendarVersion.objects.get_or_create(pk=CalendarVersion.ROW)
    rows = CalendarVersion.objects.filter(pk=CalendarVersion.ROW)
    rows.update(number=F("number") + 1, stamp=uuid.uuid4())
    return calendar_version()
