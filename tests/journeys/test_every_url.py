"""Every URL as every account, and every act as every account: a page, a 403, 404 or 409.

The lists come from the URL configuration and the table of acts, so a new page or act that nobody
placed here fails."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from rest_framework.test import APIClient

from accounts.models import User
from petitions import permissions
from petitions.acts import FORMS
from petitions.models import Referral
from tests.cast import CAST

pytestmark = pytest.mark.django_db
EVERYBODY = {row[0] for row in CAST}
SEEING = {"clerk", "supervisor", "chief", "hr_desk", "hr_handler", "hr_leader", "leader"}
OFFICE = {"clerk", "supervisor", "chief"}
REGISTRARS = {"clerk", "supervisor", "hr_desk", "env_desk"}
SYSADMIN = {"sysadmin"}

#: What the page of an act tells those who see the hop and have another post.
OTHERS = "这一步由别的岗位办理"

#: What needs no account, or answers by itself.
OPEN = {
    "healthz",
    "accounts:sign-in",
    "accounts:sign-out",
    "portal:look-up",
    "portal:status",
    "portal:rating",
    "routing:calculator",
    "routing:guide",
    "routing:work-calendar",
}
#: GET pages for everybody who has an account.
FOR_ALL = {
    "accounts:absences",
    "accounts:account",
    "accounts:password",
    "petitions:today",
    "petitions:list",
    "petitions:list-export",
    "petitions:drafts",
    "petitions:gaps",
    "petitions:serving",
    "petitions:rules",
    "routing:pledges",
    "routing:reminders",
    "oversight:inbox",
    "oversight:preferences",
    "oversight:tickets",
    "oversight:suggestions",
}
#: GET pages of one petition, hop or letter: who may see it.
OF_ROWS = {
    "petitions:detail": SEEING,
    "petitions:document": SEEING,
    "petitions:receipt": OFFICE,
    "petitions:receipt-pdf": OFFICE,
}
#: Pages with a rule of their own.
BODIES = {"hr_desk", "hr_leader", "env_desk", "env_leader", "county_review_leader", "review_leader"}
WATCHING = {"supervisor", "chief", "leader"} | BODIES
LEADERS = {"chief", "leader"}
#: Everybody whose organization gives numbers to letters.
KEEPERS = EVERYBODY - {"leader", "sysadmin", "secadmin", "auditor"}
SPECIAL = {
    "petitions:number-register": KEEPERS,
    "oversight:cards": WATCHING,
    "oversight:calls": {"supervisor", "chief"},
    "oversight:situation": WATCHING,
    "oversight:trends": WATCHING,
    "oversight:wall": WATCHING,
    "oversight:leader": LEADERS,
    "oversight:leader-waiting": LEADERS,
    "oversight:ticket-new": {"supervisor", "chief"},
    "petitions:register": REGISTRARS,
    "accounts:health": SYSADMIN,
    "petitions:calendar-change": SYSADMIN,
    "oversight:sending": SYSADMIN,
    "oversight:demo-texts": SYSADMIN,
}
#: What only takes POST or a row of its own: walked below, or in the tests of its own app.
ELSEWHERE = {
    "petitions:act",
    "petitions:act-letter",
    "petitions:number-register-export",
    "petitions:service-receipt",
    "petitions:register-hints",
    "petitions:draft",
    "petitions:draft-deletion",
    "petitions:attachment",
    "petitions:attachment-create",
    "petitions:contact",
    "accounts:absence-cancel",
    "accounts:session-extend",
    "routing:pledge-withdraw",
    "routing:reminder-reset",
    "oversight:inbox-reading",
    "oversight:sending-retry",
    "oversight:message",
    "oversight:ticket",
    "oversight:card-lifting",
    "oversight:call",
    "oversight:situation-list",
    "oversight:leader-petition",
    "oversight:reports",
    "oversight:report-export",
    "oversight:report-freezing",
    "oversight:report-rows",
    "oversight:report-rows-export",
    "oversight:what-if",
    "oversight:yearly",
    "oversight:annual",
    "oversight:annual-letter",
    "oversight:annual-paper",
    "oversight:yearly-word",
    "oversight:yearly-rows",
    "oversight:yearly-rows-export",
    "petitions:marks",
    "oversight:ticket-act",
    "oversight:ticket-act-letter",
    "oversight:ticket-create",
    "oversight:ticket-create-letter",
    "oversight:ticket-draft",
    "oversight:ticket-paper",
    "oversight:suggestions-export",
}


def names(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.pattern.describe().startswith("'api/"):
                continue  # the API has its own walk in tests/api
            yield from names(entry, f"{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"


def sit(username: str) -> Client:
    client = Client()
    user = User.objects.get(username=username)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def test_every_page_has_its_place_here():
    placed = OPEN | FOR_ALL | set(OF_ROWS) | set(SPECIAL) | ELSEWHERE

    assert set(names()) - placed == set()


def path_of(name: str, hop: Referral | None) -> str:
    if hop is None:
        return reverse(name)
    if name == "petitions:document":
        return reverse(name, args=[hop.documents.earliest("pk").pk])
    return reverse(name, args=[hop.claim.petition.number]) if name in OF_ROWS else reverse(name)


@pytest.mark.parametrize("name", sorted(FOR_ALL))
def test_pages_for_everybody_answer_everybody_and_send_strangers_to_sign_in(delivered, name):
    path = path_of(name, delivered)

    assert {who: sit(who).get(path).status_code for who in EVERYBODY} == dict.fromkeys(
        EVERYBODY, 200
    )
    assert Client().get(path).status_code == 302


@pytest.mark.parametrize("name", sorted(OF_ROWS))
def test_rows_are_pages_for_those_who_see_them_and_404_for_the_rest(delivered, name):
    path = path_of(name, delivered)

    answers = {who: sit(who).get(path).status_code for who in EVERYBODY}

    assert {who for who, status in answers.items() if status == 200} == OF_ROWS[name]
    assert {status for who, status in answers.items() if who not in OF_ROWS[name]} == {404}
    assert Client().get(path).status_code == 302


@pytest.mark.parametrize("name", sorted(SPECIAL))
def test_pages_with_a_rule_of_their_own(law, name):
    answers = {who: sit(who).get(path_of(name, None)).status_code for who in EVERYBODY}

    assert {who for who, status in answers.items() if status == 200} == SPECIAL[name]


def test_every_act_answers_every_account_as_the_table_says(delivered, cast):
    """What the others are told when they send it all the same stands in `test_illegal`."""
    clients = {who: sit(who) for who in sorted(EVERYBODY)}
    for action, (who, client) in product(FORMS, clients.items()):
        path = f"/referrals/{delivered.pk}/{FORMS[action].noun}/"
        able = permissions.post_for(cast[who].user, action, delivered) is not None
        expected = {200, 409} if able else {409} if who in SEEING else {404}
        page = client.get(path)
        assert page.status_code in expected, (who, action)
        assert (OTHERS in page.content.decode()) == (not able and who in SEEING), (who, action)
        if able:
            assert client.post(path, {"version": 999}).status_code in {400, 409}, (who, action)

    assert Referral.objects.get(pk=delivered.pk).state == delivered.state


def test_an_unknown_act_is_a_404(delivered):
    assert sit("clerk").get(f"/referrals/{delivered.pk}/coronation/").status_code == 404


def test_the_api_answers_every_account_as_the_page_does(delivered, cast):
    for who in sorted(EVERYBODY):
        program = APIClient()
        program.force_authenticate(cast[who].user)
        for action, form in FORMS.items():
            path = f"/api/v1/referrals/{delivered.pk}/{form.noun}/"
            able = permissions.post_for(cast[who].user, action, delivered) is not None
            expected = {400, 409} if able else {409} if who in SEEING else {404}
            answer = program.post(path, {"version": 999}, format="json")
            assert answer.status_code in expected, (who, action)

    assert Referral.objects.get(pk=delivered.pk).state == delivered.state
