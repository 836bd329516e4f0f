"""消息 and 督办单: what each person sees, what a form refuses, and at what cost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from oversight.models import Ticket
from petitions.models import Notice

pytestmark = pytest.mark.django_db
REPLY = "因档案调取延误超期，已于今日书面告知信访人。"


@pytest.fixture
def ticket(delivered, swept) -> Ticket:
    swept("2026-03-20")
    return Ticket.objects.get()


def page(client, name: str, *args: object, expect: int = 200, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == expect
    text: str = response.content.decode()
    return text


def test_the_notice_of_a_ticket_points_at_its_page(ticket):
    (url,) = set(Notice.objects.filter(kind="ticket").values_list("url", flat=True))

    assert url == reverse("oversight:ticket", args=[ticket.pk])


def test_an_empty_inbox_says_when_something_comes(cast, sign_in):
    assert "没有消息" in page(sign_in("env_desk"), "oversight:inbox")


def test_the_inbox_shows_nobody_elses_messages(ticket, sign_in):
    assert ticket.claim.petition.number not in page(sign_in("env_desk"), "oversight:inbox")


def test_opening_a_message_marks_it_read_and_goes_where_it_points(ticket, sign_in):
    notice = Notice.objects.get(kind="ticket", channel="inbox", recipient__username="hr_desk")

    response = sign_in("hr_desk").get(reverse("oversight:message", args=[notice.pk]))

    assert response["Location"] == reverse("oversight:ticket", args=[ticket.pk])
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_somebody_elses_message_does_not_exist(ticket, sign_in):
    notice = Notice.objects.get(kind="ticket", channel="inbox", recipient__username="hr_desk")

    page(sign_in("hr_leader"), "oversight:message", notice.pk, expect=404)

    notice.refresh_from_db()
    assert notice.read_at is None


def test_all_that_was_shown_is_marked_read_and_nothing_newer(ticket, sign_in):
    inbox = Notice.objects.filter(channel="inbox", recipient__username="hr_desk").order_by("pk")
    shown, newest = inbox[0], inbox.reverse()[0]
    assert shown != newest

    sign_in("hr_desk").post(reverse("oversight:inbox-reading"), {"until": shown.pk})

    shown.refresh_from_db()
    newest.refresh_from_db()
    assert shown.read_at is not None
    assert newest.read_at is None


@pytest.mark.parametrize("until", ["", "x", "-1", "9" * 40])
def test_a_broken_mark_changes_nothing(ticket, sign_in, until):
    response = sign_in("hr_desk").post(reverse("oversight:inbox-reading"), {"until": until})

    assert response.status_code == 302
    assert not Notice.objects.exclude(read_at=None).exists()


@pytest.mark.parametrize("name", ["oversight:inbox"])
def test_a_longer_list_costs_no_more_queries(name, walk, swept, sign_in):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(name)).status_code == 200
        return len(asked)

    client = sign_in("hr_desk")
    walk.delivered()
    swept("2026-03-20")
    cost()  # the first page of a process also asks for guardian's content types
    one = cost()
    for _ in range(3):
        walk.delivered()
    swept("2026-03-20")

    assert cost() == one <= 8


def test_pages_ask_who_you_are(client, db):
    for name in ("oversight:inbox", "oversight:tickets"):
        response = client.get(reverse(name))
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("accounts:sign-in"))
