"""When a period is spoken of and to whom, as the product is delivered. Rows that an office has
changed or added stay as they are."""

from __future__ import annotations

from typing import NamedTuple

from routing.models.stage import Measure, Rung, Stage

_OWN = (Rung.TURN, Rung.DESK, Rung.LEADER)


class StageRow(NamedTuple):
    stage: Stage
    ordinal: int
    number: int | None
    measure: str
    rungs: tuple[Rung, ...]


STAGES = (
    StageRow(Stage.HALF, 0, 50, Measure.PERCENT, (Rung.TURN,)),
    StageRow(Stage.PLEDGE, 0, None, "", (Rung.TURN, Rung.LEADER)),
    StageRow(Stage.NEAR, 0, 7, Measure.DAYS, (Rung.TURN,)),
    StageRow(Stage.NEAR, 0, 3, Measure.WORKDAYS, (Rung.TURN,)),
    StageRow(Stage.DUE_TODAY, 0, None, "", (Rung.TURN, Rung.DESK)),
    StageRow(Stage.LATE, 0, None, "", (*_OWN, Rung.SUPERVISOR)),
    StageRow(Stage.LATE_AGAIN, 1, 3, Measure.WORKDAYS, (*_OWN, Rung.SUPERVISOR)),
    StageRow(Stage.LATE_AGAIN, 2, 10, Measure.WORKDAYS, (*_OWN, Rung.SUPERVISOR, Rung.CHIEF)),
    StageRow(Stage.LATE_AGAIN, 3, 20, Measure.WORKDAYS, (*_OWN, Rung.SUPERVISOR, Rung.CHIEF)),
)
