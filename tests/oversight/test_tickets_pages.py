"""督办 pages: open by hand, sign, answer, decide, lift, told as a clerk would do it."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from oversight import tickets
from oversight.models import Reply, Ticket, TicketKind, TicketPaper, TicketStatus
from petitions.models import Event
from tests.oversight.ticket_samples import REPLY, entries, opened, suggestion
from tests.petitions.pages import links, main_of, on_day

pytestmark = pytest.mark.django_db
DAY = "2026-03-20"


@pytest.fixture
def order(delivered, walk) -> Ticket:
    return opened(TicketKind.ORDER, walk, hop=delivered, by="supervisor")


def typed(kind: TicketKind, **changes: str) -> dict[str, str]:
    form = {"organization": "qinghe-hr", "subject": "书面告知超期", "due_on": "2026-04-10"}
    return {**form, **entries(kind), **changes}


def act(client, ticket: Ticket, noun: str, **form: str):
    return client.post(reverse("oversight:ticket-act", args=[ticket.pk, noun]), form)


def test_a_ticket_is_opened_from_the_page_of_its_petition(delivered, sign_in):
    """Chosen, filled in, read once more, and only then opened."""
    number = delivered.claim.petition.number
    path = reverse("oversight:ticket-create", args=["order"])
    with on_day(DAY):
        client = sign_in("supervisor")
        offered = links(client.get(f"/petitions/{number}/"))
        assert ("开出督办", f"/tickets/new/?petition={number}") in offered
        kinds = client.get(reverse("oversight:ticket-new"), {"petition": number})
        assert ("督办单", f"{path}?petition={number}") in links(kinds)
        sent = typed(TicketKind.ORDER, petition=number)
        assert "核对" in main_of(client.post(path, sent))
        assert not Ticket.objects.exists()
        response = client.post(path, sent | {"confirmed": "1"}, follow=True)
        assert "已开出" in response.content.decode()
        assert "书面告知超期" in main_of(client.get(f"/petitions/{number}/"))

    assert TicketPaper.objects.get().number in main_of(response)


def test_a_ticket_is_answered_returned_answered_and_accepted(order, sign_in):
    with on_day("2026-03-23"):
        client = sign_in("hr_desk")
        assert "书面告知超期" in main_of(client.get(reverse("oversight:tickets")))
        assert REPLY in main_of(act(client, order, "answer", answer=REPLY))
        assert not Reply.objects.exists()
        assert act(client, order, "answer", answer=REPLY, confirmed="1").status_code == 302
    with on_day("2026-03-24"):
        said = {"reason": "没有写明日期。", "due_on": "2026-03-27"}
        assert act(sign_in("chief"), order, "reply-return", **said).status_code == 302
    with on_day("2026-03-25"):
        act(sign_in("hr_desk"), order, "answer", answer=f"{REPLY}补充日期。", confirmed="1")
    with on_day("2026-03-26"):
        client = sign_in("supervisor")
        assert act(client, order, "acceptance", note="属实。").status_code == 302
        text = main_of(client.get(reverse("oversight:ticket", args=[order.pk])))

    order.refresh_from_db()
    assert order.status == TicketStatus.ACCEPTED
    for words in ("退回答复", "没有写明日期。", "认可答复", "补充日期", "属实。"):
        assert words in text
    assert Event.objects.filter(action__endswith="_ticket").count() == 5


def test_a_suggestion_is_proposed_signed_and_adopted(delivered, sign_in):
    number = delivered.claim.petition.number
    path = reverse("oversight:ticket-create", args=["improvement"])
    sent = typed(TicketKind.IMPROVEMENT, cases=number, confirmed="1")
    with on_day(DAY):
        assert (
            "送负责人签发" in sign_in("supervisor").post(path, sent, follow=True).content.decode()
        )
        ticket = Ticket.objects.get()
        page = reverse("oversight:ticket", args=[ticket.pk])
        assert sign_in("hr_desk").get(page).status_code == 404
        client = sign_in("chief")
        assert client.get(reverse("oversight:ticket-draft", args=[ticket.pk]))["Content-Type"] == (
            "application/pdf"
        )
        assert act(client, ticket, "signature", due_on="2026-04-20").status_code == 302
    with on_day("2026-03-25"):
        client = sign_in("hr_leader")
        text = main_of(client.get(page))
        assert "采纳情况" in text
        act(client, ticket, "answer", answer=REPLY, adoption="partly", confirmed="1")
        assert "部分采纳" in main_of(client.get(reverse("oversight:suggestions")))

    assert TicketPaper.objects.filter(letter="D34").count() == 1


def test_a_paper_is_shown_as_it_was_issued_and_only_to_those_who_see_the_ticket(order, sign_in):
    paper = order.papers.get()
    path = reverse("oversight:ticket-paper", args=[paper.pk])

    response = sign_in("hr_desk").get(path)

    assert response.content == bytes(paper.content)
    assert response["Content-Type"] == "application/pdf"
    assert sign_in("env_desk").get(path).status_code == 404
    assert (
        sign_in("supervisor").get(reverse("oversight:ticket-draft", args=[order.pk])).status_code
        == 404
    )


def test_the_paper_can_be_looked_at_before_anything_is_stored(delivered, sign_in):
    sent = typed(TicketKind.ORDER, petition=delivered.claim.petition.number, preview="1")
    with on_day(DAY):
        response = sign_in("supervisor").post(
            reverse("oversight:ticket-create", args=["order"]), sent
        )

    assert response["Content-Type"] == "application/pdf"
    assert not Ticket.objects.exists()


@pytest.mark.parametrize(
    ("kind", "change", "word"),
    [
        ("order", {"petition": ""}, "请写明是哪一件信访件"),
        ("order", {"petition": "990121-260302-LX-00000-0"}, "没有这个信访件"),
        ("order", {"ground": ""}, "督办理由"),
        ("order", {"organization": "qinghe-env"}, "没有经办过本件"),
        ("order", {"due_on": "2026-03-20"}, "应在今天以后"),
        ("order", {"ground": "字\U0002ebf0"}, "字库缺字"),
        ("improvement", {"cases": ""}, "至少引用一件"),
        ("improvement", {"cases": "X-1 X-2"}, "没有这个信访件"),
        ("improvement", {"cases": " ".join(f"X-{n}" for n in range(31))}, "最多引用 30 件"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    delivered, sign_in, kind, change, word
):
    number = delivered.claim.petition.number
    about = {"petition": number} if kind == "order" else {"cases": number}
    sent = typed(TicketKind(kind), **{**about, "subject": "独一无二的事由", **change})
    with on_day(DAY):
        response = sign_in("chief").post(
            reverse("oversight:ticket-create", args=[kind]), sent | {"confirmed": "1"}
        )

    text = response.content.decode()
    assert response.status_code == 400
    assert word in text
    assert "独一无二的事由" in text
    assert not Ticket.objects.exists()


def test_a_petition_that_may_not_be_seen_cannot_be_asked_about(walk, sign_in):
    hop = walk.registered()
    Ticket.objects.all().delete()
    sent = typed(TicketKind.REMINDER, petition="990121-260302-LX-99999-9", confirmed="1")
    with on_day(DAY):
        text = sign_in("chief").post(reverse("oversight:ticket-create", args=["reminder"]), sent)

    assert hop.claim.petition.number not in text.content.decode()
    assert "没有这个信访件" in text.content.decode()


def test_the_tabs_hold_what_waits_what_was_issued_and_everything(order, sign_in):
    def shown(username: str, tab: str) -> bool:
        with on_day(DAY):
            response = sign_in(username).get(reverse("oversight:tickets"), {"tab": tab})
        return "书面告知超期" in main_of(response)

    assert [shown("hr_desk", tab) for tab in ("mine", "issued", "all")] == [True, False, True]
    assert [shown("supervisor", tab) for tab in ("mine", "issued", "all")] == [False, True, True]
    assert [shown("env_desk", tab) for tab in ("mine", "issued", "all")] == [False, False, False]
    assert sign_in("hr_desk").get(reverse("oversight:tickets"), {"tab": "x"}).status_code == 404


def test_the_menu_counts_what_is_to_answer_to_decide_and_to_sign(order, walk, sign_in):
    def tally(username: str) -> bool:
        page = sign_in(username).get(reverse("oversight:tickets")).content.decode()
        return '<span class="tally">1<span class="sr"> 件</span></span>' in page

    assert [tally(name) for name in ("hr_desk", "supervisor", "chief")] == [True, False, False]
    tickets.answer(order, text=REPLY, by=walk.cast["hr_desk"], at=walk.at("2026-03-23"))
    assert [tally(name) for name in ("hr_desk", "supervisor", "chief")] == [False, True, True]


def test_a_returned_page_says_who_was_faster(order, walk, sign_in):
    tickets.answer(order, text=REPLY, by=walk.cast["hr_desk"], at=walk.at("2026-03-23"))

    response = act(
        sign_in("hr_leader"), order, "answer", answer="另一份答复的全文。", version="1",
        confirmed="1",
    )  # fmt: skip

    text = response.content.decode()
    assert response.status_code == 409
    assert "别人已经办理" in text
    assert "另一份答复的全文。" in text


def test_an_act_that_does_not_exist_is_a_404_and_a_get_goes_to_the_ticket(order, sign_in):
    client = sign_in("hr_desk")

    assert act(client, order, "coronation").status_code == 404
    response = client.get(reverse("oversight:ticket-act", args=[order.pk, "answer"]))
    assert response["Location"] == reverse("oversight:ticket", args=[order.pk])


def test_an_unknown_kind_and_one_that_only_a_rule_opens_are_404(law, sign_in):
    client = sign_in("chief")

    for kind in ("urge", "report_up", "coronation"):
        path = reverse("oversight:ticket-create", args=[kind])
        assert client.get(path).status_code == 404


def test_nobody_else_is_offered_the_kinds(law, sign_in):
    assert sign_in("chief").get(reverse("oversight:ticket-new")).status_code == 200
    assert sign_in("hr_leader").get(reverse("oversight:ticket-new")).status_code == 403


def test_cited_cases_are_linked_only_for_those_who_see_them(walk, sign_in):
    hidden = walk.delivered(to="qinghe-hr")
    ticket = suggestion(walk, hidden.claim, to="qinghe-env")
    page = reverse("oversight:ticket", args=[ticket.pk])

    assert hidden.claim.petition.number in main_of(sign_in("chief").get(page))
    text = main_of(sign_in("env_desk").get(page))
    assert hidden.claim.petition.number not in text
    assert "共引用 1 件" in text


def test_a_longer_list_costs_no_more_queries(walk, sign_in):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("oversight:tickets"), {"tab": "all"}).status_code == 200
        return len(asked)

    client = sign_in("supervisor")
    opened(TicketKind.ORDER, walk, hop=walk.delivered())
    cost()
    one = cost()
    for _ in range(2):
        opened(TicketKind.ORDER, walk, hop=walk.delivered())

    assert cost() == one <= 12


@pytest.fixture
def late(delivered, swept) -> Ticket:
    """催办 of a rule: the written notice of 19 March was not given."""
    swept("2026-03-20")
    return Ticket.objects.get()


def test_the_list_is_narrowed_and_the_filters_can_be_taken_off(late, walk, swept, sign_in):
    other = walk.registered()
    swept("2026-03-20")
    here, there = late.claim.petition.number, other.claim.petition.number

    def shown(**query: str) -> str:
        response = sign_in("supervisor").get(reverse("oversight:tickets"), {"tab": "all", **query})
        text: str = response.content.decode()
        return text

    both = shown()
    assert here in both
    assert there in both
    one = shown(organization=str(late.organization_id))
    assert there not in one
    assert "去掉这个条件" in one
    assert here not in shown(petition=there)
    assert "没有符合条件的督办单" in shown(status="accepted")
    assert here in shown(status="all", kind="urge")


@pytest.mark.parametrize(
    "query", [{"status": "lost"}, {"organization": "999999"}, {"kind": "coronation"}]
)
def test_a_filter_that_makes_no_sense_is_refused_at_its_field(late, sign_in, query):
    response = sign_in("supervisor").get(reverse("oversight:tickets"), query)

    assert response.status_code == 400
    assert 'class="error"' in response.content.decode()


def test_a_ticket_that_may_not_be_seen_does_not_exist(late, sign_in):
    hidden = sign_in("env_desk").get(reverse("oversight:ticket", args=[late.pk]))
    missing = sign_in("hr_desk").get(reverse("oversight:ticket", args=[uuid.uuid4()]))

    assert hidden.status_code == missing.status_code == 404
    assert "退休工龄" not in hidden.content.decode() + missing.content.decode()


def test_the_ticket_explains_the_period_and_offers_the_reply_to_who_owes_it(late, sign_in):
    path = reverse("oversight:ticket", args=[late.pk])
    with on_day(DAY):
        text = sign_in("hr_desk").get(path).content.decode()
        watching = sign_in("supervisor").get(path).content.decode()

    assert "2026年3月20日" in text  # late since, and opened
    assert "2026年3月25日" in text  # to be answered by
    assert "3月26日升级为督办单" in text
    assert "超期的期限怎么算的" in text
    assert 'name="answer"' in text
    assert 'name="answer"' not in watching


def test_an_empty_reply_is_refused_at_its_field(late, sign_in):
    response = act(sign_in("hr_desk"), late, "answer", answer="  ")

    assert response.status_code == 400
    assert "请写明原因、目前进展和下一步措施。" in response.content.decode()
