"""The hash chain of a matter: append one event, and check that none was changed or removed."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from django.db import connection

from petitions.models import Event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from petitions.models import Matter


def append(event: Event) -> Event:
    """Add the event to its matter's chain. The caller holds the lock on the matter."""
    return append_all([event])[0]


def append_all(events: Sequence[Event]) -> list[Event]:
    """`append` for a batch, in two queries. The caller holds the lock on every matter; events of
    one matter carry the same `Matter` object and are chained in the order given."""
    matters: dict[int, Matter] = {}
    for event in events:
        matter = matters.setdefault(event.matter_id, event.matter)
        event.sequence = matter.event_count + 1
        event.hash = _digest(event, matter.event_head)
        matter.event_count, matter.event_head = event.sequence, event.hash
    added = Event.objects.bulk_create(events)
    _write_heads(list(matters.values()))
    return added


def _write_heads(matters: Sequence[Matter]) -> None:
    """The head of each chain stands beside it, so that a removed newest event is noticed."""
    if not matters:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE petitions_matter AS matter"
            " SET event_count = head.event_count, event_head = head.event_head"
            " FROM unnest(%s::bigint[], %s::int[], %s::text[])"
            " AS head(id, event_count, event_head) WHERE matter.id = head.id",
            [
                [matter.pk for matter in matters],
                [matter.event_count for matter in matters],
                [matter.event_head for matter in matters],
            ],
        )


def first_broken(matter: Matter) -> int | None:
    """The sequence number where the chain breaks, `None` where it is whole. A removed newest
    event shows against the head that the matter keeps."""
    previous, expected = "", 1
    for event in matter.events.order_by("sequence").iterator():
        if event.sequence != expected or event.hash != _digest(event, previous):
            return expected
        previous, expected = event.hash, expected + 1
    return None if (matter.event_count, matter.event_head) == (expected - 1, previous) else expected


def canonical(event: Event, previous: str) -> str:
    """The exact text whose digest stands in the row; its form may never change."""
    said = {
        "matter": event.matter_id,
        "sequence": event.sequence,
        "claim": str(event.claim_id),
        "referral": str(event.referral_id or ""),
        "action": event.action,
        "article": event.article,
        "text": event.text,
        "data": event.data,
        "by": event.by_id,
        "organization": event.organization_id,
        "at": int(event.at.timestamp() * 1_000_000),
        "previous": previous,
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(event: Event, previous: str) -> str:
    return hashlib.sha256(canonical(event, previous).encode()).hexdigest()
