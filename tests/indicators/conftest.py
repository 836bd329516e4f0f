"""Eight hundred generated petitions with all their rows, for one module, then rolled back."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.models import Post, User
from oversight.indicators import Period

PETITIONS = 800


@pytest.fixture(scope="module")
def grown(django_db_setup: None, django_db_blocker: DjangoDbBlocker):
    """The tests' own cast steps aside: the volume brings its own people."""
    with django_db_blocker.unblock(), transaction.atomic():
        User.objects.update(username=Concat(Value("cast-"), F("username")))
        Post.objects.update(ends_on=F("starts_on"))
        call_command("seed_volume", petitions=PETITIONS, seed=11, stdout=io.StringIO())
        with connection.cursor() as cursor:
            cursor.execute("analyze")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def volume(grown: None, db: None) -> None:
    """Generated petitions of three years, in every state."""


@pytest.fixture
def today():
    return timezone.localdate()


def month_back(months: int, *, starts_on: int = 1) -> Period:
    """The statistical month so many months before today's."""
    period = Period.month_of(timezone.localdate(), month_starts_on=starts_on)
    for _ in range(months):
        period = period.before()
    return period
