"""消息 and 督办单: what each person sees, what a form refuses, and at what cost."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from oversight import tickets
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


def test_the_inbox_groups_by_case_with_the_unread_first(walk, swept, sign_in):
    first, second = walk.delivered(title="第一件"), walk.delivered(title="第二件")
    swept("2026-03-19")
    read = Notice.objects.filter(claim=second.claim, channel="inbox", recipient__username="hr_desk")
    read.update(read_at=walk.at("2026-03-19"))

    text = page(sign_in("hr_desk"), "oversight:inbox")

    assert text.index(first.claim.petition.number) < text.index(second.claim.petition.number)
    assert text.count(f'<span class="muted">{first.claim.petition.number}</span>') == 1
    assert "今天到期" in text
    assert text.count('<span class="tag blue">未读</span>') == read.count()


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


def test_the_menu_counts_unread_messages_and_tickets_to_answer(ticket, sign_in):
    text = page(sign_in("hr_desk"), "oversight:tickets")

    unread = Notice.objects.filter(channel="inbox", recipient__username="hr_desk").count()
    assert f'<span class="count">{unread}</span>' in text
    assert '<span class="tally">1<span class="sr"> 件</span></span>' in text
    assert 'class="tally"' not in page(sign_in("supervisor"), "oversight:tickets")


@pytest.mark.parametrize(
    ("username", "sees"), [("hr_leader", True), ("supervisor", True), ("env_desk", False)]
)
def test_the_list_shows_what_this_person_may_see(ticket, sign_in, username, sees):
    text = page(sign_in(username), "oversight:tickets")

    assert (ticket.claim.petition.number in text) == sees
    assert ("没有督办单" in text) != sees


def test_the_longest_overdue_stands_first(walk, swept, sign_in):
    older, newer = walk.delivered(), walk.registered(on="2026-03-06")
    swept("2026-03-20")
    swept("2026-03-24")

    text = page(sign_in("supervisor"), "oversight:tickets")

    assert text.index(older.claim.petition.number) < text.index(newer.claim.petition.number)
    assert "答复超期" in text


def test_the_list_is_narrowed_by_status_organization_and_petition(ticket, walk, swept, sign_in):
    other = walk.registered()
    swept("2026-03-20")
    client = sign_in("supervisor")
    here, there = ticket.claim.petition.number, other.claim.petition.number

    both = page(client, "oversight:tickets")
    assert here in both
    assert there in both
    one = page(client, "oversight:tickets", organization=str(ticket.organization_id))
    assert there not in one
    assert "去掉这个条件" in one
    assert here not in page(client, "oversight:tickets", petition=there)
    assert "没有督办单" in page(client, "oversight:tickets", status="answered")
    assert here in page(client, "oversight:tickets", status="all")


@pytest.mark.parametrize(
    "query", [{"status": "lost"}, {"organization": "999999"}, {"organization": "x"}]
)
def test_a_filter_that_makes_no_sense_is_refused_at_its_field(ticket, sign_in, query):
    response = sign_in("supervisor").get(reverse("oversight:tickets"), query)

    assert response.status_code == 400
    assert 'class="error"' in response.content.decode()


def test_a_ticket_that_may_not_be_seen_does_not_exist(ticket, sign_in):
    hidden = page(sign_in("env_desk"), "oversight:ticket", ticket.pk, expect=404)
    missing = page(sign_in("hr_desk"), "oversight:ticket", uuid.uuid4(), expect=404)

    assert "退休工龄" not in hidden + missing


def test_the_ticket_explains_the_period_and_offers_the_reply_to_who_owes_it(ticket, sign_in):
    text = page(sign_in("hr_desk"), "oversight:ticket", ticket.pk)

    assert "2026年3月20日" in text  # late since, and opened
    assert "2026年3月25日" in text  # to be answered by
    assert "这个期限怎么算的" in text
    assert 'name="answer"' in text
    assert 'name="answer"' not in page(sign_in("supervisor"), "oversight:ticket", ticket.pk)


def test_the_reply_is_kept_and_shown(ticket, sign_in):
    client = sign_in("hr_handler")

    response = client.post(reverse("oversight:ticket-answer", args=[ticket.pk]), {"answer": REPLY})

    assert response["Location"] == reverse("oversight:ticket", args=[ticket.pk])
    text = page(client, "oversight:ticket", ticket.pk)
    assert REPLY in text
    assert "顾清和" in text
    assert 'name="answer"' not in text


def test_an_empty_reply_is_refused_at_its_field(ticket, sign_in):
    response = sign_in("hr_desk").post(
        reverse("oversight:ticket-answer", args=[ticket.pk]), {"answer": "  "}
    )

    assert response.status_code == 400
    assert "请写明超期的原因和下一步措施。" in response.content.decode()


def test_who_only_watches_may_not_reply(ticket, sign_in):
    url = reverse("oversight:ticket-answer", args=[ticket.pk])

    assert sign_in("supervisor").post(url, {"answer": REPLY}).status_code == 403
    assert sign_in("env_desk").post(url, {"answer": REPLY}).status_code == 404
    ticket.refresh_from_db()
    assert ticket.answer == ""


def test_a_second_reply_is_a_conflict_that_keeps_what_was_typed(ticket, walk, sign_in):
    tickets.answer(ticket, text=REPLY, by=walk.cast["hr_desk"], at=walk.at("2026-03-23"))

    response = sign_in("hr_leader").post(
        reverse("oversight:ticket-answer", args=[ticket.pk]), {"answer": "另一份答复的全文。"}
    )

    assert response.status_code == 409
    text = response.content.decode()
    assert "已由叶文竹答复" in text
    assert "另一份答复的全文。" in text


@pytest.mark.parametrize("name", ["oversight:inbox", "oversight:tickets"])
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
