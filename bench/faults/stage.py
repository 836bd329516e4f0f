"""A stage for two who act in the same moment: a hop of their own, threads that start together, and
what must hold afterwards whoever came first."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from django.db import connection, connections

from accounts.models import Post, Role, User
from petitions import events, invariants
from petitions.errors import LifecycleError
from petitions.models import Claim, Deadline, Matter, Referral
from petitions.models.deadline import DeadlineStatus
from petitions.states import Action, State, find
from tests.oversight.crowd import multiply

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from tests.walk import Walk

    Act = Callable[[], object]

MOST_AT_ONCE = 3
LONG_AGO = dt.date(2026, 1, 1)


class Stage:
    """`enter` brings a hop on, alone: all others sleep, so that a sweep and a look at everything
    meet this round and nothing else."""

    def __init__(self, road: Walk, *, rounds: int, seed: str) -> None:
        self.road, self._rounds = road, rounds
        self._draw = random.Random(seed)  # noqa: S311 - a drawing to repeat
        self._crew = ThreadPoolExecutor(MOST_AT_ONCE)
        self._asleep: dict[str, list[Referral]] = {}
        self._spans: dict[tuple[str, ...], float] = {}
        self.first: Counter[str] = Counter()
        self.second = self._second_handler()
        self._lay_down(Matter.objects.all())

    def enter(self, station: str) -> Referral:
        if not self._asleep.get(station):
            self._asleep[station] = self._bring(station)
        hop = self._asleep[station].pop()
        self._began_in = hop.state
        Claim.objects.filter(pk=hop.claim_id).update(ended_on=None)
        Referral.objects.filter(pk=hop.pk).update(state=hop.state)
        Deadline.objects.filter(referral=hop).update(status=DeadlineStatus.RUNNING)
        self.hop = hop
        return hop

    def leave(self) -> None:
        """The round is over, and so is all that came of it."""
        self._lay_down(Matter.objects.filter(pk=self.hop.claim.matter_id))

    def close(self) -> None:
        for _ in range(MOST_AT_ONCE):
            self._crew.submit(connections.close_all)
        self._crew.shutdown()

    def at_once(self, **acts: Act) -> dict[str, object]:
        """Run all together, on connections of their own. What each was refused with, or gave. Some
        start later than the others, within the time that the slowest took the last time: so either
        of two comes first often enough, and in the middle of the other."""
        start, names = Barrier(len(acts)), tuple(acts)
        span = self._spans.get(names, 0.0)
        crew = {
            name: self._crew.submit(
                _run, act, start, self._draw.choice((0, 1)) * self._draw.uniform(0, span)
            )
            for name, act in acts.items()
        }
        told = {name: one.result() for name, one in crew.items()}
        self._spans[names] = max(seconds for _, seconds in told.values())
        return {name: outcome for name, (outcome, _) in told.items()}

    def exactly_one(self, told: dict[str, object]) -> list[str]:
        """One was allowed, and every other one refused in so many words."""
        allowed = [name for name, one in told.items() if not isinstance(one, Exception)]
        self.first.update(f"先{name}" for name in allowed)
        crashed = [repr(one) for one in told.values() if _is_crash(one)]
        return crashed + ([] if len(allowed) == 1 else [f"allowed: {allowed}"])

    def violations(self) -> list[str]:
        """What no order of acts may leave behind."""
        matter = Matter.objects.get(pk=self.hop.claim.matter_id)
        wrong = [f"{gap.lack.value}：{gap.referral}" for gap in invariants.gaps()]
        if events.first_broken(matter) is not None:
            wrong.append("the chain of events is broken")
        return wrong + self._unlawful_steps()

    def again(self) -> Referral:
        return self.road.again(self.hop)

    def _unlawful_steps(self) -> list[str]:
        """The hop's history read against the table: each step lawful where it was made, each
        version once, and the hop where the last step left it."""
        wrong, state, version = [], self._began_in, self.hop.version
        for event in self.hop.events.filter(data__has_key="version").order_by("sequence"):
            row = find(Action(event.action), event.data["hop"], state)
            targets = (row.targets or (State(state),)) if row else ()
            version += 1
            if event.data["state"] not in targets or event.data["version"] != version:
                wrong.append(f"{event.action} from {state} to {event.data['state']}")
            state = event.data["state"]
        now = self.again()
        return wrong if (now.state, now.version) == (state, version) else [*wrong, "hop ≠ history"]

    def _bring(self, station: str) -> list[Referral]:
        """As many hops that stand there as there are rounds, each with one clock: a road walked
        there once, and copies of its end."""
        walked, *copies = multiply(getattr(self.road, station)(), self._rounds + 1)
        self._lay_down(Matter.objects.filter(pk=walked.pk))
        rows = Referral.objects.filter(claim__matter__in=copies)
        hops = list(rows.select_related("claim", "organization"))
        self._lay_down(Matter.objects.filter(pk__in=[row.pk for row in copies]))
        return hops

    @staticmethod
    def _lay_down(matters: QuerySet[Matter]) -> None:
        hops = Referral.objects.filter(claim__matter__in=matters)
        Deadline.objects.open().filter(referral__in=hops).update(status=DeadlineStatus.VOID)
        Claim.objects.filter(matter__in=matters, ended_on=None).update(ended_on=LONG_AGO)
        hops.open().update(state=State.ENDED)

    def _second_handler(self) -> Post:
        """Another handler beside the one of 青禾县人社局."""
        person, _ = User.objects.get_or_create(username="hr_second", defaults={"name": "岑小渡"})
        house = self.road.cast["hr_handler"].organization
        return Post.objects.get_or_create(user=person, organization=house, role=Role.HANDLER)[0]


def _run(act: Act, start: Barrier, late: float) -> tuple[object, float]:
    """The outcome, and the seconds it took."""
    connection.ensure_connection()
    start.wait()
    time.sleep(late)
    began = time.monotonic()
    try:
        outcome = act()
    except Exception as error:  # noqa: BLE001 - looked at by whoever asked
        outcome = error
    return outcome, time.monotonic() - began


def _is_crash(outcome: object) -> bool:
    return isinstance(outcome, Exception) and not isinstance(outcome, LifecycleError)
