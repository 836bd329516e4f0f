"""The law as rows: the work calendar, time limits, content classes, the guide, duties, stages."""

from routing.models.calendar import (
    LONGEST_DAY_NAME,
    CalendarChange,
    CalendarVersion,
    PublishedYear,
    SpecialDay,
    calendar_version,
)
from routing.models.duty import Duty
from routing.models.guide import Category, ChannelClass, Kind, Situation
from routing.models.pause_rule import PauseRule, Procedure
from routing.models.pledge import Pledge
from routing.models.stage import Measure, Rung, Stage, StageRule
from routing.models.time_limit import TimeLimit

__all__ = [
    "LONGEST_DAY_NAME",
    "CalendarChange",
    "CalendarVersion",
    "Category",
    "ChannelClass",
    "Duty",
    "Kind",
    "Measure",
    "PauseRule",
    "Pledge",
    "Procedure",
    "PublishedYear",
    "Rung",
    "Situation",
    "SpecialDay",
    "Stage",
    "StageRule",
    "TimeLimit",
    "calendar_version",
]
