"""The hash chain of a matter: append one event, and check that none was changed or removed."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from petitions.models import Event

if TYPE_CHECKING:
    from petitions.models import Matter


def append(event: Event) -> Event:
    """Add the event to its matter's chain. The caller holds the lock on the matter."""
    matter = event.matter
    event.sequence = matter.event_count + 1
    event.hash = _digest(event, matter.event_head)
    event.save(force_insert=True)
    matter.event_count = event.sequence
    matter.event_head = event.hash
    matter.save(update_fields=["event_count", "event_head"])
    return event


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
