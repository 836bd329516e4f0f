"""The volume is like what the lifecycle writes: whole chains, whole references, every state."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from petitions import numbers
from petitions.demo import tables
from petitions.demo.templates import MODELS
from petitions.documents import is_intact
from petitions.events import first_broken
from petitions.models import Deadline, Document, Matter, NumberSeries, Petition, Referral
from petitions.states import State

PETITIONS = 400


@pytest.fixture(scope="module")
def grown(told: None, django_db_blocker):
    """Four hundred petitions beside the demo; told together, since telling takes its time."""
    with django_db_blocker.unblock():
        before = set(Petition.objects.values_list("pk", flat=True))
        out = io.StringIO()
        call_command("seed_volume", petitions=PETITIONS, seed=7, stdout=out)
        return before, json.loads(out.getvalue())


@pytest.fixture
def volume(grown, db: None):
    return Petition.objects.exclude(pk__in=grown[0]).select_related("matter")


def test_prints_one_line_of_json(grown):
    _, line = grown

    assert set(line) == {"petitions", "seconds", "per_second"}
    assert line["petitions"] == PETITIONS


def test_writes_as_many_as_asked_with_lawful_numbers(volume):
    assert volume.count() == PETITIONS
    assert all(numbers.is_petition_number(petition.number) for petition in volume)


def test_every_chain_is_whole(volume):
    assert [row.number for row in volume if first_broken(row.matter) is not None] == []


def test_every_reference_leads_somewhere(volume):
    assert _orphans() == []
    repeats = volume.filter(is_repeat=True).count()
    matters = Matter.objects.filter(petitions__in=volume).distinct().count()
    assert matters == PETITIONS - repeats


def test_shows_nearly_every_state(volume):
    states = set(
        Referral.objects.filter(claim__petition__in=volume).values_list("state", flat=True)
    )

    assert {State.PENDING, State.REFERRED, State.ACCEPTED, State.CONCLUDED, State.ENDED} <= states


def test_letters_are_intact_and_numbered_without_a_gap(volume):
    letters = Document.objects.filter(referral__claim__petition__in=volume, issued_on__isnull=False)

    assert all(is_intact(letter) for letter in letters.select_related("file"))
    for series in NumberSeries.objects.all():
        given = Document.objects.filter(
            organization=series.organization,
            letter=series.letter,
            issued_on__year=series.year,
            referral__claim__is_sealed=series.is_sealed,
        )
        assert given.count() == series.last


def test_clocks_that_run_lie_around_today_and_closed_ones_are_judged(volume):
    clocks = Deadline.objects.filter(referral__claim__petition__in=volume)
    today = timezone.localdate()

    assert clocks.open().filter(organization__isnull=False, due_on__gte=today).exists()
    for clock in clocks.filter(status="met"):
        assert (clock.verdict == "late") == (
            clock.closed_on is not None and clock.closed_on > clock.due_on
        )


def _orphans() -> list[str]:
    """Foreign keys that lead nowhere: `COPY` may have been told not to ask."""
    keys = [
        (model, field) for model in MODELS for field in tables.fields(model) if field.related_model
    ]
    return [
        f"{model.__name__}.{field.name}" for model, field in keys if _leads_nowhere(model, field)
    ]


def _leads_nowhere(model, field) -> bool:
    there, key = tables.table(field.related_model), field.target_field.column
    with connection.cursor() as cursor:
        cursor.execute(
            f'select 1 from "{tables.table(model)}" a where a."{field.column}" is not null'
            f' and not exists (select 1 from "{there}" b where b."{key}" = a."{field.column}")'
        )
        return cursor.fetchone() is not None
