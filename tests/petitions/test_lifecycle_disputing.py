"""受理争议 up to those above both, and what a merged body leaves behind."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Organization, Post, User
from petitions import events, invariants, lifecycle
from petitions.errors import FieldError, NotAllowedError
from petitions.letters import Letter
from petitions.lifecycle.succession import merge_organization
from petitions.models import Claim
from petitions.states import Hop, State

pytestmark = pytest.mark.django_db


def objected(walk, *, proposed="qinghe-env", **options):
    """Objected to on 11 March, refused on the 13th."""
    hop = walk.delivered(**options)
    lifecycle.object_to(
        hop, ground="三定方案", reason="不属本局职责", proposed=walk.tree[proposed],
        by=walk.desk(hop), at=walk.at("2026-03-11"),
    )  # fmt: skip
    return lifecycle.refuse_objection(
        walk.again(hop), reason="职责明确", by=walk.cast["supervisor"], at=walk.at("2026-03-13")
    )


def raised(walk, **options):
    hop = objected(walk, **options)
    return lifecycle.dispute(
        hop, position="仍认为不属本局职责。", by=walk.desk(hop), at=walk.at("2026-03-16")
    )


def decide(hop, walk, body):
    return lifecycle.decide_dispute(
        hop, body=walk.tree[body], reason="会议研究决定。", by=walk.cast["supervisor"],
        at=walk.at("2026-03-18"),
    )  # fmt: skip


def test_g14_a_dispute_goes_to_the_common_superior_with_a_last_day(walk):
    hop = raised(walk)

    assert hop.state == State.DISPUTED
    assert hop.disputes.get().decider
    assert walk.due(hop, "dispute") == dt.date(2026, 3, 30)
    assert walk.due(hop, "notify_referred") == dt.date(2026, 3, 19)
    assert hop.documents.get(letter=Letter.DISPUTE).values["decider"] == hop.disputes.get().decider


def test_g14_where_nobody_stands_above_both_the_joint_conference_decides(walk):
    hop = objected(walk)
    Organization.objects.filter(code="qinghe-hr").update(government=None, line_superior=None)
    hop = lifecycle.dispute(
        hop, position="仍认为不属本局职责。", by=walk.desk(hop), at=walk.at("2026-03-16")
    )

    assert (hop.disputes.get().decider, hop.disputes.get().is_joint) == ("信访工作联席会议", True)


def test_there_is_no_dispute_before_an_objection_was_refused(received, walk):
    with pytest.raises(NotAllowedError, match="先提出异议"):
        lifecycle.dispute(
            received, position="不属本局", by=walk.desk(received), at=walk.at("2026-03-09")
        )


def test_the_body_itself_goes_on_with_what_is_left(walk):
    hop = decide(raised(walk), walk, "qinghe-hr")

    assert (hop.state, walk.due(hop, "notify_referred")) == (
        State.RECEIVED, dt.date(2026, 3, 19),
    )  # fmt: skip
    assert (
        "由青禾县人社局受理" in hop.documents.get(letter=Letter.DISPUTE_DECISION).values["ruling"]
    )
    with pytest.raises(NotAllowedError, match="已经决定"):
        lifecycle.dispute(hop, position="还是", by=walk.desk(hop), at=walk.at("2026-03-19"))


@pytest.mark.parametrize("assigned", [False, True])
def test_another_body_gets_a_hop_and_clocks_of_its_own(walk, assigned):
    first = raised(walk, assigned=assigned)
    sent = decide(first, walk, "qinghe-env")

    assert (sent.hop, sent.state, sent.parent) == (first.hop, State.DELIVERED, first.parent)
    assert walk.due(sent, "notify_referred") == dt.date(2026, 4, 2)
    assert walk.again(first).state == State.RETURNED
    assert not walk.again(first).deadlines.open().exists()
    if assigned:
        assert walk.due(sent, "feedback") == dt.date(2026, 6, 30)
    with pytest.raises(NotAllowedError):
        lifecycle.object_to(
            sent, ground="又", reason="又", proposed=None, by=walk.desk(sent),
            at=walk.at("2026-03-19"),
        )  # fmt: skip


def test_a_merged_body_is_not_decided_for(walk):
    hop = raised(walk)
    Organization.objects.filter(code="qinghe-env").update(is_active=False)
    walk.tree["qinghe-env"].refresh_from_db()

    with pytest.raises(FieldError, match="停用"):
        decide(hop, walk, "qinghe-env")


# --- 机构合并 -------------------------------------------------------------------------------------


def merge(walk, *, into="qinghe-env"):
    return merge_organization(
        walk.tree["qinghe-hr"], walk.tree[into], reason="并入", by=walk.cast["sysadmin"].user,
        at=walk.at("2026-04-01"),
    )  # fmt: skip


def test_e15_the_successor_goes_on_with_the_same_clock_and_the_history_stays(accepted, walk):
    done = walk.served()
    lifecycle.conclude(done, by=walk.handler(done), at=walk.at("2026-04-21"))
    before = accepted.deadlines.get(code="conclude")
    result = merge(walk)

    hop = walk.again(accepted)
    after = hop.deadlines.get(code="conclude")
    assert (hop.organization, hop.state, hop.handler) == (
        walk.tree["qinghe-env"], State.ACCEPTED, None,
    )  # fmt: skip
    assert (after.due_on, after.version, after.organization) == (
        before.due_on, before.version, walk.tree["qinghe-env"],
    )  # fmt: skip
    assert hop.events.filter(action="succeed").count() == 1
    assert events.first_broken(hop.claim.matter) is None
    assert walk.again(done).organization == walk.tree["qinghe-hr"]
    assert result.referrals == 1
    assert result.deadlines >= 1


def test_e15_the_new_people_see_it_and_name_a_handler(accepted, walk, cast):
    merge(walk)
    hop = walk.again(accepted)

    assert Claim.objects.visible_to(cast["env_desk"].user).filter(pk=hop.claim_id).exists()
    assert invariants.gaps() == []
    hop = lifecycle.assign_handler(
        hop, handler=cast["env_handler"].user, by=cast["env_desk"], at=walk.at("2026-04-02")
    )
    assert hop.handler == cast["env_handler"].user


def test_e15_a_handler_who_came_along_keeps_the_case(accepted, walk, cast):
    Post.objects.create(
        user=cast["hr_handler"].user, organization=walk.tree["qinghe-env"], role="handler"
    )
    merge(walk)

    assert walk.again(accepted).handler == cast["hr_handler"].user


@pytest.mark.parametrize(("into", "reason"), [("qinghe-hr", "它自己"), ("qinghe-gov", "同一类")])
def test_e15_a_body_is_merged_into_another_of_its_kind(walk, into, reason):
    with pytest.raises(FieldError, match=reason):
        merge(walk, into=into)


def test_e15_only_the_system_administrator_merges(walk):
    with pytest.raises(NotAllowedError, match="系统管理员"):
        merge_organization(
            walk.tree["qinghe-hr"], walk.tree["qinghe-env"], reason="并入",
            by=walk.cast["chief"].user, at=walk.at("2026-04-01"),
        )  # fmt: skip


def test_e15_the_command_rehearses_first(accepted, walk):
    said = StringIO()
    asked = ("merge_organization", "qinghe-hr", "qinghe-env", "--by", "sysadmin")
    call_command(*asked, stdout=said)
    assert walk.again(accepted).organization.code == "qinghe-hr"

    call_command(*asked, "--yes", stdout=said)

    assert walk.again(accepted).organization.code == "qinghe-env"
    assert "预演：1 个未办结环节" in said.getvalue()
    with pytest.raises(CommandError, match="已停用"):
        call_command(*asked, "--yes", stdout=said)
    assert User.objects.filter(username="sysadmin").exists()
    assert accepted.hop == Hop.FORWARD
