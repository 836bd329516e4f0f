"""Writes the stories into the database, in the order of their days, by one process or several.

Every act is one transaction, as in life: whatever stops the seeding leaves lawful petitions, and
the next run takes every story up where it stopped. Told day by day, letters get rising numbers.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import django
from django.db import connection, connections
from django.db.models import Count, F, Q
from django.utils import timezone

from accounts.models import User
from petitions.demo.cast import Cast
from petitions.demo.planning import Story, plan
from petitions.demo.telling import tell
from petitions.errors import LifecycleError
from petitions.models import Notice, Petition
from petitions.models.notice import Channel
from petitions.states import Action
from routing.workdays import work_calendar

if TYPE_CHECKING:
    from collections.abc import Callable

    #: Told how many of how many stories are done.
    Progress = Callable[[int, int], None]

READ_AFTER = dt.timedelta(days=7)


@dataclass(frozen=True)
class Order:
    """The demo as of `on`, its first `only` petitions, and which share of them to tell."""

    on: dt.date
    only: int | None = None
    share: int = 0
    shares: int = 1


def is_complete(order: Order) -> bool:
    """Whether every petition of the demo is there, with every act of its story."""
    stories = plan(on=order.on, calendar=work_calendar(), only=order.only)
    told = acts_told(stories)
    return all(told[story.key] >= len(story.steps) for story in stories)


def seed(order: Order, *, processes: int, progress: Progress) -> None:
    """Tell what is missing."""
    if processes == 1:
        tell_share(order, progress)
    else:
        _tell_together(order, processes, progress)
    quieten(on=order.on)


def acts_told(stories: list[Story]) -> dict[str, int]:
    """How many acts of each story the database has already, the registration included."""
    # A claim that was split off has lines of its own in the history, not acts of the story.
    counted = ~Q(claims__events__action=Action.REGISTER.value) & Q(claims__split=None)
    own = Count("claims__events", filter=counted)
    keys = [story.idempotency_key for story in stories]
    rows = Petition.objects.filter(idempotency_key__in=keys).annotate(acts=own)
    found = {key: 1 + acts for key, acts in rows.values_list("idempotency_key", "acts")}
    return {story.key: found.get(story.idempotency_key, 0) for story in stories}


def tell_share(order: Order, progress: Progress) -> None:
    """What one process does."""
    with connection.cursor() as cursor:
        # A crash of the machine takes the demo with it anyway: no waiting for the disk.
        cursor.execute("set synchronous_commit = off")
    stories = plan(on=order.on, calendar=work_calendar(), only=order.only)
    tell_stories(_share(stories, order), total=len(stories), progress=progress)


def tell_stories(stories: list[Story], *, total: int, progress: Progress) -> None:
    """The missing acts of these stories, the earliest first."""
    told, cast = acts_told(stories), Cast()
    left = {story.key: len(story.steps) - told[story.key] for story in stories}
    acts = [(at, story, step) for story in stories for step, at in story.steps[told[story.key] :]]
    for at, story, step in sorted(acts, key=lambda act: act[0]):
        if left[story.key] <= 0:
            continue
        left[story.key] -= 1
        try:
            tell(story, step, at, cast)
        except LifecycleError:
            if not told[story.key]:
                raise
            # Somebody has gone on by hand with a story that an earlier run had left unfinished.
            left[story.key] = 0
        if not left[story.key]:
            done = sum(count <= 0 for count in left.values())
            progress(done * total // len(stories), total)


def quieten(*, on: dt.date) -> None:
    """What the stories said long ago is read and sent: nobody starts with a thousand old messages,
    and the worker has none to send."""
    today = timezone.make_aware(dt.datetime.combine(on, dt.time()))
    # Keys, not a join: an UPDATE over a join makes a subquery that no statistics help with yet.
    people = list(User.objects.filter(email__endswith="@demo.example").values_list("pk", flat=True))
    demo = Notice.objects.filter(recipient__in=people, created_at__lt=today)
    demo.filter(channel=Channel.EMAIL, sent_at=None).update(sent_at=F("created_at"))
    old = demo.filter(channel=Channel.INBOX, read_at=None, created_at__lt=today - READ_AFTER)
    old.update(read_at=F("created_at"))


def _share(stories: list[Story], order: Order) -> list[Story]:
    """Whole roots, so that a repeat is told by whoever told the first one; as even as they go."""
    weights: dict[str, int] = {}
    for story in stories:
        weights[story.root] = weights.get(story.root, 0) + len(story.steps)
    ranked = sorted(weights, key=lambda root: (-weights[root], root))
    mine = set(ranked[order.share :: order.shares])
    return [story for story in stories if story.root in mine]


def _tell_together(order: Order, processes: int, progress: Progress) -> None:
    connections.close_all()
    with ProcessPoolExecutor(
        processes, mp_context=multiprocessing.get_context("spawn"), initializer=django.setup
    ) as pool:
        shares = [replace(order, share=share, shares=processes) for share in range(processes)]
        told = [
            pool.submit(tell_share, share, _silent if share.share else progress) for share in shares
        ]
        for finished in told:
            finished.result()


def _silent(done: int, total: int) -> None:
    """The shares run side by side: one of them speaks for all."""
