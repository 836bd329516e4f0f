"""How many guesses a look-up allows. Tries on one number and tries from one place count apart:
neither many machines on one number nor one machine on many numbers gets far."""

from __future__ import annotations

import datetime as dt
import ipaddress
from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac

from portal.models import LookupAttempt

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBER_TRIES, NUMBER_SPAN = 10, dt.timedelta(days=1)
NETWORK_TRIES, NETWORK_SPAN = 30, dt.timedelta(hours=1)


class TooManyTriesError(Exception):
    """Nothing was looked up, so the answer says nothing about the number either."""


def begin(*, number: str, address: str, at: dt.datetime) -> LookupAttempt:
    """Count this try as a failure before anything is looked up, so that tries made at the same
    moment count too; `succeeded` takes it back. Raises `TooManyTriesError`."""
    LookupAttempt.objects.filter(at__lt=at - NUMBER_SPAN).delete()
    digest = salted_hmac("portal.number", number, algorithm="sha256").hexdigest() if number else ""
    attempt = LookupAttempt.objects.create(number=digest, network=network(address), at=at)
    if any(count > limit for count, limit in _counts(attempt)):
        attempt.delete()
        raise TooManyTriesError
    return attempt


def succeeded(attempt: LookupAttempt) -> None:
    attempt.delete()


def network(address: str) -> str:
    """One household has one IPv4 address or one IPv6 /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 4:  # noqa: PLR2004 - IPv4
        return str(parsed)
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False).network_address)


def _counts(attempt: LookupAttempt) -> Iterator[tuple[int, int]]:
    rows = LookupAttempt.objects
    if attempt.number:
        since = attempt.at - NUMBER_SPAN
        yield rows.filter(number=attempt.number, at__gt=since).count(), NUMBER_TRIES
    since = attempt.at - NETWORK_SPAN
    yield rows.filter(network=attempt.network, at__gt=since).count(), NETWORK_TRIES
