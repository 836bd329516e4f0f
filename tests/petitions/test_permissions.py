"""Every act as every account: the table of competence, walked. Who may see is asked elsewhere."""

from __future__ import annotations

import pytest

from petitions import permissions
from petitions.errors import NotCompetentError
from petitions.models import Claim, Deadline, Document, Event, Petition, Referral
from petitions.states import Action
from tests.cast import CAST

pytestmark = pytest.mark.django_db
OFFICE = {"clerk", "supervisor", "chief"}
DECIDERS = {"supervisor", "chief"}
HR = {"hr_desk", "hr_handler"}

#: On a hop that the county petition office sent to 人社局: who may do what.
MAY_ACT: dict[Action, set[str]] = {
    Action.CLASSIFY: set(),
    Action.SPLIT: set(),
    Action.MERGE: set(),
    Action.SEPARATE: OFFICE,
    Action.COMPARE: {"hr_leader"},
    Action.REFER: set(),
    Action.RECEIVE: HR,
    Action.OBJECT: {"hr_desk"},
    Action.UPHOLD_OBJECTION: DECIDERS,
    Action.REFUSE_OBJECTION: DECIDERS,
    Action.ACCEPT: HR,
    Action.DISPUTE: {"hr_desk"},
    Action.DECIDE_DISPUTE: DECIDERS,
    Action.ACCEPT_SIMPLE: HR,
    Action.CONVERT: {"hr_leader"},
    Action.ANSWER_ENQUIRY: HR,
    Action.DECLINE: {"hr_leader"},
    Action.ASSIGN_HANDLER: {"hr_desk", "hr_leader"},
    Action.RECUSE: HR | {"hr_leader"},
    Action.HANDLE_JOINTLY: {"hr_desk", "hr_leader"},
    Action.LEAVE_JOINTLY: {"hr_desk", "hr_leader"},
    Action.MEDIATE: {"hr_handler"},
    Action.SETTLE: {"hr_handler"},
    Action.FAIL_MEDIATION: {"hr_handler"},
    Action.PERFORM: HR,
    Action.FAIL_PERFORMANCE: HR,
    Action.APPLY_CONFIRMATION: HR,
    Action.WAIVE_CONFIRMATION: HR,
    Action.CONFIRM: HR,
    Action.ASK_PAPERS: HR,
    Action.COMPLETE_PAPERS: HR,
    Action.ANSWER_REVIEW: set(),
    Action.CONVENE_HEARING: {"hr_handler", "hr_leader"},
    Action.CLOSE_HEARING: HR | {"hr_leader"},
    Action.CANCEL_HEARING: {"hr_handler", "hr_leader"},
    Action.CONVENE_PANEL: {"hr_handler", "hr_leader"},
    Action.CLOSE_PANEL: {"hr_handler"},
    Action.SUSPEND: {"hr_leader"},
    Action.CONTINUE_SUSPENSION: {"hr_handler", "hr_leader"},
    Action.RESUME: {"hr_handler", "hr_leader"},
    Action.TERMINATE: {"hr_leader"},
    Action.WITHDRAW: HR | {"hr_leader"},
    Action.REQUEST_EXTENSION: {"hr_handler"},
    Action.GRANT_EXTENSION: {"hr_leader"},
    Action.REFUSE_EXTENSION: {"hr_leader"},
    Action.WITHDRAW_EXTENSION: {"hr_leader"},
    Action.REQUEST_RECUSAL: OFFICE | HR,
    Action.DECIDE_RECUSAL: DECIDERS | {"hr_leader"},
    Action.DRAFT: {"hr_handler"},
    Action.VERIFY: {"hr_desk", "hr_leader"},
    Action.SEND_BACK: {"hr_desk", "hr_leader"},
    Action.SIGN: {"hr_leader"},
    Action.SERVE: HR,
    Action.TAKE_ON: HR,
    Action.FAIL_IMPORT: HR,
    Action.REPORT: HR,
    Action.CONCLUDE: HR,
    Action.CARRY_OUT: HR,
    Action.REQUEST_REVIEW: OFFICE | HR,
    Action.REQUEST_FINAL_REVIEW: OFFICE | HR,
    Action.END: DECIDERS | {"hr_handler", "hr_leader"},
    Action.REPORT_URGENT: {"hr_desk", "hr_leader"},
    Action.RECORD_RECEPTION: {"hr_desk"},
    Action.TAKE_CHARGE: {"hr_leader"},
    Action.WARN_OF_RISK: {"hr_desk", "hr_leader"},
    Action.APPLY_FOR_AID: {"hr_desk"},
}


