"""离岗 of the demonstration: somebody is away this week, somebody else soon."""

from __future__ import annotations

import datetime as dt

from accounts.models import Absence, User
from accounts.substitutes import enter

#: Who, by whom, from and until how many days after today, why.
ABSENCES = (
    ("hr_handler2", "hr_handler", -1, 5, "年休假"),
    ("env_desk", "env_handler", 3, 7, "外出培训"),
)


def plant(*, at: dt.datetime, on: dt.date) -> int:
    """Enter those that are missing and whose people exist; returns how many."""
    people = User.objects.in_bulk(
        [name for row in ABSENCES for name in row[:2]], field_name="username"
    )
    made = 0
    for away, instead, first, last, reason in ABSENCES:
        if away not in people or instead not in people:
            continue
        if Absence.objects.filter(user=people[away]).to_come(on).exists():
            continue
        enter(
            people[away],
            people[instead],
            starts_on=on + dt.timedelta(first),
            ends_on=on + dt.timedelta(last),
            by=people[away],
            at=at,
            on=on,
            reason=reason,
        )
        made += 1
    return made
