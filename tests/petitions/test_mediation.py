"""调解 of three kinds: consent, agreement, performance, failure, and 司法确认 in thirty days."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from petitions import lifecycle, worklist
from petitions.acts.mediation import SettleForm
from petitions.errors import FieldError, NotAllowedError
from petitions.letters import Letter
from petitions.roadmap import road
from petitions.states import Action, Branch, State
from petitions.vocabulary import MediationKind
from tests.walk import AGREEMENT, CONSENT

pytestmark = pytest.mark.django_db
MAY, JUNE = dt.date(2026, 5, 20), dt.date(2026, 6, 30)


def apply(hop, walk, applied_on="2026-04-20", *, at="2026-04-20"):
    return lifecycle.apply_confirmation(
        walk.again(hop), court="青禾县人民法院", applied_on=dt.date.fromisoformat(applied_on),
        by=walk.handler(hop), at=walk.at(at),
    )  # fmt: skip


def perform(hop, walk, day):
    return lifecycle.perform(
        walk.again(hop), performed_on=dt.date.fromisoformat(day), proof="收条",
        by=walk.handler(hop), at=walk.at(day),
    )  # fmt: skip


def station(hop, on="2026-04-10"):
    stations = road(hop.claim, on=dt.date.fromisoformat(on))
    return next(one.sub for one in stations if one.label == "调解")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"both_consent": False}, "both_consent"),
        ({"is_suitable": False}, "is_suitable"),
        ({"consented_on": dt.date(2026, 3, 21)}, "consented_on"),
        ({"mediator": "赵示例"}, "mediator"),
        ({"mediator": "示例机械厂"}, "mediator"),
    ],
    ids=["consent", "suitable", "tomorrow", "petitioner", "other party"],
)
def test_g9_mediation_needs_both_sides_and_a_mediator_of_neither(accepted, walk, change, field):
    consent = dataclasses.replace(CONSENT, **change)

    with pytest.raises(FieldError) as refusal:
        lifecycle.mediate(accepted, consent, by=walk.handler(accepted), at=walk.at("2026-03-20"))

    assert set(refusal.value.fields) == {field}


def test_mediation_does_not_stop_the_sixty_days_and_another_kind_may_follow(walk):
    hop = walk.mediating(kind=MediationKind.ADMINISTRATIVE)
    before = walk.due(hop, "conclude")
    hop = lifecycle.fail_mediation(
        hop, note="厂方不同意", by=walk.handler(hop), at=walk.at("2026-04-01")
    )
    again = lifecycle.mediate(hop, CONSENT, by=walk.handler(hop), at=walk.at("2026-04-02"))

    assert (again.state, walk.due(hop, "conclude")) == (State.MEDIATING, before)
    assert [row.kind for row in again.mediations.order_by("pk")] == ["administrative", "people"]


def test_g9_an_administrative_dispute_is_not_mediated(walk):
    hop = walk.accepted(branch=Branch.ADMINISTRATIVE)

    with pytest.raises(NotAllowedError, match="不适用调解"):
        lifecycle.mediate(hop, CONSENT, by=walk.handler(hop), at=walk.at("2026-03-20"))


def test_an_agreement_concludes_and_opens_the_thirty_days_and_the_first_installment(walk):
    hop = walk.settled("2026-05-20", "2026-06-30")

    assert hop.state == State.CONCLUDED
    assert hop.deadlines.get(code="conclude").verdict == "in_time"
    # The thirtieth day is 1 May, a holiday until the 5th: the parties have until the 6th.
    confirm = hop.deadlines.open().get(code="confirm")
    assert (confirm.due_on, confirm.article) == (dt.date(2026, 5, 6), "《人民调解法》第三十三条")
    assert walk.due(hop, "perform") == MAY
    letter = hop.documents.get(letter=Letter.MEDIATION).values
    assert "2026年5月6日" in letter["confirmation_notice"]
    assert "2026年6月30日前：补缴第 2 期。" in letter["installments"]
    assert station(hop) == "4月1日 达成，5月6日前可申请司法确认，5月20日前履行"


@pytest.mark.parametrize("kind", [MediationKind.ADMINISTRATIVE, MediationKind.JUDICIAL])
def test_only_an_agreement_of_the_peoples_mediation_is_confirmed(walk, kind):
    hop = walk.settled(kind=kind)

    assert not hop.deadlines.open().exists()
    with pytest.raises(NotAllowedError, match="只有人民调解"):
        apply(hop, walk)


@pytest.mark.parametrize(
    ("effective", "due", "field"),
    [("2026-03-19", "2026-05-20", "effective_on"), ("2026-04-02", "2026-05-20", "effective_on"),
     ("2026-04-01", "2026-03-31", "installments")],
)  # fmt: skip
def test_an_agreement_dated_before_its_mediation_or_after_today_is_refused(
    walk, effective, due, field
):
    hop = walk.mediating()
    agreed = lifecycle.Agreed(
        dt.date.fromisoformat(effective), ((dt.date.fromisoformat(due), "付清"),)
    )

    with pytest.raises(FieldError) as refusal:
        lifecycle.settle(hop, AGREEMENT, agreed, by=walk.handler(hop), at=walk.at("2026-04-01"))

    assert set(refusal.value.fields) == {field}


def test_installments_are_followed_one_by_one_until_all_is_performed(walk):
    hop = walk.settled("2026-05-20", "2026-06-30")
    with pytest.raises(NotAllowedError, match="还没有履行完毕"):
        lifecycle.end(hop, reason="调解", by=walk.handler(hop), at=walk.at("2026-06-08"))

    hop = perform(hop, walk, "2026-05-12")
    assert hop.deadlines.open().get(code="perform").due_on == JUNE
    hop = perform(hop, walk, "2026-06-22")

    assert not hop.deadlines.open().filter(code="perform").exists()
    assert hop.events.order_by("sequence").last().text.endswith("全部履行完毕")
    ended = lifecycle.end(hop, reason="履行完毕", by=walk.handler(hop), at=walk.at("2026-06-23"))
    assert ended.state == State.ENDED


def test_both_apply_within_thirty_days_and_the_court_decides(walk):
    hop = apply(walk.settled(), walk, "2026-04-28", at="2026-05-08")

    assert hop.deadlines.get(code="confirm").verdict == "in_time"
    assert walk.due(hop, "court") == dt.date(2026, 5, 28)
    rows = worklist.rows(walk.handler(hop).user, on=dt.date(2026, 5, 8))
    assert [(row.action, row.deadline.code) for row in rows] == [(Action.CONFIRM, "court")]
    done = lifecycle.confirm(
        hop, is_confirmed=True, number="（2026）青禾民特 3 号", decided_on=dt.date(2026, 5, 12),
        by=walk.handler(hop), at=walk.at("2026-05-13"),
    )  # fmt: skip
    assert not done.deadlines.open().exists()
    assert done.mediations.get().confirmation.is_confirmed is True


def test_the_thirty_first_day_is_too_late_and_names_the_article(walk):
    hop = walk.settled()

    with pytest.raises(FieldError, match="5月6日 届满"):
        apply(hop, walk, "2026-05-07", at="2026-05-07")


def test_nobody_is_late_who_does_not_apply_and_that_is_written_down(walk):
    hop = walk.settled()
    rows = worklist.rows(walk.handler(hop).user, on=dt.date(2026, 5, 20))
    assert [(row.action, row.deadline) for row in rows] == [(Action.APPLY_CONFIRMATION, None)]

    hop = lifecycle.waive_confirmation(
        hop, reason="期满没有共同申请", by=walk.handler(hop), at=walk.at("2026-05-20")
    )

    assert hop.deadlines.get(code="confirm").verdict == ""
    assert worklist.rows(walk.handler(hop).user, on=dt.date(2026, 5, 20)) == []


def test_an_agreement_that_is_not_performed_comes_back_to_the_body(walk):
    hop = apply(walk.settled("2026-05-20"), walk)
    hop = lifecycle.fail_performance(
        hop, reason="厂方拒绝付款", by=walk.handler(hop), at=walk.at("2026-05-25")
    )

    assert (hop.state, hop.handler, hop.closed_on) == (State.RECEIVED, None, None)
    assert [row.code for row in hop.deadlines.open()] == ["reroute"]
    assert hop.deadlines.get(code="perform").verdict == "late"
    assert "没有履行" in station(hop)
    acceptance = lifecycle.Acceptance(
        walk.handler(hop).user, branch=Branch.LITIGATION, branch_reason="引导起诉。"
    )
    again = lifecycle.accept(hop, acceptance, by=walk.desk(hop), at=walk.at("2026-05-27"))
    assert again.state == State.ACCEPTED
    assert not again.deadlines.open().filter(code="reroute").exists()


def test_the_form_reads_one_installment_a_line(walk, sign_in):
    hop = walk.mediating()
    page = sign_in("hr_handler").post(
        f"/referrals/{hop.pk}/settlement/",
        {**AGREEMENT, "effective_on": "2026-04-01", "installments": "2026年5月20日 付清\n六月付清",
         "version": hop.version},
    )  # fmt: skip

    assert page.status_code == 400
    assert "第 2 行要先写日期" in page.content.decode()


@pytest.mark.parametrize(
    "said", [{}, {"at_once": "on", "installments": "2026-05-20 付清"}], ids=["neither", "both"]
)
def test_an_agreement_says_when_it_is_performed(walk, sign_in, said):
    hop = walk.mediating()
    typed = {**AGREEMENT, "effective_on": "2026-04-01", "version": hop.version, **said}

    page = sign_in("hr_handler").post(f"/referrals/{hop.pk}/settlement/", typed)

    assert page.status_code == 400
    assert "写明履行期限，或者勾选" in page.content.decode()


def test_the_preview_says_nothing_of_performance_that_nobody_said(walk):
    form = SettleForm(AGREEMENT | {"effective_on": "2026-04-01"}, referral=walk.mediating(), on=MAY)

    assert not form.is_valid()
    assert "installments" not in form.values()
