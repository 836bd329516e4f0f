"""需要帮助的单位: who is behind now, and how often they were on time. Help first, blame never."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.models import Organization
from oversight.boards.rates import by_body

if TYPE_CHECKING:
    from decimal import Decimal

    from oversight.boards.census import Census
    from oversight.boards.scope import Scope
    from oversight.indicators import Figure


@dataclass(frozen=True)
class Unit:
    """`figure` is `None` where nothing was due; a small one says 样本少 instead of a rate."""

    organization: Organization
    late: int
    oldest: int
    figure: Figure | None

    @property
    def rate(self) -> Decimal | None:
        if self.figure is None or self.figure.is_small:
            return None
        return self.figure.value


def units(scope: Scope, counted: Census) -> list[Unit]:
    """Bodies that owe or owed something: most late now first, then the oldest, then the rate."""
    late = counted.late()
    rates = by_body(scope)
    places = Organization.objects.in_bulk({*late, *rates})
    found = [
        Unit(places[pk], *_behind(late.get(pk), scope.on), rates.get(pk)) for pk in {*late, *rates}
    ]
    return sorted(found, key=_need)


def _behind(late: tuple[int, dt.date] | None, on: dt.date) -> tuple[int, int]:
    return (late[0], (on - late[1]).days) if late else (0, 0)


def _need(unit: Unit) -> tuple[int, int, float, str]:
    return -unit.late, -unit.oldest, float(unit.rate or 1), unit.organization.name
