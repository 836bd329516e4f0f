"""Which periods are near, due or late on one day, as conditions the database can answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When

from oversight.models import Reminder, Stage
from oversight.rules import NEAR_DAYS, NEAR_WORKDAYS
from petitions.models import Deadline
from petitions.models.deadline import WINDOWS, DeadlineStatus
from routing.limits import Unit

if TYPE_CHECKING:
    from petitions.models.deadline import DeadlineQuerySet
    from routing.calendar import WorkCalendar


@dataclass(frozen=True)
class Horizon:
    """How far one day looks ahead: the latest last days that are near in 日 and in 工作日."""

    today: dt.date
    in_days: dt.date
    in_workdays: dt.date

    @classmethod
    def of(cls, today: dt.date, calendar: WorkCalendar) -> Self:
        beyond = today
        for _ in range(NEAR_WORKDAYS + 1):
            beyond = calendar.next_workday(beyond)
        return cls(today, today + dt.timedelta(NEAR_DAYS), beyond - dt.timedelta(1))

    def stage(self, due_on: dt.date) -> Stage:
        """The stage of a period that this horizon reaches."""
        if due_on < self.today:
            return Stage.LATE
        return Stage.DUE_TODAY if due_on == self.today else Stage.NEAR

    def reached(self) -> DeadlineQuerySet:
        """Running periods of organizations in some stage today. Paused ones and the petitioner's
        own wait for nobody here; a window that has passed is simply over."""
        near = Q(unit=Unit.WORKDAYS.value, due_on__lte=self.in_workdays) | (
            ~Q(unit=Unit.WORKDAYS.value) & Q(due_on__lte=self.in_days)
        )
        over = Q(code__in=WINDOWS, due_on__lt=self.today)
        return Deadline.objects.filter(
            near, ~over, status=DeadlineStatus.RUNNING, organization__isnull=False
        )

    def untold(self) -> DeadlineQuerySet:
        """Those of `reached` whose present stage nobody has been told of yet."""
        stage = Case(
            When(due_on__lt=self.today, then=Value(Stage.LATE.value)),
            When(due_on=self.today, then=Value(Stage.DUE_TODAY.value)),
            default=Value(Stage.NEAR.value),
            output_field=IntegerField(),
        )
        told = Reminder.objects.filter(
            deadline=OuterRef("pk"),
            deadline_version=OuterRef("version"),
            stage=OuterRef("current_stage"),
        )
        return self.reached().annotate(current_stage=stage).filter(~Exists(told))
