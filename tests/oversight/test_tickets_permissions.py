"""Who may do what with a ticket: every verb and every kind for every account, from the tables."""

from __future__ import annotations

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import Role, User
from oversight import tickets
from oversight.models import Ticket, TicketKind, TicketStatus
from oversight.tickets import MAY, Verb
from oversight.tickets.forms import FORMS
from tests.cast import CAST
from tests.oversight.ticket_samples import REPLY, able, opened

pytestmark = pytest.mark.django_db
SEEING = {"clerk", "supervisor", "chief", "hr_desk", "hr_handler", "hr_leader", "leader"}
WANTED = {
    Verb.SIGN: {"chief"},
    Verb.ANSWER: {"hr_desk", "hr_handler", "hr_leader"},
    Verb.ACCEPT: {"supervisor", "chief"},
    Verb.RETURN: {"supervisor", "chief"},
    Verb.LIFT: {"supervisor", "chief"},
    Verb.VOID: {"supervisor", "chief"},
}
OPENS = {
    kind: {"chief"} if tickets.KINDS[kind].proposers else {"supervisor", "chief"}
    for kind in tickets.BY_HAND
}


@pytest.fixture
def ticket(delivered, walk) -> Ticket:
    return opened(TicketKind.ORDER, walk, hop=delivered, by="supervisor")


def test_the_table_is_closed():
    assert set(MAY) == set(Verb) == set(WANTED)
    assert {form.verb for form in FORMS.values()} == set(Verb)
    assert set(tickets.KINDS) == set(TicketKind)
    assert {kind for kind in TicketKind if kind not in tickets.BY_HAND} == {
        TicketKind.URGE, TicketKind.REPORT_UP,
    }  # fmt: skip


@pytest.mark.parametrize("verb", Verb, ids=lambda verb: verb.name.lower())
def test_each_verb_is_for_these_people_and_nobody_else(ticket, walk, verb):
    assert able(walk, verb, ticket) == WANTED[verb]


@pytest.mark.parametrize("kind", TicketKind)
def test_each_kind_is_signed_by_these_and_prepared_by_those(cast, kind):
    signs: set[str] = set()
    prepares: set[str] = set()
    for name, post in cast.items():
        found = tickets.opening_post(post.user, kind)
        if found is not None:
            (signs if found.role in tickets.KINDS[kind].issuers else prepares).add(name)

    assert signs == OPENS.get(kind, set())
    assert prepares == ({"supervisor"} if tickets.KINDS[kind].proposers else set())


def body(noun: str) -> dict[str, str]:
    words = {"answer": REPLY, "reason": "没有写明告知日期。", "due_on": "2036-03-27"}
    return {name: words[name] for name in FORMS[noun].base_fields if name in words}


STATUS = {"signature": TicketStatus.PROPOSED, "acceptance": TicketStatus.ANSWERED,
          "reply-return": TicketStatus.ANSWERED}  # fmt: skip


@pytest.mark.parametrize("noun", FORMS)
def test_page_and_api_answer_every_account_as_the_table_says(ticket, walk, client, noun):
    """Who may, is asked before what stands in the form; whose act it is not, is told so (409)."""
    page = reverse("oversight:ticket-act", args=[ticket.pk, noun])
    interface = f"/api/v1/tickets/{ticket.pk}/{noun}/"
    may = able(walk, FORMS[noun].verb, ticket)

    for username, *_ in CAST:
        user = User.objects.get(username=username)
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        program = APIClient()
        program.force_authenticate(user)
        expected = 409 if username in SEEING else 404
        others = username in SEEING and username not in may
        sent = {**body(noun), "version": 999, "confirmed": "1"}
        answer = client.post(page, sent)
        assert answer.status_code == expected, (username, noun)
        assert ("您的岗位只能查看" in answer.content.decode()) == others, (username, noun)
        sent = {**body(noun), "version": 999}
        answer = program.post(interface, sent, format="json")
        assert answer.status_code == expected, (username, noun)
        assert ("您的岗位只能查看" in answer.json()["detail"]) == others, (username, noun)

    assert Ticket.objects.get(pk=ticket.pk).version == ticket.version


@pytest.mark.parametrize("kind", tickets.BY_HAND)
def test_the_form_of_each_kind_opens_for_those_who_may_open_it(cast, client, kind):
    path = reverse("oversight:ticket-create", args=[kind.value])
    answers = {}
    for username, *_ in CAST:
        user = User.objects.get(username=username)
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        answers[username] = client.get(path).status_code

    office = {"supervisor", "chief"}
    assert {name for name, status in answers.items() if status == 200} == office
    assert {status for name, status in answers.items() if name not in office} == {403}


def test_no_role_is_forgotten():
    assert {role for competence in MAY.values() for role in competence.roles} <= set(Role)
