"""Which stage of a period is told now, and which had already passed when somebody looked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oversight.horizon import NOWHERE, Place
from oversight.models import Reminder, Stage
from oversight.withdrawal import withdraw_notices

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from petitions.models import Deadline


@dataclass(frozen=True)
class Told:
    """One period, the one stage of it that is told now, and the how-manyeth time that is: of the
    reminders before its last day, or of the 催办 after it."""

    deadline: Deadline
    place: Place
    nth: int


def mark(deadlines: list[Deadline], *, today: dt.date, at: dt.datetime) -> list[Told]:
    """One mark for the highest stage reached, and one for each lower one that nobody was told of.
    The rows come from `Horizon.untold`, locked."""
    known: dict[int, list[Reminder]] = defaultdict(list)
    for reminder in Reminder.objects.filter(deadline__in=[row.pk for row in deadlines]):
        known[reminder.deadline_id].append(reminder)
    told, rows, outdated = [], [], []
    for deadline in deadlines:
        marks = [row for row in known[deadline.pk] if row.deadline_version == deadline.version]
        place = _highest_untold(deadline, marks)
        told.append(Told(deadline, place, nth(marks, place)))
        rows.append(_reminder(deadline, place, at=at))
        rows += [
            _reminder(deadline, missed, at=at, superseded=True)
            for missed in _missed(deadline, place, today=today)
            if missed.number not in {_number(row) for row in marks}
        ]
        outdated += [row for row in marks if _says_less(row, place)]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    withdraw_notices(outdated, at=at)
    return told


def nth(marks: Iterable[Reminder], place: Place) -> int:
    """Stages that nobody was told of do not count."""
    told = [row for row in marks if not row.superseded]
    return 1 + sum((row.stage >= Stage.LATE) == place.is_late for row in told)


def _highest_untold(deadline: Deadline, marks: list[Reminder]) -> Place:
    known = {_number(row) for row in marks}
    reached = {deadline.place} - {NOWHERE}  # type: ignore[attr-defined]
    if deadline.is_promise_over:  # type: ignore[attr-defined]
        reached.add(Stage.PLEDGE.value)
    if deadline.is_half_idle:  # type: ignore[attr-defined]
        reached.add(Stage.HALF.value)
    return Place.at(max(reached - known))


def _missed(deadline: Deadline, place: Place, *, today: dt.date) -> list[Place]:
    """Everything below the stage that is told and that had come. Whether nobody had done anything
    when half of it was gone cannot be told afterwards."""
    lower = [Place(stage) for stage in (Stage.NEAR, Stage.DUE_TODAY, Stage.LATE)]
    lower += [Place(place.stage, n) for n in range(1, place.ordinal)]
    if deadline.pledged_on is not None and deadline.pledged_on <= today:
        lower.append(Place(Stage.PLEDGE))
    return [one for one in lower if one.number < place.number]


def _says_less(row: Reminder, place: Place) -> bool:
    """What this mark said is said anew, and better, by the stage that is told now. The ticket of
    `LATE` goes on waiting for its answer."""
    return row.closed_at is None and row.stage != Stage.LATE and _number(row) < place.number


def _reminder(
    deadline: Deadline, place: Place, *, at: dt.datetime, superseded: bool = False
) -> Reminder:
    return Reminder(
        deadline=deadline,
        deadline_version=deadline.version,
        stage=place.stage.value,
        ordinal=place.ordinal,
        handler_id=deadline.referral.handler_id,
        superseded=superseded,
        told_at=at,
        closed_at=at if superseded else None,
    )


def _number(row: Reminder) -> int:
    return row.stage + row.ordinal
