"""F01, F02, F03, F08, F09, F10: what happens to those who do the work."""

from __future__ import annotations

import datetime as dt
import signal
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from accounts.models import User
from bench.faults.gateway import Mood
from bench.faults.load import STILL, Batch, Figures
from bench.faults.people import DEADLY_NUMBER, DEADLY_PERSON
from bench.faults.rig import kill, kill_one_of, signal_all, until
from oversight import clock
from oversight.models import Reminder
from petitions import outbox
from petitions.models import Notice
from petitions.permissions import grant_sight

if TYPE_CHECKING:
    from bench.faults.rig import Rig
    from config.stack.children import Child

_A_DAY = dt.timedelta(1)
Told = dict[str, object]


def f01(rig: Rig, size: int) -> tuple[Figures, Told]:
    """kill -9 of a worker's child, again and again."""
    rig.complete()
    batch, kills = Batch.of(size), 0
    for share in (0.1, 0.3, 0.5, 0.7):
        until(partial(_has_sent, batch, share * size))
        kills += kill_one_of(rig.workers[kills % 2])
    batch.settle(rig)
    return batch.compared(rig), {"kills": kills}


def f02(rig: Rig, size: int) -> tuple[Figures, Told]:
    """kill -9 of all workers; others are started, and take over. Seconds from kill to next mail."""
    rig.complete()
    batch = Batch.of(size)
    until(partial(_has_sent, batch, size * 0.2))
    killed_at, before = _kill_all(rig), batch.sent()
    rig.complete()
    until(partial(_has_sent, batch, before + 1))
    takeover = time.monotonic() - killed_at
    batch.settle(rig)
    return batch.compared(rig), {"takeovers": [takeover]}


def f02_as_sold(
    rig: Rig, size: int, *, rounds: int = 10, pause: float = 10
) -> tuple[Figures, Told]:
    """The same with beats at the product's own pace and others started after ten seconds, again
    and again; also how long what the dead held in their hands took to leave."""
    rig.quiet()
    batch, takeovers, held = Batch.of(size), [], []
    while not batch.all_told():
        clock.sweep_now()
    waiting = batch.waiting().count()
    rig.change_pace("as sold")
    for number in range(rounds):
        until(partial(_has_sent, batch, waiting * (0.02 + 0.8 * number / rounds)))
        killed_at, hands = _kill_at_work(rig, batch)
        before = batch.sent()
        time.sleep(pause)
        rig.complete()
        until(partial(_has_sent, batch, before + 1))
        takeovers.append(time.monotonic() - killed_at)
        if hands:
            until(partial(_have_left, batch, hands))
            held.append(time.monotonic() - killed_at)
    left = batch.waiting().count()
    rig.change_pace("")
    batch.settle(rig)
    told: Told = {"takeovers": takeovers, "longest s": round(max(takeovers), 1)}
    return batch.compared(rig), told | {"held by the dead": held, "left after that": left}


def _kill_all(rig: Rig) -> float:
    for worker in rig.workers:
        kill(worker)
    return time.monotonic()


def _kill_at_work(rig: Rig, batch: Batch) -> tuple[float, list[int]]:
    """Where one can be caught with a message in its hands, then; which were held."""
    with suppress(AssertionError):
        until(partial(_stopped_with_a_lease, rig.workers[0], batch), STILL)
    killed_at = _kill_all(rig)
    held = batch.waiting().filter(holder__isnull=False)
    return killed_at, list(held.values_list("pk", flat=True))


def _have_left(batch: Batch, pks: list[int]) -> bool:
    return not batch.waiting().filter(pk__in=pks).exists()


def _has_sent(batch: Batch, count: float) -> bool:
    """So many left, or all there were."""
    return batch.sent() >= count or (batch.all_told() and not batch.waiting().exists())


