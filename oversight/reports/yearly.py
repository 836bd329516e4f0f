"""信访情况年度报告 (Article 41): its four statutory parts as tallies, each with its list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Organization
from oversight.indicators import Figure, Question, Scope, figures
from oversight.indicators.cohorts import NOT_RETURNED, suggestions
from oversight.models import SUGGESTIONS, Adoption, TicketKind, TicketStatus
from oversight.reports import frozen
from petitions.models import Referral
from petitions.models.petition import Intake, Purpose
from petitions.states import REFERRED_HOPS, Branch, Hop
from routing.models import Category

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import User
    from oversight.indicators import Period
    from oversight.indicators.cohorts import Rows
    from oversight.models import Snapshot

#: 被投诉较多的: so many bodies are named.
MOST_BODIES = 10
SUPERVISION = tuple(kind for kind in TicketKind if kind not in SUGGESTIONS)
PARTS = (
    "一、信访事项的数据统计、信访事项涉及领域以及被投诉较多的机关、单位",
    "二、转送、交办、督办情况",
    "三、提出改进工作、完善政策、追究责任建议以及被采纳情况",
    "四、其他应当报告的事项",
)
ALL = "all"


@dataclass(frozen=True)
class Tally:
    """One table of the report: rows of a kind in the year, told apart by one column. `part` is the
    number of the statutory part (from 0); `labels` says the keys in words."""

    code: str
    part: int
    title: str
    rows: Callable[[Scope, Period], Rows]
    key: str
    labels: Callable[[list[Any]], dict[Any, str]]
    most: int | None = None


@dataclass(frozen=True)
class Cell:
    """One number of the report: its key stands in the address of its list."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class Section:
    tally: Tally
    total: int
    cells: list[Cell]


@dataclass(frozen=True)
class YearReport:
    period: Period
    office: Organization | None
    sections: list[Section]
    people: int
    figures: list[Figure]
    snapshot: Snapshot | None

    def part(self, number: int) -> list[Section]:
        return [section for section in self.sections if section.tally.part == number]


def year_report(user: User, period: Period, *, on: dt.date) -> YearReport:
    scope = Scope.of(user)
    snapshot = frozen.snapshot_of(user, scope, period)
    found = frozen.figures_in(snapshot) if snapshot is not None else figures(user, period, on=on)
    people = _petitions(scope, period).aggregate(n=Sum("people_count"))["n"] or 0
    return YearReport(
        period=period,
        office=Organization.objects.filter(pk__in=scope.offices).first(),
        sections=[_section(tally, scope, period) for tally in TALLIES.values()],
        people=people,
        figures=found,
        snapshot=snapshot,
    )


def rows_behind(user: User, period: Period, code: str, key: str) -> Rows:
    """The rows of one number. Raises `KeyError` for a table or a line that there is not."""
    tally, scope = TALLIES[code], Scope.of(user)
    rows = tally.rows(scope, period)
    if key == ALL:
        return rows
    for value in _values(tally, rows):
        if _key(value) == key:
            return rows.filter(**{tally.key: value})
    raise KeyError(key)


def _section(tally: Tally, scope: Scope, period: Period) -> Section:
    rows = tally.rows(scope, period)
    counted = rows.order_by().values(tally.key).annotate(n=Count("pk")).order_by("-n", tally.key)
    found = list(counted.values_list(tally.key, "n"))
    labels = tally.labels([value for value, _ in found])
    cells = [Cell(_key(value), labels.get(value, "未填写"), count) for value, count in found]
    return Section(tally, sum(count for _, count in found), cells[: tally.most])


def _values(tally: Tally, rows: Rows) -> list[Any]:
    return list(rows.order_by().values_list(tally.key, flat=True).distinct())


def _key(value: object) -> str:
    """What stands in an address; nothing written down is a key too."""
    return "none" if value is None or value == "" else str(value).lower()


# --- the rows ------------------------------------------------------------------------------------


def _petitions(scope: Scope, period: Period) -> Rows:
    since, until = moments(period)
    rows: Any = scope.petitions()
    return rows.filter(registered_at__gte=since, registered_at__lt=until)


