"""每日晨报: one message a person and working day, of counts alone. Everybody's counts come from the
same few queries, grouped by whose turn it is, not asked person by person."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F
from django.db.models.functions import Now

from accounts.models import User
from oversight import clock
from oversight.delivery import turns
from oversight.delivery.hours import Hours
from oversight.models import DigestDay
from petitions import outbox
from petitions.models import Notice
from petitions.models.notice import Channel
from petitions.models.preference import USUAL, Topic, channels_of, wanted_by
from routing.workdays import work_calendar

if TYPE_CHECKING:
    from collections.abc import Iterable

DIGEST = "digest"
#: Messages older than this are no news.
NEWS = dt.timedelta(days=7)


@dataclass
class Counts:
    """One person's morning. `waiting` holds the late and the near ones too."""

    new: int = 0
    tickets: int = 0
    work: turns.Work = field(default_factory=turns.Work)

    @property
    def subject(self) -> str:
        late = f"，其中超期 {self.work.late} 件" if self.work.late else ""
        tickets = f"，待答复督办单 {self.tickets} 件" if self.tickets else ""
        return f"今日待办 {self.work.waiting} 件{late}{tickets}"

    @property
    def body(self) -> str:
        told = (
            ("等待您办理", self.work.waiting, "/"),
            ("已超期", self.work.late, "/"),
            ("3 日内到期", self.work.near, "/"),
            ("待答复督办单", self.tickets, "/tickets/"),
            ("未读的新消息", self.new, "/messages/"),
        )
        site = settings.SITE_URL
        return "\n".join(f"{what}：{many} 件　{site}{path}" for what, many, path in told if many)

    def __bool__(self) -> bool:
        return bool(self.new or self.tickets or self.work.waiting)


def write_now() -> int:
    """`write_due` at the database's present; nothing while its clock is in doubt."""
    at = clock.database_now()
    return 0 if clock.doubt_about(at) else write_due(at)


def write_due(at: dt.datetime) -> int:
    """Write this working day's digests once its hours have begun. Returns how many were written;
    a day whose hours are over is let go: the next morning says it all again."""
    calendar, hours = work_calendar(), Hours.parse(settings.SENDING_HOURS)
    if not hours.hold(at, calendar) or DigestDay.objects.filter(day=at.date()).exists():
        return 0
    return write(at)


@transaction.atomic
def write(at: dt.datetime) -> int:
    """All digests of this day, or none; a second writer waits here and then writes nothing."""
    day, created = DigestDay.objects.get_or_create(day=at.date(), defaults={"written_at": at})
    if not created:
        return 0
    counts = counted(at)
    users = User.objects.filter(is_active=True).in_bulk(counts)
    wanted = wanted_by(users)
    rows = [
        _row(user, channel, counts[pk], at)
        for pk, user in users.items()
        for channel in channels_of(user, Topic.DIGEST, wanted.get(pk, USUAL))
    ]
    DigestDay.objects.filter(pk=day.pk).update(people=len({row.recipient_id for row in rows}))
    return outbox.write(rows)


def counted(at: dt.datetime) -> dict[int, Counts]:
    """Everybody who has something to hear this morning."""
    counts: dict[int, Counts] = defaultdict(Counts)
    staff = turns.Staff.now()
    for person, work in turns.waiting(staff, on=at.date()).items():
        counts[person].work = work
    for person, tickets in turns.tickets(staff).items():
        counts[person].tickets = tickets
    for person, new in _news(staff, since=at - NEWS):
        counts[person].new = new
    return {person: one for person, one in counts.items() if one}


def _news(staff: turns.Staff, *, since: dt.datetime) -> Iterable[tuple[int, int]]:
    """Unread messages of the last days. Those of a claim sealed meanwhile are no news to people
    who are not cleared."""
    unread = Notice.objects.filter(
        channel=Channel.INBOX, read_at=None, voided_at=None, created_at__gte=since
    )
    grouped = unread.order_by().values("recipient", sealed=F("claim__is_sealed"))
    found: Counter[int] = Counter()
    for row in grouped.annotate(count=Count("pk")):
        if not row["sealed"] or row["recipient"] in staff.cleared:
            found[row["recipient"]] += row["count"]
    return found.items()


def _row(user: User, channel: Channel, counts: Counts, at: dt.datetime) -> Notice:
    return Notice(
        key=f"{DIGEST}:{user.pk}:{at:%Y-%m-%d}:{channel}",
        recipient=user,
        channel=channel,
        kind=DIGEST,
        subject=counts.subject,
        body=counts.body,
        url="/",
        created_at=at,
        next_try_at=Now(),
    )
