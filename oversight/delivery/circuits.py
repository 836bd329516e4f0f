"""断路: a gateway that keeps failing is left alone, and tried with one message at a time."""

from __future__ import annotations

import datetime as dt

import structlog
from django.db.models import F
from django.db.models.functions import Now

from oversight.models import Circuit

logger = structlog.get_logger(__name__)

#: So many failures in a row open the circuit.
MOST_FAILURES = 5
PROBE_EVERY = dt.timedelta(seconds=30)


def troubled() -> dict[str, Circuit]:
    """The gateways whose last message failed; usually none."""
    return {row.gateway: row for row in Circuit.objects.filter(failures__gt=0)}


def claim_probe(circuits: dict[str, Circuit]) -> str:
    """The open gateway that this worker may now try, or empty. Of all workers one gets it."""
    for row in circuits.values():
        due = Circuit.objects.filter(pk=row.pk, opened_at__isnull=False, probe_at__lte=Now())
        if row.opened_at and due.update(probe_at=Now() + PROBE_EVERY):
            return row.gateway
    return ""


def answered(gateway: str) -> None:
    """It works, whatever it thinks of this message."""
    closed = Circuit.objects.filter(gateway=gateway, failures__gt=0).update(
        failures=0, problem="", opened_at=None, probe_at=None
    )
    if closed:
        logger.info("gateway_answers", gateway=gateway)


def failed(gateway: str, problem: str) -> None:
    Circuit.objects.get_or_create(gateway=gateway)
    rows = Circuit.objects.filter(gateway=gateway)
    rows.update(failures=F("failures") + 1, problem=problem)
    shut = rows.filter(failures__gte=MOST_FAILURES, opened_at=None)
    if shut.update(opened_at=Now(), probe_at=Now() + PROBE_EVERY):
        logger.error("gateway_left_alone", gateway=gateway)
