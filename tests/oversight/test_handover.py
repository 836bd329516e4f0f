"""A hop that goes to another handler takes its reminders along."""

from __future__ import annotations

import pytest

from accounts.models import Organization, Post, Role, User
from oversight.models import Stage, Ticket
from petitions import lifecycle
from petitions.models import Notice, Referral

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(tree: dict[str, Organization]) -> User:
    """A second 承办人 at 青禾县人社局."""
    user = User.objects.create(username="hr_second", name="岑小渡", email="second@cast.example")
    Post.objects.create(user=user, organization=tree["qinghe-hr"], role=Role.HANDLER)
    return user


def give(hop: Referral, to: User, walk, *, on: str) -> None:
    lifecycle.assign_handler(hop, handler=to, by=walk.cast["hr_desk"], at=walk.at(on))


def test_the_new_handler_is_told_once_and_the_former_ones_reminder_is_withdrawn(
    accepted, walk, second, swept, told, stages
):
    swept("2026-05-04")
    assert told("reminder") == ["hr_handler"]

    give(accepted, second, walk, on="2026-05-05")
    first, again = swept("2026-05-05"), swept("2026-05-05")

    assert told("reminder") == ["hr_second"]
    assert (first.reminders, again.reminders) == (1, 0)
    assert stages(accepted.deadlines.get(code="conclude")) == [(1, Stage.NEAR, False)]


def test_what_the_former_handler_read_stays_as_it_was_said(accepted, walk, second, swept, told):
    swept("2026-05-04")
    Notice.objects.filter(kind="reminder").update(read_at=walk.at("2026-05-04"))
    give(accepted, second, walk, on="2026-05-05")

    swept("2026-05-05")

    assert told("reminder") == ["hr_handler", "hr_second"]


def test_a_hop_that_comes_back_is_told_to_its_former_handler_again(
    accepted, walk, second, swept, told
):
    handler = walk.cast["hr_handler"].user
    swept("2026-05-04")
    give(accepted, second, walk, on="2026-05-05")
    swept("2026-05-05")
    give(accepted, handler, walk, on="2026-05-06")

    swept("2026-05-06")

    assert told("reminder") == ["hr_handler"]
    assert Notice.objects.filter(kind="reminder", recipient=handler, channel="inbox").count() == 1


def test_a_ticket_goes_along_and_the_others_are_not_told_twice(accepted, walk, second, swept, told):
    swept("2026-05-10")
    assert told("ticket") == ["hr_desk", "hr_handler", "hr_leader", "supervisor"]
    give(accepted, second, walk, on="2026-05-11")

    found = swept("2026-05-11")

    assert told("ticket") == ["hr_desk", "hr_leader", "hr_second", "supervisor"]
    assert found.tickets == 0
    assert Ticket.objects.count() == 1
