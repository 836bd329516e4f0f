"""The nouns of time: a limit of the law, its unit, a pause. Pure Python, no arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class Unit(StrEnum):
    DAYS = "days"
    WORKDAYS = "workdays"
    #: To the same day of a later month, or to its last day where it has no such day.
    MONTHS = "months"
    #: The day stands on the document itself (指定办理期限); it cannot be computed.
    FIXED = "fixed"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Unit.DAYS: "日",
    Unit.WORKDAYS: "个工作日",
    Unit.MONTHS: "个月",
    Unit.FIXED: "指定日期",
}


class Part(StrEnum):
    """What a computation was refused for, so that a form can show it at the right field."""

    LIMIT = "limit"
    START = "start"
    PAUSES = "pauses"
    EXTENSION = "extension"


class LimitError(ValueError):
    """A period that cannot be computed. The message is Chinese and meant for the reader."""

    def __init__(self, message: str, part: Part = Part.LIMIT) -> None:
        super().__init__(message)
        self.part = part


@dataclass(frozen=True)
class Limit:
    """A time limit as it stood at one version. `number` is None for `Unit.FIXED` only."""

    code: str
    name: str
    article: str
    number: int | None
    unit: Unit
    rolls: bool
    extension_cap: int
    version: int
    is_internal: bool = False
    starts_at: str = ""


@dataclass(frozen=True)
class Pause:
    """Days that do not count, `start` up to the day before `end`; None while it lasts."""

    start: date
    end: date | None
    reason: str = ""

    @property
    def days(self) -> int:
        """Whole days paused; an open pause has none until it ends."""
        return 0 if self.end is None else (self.end - self.start).days

    def covers(self, day: date) -> bool:
        return self.end is not None and self.start <= day < self.end