def f03(rig: Rig, size: int, *, asleep: float = 0) -> tuple[Figures, Told]:
    """A worker stopped with a message in its hands wakes up after another one sent it."""
    rig.complete()
    kill(rig.workers.pop())
    # Where every text leaves at once, all may be gone before one is seen in its hands.
    rig.voice.be(Mood.SLUGGISH)
    batch = Batch.of(size)
    zombie = rig.workers.pop()
    until(lambda: _stopped_with_a_lease(zombie, batch))
    rig.voice.be(Mood.WELL)
    rig.add_worker()
    time.sleep(asleep)
    batch.settle(rig)
    before = _states(batch)
    ended = _ended(rig)
    signal_all(zombie, signal.SIGCONT)
    until(lambda: _ended(rig) > ended)
    stale = _states(batch) != before
    kill(zombie)
    return batch.compared(rig), {"stale writes": int(stale)}


def _ended(rig: Rig) -> int:
    """How often a worker came too late to mark its row, or was cut off at its time limit."""
    return rig.logged("notice_was_taken_over") + rig.logged("time limit (")


def _stopped_with_a_lease(worker: Child, batch: Batch) -> bool:
    """Stop it; let it go on where it holds no message, or holds it in a transaction."""
    signal_all(worker, signal.SIGSTOP)
    with transaction.atomic():
        held = batch.waiting().filter(attempts__gt=0, sending_at__isnull=False)
        if list(held.select_for_update(skip_locked=True)):
            return True
    signal_all(worker, signal.SIGCONT)
    time.sleep(0.02)
    return False


def _states(batch: Batch) -> list[tuple[object, ...]]:
    return list(batch.notices().order_by("pk").values_list("pk", "lease", "sent_at", "problem"))


def f08(rig: Rig, size: int, *, beats: int = 3) -> tuple[Figures, Told]:
    """More beats at once than anybody would start."""
    rig.complete()
    while len(rig.beats) < beats:
        rig.add_beat()
    batch = Batch.of(size)
    batch.settle(rig)
    for beat in rig.beats[2:]:
        kill(beat)
    return batch.compared(rig), {"beats": beats}


def f09(rig: Rig, size: int) -> tuple[Figures, Told]:
    """No beat while periods ran out, then one: the highest stage is told, the missed are noted, and
    the record speaks of the true day. F33 is the same seen from the dates."""
    rig.complete()
    for beat in rig.beats:
        kill(beat)
    batch = Batch.of(size)
    began = time.monotonic()
    rig.complete()
    until(batch.all_told)
    batch.settle(rig)
    seconds = time.monotonic() - began
    late = Reminder.objects.filter(deadline__referral__claim__in=batch.claims)
    wrong = batch.tickets().exclude(breached_on=F("deadline__due_on") + _A_DAY)
    return batch.compared(rig), {
        "missed stages noted": late.filter(superseded=True).count() >= size,
        "wrong days": wrong.count(),
        "messages/s": round(batch.sent() / seconds, 1),
    }


def f10(rig: Rig, size: int) -> tuple[Figures, Told]:
    """One message kills every worker that sends it; the others do not wait for it."""
    rig.complete()
    rig.voice.be(Mood.DEADLY, DEADLY_NUMBER)
    batch = Batch.of(size)
    poison = _poison(batch)
    until(lambda: _is_aside(rig, poison))
    batch.settle(rig)
    rig.voice.be(Mood.WELL)
    poison.refresh_from_db()
    return batch.compared(rig), {"attempts": poison.attempts, "kills": rig.voice.killed()}


def _poison(batch: Batch) -> Notice:
    claim, person = batch.claims[0], User.objects.get(username=DEADLY_PERSON)
    grant_sight(claim, to=person)
    message = outbox.Message(
        f"poison:{claim.pk}", "announcement", claim, "演练", "演练", is_urgent=True
    )
    outbox.tell({person.pk}, message, at=batch.matters[0].claims.get().petition.registered_at)
    return Notice.objects.get(key__startswith=message.key, channel="sms")


def _is_aside(rig: Rig, poison: Notice) -> bool:
    poison.refresh_from_db()
    if poison.quarantined_at is None:
        Notice.objects.filter(pk=poison.pk, next_try_at__gt=Now()).update(next_try_at=Now())
        time.sleep(0.2)
    return poison.quarantined_at is not None
