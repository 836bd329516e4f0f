"""From roads to dated stories: pure arithmetic, the same for the same day."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import NAMESPACE_DNS, UUID, uuid5

from petitions.demo.accounts import ENV, HR
from petitions.demo.roads import ROADS, Road
from petitions.demo.steps import GAPS, Step
from petitions.demo.wording import Someone, Wording, drawn, someone, wordings
from petitions.models.petition import Intake
from petitions.states import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.calendar import WorkCalendar

ONE_DAY = dt.timedelta(days=1)
REPRESENTATIVES = 5
REVIEW_DRAFT = 13
INTAKES = (
    *(Intake.LETTER, Intake.VISIT, Intake.WEB) * 3,
    *(Intake.LETTER, Intake.PHONE, Intake.CODE, Intake.AGENT),
)
ZONE = dt.timezone(dt.timedelta(hours=8))


@dataclass(frozen=True)
class Story:
    """One petition with its acts and their moments; `parent` is the key of the one it follows."""

    key: str
    road: Road
    wording: Wording
    people: tuple[Someone, ...]
    intake: Intake
    steps: tuple[tuple[Step, dt.datetime], ...]
    named_on: dt.date | None = None
    parent: str = ""

    @property
    def idempotency_key(self) -> UUID:
        return key_of(self.key)

    @property
    def root(self) -> str:
        """Stories of one root are told by one teller, the earlier before the later."""
        return self.parent or self.key

    @property
    def begins_on(self) -> dt.date:
        return self.steps[0][1].date()

    @property
    def ends_on(self) -> dt.date:
        return self.steps[-1][1].date()


def key_of(name: str) -> UUID:
    """The idempotency key that registers this story once, whenever the demo is started."""
    return uuid5(NAMESPACE_DNS, f"{name}.demo.example")


def plan(*, on: dt.date, calendar: WorkCalendar, only: int | None = None) -> list[Story]:
    """The stories as of this day. `only` takes that many, the first of every road before the
    second of any, and whatever those point to."""
    stories: dict[str, Story] = {}
    used: Counter[str] = Counter()
    for road in ROADS:
        parents = [story for story in stories.values() if story.road.name == road.follows]
        for place in range(len(road.ages)):
            story = _story(road, place, used=used, on=on, calendar=calendar)
            stories[story.key] = _following(story, parents, place) if road.follows else story
    return list(stories.values()) if only is None else _some(stories, only)


def _some(stories: dict[str, Story], only: int) -> list[Story]:
    rounds = sorted(stories.values(), key=lambda story: int(story.key.rpartition("-")[2]))
    chosen: dict[str, Story] = {}
    for story in rounds:
        if len(chosen) >= only:
            break
        if story.parent:
            chosen[story.parent] = stories[story.parent]
        chosen[story.key] = story
    return list(chosen.values())


def _story(
    road: Road, place: int, *, used: Counter[str], on: dt.date, calendar: WorkCalendar
) -> Story:
    key = f"{road.name}-{place}"
    dice = random.Random(key)  # noqa: S311 - the same demo on every machine
    days = list(_days(road, place, dice=dice, on=on, calendar=calendar))
    wording = min(_fitting(road), key=lambda row: used[row.slug])
    used[wording.slug] += 1
    return Story(
        key=key,
        road=road,
        wording=drawn(wording, dice=dice, on=days[0]),
        people=tuple(someone(dice) for _ in range(min(road.crowd, REPRESENTATIVES))),
        intake=road.intake or _intake(dice, days[0], calendar),
        steps=tuple(_moments((Step.REGISTER, *road.steps), days, dice)),
        named_on=on + road.due_in[place] * ONE_DAY if road.due_in else None,
    )


def _following(story: Story, parents: list[Story], place: int) -> Story:
    """The same person about the same matter, after what had happened in the first story."""
    earlier = [parent for parent in parents if parent.ends_on < story.begins_on]
    parent = earlier[place % len(earlier)]
    return replace(story, parent=parent.key, wording=parent.wording, people=parent.people)


def _fitting(road: Road) -> list[Wording]:
    found = [row for row in wordings() if _fits(road, row)]
    if not found:
        raise LookupError(f"No letter fits the road {road.name}.")
    return found


def _fits(road: Road, row: Wording) -> bool:
    alike = (road.kind, road.is_enquiry) == (row.kind, row.is_enquiry)
    if not alike or (road.body and road.body != row.body):
        return False
    if not road.body and not road.at_any_body and row.body in (HR, ENV):
        return False
    if row.kind == Kind.GRIEVANCE and road.branches and row.branch not in road.branches:
        return False
    return (not road.outcomes or row.outcome in road.outcomes) and (
        not road.goes_astray or bool(row.first_sent)
    )


def _days(
    road: Road, place: int, *, dice: random.Random, on: dt.date, calendar: WorkCalendar
) -> Iterator[dt.date]:
    """The day of every act: the anchor as the table says, the others around it on working days."""
    steps = (Step.REGISTER, *road.steps)
    gaps = [_gap(road, steps, ordinal, dice) for ordinal in range(1, len(steps))]
    last = len(steps) - 1
    anchor = last if road.anchor is None else last - steps[::-1].index(road.anchor)
    anchor_on = on - road.ages[place] * ONE_DAY
    is_exact = road.anchor is not None or not road.acts
    before = anchor_on
    earlier = []
    for gap in reversed(gaps[:anchor]):
        before -= gap * ONE_DAY
        earlier.append(_worked(before, calendar))
    yield from reversed(earlier)
    day = anchor_on if is_exact else _worked(anchor_on, calendar)
    yield day
    for gap in gaps[anchor:]:
        day = max(day, _worked(min(day + gap * ONE_DAY, on - ONE_DAY), calendar))
        yield day


def _gap(road: Road, steps: tuple[Step, ...], place: int, dice: random.Random) -> int:
    """Days since the step before; a review has thirty in all, so its draft comes early."""
    step = steps[place]
    usual = road.gaps.get(step, dice.randint(*GAPS[step]))
    if step is Step.DRAFT and Step.ASK_REVIEW in steps[:place]:
        return min(usual, REVIEW_DRAFT)
    return usual


def _worked(day: dt.date, calendar: WorkCalendar) -> dt.date:
    while not calendar.is_workday(day):
        day -= ONE_DAY
    return day


def _intake(dice: random.Random, on: dt.date, calendar: WorkCalendar) -> Intake:
    """Nobody sits at the counter on a Sunday."""
    found = dice.choice(INTAKES)
    return found if calendar.is_workday(on) else Intake.WEB


def _moments(
    steps: tuple[Step, ...], days: list[dt.date], dice: random.Random
) -> Iterator[tuple[Step, dt.datetime]]:
    seen: Counter[dt.date] = Counter()
    for step, day in zip(steps, days, strict=True):
        minutes = 45 * seen[day] + dice.randrange(40)
        seen[day] += 1
        start = dt.datetime.combine(day, dt.time(8, 40), ZONE)
        yield step, start + dt.timedelta(minutes=minutes)
