"""Which periods are half gone, near, due or late on one day, as conditions the database can answer.

Every condition starts from the open periods, of which there is an index; the closed ones, however
many, cost nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Value,
    When,
)

from oversight.models import Reminder, Stage
from petitions.models import Deadline, Event
from petitions.models.deadline import WINDOWS, DeadlineStatus
from routing.stages import Stages, late_since

if TYPE_CHECKING:
    import datetime as dt

    from petitions.models.deadline import DeadlineQuerySet
    from petitions.models.event import EventQuerySet
    from routing.calendar import WorkCalendar

#: The place of a period that has reached no stage of its last day yet.
NOWHERE = 0
LOOKED_UP = "view_contact"


@dataclass(frozen=True)
class Place:
    """One stage, told apart by its ordinal where it comes several times."""

    stage: Stage
    ordinal: int = 0

    @property
    def number(self) -> int:
        return self.stage.value + self.ordinal

    @classmethod
    def at(cls, number: int) -> Self:
        stage = max(stage for stage in Stage if stage.value <= number)
        return cls(stage, number - stage.value)

    @property
    def is_late(self) -> bool:
        return self.stage >= Stage.LATE


@dataclass(frozen=True)
class Horizon:
    """One day, its calendar, and the stages as they stand."""

    today: dt.date
    calendar: WorkCalendar
    stages: Stages

    @classmethod
    def of(cls, today: dt.date, calendar: WorkCalendar) -> Self:
        return cls(today, calendar, Stages.load())

    def running(self) -> DeadlineQuerySet:
        """Running periods of organizations. Paused ones and the petitioner's own wait for nobody
        here; a window that has passed is simply over."""
        over = Q(code__in=WINDOWS, due_on__lt=self.today)
        return Deadline.objects.filter(
            ~over, status=DeadlineStatus.RUNNING, organization__isnull=False
        )

    def reached(self) -> DeadlineQuerySet:
        """Those that are near, due today or late."""
        return self.running().filter(self.is_pressing)

    def untold(self) -> DeadlineQuerySet:
        """Those that reached something nobody has been told of yet, with what they reached:
        `place` by their last day, `is_half_idle`, and `is_promise_over`."""
        marked = self.running().annotate(
            place=self._place(),
            is_half_idle=_whether(self._half_idle()),
            is_promise_over=_whether(self._promise_over),
        )
        return marked.filter(
            Q(self.is_pressing) & ~self._told(OuterRef("place"))
            | Q(is_promise_over=True) & ~self._told(Value(Stage.PLEDGE.value))
            | Q(is_half_idle=True) & ~self._told(Value(Stage.HALF.value))
        )

    @cached_property
    def is_pressing(self) -> Q:
        return Q(near_on__lte=self.today) | Q(due_on__lte=self.today)

    @cached_property
    def _promise_over(self) -> Q:
        """The promise ends today or has ended; once the period itself ends, only that counts."""
        return Q(pledged_on__lte=self.today, due_on__gt=self.today)

    def _half_idle(self) -> Q:
        """Half gone, not near yet, and nobody did anything on this hop since it began."""
        is_waiting = Q(half_on__lte=self.today) & ~self.is_pressing & ~Q(code__in=WINDOWS)
        idle = ~Exists(acts_since_start(OuterRef("referral"), OuterRef("started_on")))
        return is_waiting & Q(idle)

    def _place(self) -> Case:
        """The stage that the last day alone decides, as one number that only grows."""
        return Case(
            *self._late_again(),
            When(due_on__lt=self.today, then=Value(Stage.LATE.value)),
            When(due_on=self.today, then=Value(Stage.DUE_TODAY.value)),
            When(near_on__lte=self.today, then=Value(Stage.NEAR.value)),
            default=Value(NOWHERE),
            output_field=IntegerField(),
        )

    def _late_again(self) -> list[When]:
        """The later reminders; a nearer scope shuts out the wider ones."""
        whens: list[When] = []
        beyond = Q(due_on__lt=self.today)
        for code, organization in self.stages.scopes():
            here = Q(code=code) if code else Q()
            if organization is not None:
                here &= Q(organization=organization)
            for rule in self.stages.again((code, organization)):
                since = late_since(self.today, rule.number or 0, rule.measure, self.calendar)
                number = Place(Stage.LATE_AGAIN, rule.ordinal).number
                whens.append(When(beyond & here & Q(due_on__lte=since), then=Value(number)))
            if here:
                whens.append(When(beyond & here, then=Value(Stage.LATE.value)))
        return whens

    def _told(self, number: OuterRef | Value) -> Exists:
        marks = Reminder.objects.annotate(number=F("stage") + F("ordinal"))
        return Exists(
            marks.filter(
                deadline=OuterRef("pk"), deadline_version=OuterRef("version"), number=number
            )
        )


def acts_since_start(referral: OuterRef, started_on: OuterRef) -> EventQuerySet:
    """Anything somebody did on a hop after the day on which its period began; to look up a
    telephone number is not to do anything."""
    acts = Event.objects.filter(referral=referral, by__isnull=False, at__date__gt=started_on)
    return acts.exclude(action=LOOKED_UP)


def _whether(condition: Q) -> ExpressionWrapper[Q]:
    return ExpressionWrapper(condition, output_field=BooleanField())
