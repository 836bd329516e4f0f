"""延期: once, at most thirty days, by somebody else, before the sixty days end (Article 34)."""

from __future__ import annotations

import datetime as dt

import pytest

from petitions import lifecycle
from petitions.errors import FieldError, NotAllowedError
from petitions.letters import Letter
from petitions.states import Branch

pytestmark = pytest.mark.django_db


def ask(hop, walk, *, on="2026-05-06", days=30):
    return lifecycle.request_extension(
        hop, days=days, reason="情况复杂", by=walk.handler(hop), at=walk.at(on)
    )


def test_granted_days_are_added_to_the_unrolled_sixtieth_day(accepted, walk):
    ask(accepted, walk)
    lifecycle.grant_extension(
        accepted, answer="同意", by=walk.approver(accepted), at=walk.at("2026-05-08")
    )

    clock = accepted.deadlines.get(code="conclude")
    assert (clock.due_on, clock.version, clock.extension_days) == (dt.date(2026, 6, 8), 2, 30)
    assert accepted.documents.get(letter=Letter.EXTENSION).values["new_due_on"] == "2026-06-08"


def test_e04_asked_on_day_58_and_decided_on_day_61_is_refused(accepted, walk):
    ask(accepted, walk, on="2026-05-07")

    with pytest.raises(NotAllowedError, match="届满"):
        lifecycle.grant_extension(
            accepted, answer="同意", by=walk.approver(accepted), at=walk.at("2026-05-10")
        )

    assert walk.due(accepted, "conclude") == dt.date(2026, 5, 9)


@pytest.mark.parametrize("days", [0, 31])
def test_e05_an_extension_outside_one_to_thirty_days_is_refused(accepted, walk, days):
    with pytest.raises(FieldError, match="1 至 30 日"):
        ask(accepted, walk, days=days)


def test_e06_branch_five_has_no_extension(walk):
    hop = walk.accepted(branch=Branch.DUTY)

    with pytest.raises(NotAllowedError, match="只适用于第三十一条第六项"):
        ask(hop, walk)


def test_a_second_extension_is_refused(accepted, walk):
    ask(accepted, walk, days=10)
    lifecycle.grant_extension(
        accepted, answer="同意", by=walk.approver(accepted), at=walk.at("2026-05-08")
    )

    with pytest.raises(NotAllowedError, match="已延期一次"):
        ask(accepted, walk, on="2026-05-15", days=10)


def test_whoever_asked_does_not_decide(accepted, walk):
    ask(accepted, walk)

    with pytest.raises(NotAllowedError, match="不能审批自己的延期"):
        lifecycle.grant_extension(
            accepted, answer="同意", by=walk.handler(accepted), at=walk.at("2026-05-08")
        )


def test_a_refused_extension_leaves_the_date(accepted, walk):
    ask(accepted, walk)
    lifecycle.refuse_extension(
        accepted, answer="能按期办结", by=walk.approver(accepted), at=walk.at("2026-05-08")
    )

    assert walk.due(accepted, "conclude") == dt.date(2026, 5, 9)


def test_a_draft_waits_for_the_decision_on_the_extension(accepted, walk):
    ask(accepted, walk)

    with pytest.raises(NotAllowedError, match="尚未审批"):
        lifecycle.draft(accepted, {}, by=walk.handler(accepted), at=walk.at("2026-05-07"))


def granted(hop, walk):
    ask(hop, walk)
    lifecycle.grant_extension(hop, answer="同意", by=walk.approver(hop), at=walk.at("2026-05-08"))
    return walk.again(hop)


def withdraw(hop, walk, *, on, by=None):
    return lifecycle.withdraw_extension(
        hop, reason="外省档案已经调到", by=by or walk.approver(hop), at=walk.at(on)
    )


def test_a_withdrawn_extension_is_counted_back_and_told(accepted, walk):
    hop = withdraw(granted(accepted, walk), walk, on="2026-05-09")

    clock = hop.deadlines.get(code="conclude")
    assert (clock.due_on, clock.extension_days, clock.version) == (dt.date(2026, 5, 9), 0, 3)
    letter = hop.documents.get(letter=Letter.EXTENSION_WITHDRAWN).values
    assert (letter["old_due_on"], letter["new_due_on"]) == ("2026-06-08", "2026-05-09")


def test_an_extension_is_not_withdrawn_once_the_old_day_has_passed(accepted, walk):
    hop = granted(accepted, walk)

    with pytest.raises(NotAllowedError, match="5月9日已过"):
        withdraw(hop, walk, on="2026-05-10")

    assert walk.due(hop, "conclude") == dt.date(2026, 6, 8)


def test_whoever_handles_does_not_withdraw_the_extension(accepted, walk):
    hop = granted(accepted, walk)

    with pytest.raises(NotAllowedError, match="承办人"):
        withdraw(hop, walk, on="2026-05-09", by=walk.handler(hop))


def test_a_withdrawn_extension_was_the_one_there_is(accepted, walk):
    hop = withdraw(granted(accepted, walk), walk, on="2026-05-09")

    with pytest.raises(NotAllowedError, match=r"已延期一次.*第三十四条"):
        ask(hop, walk, on="2026-05-09", days=5)


def test_nothing_to_withdraw_where_nothing_was_extended(accepted, walk):
    with pytest.raises(NotAllowedError, match="没有正在生效的延期"):
        withdraw(accepted, walk, on="2026-05-09")


def test_an_extension_asked_on_day_61_is_refused_with_the_article(accepted, walk):
    with pytest.raises(NotAllowedError, match=r"5月9日 届满.*第三十四条"):
        ask(accepted, walk, on="2026-05-10")


def test_e05_thirty_days_and_no_more_end_on_day_ninety(accepted, walk):
    hop = granted(accepted, walk)

    assert (walk.due(hop, "conclude") - hop.accepted_on).days == 90
