"""Send one due notice: judge it again, hand it to its gateway, write down what came of it.

What leaves the house is *at least once*: a worker may die between the gateway's yes and ours. The
mark `sending_at` tells the next worker of that doubt. It asks the gateway; where nobody can tell,
it sends one copy with the same key, counts it, and never a second."""

from __future__ import annotations

import time
from enum import Enum, auto
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.db.models import F
from django.db.models.functions import Now

from oversight import clock
from oversight.channels import WAYS, gateway_of
from oversight.channels.outcome import ChannelError, DownError, RejectedError, UnclearError
from oversight.delivery import circuits, queue
from oversight.delivery.hours import Hours
from oversight.models import read_reminder_key, still_holds
from petitions.models import Claim, Deadline
from petitions.models.notice import Channel
from routing.workdays import work_calendar

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from petitions.models import Notice

logger = structlog.get_logger(__name__)

#: A second copy of what may have arrived is sent by nobody but a person.
MOST_COPIES = 1


class Next(Enum):
    SEND = auto()
    COPY = auto()
    LEAVE = auto()


def deliver_due(*, budget: float) -> int:
    """Deliver until nothing is due, or for `budget` seconds; nothing while the clock is in doubt.
    Returns how many were taken."""
    at = clock.database_now()
    doubt = clock.doubt_about(at)
    if doubt:
        logger.error("sends_held", reason=doubt)
        return 0
    queue.take_over()
    began, taken = time.monotonic(), 0
    while time.monotonic() - began < budget and deliver_next(at=at):
        taken += 1
    return taken


def deliver_next(*, at: dt.datetime) -> bool:
    """Deliver one due notice; `False` where none may go. A failure only delays that one, and one
    that kills its worker has used up an attempt all the same."""
    troubled = circuits.troubled()
    gateway = circuits.claim_probe(troubled)
    notice = queue.lease(gateway=gateway) if gateway else None
    is_probe = notice is not None
    if notice is None:
        closed = [name for name, row in troubled.items() if row.opened_at]
        notice = queue.lease(queue.may_go(in_hours=is_open(at), closed=closed))
    if notice is None:
        return False
    if notice.attempts > queue.ATTEMPTS:
        queue.put_aside(notice, "进程中断")
    elif not still_wanted(notice):
        queue.settle(notice, voided_at=Now())
    else:
        _send(notice, is_probe=is_probe)
    return True


def is_open(at: dt.datetime) -> bool:
    return Hours.parse(settings.SENDING_HOURS).hold(at, work_calendar())


def still_wanted(notice: Notice) -> bool:
    """Whether the addressee may still be told, can be, and what is said still holds."""
    if not WAYS[Channel(notice.channel)].reaches(notice):
        return False
    person, claim = notice.recipient, notice.claim
    if person is not None and not person.is_active:
        return False
    if person is not None and claim is not None and not _may_know(person, claim):
        return False
    return _reminder_holds(notice.key)


def _may_know(user: User, claim: Claim) -> bool:
    seen = Claim.objects.visible_to(user).filter(pk=claim.pk)
    return seen.exclude(recusals__user=user).exists()


def _reminder_holds(key: str) -> bool:
    """True for every notice that is not about a period."""
    told = read_reminder_key(key)
    if told is None:
        return True
    deadline, version, stage = told
    return still_holds(Deadline.objects.get(pk=deadline), version, stage)


def _cleared(notice: Notice, *, is_probe: bool) -> Next:
    """What the doubt that an earlier attempt left behind allows. What is not to be sent again is
    settled here."""
    if notice.sending_at is None:
        return Next.SEND
    try:
        arrived = WAYS[Channel(notice.channel)].arrived(notice)
    except ChannelError as error:
        circuits.failed(gateway_of(notice), error.problem)
        queue.put_off(notice, error.problem, is_probe=is_probe)
        return Next.LEAVE
    if arrived:
        circuits.answered(gateway_of(notice))
        queue.settle(notice, sent_at=Now(), sending_at=None, problem="")
    elif arrived is None and notice.copies >= MOST_COPIES:
        queue.put_aside(notice, "两次都没有回执")
        return Next.LEAVE
    return {True: Next.LEAVE, False: Next.SEND, None: Next.COPY}[arrived]


def _send(notice: Notice, *, is_probe: bool) -> None:
    what = _cleared(notice, is_probe=is_probe)
    if what is Next.LEAVE:
        return
    copies = F("copies") + int(what is Next.COPY)
    if not queue.begin(notice, copies=copies):
        return
    gateway = gateway_of(notice)
    try:
        WAYS[Channel(notice.channel)].send(notice)
    except RejectedError as error:
        circuits.answered(gateway)
        queue.put_off(notice, error.problem, sending_at=None)
    except DownError as error:
        circuits.failed(gateway, error.problem)
        queue.put_off(notice, error.problem, is_probe=is_probe, sending_at=None)
    except UnclearError as error:
        circuits.failed(gateway, error.problem)
        queue.put_off(notice, error.problem, is_probe=is_probe)
    else:
        queue.settle(notice, sent_at=Now(), sending_at=None, problem="")
        circuits.answered(gateway)
