"""The outbox as a queue: rows are leased, marked, put off and put aside, always by the database's
clock and under the fence of the lease number."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import structlog
from django.db import connection, transaction
from django.db.models import F, Func, Q
from django.db.models.functions import Least, Now

from petitions.models import Notice
from petitions.models.notice import Channel

if TYPE_CHECKING:
    from collections.abc import Iterable

logger = structlog.get_logger(__name__)

#: How long a worker may take before another one tries; longer than any task may run.
LEASE = dt.timedelta(minutes=2)
#: So long after it was taken, a message whose holder has left the database is taken over: time for
#: a gateway to finish with what the dead had handed it.
MOURNING = dt.timedelta(seconds=10)
#: After the n-th failure, wait this long; the fifth puts the notice aside.
BACK_OFF = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 2, 4, 8))
ATTEMPTS = len(BACK_OFF) + 1


def may_go(*, in_hours: bool, closed: Iterable[str] = ()) -> Q:
    """What may leave at this moment: outside working hours only what is urgent, and what goes to
    systems; nothing through a gateway that is left alone."""
    rule = Q() if in_hours else Q(is_urgent=True) | Q(channel=Channel.WEBHOOK)
    for gateway in closed:
        rule &= ~_through(gateway)
    return rule


def _through(gateway: str) -> Q:
    channel, _, organization = gateway.partition(":")
    rule = Q(channel=channel)
    return rule & Q(organization=int(organization)) if organization else rule


@transaction.atomic
def lease(rule: Q | None = None, *, gateway: str = "") -> Notice | None:
    """Take the longest due notice for two minutes; skip what another worker is taking. The lease
    number is the fence: only its newest holder may mark the row."""
    due = Notice.objects.to_send().filter(rule or Q(), next_try_at__lte=Now())
    if gateway:
        due = due.filter(_through(gateway))
    notice = (
        due.select_related("recipient", "claim__petition")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("next_try_at", "pk")
        .first()
    )
    if notice is None:
        return None
    Notice.objects.filter(pk=notice.pk).update(
        lease=F("lease") + 1,
        attempts=F("attempts") + 1,
        next_try_at=Now() + LEASE,
        holder=Func(function="pg_backend_pid"),
    )
    notice.lease += 1
    notice.attempts += 1
    return notice


def take_over() -> int:
    """Make due what workers held whose database sessions are gone, in the place it had: they are
    dead, and nobody need wait for the end of their leases. One that is only slow, or stopped, keeps
    its session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        alive = [pid for (pid,) in cursor.fetchall()]
    leased = Notice.objects.to_send().filter(
        holder__isnull=False, next_try_at__gt=Now(), next_try_at__lte=Now() + LEASE - MOURNING
    )
    # Before those who wait for the first time: it was its turn already.
    first = Least(F("created_at"), Now())
    return leased.exclude(holder__in=alive).update(next_try_at=first, holder=None)


def begin(notice: Notice, *, copies: object) -> bool:
    """Mark that the gateway gets it now; `False` where another worker has taken it over."""
    return _write(notice, sending_at=Now(), copies=copies)


def settle(notice: Notice, **fields: object) -> bool:
    """Write the outcome, unless another worker has taken the notice over meanwhile."""
    return _write(notice, holder=None, **fields)


def _write(notice: Notice, **fields: object) -> bool:
    mine = Notice.objects.filter(pk=notice.pk, lease=notice.lease, sent_at=None)
    if mine.update(**fields):
        return True
    logger.warning("notice_was_taken_over", notice=notice.pk)
    return False


def put_off(notice: Notice, problem: str, *, is_probe: bool = False, **fields: object) -> None:
    """Try again later; the fifth failure puts it aside. A trial of a gateway that is down costs the
    notice nothing: the fault is not its own."""
    if is_probe:
        settle(notice, attempts=F("attempts") - 1, next_try_at=Now(), problem=problem, **fields)
    elif notice.attempts < ATTEMPTS:
        wait = BACK_OFF[notice.attempts - 1]
        settle(notice, next_try_at=Now() + wait, problem=problem, **fields)
    else:
        put_aside(notice, problem, **fields)


def put_aside(notice: Notice, problem: str, **fields: object) -> None:
    """隔离: a person must look; `retry` sends it on its way again."""
    settle(notice, quarantined_at=Now(), problem=problem, **fields)
    logger.error("notice_quarantined", notice=notice.pk, channel=notice.channel)


def retry(pk: int | None = None) -> int:
    """Try what was put aside once more, as if for the first time; one, or everything."""
    aside = Notice.objects.filter(quarantined_at__isnull=False, voided_at=None, sent_at=None)
    if pk is not None:
        aside = aside.filter(pk=pk)
    return aside.update(
        quarantined_at=None, attempts=0, copies=0, next_try_at=Now(), lease=F("lease") + 1
    )
