"""How delivery stands, for the system administrator: counts, ages and addresses, no content."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min, Q

from accounts.models import Organization
from oversight import heartbeats
from oversight.models import Circuit, DigestDay, Heartbeat
from petitions.models import Notice
from petitions.models.notice import Channel

#: What is put aside is looked at a page at a time.
PAGE = 100


@dataclass(frozen=True)
class Lane:
    """One channel: what waits, since when, and what fails."""

    channel: Channel
    waiting: int
    failing: int
    oldest: dt.datetime | None
    sent: int
    copies: int

    def age(self, at: dt.datetime) -> dt.timedelta | None:
        return at - self.oldest if self.oldest else None


@dataclass(frozen=True)
class Gateway:
    name: str
    circuit: Circuit


def lanes(at: dt.datetime) -> list[Lane]:
    """`sent` counts today, `copies` what of it went out twice."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    waiting, sent = _waiting(at), _sent(midnight)
    nothing, none_sent = (0, 0, None), (0, 0)
    return [
        Lane(channel, *waiting.get(channel, nothing), *sent.get(channel, none_sent))
        for channel in Channel
        if channel is not Channel.INBOX
    ]


def _waiting(at: dt.datetime) -> dict[str, tuple[int, int, dt.datetime | None]]:
    rows = Notice.objects.to_send().filter(created_at__lte=at).order_by().values("channel")
    grouped = rows.annotate(
        count=Count("pk"), failing=Count("pk", filter=~Q(problem="")), oldest=Min("created_at")
    )
    return {row["channel"]: (row["count"], row["failing"], row["oldest"]) for row in grouped}


def _sent(since: dt.datetime) -> dict[str, tuple[int, int]]:
    rows = Notice.objects.exclude(channel=Channel.INBOX).filter(sent_at__gte=since).order_by()
    grouped = rows.values("channel").annotate(
        count=Count("pk"), copies=Count("pk", filter=Q(copies__gt=0))
    )
    return {row["channel"]: (row["count"], row["copies"]) for row in grouped}


def aside() -> list[Notice]:
    """What waits for a person, the oldest first."""
    rows = Notice.objects.filter(quarantined_at__isnull=False, voided_at=None, sent_at=None)
    return list(rows.select_related("recipient", "organization").order_by("quarantined_at")[:PAGE])


def gateways() -> list[Gateway]:
    """Those that failed last; empty where all is well."""
    circuits = list(Circuit.objects.filter(failures__gt=0).order_by("gateway"))
    names = Organization.objects.in_bulk(
        [int(row.gateway.partition(":")[2]) for row in circuits if ":" in row.gateway]
    )
    return [Gateway(_name(row.gateway, names), row) for row in circuits]


def _name(gateway: str, organizations: dict[int, Organization]) -> str:
    channel, _, organization = gateway.partition(":")
    label = Channel(channel).label
    return f"{label}：{organizations[int(organization)].name}" if organization else label


def finished_at() -> dt.datetime | None:
    """When a worker last finished anything."""
    rows = Heartbeat.objects.filter(name=heartbeats.WORKER)
    return rows.values_list("beat_at", flat=True).first()


def last_digest() -> DigestDay | None:
    return DigestDay.objects.order_by("-day").first()
