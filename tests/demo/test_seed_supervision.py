"""The demo of supervision: every kind, every status, whole histories, and nothing twice."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from oversight import tickets
from oversight.models import Origin, Reply, Ticket, TicketPaper, TicketStatus
from petitions import events
from petitions.models import Matter, Notice
from tests.demo.conftest import TODAY

pytestmark = pytest.mark.django_db


def seed() -> None:
    call_command("seed_supervision", on=TODAY)


def test_the_demo_shows_every_kind_and_status_and_is_told_once(demo):
    seed()

    rows = Ticket.objects.all()
    assert set(tickets.BY_HAND) - {"circular"} <= set(rows.values_list("kind", flat=True))
    assert set(rows.values_list("status", flat=True)) == set(TicketStatus)
    assert set(rows.values_list("origin", flat=True)) == set(Origin)
    assert set(Reply.objects.values_list("adoption", flat=True)) >= {"adopted", "partly", "refused"}
    assert Reply.objects.filter(is_accepted=False).exists()
    touched = Matter.objects.filter(pk__in=rows.exclude(claim=None).values("claim__matter"))
    assert [events.first_broken(matter) for matter in touched if events.first_broken(matter)] == []
    assert (
        not Notice.objects.exclude(channel="inbox")
        .filter(sent_at=None, created_at__date__lt=TODAY, kind__startswith="ticket")
        .exists()
    )

    before = (rows.count(), TicketPaper.objects.count(), Reply.objects.count())
    seed()
    assert (Ticket.objects.count(), TicketPaper.objects.count(), Reply.objects.count()) == before
