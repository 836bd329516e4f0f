"""Which version of a time limit applies, and the one door through which a place shortens one."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from routing.calendar import ONE_DAY, WorkCalendar
from routing.limits import months_after
from routing.models import TimeLimit
from routing.periods import Limit, Unit
from routing.workdays import work_calendar

if TYPE_CHECKING:
    from accounts.models import Organization

#: Periods given to the petitioner: a right, which no place may cut.
PETITIONERS_OWN = frozenset({"request_review", "request_final_review"})

_INHERITED = ("name", "starts_at", "rolls", "is_internal")


class LimitNotFound(LookupError):  # noqa: N818 - the name the other apps were promised
    """No rule of this code is in force on that day. The message is Chinese."""


def limit_for(code: str, *, on: date, organization: Organization | None = None) -> Limit:
    """The rule in force on the day the clock starts, in its most local version.

    A local version counts for its organization and, if that is a government, for everything in
    its territory. One that became longer than a rule above it (the national one was shortened
    later) gives way: a local version may only shorten.
    """
    rows = list(
        TimeLimit.objects.filter(code=code, valid_from__lte=on)
        .filter(Q(valid_until=None) | Q(valid_until__gte=on))
        .order_by("valid_from", "version")
    )
    by_place = {row.organization_id: row for row in rows}
    if None not in by_place:
        raise LimitNotFound(f"{on}没有生效的期限规则“{code}”。")
    chosen = by_place.pop(None).limit
    # Only rules with a local version pay for the walk up the tree.
    for place in _places(organization) if by_place and organization else []:
        if place in by_place and not_longer(by_place[place].limit, chosen, work_calendar()):
            chosen = by_place[place].limit
    return chosen


def limit_on_or_first(code: str, *, on: date | None) -> tuple[Limit, list[str]]:
    """For the calculator: the national rule of that day, or the first there was, with a note.

    Deadlines of petitions never fall back like this; they use `limit_for`.
    """
    rows = TimeLimit.objects.filter(code=code, organization=None)
    first = rows.order_by("valid_from", "version").first()
    if first is None:
        raise LimitNotFound(f"没有期限规则“{code}”。")
    if on is None or on >= first.valid_from:
        return (limit_for(code, on=on) if on else first.limit), []
    since = first.valid_from
    return first.limit, [
        f"起算日早于本规则的施行日{since.year}年{since.month}月{since.day}日，按本规则推算，仅供参考。"
    ]


def in_force() -> list[TimeLimit]:
    """The newest national version of every rule, in the order of the law."""
    newest: dict[str, TimeLimit] = {}
    for row in TimeLimit.objects.filter(organization=None).order_by("version"):
        newest[row.code] = row
    return sorted(newest.values(), key=lambda row: row.pk)


def _places(organization: Organization) -> list[int]:
    """The organization and the governments over it, the widest first."""
    chain = [organization.pk, *(government.pk for government in organization.governments())]
    return list(dict.fromkeys(reversed(chain)))


@transaction.atomic
def add_local(  # noqa: PLR0913 - a rule has that many parts, all by name
    *,
    code: str,
    organization: Organization,
    number: int,
    article: str,
    valid_from: date,
    unit: Unit | None = None,
    extension_cap: int | None = None,
) -> TimeLimit:
    """A local version (地方规定) that shortens a national rule; ends the one before it.

    Left out, unit and extension cap are the national ones. Raises ValidationError, by field, for
    anything that would lengthen, and for periods that belong to the petitioner.
    """
    earlier = TimeLimit.objects.select_for_update().filter(code=code)
    national = earlier.filter(organization=None).order_by("-version").first()
    if national is None:
        raise ValidationError({"code": "没有这条全国规则，不能制定地方规定。"})
    local = TimeLimit(
        code=code,
        organization=organization,
        number=number,
        article=article,
        valid_from=valid_from,
        unit=unit or national.unit,
        extension_cap=national.extension_cap if extension_cap is None else extension_cap,
        **{name: getattr(national, name) for name in _INHERITED},
    )
    _refuse_lengthening(local, national)
    previous = earlier.filter(organization=organization).order_by("-version").first()
    if previous:
        local.version = previous.version + 1
        _end(previous, before=valid_from)
    local.full_clean()
    local.save()
    return local


def _refuse_lengthening(local: TimeLimit, national: TimeLimit) -> None:
    if local.code in PETITIONERS_OWN:
        raise ValidationError({"code": "这是信访人的期限，地方规定不得缩短。"})
    if national.number is None:
        raise ValidationError({"code": "这个期限由文书指定，不能制定地方规定。"})
    if not local.number or local.number < 1:
        raise ValidationError({"number": "期限至少为1日。"})
    if not not_longer(local.limit, national.limit, work_calendar()):
        raise ValidationError({"number": "地方规定只能缩短期限，不能延长。"})


def _end(previous: TimeLimit, *, before: date) -> None:
    if before <= previous.valid_from:
        raise ValidationError({"valid_from": "施行日应当晚于上一版的施行日。"})
    previous.valid_until = before - ONE_DAY
    previous.save(update_fields=["valid_until"])


def not_longer(local: Limit, wide: Limit, calendar: WorkCalendar) -> bool:
    """Whether `local` ends no later than `wide` for every start day the calendar knows."""
    if local.number is None or wide.number is None or local.extension_cap > wide.extension_cap:
        return False
    if local.rolls and not wide.rolls:
        return False
    if local.unit is wide.unit:
        return local.number <= wide.number
    return _most_days(local.unit, local.number, calendar) <= _least_days(wide.unit, wide.number)


def _most_days(unit: Unit, number: int, calendar: WorkCalendar) -> int:
    if unit is Unit.WORKDAYS:
        return longest_span(number, calendar)
    return max(month_spans(number)) if unit is Unit.MONTHS else number


def _least_days(unit: Unit, number: int) -> int:
    """n working days never end before day n."""
    return min(month_spans(number)) if unit is Unit.MONTHS else number


@lru_cache(maxsize=32)
def month_spans(months: int) -> frozenset[int]:
    """Every number of days that so many months take, over four years with a leap day."""
    days = (date(2023, 1, 1) + timedelta(days=n) for n in range(4 * 365 + 1))
    return frozenset((months_after(day, months) - day).days for day in days)


@lru_cache(maxsize=32)
def longest_span(workdays: int, calendar: WorkCalendar) -> int:
    """The most calendar days that `workdays` working days took in any published year."""
    years = calendar.published_years
    if not years:
        return workdays * 7  # nothing known: as if one day a week were worked
    first, last = date(min(years), 1, 1), date(max(years), 12, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    worked = [day for day in days if calendar.is_workday(day)]
    return max(
        (worked[place - 1] - day).days
        for day in days
        if (place := bisect_right(worked, day) + workdays) <= len(worked)
    )
