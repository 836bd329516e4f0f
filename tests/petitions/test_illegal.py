"""Every act in every state and role, generated from the table: what no row allows is refused, and
nothing is written."""

from __future__ import annotations

import itertools

import pytest
from django.db import transaction
from django.test import Client
from rest_framework.test import APIClient

from petitions import permissions
from petitions.acts import FORMS
from petitions.errors import NotAllowedError, NotCompetentError
from petitions.lifecycle.move import begin
from petitions.models import Event, Referral, Refusal
from petitions.states import Action, Hop, State, find

pytestmark = [pytest.mark.django_db, pytest.mark.leaves_gaps]
ACTS = sorted(FORMS, key=lambda action: action.value)
SEEING = ("clerk", "supervisor", "chief", "hr_desk", "hr_handler", "hr_leader", "leader")
STRANGER = "env_desk"


def at(hop: Referral, state: State, kind: Hop = Hop.FORWARD) -> Referral:
    Referral.objects.filter(pk=hop.pk).update(state=state, hop=kind)
    return Referral.objects.get(pk=hop.pk)


@pytest.mark.parametrize("state", State)
def test_an_act_without_a_row_is_refused_in_every_state(delivered, walk, state):
    hop, events = at(delivered, state), Event.objects.count()
    illegal = [action for action in ACTS if not find(action, Hop.FORWARD, state)]

    for action in illegal:
        assert _refusal(walk, hop, action) == f"“{state.label}”的信访件不能“{action.label}”。"
    assert Event.objects.count() == events


def test_an_act_is_refused_on_every_kind_of_hop_in_a_state_without_a_row(delivered, walk):
    """复查、复核、重新办理、移交 … too: each act once on each, in the first state that lacks it."""
    events, refused = Event.objects.count(), 0
    for kind, action in itertools.product(Hop, ACTS):
        state = next((one for one in State if not find(action, kind, one)), None)
        if state is not None:
            said = _refusal(walk, at(delivered, state, kind), action)
            assert said == f"“{state.label}”的信访件不能“{action.label}”。", (kind, action)
            refused += 1
    assert refused > len(ACTS) * (len(Hop) - 1)
    assert Event.objects.count() == events


def _refusal(walk, hop: Referral, action: Action) -> str:
    with transaction.atomic(), pytest.raises(NotAllowedError) as error:
        begin(hop, action, by=walk.handler(hop), at=walk.at("2026-03-20"))
    return error.value.reason


@pytest.fixture
def program(cast):
    """`program("clerk")` gives a program with that person's token, the same for every act."""
    programs: dict[str, APIClient] = {}

    def enter(username: str) -> APIClient:
        if username not in programs:
            programs[username] = APIClient()
            programs[username].force_authenticate(cast[username].user)
        return programs[username]

    return enter


@pytest.mark.parametrize("state", State)
def test_over_the_wire_what_is_illegal_or_somebody_elses_is_a_409(delivered, walk, program, state):
    """Every act in this state: by somebody competent, where the table has no row for it, and by
    somebody who sees the hop and has another post."""
    hop = at(delivered, state)
    before, illegal = _all_of(hop), 0
    for action in ACTS:
        able, others = _able_and_others(walk, action, hop)
        path = f"/api/v1/referrals/{hop.pk}/{FORMS[action].noun}/"
        if able and not find(action, Hop.FORWARD, state):
            answer = program(able[0]).post(path, {}, format="json")
            said = f"“{state.label}”的信访件不能“{action.label}”。"
            assert (answer.status_code, answer.json()["detail"]) == (409, said), action
            illegal += 1
        answer = program(others[0]).post(path, {}, format="json")
        assert answer.status_code == 409, action
        assert "这一步由" in answer.json()["detail"], action
    assert _all_of(hop) == before
    assert Refusal.objects.count() == len(ACTS) + illegal


def test_the_page_of_each_act_answers_as_the_door_of_programs_does(delivered, walk, cast, program):
    """In the first state without a row, or where an empty form says no; a stranger finds nothing,
    here and there."""
    clients, events = {name: Client() for name in cast}, Event.objects.count()
    for name, client in clients.items():
        client.force_login(cast[name].user, "django.contrib.auth.backends.ModelBackend")
    for action in ACTS:
        state = next((one for one in State if not find(action, Hop.FORWARD, one)), State.RECEIVED)
        hop = at(delivered, state)
        url = f"/referrals/{hop.pk}/{FORMS[action].noun}/"
        able, others = _able_and_others(walk, action, hop)
        if able:
            expected = {400, 409} if find(action, Hop.FORWARD, state) else {409}
            assert clients[able[0]].post(url, {}).status_code in expected, action
        answer = clients[others[0]].post(url, {"reason": "写好的理由。"})
        assert answer.status_code == 409, action
        assert "这一步由别的岗位办理" in answer.content.decode(), action
        kept = Refusal.objects.filter(user=cast[others[0]].user, action=action.value)
        assert kept.count() == 1
        assert clients[STRANGER].post(url, {}).status_code == 404
        assert program(STRANGER).post(f"/api/v1{url}", {}, format="json").status_code == 404
    assert Event.objects.count() == events


def _able_and_others(walk, action: Action, hop: Referral) -> tuple[list[str], list[str]]:
    """Of those who see the hop: who is competent for the act, and who is not."""
    able = [name for name in SEEING if permissions.post_for(walk.cast[name].user, action, hop)]
    return able, [name for name in SEEING if name not in able]


def _all_of(hop: Referral) -> tuple[object, ...]:
    now = Referral.objects.get(pk=hop.pk)
    return now.state, now.version, now.documents.count(), now.deadlines.count(), now.events.count()


def test_nobody_is_competent_for_an_act_that_the_table_of_competence_lacks(delivered, cast):
    hop = delivered
    for action in ACTS:
        for post in cast.values():
            if permissions.post_for(post.user, action, hop) is None:
                with pytest.raises(NotCompetentError, match=action.label):
                    permissions.require(post.user, action, hop)
    assert set(permissions.MAY) == set(ACTS) == set(Action) - {Action.REGISTER}
