"""Every act in every state and role, generated from the table: what no row allows is refused, and
nothing is written."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from petitions import permissions
from petitions.acts import FORMS
from petitions.errors import NotAllowedError
from petitions.lifecycle.move import begin
from petitions.models import Event, Referral, Refusal
from petitions.states import Action, Hop, State, find

pytestmark = [pytest.mark.django_db, pytest.mark.leaves_gaps]
ACTS = sorted(FORMS, key=lambda action: action.value)


def at(hop: Referral, state: State, kind: Hop = Hop.FORWARD) -> Referral:
    Referral.objects.filter(pk=hop.pk).update(state=state, hop=kind)
    return Referral.objects.get(pk=hop.pk)


@pytest.mark.parametrize("state", State)
def test_an_act_without_a_row_is_refused_in_this_state(accepted, walk, state):
    hop, events = at(accepted, state), Event.objects.count()
    lawful = {action for action in ACTS if find(action, Hop.FORWARD, state)}

    refused = set()
    for action in ACTS:
        try:
            with transaction.atomic():
                begin(hop, action, by=walk.handler(hop), at=walk.at("2026-03-20"))
        except NotAllowedError as error:
            if f"的信访件不能“{action.label}”" in error.reason:
                refused.add(action)

    assert refused == set(ACTS) - lawful
    assert Event.objects.count() == events


@pytest.mark.parametrize("action", ACTS, ids=lambda action: action.value)
def test_over_the_wire_an_illegal_act_is_a_409_and_a_strangers_a_404(
    accepted, walk, sign_in, action
):
    """In the first state without a row, by somebody competent, somebody not, and a stranger."""
    state = next(one for one in State if not find(action, Hop.FORWARD, one) or action in _ALWAYS)
    hop = at(accepted, state)
    url = f"/referrals/{hop.pk}/{FORMS[action].noun}/"
    known = [post for post in walk.cast.values() if _sees(post.user, hop)]
    able = [post for post in known if permissions.post_for(post.user, action, hop)]
    unable = [post for post in known if post not in able]

    answers = {
        (kind, sign_in(post.user.username).post(url, {}).status_code)
        for kind, posts in (("able", able[:1]), ("unable", unable[:1]))
        for post in posts
    }
    stranger = sign_in("env_desk").post(url, {}).status_code

    allowed = {("able", 409), ("unable", 403)} | ({("able", 400)} if action in _ALWAYS else set())
    assert answers <= allowed
    assert stranger == 404
    assert Refusal.objects.count() == len([one for one in answers if one[1] != 400])


#: Lawful in every state of a registered petition; a guard or an empty form says no.
_ALWAYS = tuple(a for a in ACTS if all(find(a, Hop.FORWARD, state) for state in State))


def _sees(user, hop) -> bool:
    return Referral.objects.visible_to(user).filter(pk=hop.pk).exists()


def test_nobody_is_competent_for_an_act_that_the_table_of_competence_lacks(accepted, cast):
    hop = accepted
    for action in ACTS:
        for post in cast.values():
            if permissions.post_for(post.user, action, hop) is None:
                with pytest.raises(PermissionDenied, match=action.label):
                    permissions.require(post.user, action, hop)
    assert set(permissions.MAY) == set(ACTS) == set(Action) - {Action.REGISTER}
