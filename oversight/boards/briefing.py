"""今日要情: what a leader should know this morning, each thing with what stands behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from oversight.boards import instructing, topics
from oversight.boards.lists import url
from oversight.models import Ticket
from petitions.words import month_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oversight.boards.scope import Scope

#: How far back something still is news.
NEWS_DAYS = 3
#: 集体: five people and more (Article 20).
CROWD = 5
OFTEN = 3
SHOWN = 5


@dataclass(frozen=True)
class News:
    """`kind` is the word on its tag; `url` leads to the petition, or to the list of a topic."""

    kind: str
    title: str
    told: str
    url: str
    tone: str = ""


def briefing(scope: Scope) -> list[News]:
    """Climbed tickets, crowds, matters that come again and again, topics that grow."""
    return [*_climbed(scope), *_crowds(scope), *_repeated(scope), *_growing(scope)]


def petition_url(number: str) -> str:
    return reverse("oversight:leader-petition", args=[number])


def _climbed(scope: Scope) -> Iterator[News]:
    since = scope.on - dt.timedelta(NEWS_DAYS)
    rows = (
        Ticket.objects.visible_to(scope.user)
        .newest()
        .filter(level__gte=instructing.FOR_LEADERS, opened_on__gte=since, claim__in=scope.claims())
    )
    rows = rows.select_related("organization", "claim__petition").order_by("-opened_at", "pk")
    for ticket in rows[:SHOWN]:
        petition = ticket.claim.petition if ticket.claim else None
        if petition is not None:
            told = f"{ticket.organization.name}，{month_day(ticket.opened_on)}升级"
            kind = ticket.get_kind_display()
            yield News(kind, petition.title, told, petition_url(petition.number), "late")


def _crowds(scope: Scope) -> Iterator[News]:
    since = scope.on - dt.timedelta(NEWS_DAYS)
    rows = scope.petitions().filter(received_on__range=(since, scope.on), people_count__gte=CROWD)
    for petition in rows.order_by("-people_count", "-pk")[:SHOWN]:
        told = (
            f"{petition.people_count} 人{petition.get_intake_display()}，"
            f"{month_day(petition.received_on)}收到"
        )
        yield News("集体", petition.title, told, petition_url(petition.number))


def _repeated(scope: Scope) -> Iterator[News]:
    for matter in topics.repeats(scope)[:SHOWN]:
        if matter.count >= OFTEN:
            told = f"近 {topics.REPEAT_DAYS} 天重复 {matter.count} 次"
            yield News("重复", matter.title, told, petition_url(matter.code))


def _growing(scope: Scope) -> Iterator[News]:
    weeks = topics.weeks(scope.on)
    for topic in topics.topics(scope)[:2]:
        if topic.now > topic.before:
            half = weeks[topics.HALF]
            where = url("topic", category=topic.code, since=half.first, until=weeks[-1].last)
            told = f"近四周 {topic.now} 件，前四周 {topic.before} 件"
            yield News("热点", topic.name, told, where)
