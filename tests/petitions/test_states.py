"""The table is whole: every act has its row, its competence, its form and its noun."""

from __future__ import annotations

from collections import Counter

from petitions.acts import FORM_BY_NOUN, FORMS
from petitions.guards import GUARDS
from petitions.letters import Letter
from petitions.permissions import AWAITS, MAY
from petitions.states import (
    OPEN_STATES,
    TRANSITIONS,
    Action,
    Branch,
    Guard,
    Hop,
    Kind,
    State,
    answer_clock,
    answer_letter,
)


def test_every_act_but_registration_has_rows_competence_and_form():
    acts = set(Action) - {Action.REGISTER}

    assert {row.action for row in TRANSITIONS} == acts
    assert set(MAY) == acts
    assert set(FORMS) == acts


def test_nouns_are_unique():
    assert len(FORM_BY_NOUN) == len(FORMS)


def test_no_two_rows_answer_the_same_question():
    asked = Counter(
        (row.action, hop, source)
        for row in TRANSITIONS
        for hop in row.hops
        for source in row.sources
    )

    assert [question for question, count in asked.items() if count > 1] == []


def test_every_state_is_entered_and_every_open_state_can_be_left():
    entered = {to for row in TRANSITIONS for to in row.targets}
    entered |= {State.PENDING, State.DELIVERED, State.RECEIVED, State.MERGED}
    left = {source for row in TRANSITIONS for source in row.sources}

    assert entered == set(State)
    assert left >= OPEN_STATES


def test_every_open_state_has_somebody_whose_turn_it_is():
    assert set(AWAITS) == OPEN_STATES


def test_the_expected_act_of_a_state_is_lawful_in_it():
    lawful = {(row.action, source) for row in TRANSITIONS for source in row.sources}

    assert [
        (state, duty.action) for state, duty in AWAITS.items() if (duty.action, state) not in lawful
    ] == []


def test_every_guard_is_answered():
    assert set(GUARDS) == set(Guard)


def test_every_row_names_its_article_and_what_follows():
    assert [row.action for row in TRANSITIONS if not row.article or not row.consequence] == []


def test_the_opinion_and_the_sixty_days_belong_to_branch_six_alone():
    letters = {branch: answer_letter(Hop.FORWARD, Kind.GRIEVANCE, branch) for branch in Branch}
    clocks = {branch: answer_clock(Kind.GRIEVANCE, branch) for branch in Branch}

    assert [branch for branch, letter in letters.items() if letter is Letter.OPINION] == [
        Branch.PETITION
    ]
    assert [branch for branch, letter in letters.items() if letter is Letter.DUTY_REPLY] == [
        Branch.DUTY
    ]
    assert [branch for branch, clock in clocks.items() if clock == "conclude"] == [Branch.PETITION]


def test_no_row_closes_a_clock_that_no_row_starts():
    started = {code for row in TRANSITIONS for code in row.starts} | {"forward", "notify_direct"}

    assert {code for row in TRANSITIONS for code in row.meets} <= started
