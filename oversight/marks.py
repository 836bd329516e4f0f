"""When the calendar or the stages change, open periods become near on another day."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction

from oversight.models import MarksStamp
from petitions import clocks
from petitions.models import Deadline, Matter

if TYPE_CHECKING:
    from routing.calendar import WorkCalendar
    from routing.stages import Stages

BATCH = 500


def bring_up_to_date(stages: Stages, calendar: WorkCalendar) -> int:
    """Compute half gone and near anew for all open periods, if anything they follow from has
    changed since that was last done; returns how many moved. Last days do not move here."""
    stamp = _stamp(stages, calendar)
    if MarksStamp.objects.filter(pk=MarksStamp.ROW, stamp=stamp).exists():
        return 0
    moved, is_complete, after = 0, True, 0
    while True:
        rows = Deadline.objects.open().filter(pk__gt=after).order_by("pk")
        batch = dict(rows.values_list("pk", "referral__claim__matter_id")[:BATCH])
        if not batch:
            break
        changed, all_free = _refresh(batch, stages, calendar)
        moved, is_complete, after = moved + changed, is_complete and all_free, max(batch)
    if is_complete:  # what another process held is looked at again by the next sweep
        MarksStamp.objects.update_or_create(pk=MarksStamp.ROW, defaults={"stamp": stamp})
    return moved


@transaction.atomic
def _refresh(batch: dict[int, int], stages: Stages, calendar: WorkCalendar) -> tuple[int, bool]:
    """Behind the locks on their matters: no act moves one of these periods meanwhile."""
    wanted = set(batch.values())
    free = Matter.objects.filter(pk__in=wanted).order_by("pk")
    matters = [row.pk for row in free.select_for_update(skip_locked=True, of=("self",))]
    deadlines = Deadline.objects.open().filter(pk__in=batch, referral__claim__matter__in=matters)
    changed = clocks.refresh_marks(
        deadlines.prefetch_related("pauses"), stages=stages, calendar=calendar
    )
    return changed, len(matters) == len(wanted)


def _stamp(stages: Stages, calendar: WorkCalendar) -> str:
    """Everything that the days are computed from, in few letters."""
    said = f"{calendar.version} {stages.signature}"
    return hashlib.sha256(said.encode()).hexdigest()
