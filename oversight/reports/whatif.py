"""假设: what the rate would be if some open claims were answered by a day. Writes nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from oversight.indicators import Figure, Question, Scope, Supposition, figures, rows_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from accounts.models import Organization, User
    from oversight.indicators import Period
    from oversight.indicators.cohorts import Rows

CODE = "on_time_answer"
#: States of the indicator in which a claim still waits for its answer.
WAITING = ("not_yet", "overdue")
MOST = 500


@dataclass(frozen=True)
class Outcome:
    """Now and then; `helped` of the chosen would be in time on that day."""

    now: Figure
    then: Figure
    chosen: int
    helped: int
    on: dt.date


def open_claims(
    user: User, period: Period, *, on: dt.date, organization: Organization | None = None
) -> Rows:
    """Counted claims that are due in the period and not answered, the first due first."""
    question = Question(Scope.of(user, organization), period, on)
    waiting = rows_of(question, CODE, WAITING[0]) | rows_of(question, CODE, WAITING[1])
    return waiting.select_related("petition").order_by("limit_on", "petition__registered_at", "pk")


def suppose(
    user: User,
    period: Period,
    chosen: Collection[UUID],
    *,
    by: dt.date,
    on: dt.date,
    organization: Organization | None = None,
) -> Outcome:
    """The same function counts both; what is not open or not visible is not supposed."""
    rows = open_claims(user, period, on=on, organization=organization).filter(pk__in=chosen)
    open_days = dict(rows.values_list("pk", "limit_on"))
    supposition = Supposition(frozenset(open_days), by)
    now, *_ = figures(user, period, on=on, organization=organization, codes=(CODE,))
    then, *_ = figures(
        user, period, on=on, organization=organization, codes=(CODE,), supposing=supposition
    )
    helped = sum(by <= last for last in open_days.values())
    return Outcome(now, then, len(open_days), helped, by)
