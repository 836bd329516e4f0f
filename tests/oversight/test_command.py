"""`sweep_deadlines`: one line of JSON, any instant, one sentence for what it cannot read."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core.management import call_command

from oversight.models import Reply, Ticket
from tests.walk import Walk

pytestmark = pytest.mark.django_db


def run(capsys, *arguments: str):
    call_command("sweep_deadlines", *arguments)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    return json.loads(lines[0])


def test_prints_one_line_of_json_and_nothing_new_the_second_time(registered, capsys):
    first = run(capsys, "--at", "2026-03-18T09:00:00+08:00")
    again = run(capsys, "--at", "2026-03-18T09:00:00+08:00")

    assert set(first) == {"due", "reminders", "tickets", "seconds"}
    assert (first["due"], first["tickets"]) == (1, 1)
    assert first["reminders"] == 6
    assert (again["due"], again["reminders"], again["tickets"]) == (1, 0, 0)


@pytest.mark.parametrize(
    ("written", "opened_at"),
    [
        ("2026-03-18", "09:00"),
        ("2026-03-18T00:30", "00:30"),
        ("2026-03-18 00:30:00", "00:30"),
        ("2026-03-17T16:30:00Z", "00:30"),
        ("2026-03-17T16:30:00+00:00", "00:30"),
    ],
)
def test_an_instant_without_zone_is_chinas_and_a_day_is_its_morning(
    registered, capsys, written, opened_at
):
    assert run(capsys, "--at", written)["tickets"] == 1

    assert Ticket.objects.get().opened_at == Walk.at("2026-03-18", opened_at)


@pytest.mark.parametrize(
    "written", ["明天", "2026-13-01", "2026-02-30T09:00", "", "1999-01-01", "9999-12-31"]
)
def test_what_it_cannot_read_ends_with_one_sentence(registered, capsys, written):
    with pytest.raises(SystemExit) as ended:
        call_command("sweep_deadlines", "--at", written)

    said = capsys.readouterr()
    assert ended.value.code == 1
    assert said.out == ""
    assert said.err.strip().endswith("。")
    assert len(said.err.splitlines()) == 1
    assert not Ticket.objects.exists()


def test_where_there_are_no_petitions_the_demo_of_supervision_tells_nothing(law):
    call_command("seed_supervision", on=dt.date(2026, 11, 17))

    assert not Ticket.objects.exists()
    assert not Reply.objects.exists()