def _claims(scope: Scope, period: Period) -> Rows:
    since, until = moments(period)
    rows: Any = scope.claims()
    return rows.filter(petition__registered_at__gte=since, petition__registered_at__lt=until)


def _by_field(scope: Scope, period: Period) -> Rows:
    """By the first level of the content class."""
    first_level = Coalesce("category__parent__code", "category__code")
    return _claims(scope, period).annotate(field=first_level)


def _by_body(scope: Scope, period: Period) -> Rows:
    """Claims by the body to which they went and which did not give them back."""
    sent = _claims(scope, period).filter(
        referrals__hop__in=REFERRED_HOPS, referrals__state__in=NOT_RETURNED
    )
    return sent.annotate(body=F("referrals__organization"))


def _hops(*hops: Hop) -> Callable[[Scope, Period], Rows]:
    def rows(scope: Scope, period: Period) -> Rows:
        found: Any = Referral.objects.filter(claim__in=scope.claims().order_by().values("pk"))
        return found.filter(hop__in=hops, delivered_on__range=(period.starts_on, period.ends_on))

    return rows


def _tickets(*kinds: TicketKind) -> Callable[[Scope, Period], Rows]:
    def rows(scope: Scope, period: Period) -> Rows:
        found: Any = scope.tickets()
        return found.filter(
            kind__in=kinds, opened_on__range=(period.starts_on, period.ends_on)
        ).exclude(status__in=(TicketStatus.PROPOSED, TicketStatus.VOID))

    return rows


def _adopted(scope: Scope, period: Period) -> Rows:
    return suggestions(Question(scope, period, period.ends_on))


def _said(choices: Any, empty: str = "未填写") -> Callable[[list[Any]], dict[Any, str]]:
    known = {value: str(label) for value, label in choices.choices}
    return lambda values: {value: known.get(value, empty) for value in values}


def _named(values: list[Any]) -> dict[Any, str]:
    return {row.pk: row.name for row in Organization.objects.filter(pk__in=values)}


def _fields(values: list[Any]) -> dict[Any, str]:
    names = {row.code: row.name for row in Category.objects.filter(code__in=values)}
    return {value: names.get(value, "未分类") for value in values}


def _first_or_repeat(values: list[Any]) -> dict[Any, str]:
    return {value: "重件" if value else "初件" for value in values}


def moments(period: Period) -> tuple[dt.datetime, dt.datetime]:
    """From the first midnight to the one after the last day."""
    since, until = (
        timezone.make_aware(dt.datetime.combine(day, dt.time()))
        for day in (period.starts_on, period.ends_on + dt.timedelta(days=1))
    )
    return since, until


_ROWS = (
    Tally("intake", 0, "按信访形式", _petitions, "intake", _said(Intake)),
    Tally("repeat", 0, "初件和重件", _petitions, "is_repeat", _first_or_repeat),
    Tally("purpose", 0, "按信访目的", _petitions, "purpose", _said(Purpose)),
    Tally("field", 0, "信访事项涉及领域", _by_field, "field", _fields),
    Tally("body", 0, "被投诉较多的机关、单位", _by_body, "body", _named, most=MOST_BODIES),
    Tally("referral", 1, "转送、交办", _hops(*REFERRED_HOPS), "hop", _said(Hop)),
    Tally("supervision", 1, "督办", _tickets(*SUPERVISION), "kind", _said(TicketKind)),
    Tally("suggestion", 2, "提出的建议", _tickets(*sorted(SUGGESTIONS)), "kind", _said(TicketKind)),
    Tally("adoption", 2, "采纳情况", _adopted, "adoption", _said(Adoption, "尚未答复")),
    Tally("review", 3, "复查、复核", _hops(Hop.REVIEW, Hop.FINAL_REVIEW), "hop", _said(Hop)),
    Tally("branch", 3, "按办理途径（第三十一条）", _claims, "branch", _said(Branch, "尚未确定")),
)
TALLIES: dict[str, Tally] = {row.code: row for row in _ROWS}