def test_the_matrix_covers_every_act():
    assert set(MAY_ACT) == set(permissions.MAY)


@pytest.mark.parametrize("action", MAY_ACT, ids=lambda action: action.value)
def test_who_may_act_on_a_hop_at_the_bureau(delivered, cast, action):
    able = {
        name for name, post in cast.items() if permissions.post_for(post.user, action, delivered)
    }

    assert able == MAY_ACT[action]


def test_who_may_not_act_is_refused_with_the_act_named(delivered, cast):
    for action, whose in (
        (Action.ACCEPT, "“受理”，这一步由青禾县人社局的收发、承办人办理"),
        (Action.UPHOLD_OBJECTION, "由青禾县信访局的督办员、信访局领导办理"),
        (Action.REQUEST_REVIEW, "由青禾县信访局的.*，或者青禾县人社局的收发、承办人办理"),
        (Action.CLASSIFY, "由登记员、督办员、信访局领导办理"),
        (Action.ANSWER_REVIEW, "由收发、承办人办理"),
    ):
        with pytest.raises(NotCompetentError, match=whose):
            permissions.require(cast["leader"].user, action, delivered)


def test_only_the_office_refers_what_it_registered(registered, cast):
    able = {
        name
        for name, post in cast.items()
        if permissions.post_for(post.user, Action.REFER, registered)
    }

    assert able == OFFICE


@pytest.mark.parametrize("model", [Claim, Petition, Referral, Document, Deadline, Event])
def test_rows_are_seen_by_those_who_hold_held_or_sent_them(delivered, cast, model):
    seeing = {name for name, post in cast.items() if model.objects.visible_to(post.user).exists()}

    assert seeing == OFFICE | HR | {"hr_leader", "leader"}


def test_the_three_administrators_see_no_petition_however_many_there_are(delivered, cast):
    for name in ("sysadmin", "secadmin", "auditor"):
        assert not Claim.objects.visible_to(cast[name].user).exists()


def test_a_superuser_without_a_post_sees_nothing(delivered, django_user_model):
    root = django_user_model.objects.create_superuser("root-test", password="x", name="根")

    assert not Claim.objects.visible_to(root).exists()


def test_granted_sight_shows_one_claim_and_can_be_withdrawn(delivered, walk, cast):
    other = walk.registered()
    user = cast["env_handler"].user

    permissions.grant_sight(delivered.claim, to=user)
    seen = list(Claim.objects.visible_to(user))
    permissions.withdraw_sight(delivered.claim, of=user)

    assert seen == [delivered.claim]
    assert other.claim not in seen
    assert not Claim.objects.visible_to(user).exists()


def test_drafts_are_seen_only_where_they_are_written(drafted, cast):
    seeing = {
        name
        for name, post in cast.items()
        if Document.objects.visible_to(post.user).filter(issued_on=None).exists()
    }

    assert seeing == HR | {"hr_leader"}


@pytest.mark.leaves_gaps
def test_a_post_that_ended_opens_nothing(delivered, cast):
    post = cast["hr_desk"]
    post.ends_on = post.starts_on
    post.save(update_fields=["ends_on"])

    assert not Claim.objects.visible_to(type(post.user).objects.get(pk=post.user.pk)).exists()


def test_everybody_in_the_cast_has_one_post():
    assert len({row[0] for row in CAST}) == len(CAST)
