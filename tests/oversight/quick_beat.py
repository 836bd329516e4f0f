"""The test run's settings with a beat that ticks every second, for processes started by tests."""

from tests.settings import *  # noqa: F403
from tests.settings import CELERY_BEAT_SCHEDULE

CELERY_BEAT_SCHEDULE = {
    name: entry | {"schedule": 1, "options": {"expires": 10}}
    for name, entry in CELERY_BEAT_SCHEDULE.items()
}
