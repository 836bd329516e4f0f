"""The rows behind a number as lines of a table: the page and the workbook show the same cells."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from accounts.models import Organization
from oversight.indicators import Indicator, Unit
from oversight.models import Adoption, Ticket
from petitions.models import BaseFlag, Claim, Petition, Referral
from petitions.models.petition import Intake
from petitions.models.rating import Score
from petitions.models.statistics import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oversight.indicators.cohorts import Rows


@dataclass(frozen=True)
class Entry:
    """One line: the address of what it is about, and its cells in the order of `columns`."""

    url: str
    number: str
    title: str
    cells: tuple[str, ...]
    columns: tuple[str, ...] = ()

    @property
    def labelled(self) -> list[tuple[str, str]]:
        """Each cell under its column, for a screen too narrow for a table."""
        return list(zip(self.columns, self.cells, strict=True))


TICKET_COLUMNS = ("种类", "对象", "开出日", "采纳情况")
PLAIN_COLUMNS = ("形式", "登记日", "登记机关")


def columns(indicator: Indicator) -> tuple[str, ...]:
    """What stands beside number and title."""
    if indicator.unit is Unit.TICKET:
        return TICKET_COLUMNS
    return ("形式", "登记日", "责任机关", "界限日", "完成日", "说明")


def plain_columns(rows: Rows) -> tuple[str, ...]:
    """For rows that no indicator judged: those of the yearly report, and frozen ones."""
    if rows.model is Ticket:
        return TICKET_COLUMNS
    return ("环节", "送达日", "承办机关") if rows.model is Referral else PLAIN_COLUMNS


def listed(rows: Rows) -> Rows:
    """With what a line shows, at a fixed number of queries, in the order of the list."""
    if rows.model is Petition:
        return rows.select_related("organization").order_by("registered_at", "pk")
    if rows.model is Claim:
        related = rows.select_related("petition__organization")
        return related.order_by("petition__registered_at", "pk")
    if rows.model is Referral:
        hops = rows.select_related("claim__petition__organization", "organization")
        return hops.order_by("delivered_at", "pk")
    return rows.select_related("claim__petition", "organization").order_by("opened_on", "pk")


def entries(rows: Iterable[Any], columns: tuple[str, ...], *, plain: bool = False) -> list[Entry]:
    """`plain` rows carry no judgement of an indicator."""
    found = list(rows)
    names = Organization.objects.in_bulk(
        {getattr(row, "answering", None) for row in found} - {None}
    )
    marks = _marks(found)
    lines = [_entry(row, names, marks, plain=plain) for row in found]
    return [replace(line, columns=columns) for line in lines]


def _entry(
    row: Any, names: dict[int, Organization], marks: dict[int, str], *, plain: bool
) -> Entry:
    if isinstance(row, Ticket):
        return _ticket(row)
    petition = _petition(row)
    url = reverse("petitions:detail", args=[petition.number])
    if isinstance(row, Referral):
        hop = (str(row.get_hop_display()), _day(row.delivered_on), row.organization.name)
        return Entry(url, petition.number, petition.title, hop)
    first = (Intake(petition.intake).label, f"{petition.registered_at.astimezone(_ZONE):%Y-%m-%d}")
    if plain:
        cells: tuple[str, ...] = (*first, petition.organization.name)
    else:
        answering = names.get(getattr(row, "answering", 0))
        cells = (
            *first,
            answering.name if answering else "",
            _day(getattr(row, "limit_on", None)),
            _day(getattr(row, "done_on", None)),
            _note(row, petition, marks),
        )
    return Entry(url, petition.number, petition.title, tuple(str(cell) for cell in cells))


def _petition(row: Any) -> Petition:
    if isinstance(row, Petition):
        return row
    found: Petition = row.claim.petition if isinstance(row, Referral) else row.petition
    return found


def _ticket(row: Ticket) -> Entry:
    adoption = getattr(row, "adoption", None)
    cells = (
        row.get_kind_display(),
        row.organization.name,
        _day(row.opened_on),
        Adoption(adoption).label if adoption else "未答复",
    )
    number = row.claim.petition.number if row.claim else ""
    url = reverse("oversight:ticket", args=[row.pk])
    return Entry(url, number, row.subject, tuple(str(cell) for cell in cells))


def _note(row: Any, petition: Petition, marks: dict[int, str]) -> str:
    """Why it is left out, how it was rated, that it came again."""
    said = [marks.get(petition.pk, "")]
    score = getattr(row, "score", None)
    if score:
        said.append(str(Score(score).label))
    if getattr(row, "came_again", False):
        said.append("再次信访")
    if petition.is_repeat:
        said.append("重件")
    if petition.intake == Intake.AGENT:
        said.append("代办，官方口径不计")
    return "；".join(part for part in said if part)


def _marks(rows: list[Any]) -> dict[int, str]:
    """Which marks are in force, who set them and why, by petition."""
    petitions = {_petition(row).pk for row in rows if not isinstance(row, Ticket)}
    found = BaseFlag.objects.newest().filter(petition__in=petitions, value=True)
    said: dict[int, list[str]] = {}
    for flag in found.select_related("set_by").order_by("pk"):
        line = f"{Mark(flag.flag).label}（{flag.set_by.name}：{flag.reason}）"
        said.setdefault(flag.petition_id, []).append(line)
    return {pk: "；".join(lines) for pk, lines in said.items()}


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


_ZONE = dt.timezone(dt.timedelta(hours=8))
