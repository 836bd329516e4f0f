"""F04 to F07, F11, F12, F29: what happens to those the system leans on, and to the clocks."""

from __future__ import annotations

import datetime as dt
import threading
import time
from functools import partial
from statistics import quantiles
from typing import TYPE_CHECKING

from django.utils import timezone

from bench.faults.gateway import Mood
from bench.faults.load import Batch, Figures
from bench.faults.people import Ledger
from bench.faults.rig import children_of, kill, processor_seconds, until
from bench.faults.silence import Silence
from oversight import clock
from oversight.delivery import queue
from oversight.models import Circuit
from petitions.models import Notice

if TYPE_CHECKING:
    from bench.faults.rig import Rig

_LONG_AGO, _TEN_MINUTES = dt.timedelta(minutes=2), dt.timedelta(minutes=10)
Told = dict[str, object]
CLERKS = 4


def register(rig: Rig, count: int, *, clerks: int = CLERKS) -> Ledger:
    """Clerks at both web processes register `count` letters among them, one after the other."""
    ledger = Ledger()

    def work(number: int) -> None:
        for turn in range(number, count, clerks):
            ledger.register(rig.urls[turn % len(rig.urls)], rig.tokens["clerk"])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clerks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ledger


def p95(ledger: Ledger) -> float:
    return round(quantiles(ledger.seconds, n=20)[18], 3) if len(ledger.seconds) > 1 else 0.0


def longest(ledger: Ledger) -> float:
    return round(max(ledger.seconds, default=0), 2)


def reckoned(ledger: Ledger) -> Told:
    return {
        "registered": len(ledger.told),
        "failed": len(ledger.failed) + len(ledger.unknown),
        "lost acts": ledger.lost(),
    }


def f04(rig: Rig, size: int) -> tuple[Figures, Told]:
    """Redis dies without a memory and comes back empty."""
    rig.complete()
    batch = Batch.of(size)
    until(lambda: batch.sent() >= 1)
    kill(rig.broker)
    rig.broker = rig.start_broker()
    seconds = batch.settle(rig)
    return batch.compared(rig), {"catch-up s": round(seconds, 1)}


def f05(rig: Rig, size: int) -> tuple[Figures, Told]:
    """FLUSHALL, again and again, while clerks register."""
    rig.complete()
    rig.open_the_doors()
    batch, over = Batch.of(size), threading.Event()

    def flush() -> None:
        with rig.redis() as client:
            while not over.wait(0.2):
                client.flushall()

    flusher = threading.Thread(target=flush)
    flusher.start()
    ledger = register(rig, size)
    over.set()
    flusher.join()
    batch.settle(rig)
    return batch.compared(rig), reckoned(ledger)


def f06(rig: Rig, size: int) -> tuple[Figures, Told]:
    """Redis is away: people register as before, and the relay delivers."""
    rig.complete()
    rig.open_the_doors()
    register(rig, CLERKS)
    before = register(rig, size)
    kill(rig.broker)
    relay = rig.start("relay", "django", "relay_outbox", "--every", "0.2")
    batch = Batch.of(size)
    during = register(rig, size)
    clock.set_right(clock.database_now() - _LONG_AGO)  # nobody has swept for two minutes
    batch.settle(rig)
    kill(relay)
    rig.broker = rig.start_broker()
    return batch.compared(rig), reckoned(during) | {"p95 s": f"{p95(before)} → {p95(during)}"}


def f07(rig: Rig, size: int) -> tuple[Figures | None, Told]:
    """Redis accepts and is silent: no page so much as asks it, and none is slower for it. One
    clerk sits at each process: with more, they would wait for one another."""
    rig.complete()
    rig.open_the_doors()
    at_doors = partial(register, rig, clerks=len(rig.urls))
    at_doors(CLERKS)
    before = at_doors(size)
    kill(rig.broker)
    silence = Silence(rig.redis_port)
    worked = sum(map(processor_seconds, rig.webs))
    ledger = at_doors(size)
    worked = sum(map(processor_seconds, rig.webs)) - worked
    pages = {pid for web in rig.webs for pid in (web.process.pid, *children_of(web.process.pid))}
    waited = len(pages & silence.callers)
    silence.end()
    rig.broker = rig.start_broker()
    return None, reckoned(ledger) | {
        "pages that asked Redis": waited,
        "p95 s": f"{p95(before)} → {p95(ledger)}",
        "longest s": f"{longest(before)} → {longest(ledger)}",
        "processor s each": round(worked / size, 3),
    }


def f11(rig: Rig, size: int, *, mood: Mood = Mood.ERROR) -> tuple[Figures, Told]:
    """The gateway is slow, broken, or talks nonsense: it is left alone, the page says so, mail goes
    on, and all texts leave once it works again."""
    rig.complete()
    rig.open_the_doors()
    rig.voice.be(mood)
    batch = Batch.of(size)
    until(lambda: Circuit.objects.filter(gateway="sms", opened_at__isnull=False).exists())
    until(lambda: batch.all_told() and not batch.waiting().filter(channel="email").exists())
    held = batch.waiting().filter(channel="sms").count()
    rig.voice.be(Mood.WELL)
    batch.settle(rig)
    closed = not Circuit.objects.filter(gateway="sms", opened_at__isnull=False).exists()
    aside = batch.notices().exclude(quarantined_at=None).count()
    return batch.compared(rig), {"texts held": held, "put aside": aside, "closed again": closed}


def f12(rig: Rig, size: int, *, mood: Mood = Mood.CUT) -> tuple[Figures, Told]:
    """The gateway takes a text and hangs up: asked whether it came, or sent the same key once."""
    rig.complete()
    rig.voice.be(mood)
    batch = Batch.of(size)
    until(lambda: batch.all_told() and _all_texts_tried(rig, batch))
    rig.voice.be(Mood.WELL if mood is Mood.CUT else mood)
    batch.settle(rig)
    rig.voice.be(Mood.WELL)
    texts = list(batch.notices().filter(channel="sms").values_list("key", flat=True))
    given = rig.texts()
    worst = max((given[key] for key in texts), default=0)
    aside = batch.notices().filter(channel="sms").exclude(quarantined_at=None).count()
    queue.retry()
    figures = batch.compared(rig)
    return figures, {"most copies of a key": worst, "put aside": aside}


def _all_texts_tried(rig: Rig, batch: Batch) -> bool:
    rig.time_passes()
    time.sleep(0.2)
    return not batch.waiting().filter(channel="sms", attempts=0).exists()


def f29(rig: Rig, size: int, *, shift: int = 7200) -> tuple[Figures, Told]:
    """One worker's clock is two hours ahead, one's two behind; then the database's jumps back, and
    everything waits for a person."""
    rig.quiet()
    rig.add_worker(RIG_CLOCK=str(shift))
    rig.add_worker(RIG_CLOCK=str(-shift))
    rig.complete()
    batch = Batch.of(size)
    batch.settle(rig)
    figures = batch.compared(rig)
    clock.set_right(clock.database_now() + _TEN_MINUTES)
    later = Batch.of(size)
    held = rig.logged("sweep_held")
    until(lambda: rig.logged("sweep_held") >= held + 2)
    early = Notice.objects.filter(claim__in=later.claims).count() + later.tickets().count()
    clock.set_right(timezone.now())
    later.settle(rig)
    rig.quiet()
    after = later.compared(rig)
    return Figures.total([figures, after]), {"told while in doubt": early}
