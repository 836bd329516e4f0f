"""Load for the rig: many late periods at once, and whether each was told exactly once."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from django.db.models import Min

from bench.faults.rig import PATIENCE, until
from oversight.channels import mail
from oversight.models import Reminder, Ticket
from petitions import events
from petitions.models import Claim, Event, Matter, Notice
from tests import cast
from tests.oversight.crowd import multiply
from tests.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from bench.faults.rig import Rig

#: Without progress for so long, what is left is held by the dead.
STILL = 2.0


@dataclass(frozen=True)
class Figures:
    """What the comparison of ledger, database and gateways found. The first four must be 0."""

    lost: int
    doubles: int
    unexplained: int
    broken: int
    copies: int
    notices: int

    @classmethod
    def total(cls, parts: Iterable[Figures]) -> Figures:
        return cls(*map(sum, zip(*map(astuple, parts), strict=True)))


@dataclass
class Batch:
    """So many matters whose one period is long over, and of which nobody was told."""

    matters: list[Matter]

    @classmethod
    def of(cls, size: int) -> Batch:
        hop = walk().registered()
        Notice.objects.filter(claim=hop.claim).delete()
        return cls(multiply(hop, size))

    @property
    def claims(self) -> QuerySet[Claim]:
        return Claim.objects.filter(matter__in=self.matters)

    def notices(self) -> QuerySet[Notice]:
        return Notice.objects.filter(claim__in=self.claims).exclude(kind="announcement")

    def tickets(self) -> QuerySet[Ticket]:
        return Ticket.objects.filter(claim__in=self.claims)

    def sent(self) -> int:
        return self.notices().exclude(channel="inbox").exclude(sent_at=None).count()

    def waiting(self) -> QuerySet[Notice]:
        return self.notices().to_send()  # type: ignore[attr-defined, no-any-return]

    def all_told(self) -> bool:
        """Every period was told; what is told may still be under way."""
        late = Reminder.objects.filter(deadline__referral__claim__in=self.claims, superseded=False)
        told = late.order_by().values("deadline__referral__claim").distinct().count()
        return told == len(self.matters)

    def settle(self, rig: Rig, *, patient: bool = False) -> float:
        """Wait until all is told and gone, helping time along where nothing moves; `patient` waits
        for the real leases. Returns the seconds."""
        began = time.monotonic()
        until(self.all_told)
        while self.waiting().exists():
            left, since = self.waiting().count(), time.monotonic()
            while self.waiting().count() == left and left:
                if time.monotonic() - since > (PATIENCE * 3 if patient else STILL):
                    rig.time_passes()
                    break
                time.sleep(0.05)
            if time.monotonic() - began > PATIENCE * 4:
                raise AssertionError(f"{left} messages never left")
        return time.monotonic() - began

    def compared(self, rig: Rig) -> Figures:
        """Database with gateways, and every matter with every other: they are all alike."""
        left = rig.mails() + rig.texts()
        rows = list(self.notices().exclude(channel="inbox").exclude(sent_at=None))
        names = {_name(row): row for row in rows}
        copies = sum(left[name] - 1 for name in names if left[name] > 1)
        doubtful = {name for name, row in names.items() if row.attempts > 1 or row.copies}
        return Figures(
            lost=sum(left[name] == 0 for name in names) + self._missing(),
            doubles=self._unlike(),
            unexplained=sum(left[name] > 1 for name in names.keys() - doubtful),
            broken=sum(events.first_broken(matter) is not None for matter in self._again()),
            copies=copies,
            notices=len(rows),
        )

    def _again(self) -> QuerySet[Matter]:
        return Matter.objects.filter(pk__in=[matter.pk for matter in self.matters])

    def _missing(self) -> int:
        """Matters of which nobody was told, or no ticket opened."""
        ticketed = self.tickets().order_by().values("claim").distinct().count()
        return len(self.matters) - ticketed

    def _unlike(self) -> int:
        """Matters that differ from the first in who was told what how often, or in their events."""
        told: dict[object, Counter[object]] = defaultdict(Counter)
        for claim, *rest in self.notices().values_list("claim", "kind", "recipient", "channel"):
            told[claim][tuple(rest)] += 1
        for (claim,) in self.tickets().values_list("claim"):
            told[claim]["ticket"] += 1
        breaches = Event.objects.filter(claim__in=self.claims, action="overdue")
        for (claim,) in breaches.values_list("claim"):
            told[claim]["overdue"] += 1
        usual = Counter(frozenset(one.items()) for one in told.values()).most_common(1)
        model = dict(usual[0][0]) if usual else {}
        odd = sum(one != model for one in told.values())
        return odd + sum(model.get(name, 0) > 1 for name in ("ticket", "overdue"))

    def began(self) -> object:
        return self.notices().aggregate(first=Min("sent_at"))["first"]


def walk() -> Walk:
    return Walk(cast.posts(), cast.organizations())


def _name(row: Notice) -> str:
    return mail.message_id(row) if row.channel == "email" else row.key
