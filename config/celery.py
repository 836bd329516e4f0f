"""The Celery application. PostgreSQL holds what is due; a message only wakes a worker."""

import os
from typing import Any

import django
from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DB_STATEMENT_TIMEOUT", "5min")

app = Celery("xinfang")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.celeryd_init.connect
@signals.beat_init.connect
def refuse_an_unfit_start(**_kwargs: Any) -> None:
    """A worker sends letters: it obeys the same refusals as the web server."""
    django.setup()
    from config.checks import refuse_unfit_start

    refuse_unfit_start()


@signals.beat_init.connect
def beat_at_once(**_kwargs: Any) -> None:
    """/healthz need not wait a whole interval for the first heartbeat."""
    app.send_task("oversight.tasks.beat_heartbeat", expires=60)
