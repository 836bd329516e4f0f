"""The test run's settings with a beat that ticks every second and, where RIG_CLOCK says so, a
process whose own clock is wrong."""

import datetime as dt
import os

import time_machine

from tests.settings import *  # noqa: F403
from tests.settings import CELERY_BEAT_SCHEDULE

CELERY_BEAT_SCHEDULE = {
    name: entry | {"schedule": 1, "options": {"expires": 10}}
    for name, entry in CELERY_BEAT_SCHEDULE.items()
}

_shift = dt.timedelta(seconds=int(os.environ.get("RIG_CLOCK", "0")))
if _shift:
    time_machine.travel(dt.datetime.now(dt.UTC) + _shift, tick=True).start()
