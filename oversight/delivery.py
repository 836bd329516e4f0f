"""Delivery: take one due notice off the outbox, send it, mark it. An inbox notice is delivered by
being there; e-mail leaves the house, so it is *at least once*, and its Message-ID tells a copy."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from email.utils import parseaddr
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from oversight.models import read_reminder_key, still_holds
from petitions.models import Claim, Deadline, Notice
from petitions.models.notice import Channel

if TYPE_CHECKING:
    from accounts.models import User

logger = structlog.get_logger(__name__)

#: How long a worker may take before another one tries; longer than any task may run.
LEASE = dt.timedelta(minutes=2)
#: After the n-th failure, wait this long; the fifth puts the notice aside.
BACK_OFF = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 2, 4, 8))
ATTEMPTS = len(BACK_OFF) + 1


def deliver_due(*, budget: float) -> int:
    """Deliver until nothing is due, or for `budget` seconds. Returns how many were taken."""
    began, taken = time.monotonic(), 0
    while time.monotonic() - began < budget and deliver_next():
        taken += 1
    return taken


def deliver_next() -> bool:
    """Deliver one due notice; `False` where none was due. A refusal only delays that one, and one
    that kills its worker has used up an attempt all the same."""
    notice = lease()
    if notice is None:
        return False
    if notice.attempts > ATTEMPTS:
        _settle(notice, quarantined_at=Now())
        logger.error("notice_quarantined", notice=notice.pk, kind=notice.kind)
    elif not still_wanted(notice):
        _settle(notice, voided_at=Now())
    else:
        _send(notice)
    return True


@transaction.atomic
def lease() -> Notice | None:
    """Take the longest due notice for two minutes, by the database's clock; skip what another
    worker is taking. The lease number is the fence: only its newest holder may mark the row."""
    due = Notice.objects.filter(
        channel=Channel.EMAIL,
        sent_at=None,
        quarantined_at=None,
        voided_at=None,
        next_try_at__lte=Now(),
    )
    notice = (
        due.select_related("recipient", "claim")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("next_try_at", "pk")
        .first()
    )
    if notice is None:
        return None
    Notice.objects.filter(pk=notice.pk).update(
        lease=F("lease") + 1, attempts=F("attempts") + 1, next_try_at=Now() + LEASE
    )
    notice.lease += 1
    notice.attempts += 1
    return notice


def still_wanted(notice: Notice) -> bool:
    """Whether this person may still be told, and what is said still holds."""
    user, claim = notice.recipient, notice.claim
    if not user.is_active or not user.email:
        return False
    if claim is not None and not _may_know(user, claim):
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


def _send(notice: Notice) -> None:
    try:
        _email(notice).send()
    except (OSError, ValueError) as error:  # SMTP's own errors are OSError, bad headers ValueError
        logger.warning("notice_refused", notice=notice.pk, error=type(error).__name__)
        _put_off(notice)
    else:
        _settle(notice, sent_at=Now())


def _put_off(notice: Notice) -> None:
    if notice.attempts < ATTEMPTS:
        _settle(notice, next_try_at=Now() + BACK_OFF[notice.attempts - 1])
        return
    _settle(notice, quarantined_at=Now())
    logger.error("notice_quarantined", notice=notice.pk, kind=notice.kind)


def _settle(notice: Notice, **fields: object) -> bool:
    """Write the outcome, unless another worker has taken the notice over meanwhile."""
    mine = Notice.objects.filter(pk=notice.pk, lease=notice.lease, sent_at=None)
    return bool(mine.update(**fields))


def _email(notice: Notice) -> EmailMessage:
    return EmailMessage(
        subject=notice.subject,
        body=f"{notice.body}\n\n请登录信访路线图办理，页面地址：{notice.url}\n",
        to=[notice.recipient.email],
        headers={"Message-ID": message_id(notice), "Auto-Submitted": "auto-generated"},
    )


def message_id(notice: Notice) -> str:
    """The same for every copy of one notice, so that a mail server can drop the second."""
    digest = hashlib.sha256(notice.key.encode()).hexdigest()[:32]
    return f"<{digest}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition('@')[2]}>"
