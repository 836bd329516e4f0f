"""The test run's settings with a beat that ticks every second (RIG_PACE leaves it the product's
pace) and, where RIG_CLOCK says so, a process whose own clock is wrong."""

import datetime as dt
import os

import time_machine

from tests.settings import *  # noqa: F403
from tests.settings import CELERY_BEAT_SCHEDULE

#: What the faults wait for; the rest of beat's work goes on beside it, but not every second.
_WAITED_FOR = ("sweep_deadlines", "deliver_notices")

if not os.environ.get("RIG_PACE"):
    CELERY_BEAT_SCHEDULE = {
        name: entry | {"schedule": 1 if name in _WAITED_FOR else 10, "options": {"expires": 10}}
        for name, entry in CELERY_BEAT_SCHEDULE.items()
    }

_shift = dt.timedelta(seconds=int(os.environ.get("RIG_CLOCK", "0")))
if _shift:
    time_machine.travel(dt.datetime.now(dt.UTC) + _shift, tick=True).start()
