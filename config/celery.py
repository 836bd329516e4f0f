"""The Celery application. PostgreSQL holds what is due; a message only wakes a worker."""

import os
from typing import Any

import django
import structlog
from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DB_STATEMENT_TIMEOUT", "5min")
# Celery would run Django's checks first, and they load every page: 3.6 s of processor before the
# first letter instead of 1.4. `refuse_unfit_start` below is what a worker has to obey.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

logger = structlog.get_logger(__name__)
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
def begin_at_once(**_kwargs: Any) -> None:
    """/healthz need not wait a whole interval for the first signs of life."""
    signals.after_task_publish.connect(show_life, weak=False)
    app.send_task("oversight.tasks.deliver_notices", expires=60)


def show_life(**_kwargs: Any) -> None:
    """In beat: the broker took a wake-up. A database that is away must not end beat."""
    from django.db import DatabaseError, close_old_connections

    from oversight import heartbeats

    try:
        close_old_connections()
        heartbeats.record(heartbeats.BEAT)
    except DatabaseError as error:
        logger.warning("beat_not_recorded", error=type(error).__name__)
