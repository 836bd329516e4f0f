"""消息 and 通知设置: one line a case, and what a person may and may not switch off."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from oversight.views import messages
from petitions import outbox
from petitions.models import Notice, Preference
from petitions.models.preference import USUAL

pytestmark = pytest.mark.django_db
INBOX, SETTINGS = "/messages/", "/messages/settings/"


def say(hop, key: str, *, at: dt.datetime, to: str = "hr_desk", **changes) -> Notice:
    user = User.objects.get(username=to)
    words = {"kind": "reminder", "subject": f"提醒{key}", "body": "内容"} | changes
    outbox.tell({user.pk}, outbox.Message(key=key, claim=hop.claim, **words), at=at)
    return Notice.objects.get(key=f"{key}:{user.pk}:inbox")


@pytest.fixture
def two_cases(walk):
    """Two cases of the desk: the first has two unread messages, the second one, and newer."""
    first, second = walk.delivered(title="第一件"), walk.delivered(title="第二件")
    Notice.objects.all().delete()
    say(first, "a", at=walk.at("2026-03-05"))
    say(first, "b", at=walk.at("2026-03-06"))
    say(second, "c", at=walk.at("2026-03-07"))
    return first, second


def page(client, path: str = INBOX, expect: int = 200, **query: str) -> str:
    response = client.get(path, query)
    assert response.status_code == expect
    text: str = response.content.decode()
    return text


def test_each_case_is_one_line_the_newest_first_with_its_own_count(two_cases, sign_in):
    first, second = two_cases
    text = page(sign_in("hr_desk"))

    assert text.index(second.claim.petition.number) < text.index(first.claim.petition.number)
    assert text.count("<tr>") == 1 + 2  # the head, and a line for each case
    assert '<span class="count">2<span class="sr"> 条未读</span></span>' in text
    assert "此前 1 条" in text


def test_opening_a_case_marks_all_its_messages_read_and_no_others(two_cases, sign_in):
    first, second = two_cases
    newest = Notice.objects.get(key__startswith="b:")

    response = sign_in("hr_desk").get(reverse("oversight:message", args=[newest.pk]), {"case": "1"})

    assert response["Location"] == f"/petitions/{first.claim.petition.number}/"
    unread = Notice.objects.filter(channel="inbox", read_at=None)
    assert [notice.claim for notice in unread] == [second.claim]


def test_opening_one_message_marks_only_that_one(two_cases, sign_in):
    older = Notice.objects.get(key__startswith="a:")
    sign_in("hr_desk").get(reverse("oversight:message", args=[older.pk]))

    assert Notice.objects.filter(channel="inbox", read_at=None).count() == 2


def test_one_case_is_marked_read_from_its_line(two_cases, sign_in):
    first, _ = two_cases
    until = Notice.objects.latest("pk").pk
    number = first.claim.petition.number

    response = sign_in("hr_desk").post(
        reverse("oversight:inbox-reading"), {"until": until, "petition": number}, follow=True
    )

    assert "2 条消息已标为已读。" in response.content.decode()
    assert Notice.objects.filter(channel="inbox", read_at=None).count() == 1


def test_only_the_unread_are_shown_on_request(two_cases, walk, sign_in):
    first, second = two_cases
    Notice.objects.filter(claim=second.claim).update(read_at=walk.at("2026-03-08"))
    client = sign_in("hr_desk")

    text = page(client, unread="1")

    assert first.claim.petition.number in text
    assert second.claim.petition.number not in text
    Notice.objects.update(read_at=walk.at("2026-03-08"))
    assert "没有未读消息" in page(client, unread="1")


@pytest.mark.leaves_gaps
def test_a_sealed_case_shows_no_title(two_cases, walk, sign_in):
    first, _ = two_cases
    first.claim.is_sealed = True
    first.claim.save(update_fields=["is_sealed"])
    petition = first.claim.petition
    petition.is_sealed = True
    petition.save(update_fields=["is_sealed"])
    say(first, "d", at=walk.at("2026-03-09"), to="supervisor")

    text = page(sign_in("supervisor"))

    assert "第一件" not in text
    assert "密件" in text
    assert petition.number not in page(sign_in("hr_desk")), "a case sealed meanwhile is gone"


def test_older_messages_are_a_page_further(two_cases, sign_in, monkeypatch):
    monkeypatch.setattr(messages, "PER_PAGE", 2)
    client = sign_in("hr_desk")

    assert "更早的消息" in page(client)
    older = page(client, page="2")
    assert "较新的消息" in older
    assert "第一件" in older
    assert "第二件" in page(client, page="x"), "no number is the first page"


def test_a_fuller_inbox_costs_no_more_queries(two_cases, walk, sign_in):
    client = sign_in("hr_desk")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client)
        return len(asked)

    cost()
    before = cost()
    for number in range(20):
        say(two_cases[number % 2], f"n{number}", at=walk.at("2026-03-10"))

    assert cost() == before <= 8


def boxes(text: str) -> set[str]:
    """The ticked ones."""
    return {
        part.split('"')[0]
        for part in text.split('name="wanted" value="')[1:]
        if part.split(">")[0].endswith("checked")
    }


def test_the_settings_begin_with_what_is_usual(cast, sign_in):
    text = page(sign_in("hr_desk"), SETTINGS)

    assert boxes(text) == set(USUAL)
    assert "始终接收" in text
    assert "还没有登记手机号" in text
    assert SETTINGS in page(sign_in("hr_desk"), "/accounts/account/")


def test_what_was_ticked_is_kept_and_obeyed(walk, sign_in):
    client = sign_in("hr_desk")
    client.post(SETTINGS, {"wanted": ["urgent:email", "turn:email"]})

    assert boxes(page(client, SETTINGS)) == {"urgent:email", "turn:email"}
    walk.delivered()
    assert Notice.objects.filter(channel="email", recipient__username="hr_desk").count() == 1


def test_what_is_not_ticked_waits_for_the_digest(walk):
    walk.delivered()

    assert not Notice.objects.filter(channel="email").exists()
    assert Notice.objects.filter(channel="inbox", recipient__username="hr_desk").exists()


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        pytest.param([], "紧急通知不能全部关掉，请至少保留一种站外方式。", id="all off"),
        pytest.param(["turn:email"], "紧急通知不能全部关掉", id="urgent off"),
        pytest.param(
            ["urgent:email", "turn:sms"], "您还没有登记手机号，不能选择短信。", id="no phone"
        ),
        pytest.param(["urgent:pigeon"], "没有这一项通知", id="unknown"),
        pytest.param(["urgent:inbox"], "没有这一项通知", id="the inbox is no choice"),
    ],
)
def test_what_may_not_be_chosen_is_refused_at_its_field(cast, sign_in, wanted, sentence):
    response = sign_in("hr_desk").post(SETTINGS, {"wanted": wanted})

    text = response.content.decode()
    assert response.status_code == 400
    assert sentence in text
    assert 'class="error"' in text
    assert boxes(text) == {one for one in wanted if one.endswith("email")}, "what was ticked stays"
    assert not Preference.objects.exists()


def test_who_has_no_address_may_keep_everything_off(cast, sign_in):
    user = cast["hr_desk"].user
    user.email = ""
    user.save(update_fields=["email"])

    assert sign_in("hr_desk").post(SETTINGS, {}).status_code == 302
    assert Preference.objects.get().wanted == []


def test_what_is_urgent_reaches_somebody_whose_chosen_address_is_gone(walk, delivered):
    user = walk.cast["hr_desk"].user
    user.phone = "13900001234"
    user.email = ""
    user.save(update_fields=["phone", "email"])

    say(delivered, "u", at=walk.at("2026-03-05"), is_urgent=True)

    assert Notice.objects.filter(key__startswith="u:", channel="sms").count() == 1
