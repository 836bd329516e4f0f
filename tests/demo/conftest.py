"""The first forty stories of the demo, told once for the whole folder and rolled back after it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from pytest_django import DjangoDbBlocker

from accounts.models import Post, User

#: A Tuesday; the stories of the demo lie before it.
TODAY = dt.date(2026, 11, 17)
ONLY = 53


def seed() -> None:
    """With the patience that manage.py has: one statement may take as long as a job's."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '5min'")
    call_command("seed_demo", on=TODAY, only=ONLY, processes=1)


@pytest.fixture(scope="package")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker):
    """The tests' own cast steps aside: the demo brings its own people. Hundreds of tests rolled
    back leave pages of dead rows behind, and a planner that takes every table for empty."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    with django_db_blocker.unblock(), transaction.atomic():
        User.objects.update(username=Concat(Value("cast-"), F("username")))
        Post.objects.update(ends_on=F("starts_on"))
        seed()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(told: None, db: None) -> None:
    """The demo as it stands after the first start."""
