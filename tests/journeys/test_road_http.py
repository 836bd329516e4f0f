"""A letter's whole life, told through HTTP by the people who live it, every date asserted.

A letter is registered, assigned, objected to, accepted, extended, answered, served, reported,
reviewed by the county, reviewed finally by the city, and ended."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from petitions.models import Petition, Referral
from petitions.states import State
from tests.journeys import road

pytestmark = pytest.mark.django_db


class Office:
    """Everybody's browser: each act is a page opened and a form sent on a named day."""

    def __init__(self) -> None:
        self.clients: dict[str, Client] = {}

    def sit(self, username: str) -> Client:
        client = Client()
        client.force_login(
            User.objects.get(username=username), "django.contrib.auth.backends.ModelBackend"
        )
        return client

    def register(self, username: str, day: str, **fields: str) -> Petition:
        with road.on(day):
            client = self.sit(username)
            assert client.get("/petitions/register/").status_code == 200
            answer: Any = client.post("/petitions/register/", letter(day) | fields)
            assert answer.status_code == 302, complaints(answer)
            number = re.search(r"/petitions/([^/]+)/receipt/", answer.url)[1]
            assert number in client.get(answer.url).content.decode()
        return Petition.objects.get(number=number)

    def act(self, username: str, day: str, hop: Referral, noun: str, **fields: object) -> Referral:
        """Open the page of the act, send its form with the version it shows, and come back."""
        url = f"/referrals/{hop.pk}/{noun}/"
        with road.on(day):
            client = self.sit(username)
            page = client.get(url)
            assert page.status_code == 200, complaints(page)
            version = re.search(r'name="version" value="(\d+)"', page.content.decode())[1]
            answer: Any = client.post(url, {"version": version, **fields})
            assert answer.status_code == 302, complaints(answer)
            assert client.get(answer.url).status_code == 200
        return Referral.objects.get(pk=hop.pk)


def letter(day: str) -> dict[str, str]:
    people = {f"people-0-{name}": value for name, value in road.PERSON.items()}
    forms = {"people-TOTAL_FORMS": "1", "people-INITIAL_FORMS": "0"}
    return {
        "key": str(uuid.uuid4()),
        "people_count": "1",
        **road.LETTER,
        "received_on": day,
        **forms,
        **people,
    }


def complaints(answer) -> str:
    text = answer.content.decode()
    found = re.findall(r'class="error[^"]*"[^>]*>(.*?)</', text, re.DOTALL)
    return (
        f"{answer.status_code}: {' | '.join(' '.join(one.split()) for one in found) or text[:3000]}"
    )


@pytest.fixture
def office(law) -> Office:
    return Office()


def test_the_whole_road(office):
    petition = office.register("clerk", road.REGISTERED_ON)
    road.check_registered(petition)

    for step in road.ROAD:
        office.act(step.who, step.day, road.hop_of(petition, step.hop), step.noun, **step.typed)
        road.check_dates(petition, step)

    road.check_ended(petition)


def test_an_upheld_objection_brings_the_letter_back_with_its_days_and_sends_it_elsewhere(office):
    petition = office.register("clerk", "2026-03-02", category="0107")
    intake = Referral.objects.get(claim__petition=petition)
    first, second = referable(petition)[:2]
    office.act("clerk", "2026-03-04", intake, "referral", mode="forward", organization=first)
    hop = Referral.objects.get(parent=intake)
    desk = hop.organization.posts.create(user=newcomer(), role="desk").user.username
    office.act(
        desk,
        "2026-03-06",
        hop,
        "objection",
        ground="职责在另一机关。",
        reason="见权责清单。",
        proposed=second,
    )

    office.act("supervisor", "2026-03-10", hop, "objection-agreement", reason="同意。")

    assert road.due(intake, "forward") == "2026-03-23"
    office.act("clerk", "2026-03-11", intake, "referral", mode="forward", organization=second)
    sent = Referral.objects.filter(parent=intake).latest("delivered_at")
    assert (sent.organization.code, road.due(sent, "object")) == (second, "2026-03-18")


def referable(petition: Petition) -> list[str]:
    from routing.competence import competent  # noqa: PLC0415

    claim: Any = petition.claims.get()
    return [row.organization.code for row in competent(claim.category, claim.territory)]


def newcomer() -> User:
    return User.objects.create(username="newcomer", name="新来人")


def test_a_mediated_letter_is_concluded_by_the_agreement(office):
    petition = office.register("clerk", "2026-03-02")
    intake = Referral.objects.get(claim__petition=petition)
    office.act("clerk", "2026-03-04", intake, "referral", mode="forward", organization="qinghe-hr")
    hop = Referral.objects.get(parent=intake)
    office.act("hr_desk", "2026-03-05", hop, "receipt")
    office.act(
        "hr_desk",
        "2026-03-10",
        hop,
        "acceptance",
        branch="6",
        branch_reason="不属于前五项。",
        handler="hr_handler",
    )
    office.act(
        "hr_handler",
        "2026-03-20",
        hop,
        "mediation",
        kind="people",
        body="青禾县人民调解委员会",
        other_party="示例机械厂",
        mediator="文调解",
        consented_on="2026-03-19",
        both_consent="on",
        is_suitable="on",
    )
    hop = office.act(
        "hr_handler", "2026-04-01", hop, "settlement",
        parties="赵示例；示例机械厂", dispute="工龄认定", terms="厂方补缴五年。",
        performance="转账到社保专户。", effective_on="2026-04-01",
        installments="2026-06-30 补缴五年。",
    )  # fmt: skip

    assert hop.state == State.CONCLUDED
    assert hop.documents.filter(letter="D14").exists()
    office.act("hr_handler", "2026-04-20", hop, "confirmation-request",
               court="青禾县人民法院", applied_on="2026-04-20")  # fmt: skip
    office.act("hr_handler", "2026-05-08", hop, "confirmation", decision="confirmed",
               number="（2026）青禾 12 号", decided_on="2026-05-08")  # fmt: skip
    hop = office.act("hr_handler", "2026-06-20", hop, "performance",
                     performed_on="2026-06-18", proof="缴费凭证")  # fmt: skip
    assert not hop.deadlines.open().exists()


def test_a_report_is_handed_over_sealed_and_unknown_to_everybody_else(office):
    petition = office.register(
        "clerk", "2026-03-02", kind="accusation", purpose="accusation", category="0502",
        accused_name="某甲", accused_organization="qinghe-hr",
    )  # fmt: skip
    intake = Referral.objects.get(claim__petition=petition)
    office.act("clerk", "2026-03-04", intake, "referral", organization="qinghe-discipline")
    sent = Referral.objects.get(parent=intake)
    office.act("discipline", "2026-03-05", sent, "receipt")

    with road.on("2026-03-06"):
        for name in (
            "hr_desk",
            "hr_leader",
            "leader",
            "reviewer",
            "sysadmin",
            "auditor",
            "secadmin",
        ):
            assert office.sit(name).get(f"/petitions/{petition.number}/").status_code == 404
