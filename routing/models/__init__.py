"""The law as rows: the work calendar, time limits, content classes, the guide, duties."""

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
from routing.models.time_limit import TimeLimit

__all__ = [
    "LONGEST_DAY_NAME",
    "CalendarChange",
    "CalendarVersion",
    "Category",
    "ChannelClass",
    "Duty",
    "Kind",
    "PublishedYear",
    "Situation",
    "SpecialDay",
    "TimeLimit",
    "calendar_version",
]
