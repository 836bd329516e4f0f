"""The acts as an edge sees them: which are possible now for this person, and the form of each.
Pages and API share these; neither adds a rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from petitions import guards, interests, permissions
from petitions.acts import (
    acceptance,
    answering,
    classification,
    concluding,
    disputing,
    enquiry,
    handling,
    importing,
    joint,
    mediation,
    papers,
    proceedings,
    recusal,
    referring,
    repeats,
    splitting,
)
from petitions.acts.base import ActForm
from petitions.interests import STEPPING_BACK
from petitions.states import PAPER_ACTS, TRANSITIONS, Action, worded

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from accounts.models import User
    from petitions.models import Referral
    from petitions.states import Transition

__all__ = ["FORMS", "FORM_BY_NOUN", "ActForm", "Possible", "possible", "writable"]

_ALL: tuple[type[ActForm], ...] = (
    classification.ClassifyForm,
    splitting.SplitForm,
    splitting.MergeForm,
    repeats.SeparateForm,
    repeats.CompareForm,
    referring.ReferForm,
    referring.ReceiveForm,
    referring.ObjectForm,
    referring.UpholdObjectionForm,
    referring.RefuseObjectionForm,
    *disputing.FORMS,
    acceptance.AcceptForm,
    acceptance.AcceptSimpleForm,
    acceptance.ConvertForm,
    enquiry.AnswerEnquiryForm,
    acceptance.DeclineForm,
    acceptance.AssignHandlerForm,
    *recusal.FORMS,
    *joint.FORMS,
    *mediation.FORMS,
    handling.RequestExtensionForm,
    handling.GrantExtensionForm,
    handling.RefuseExtensionForm,
    handling.WithdrawExtensionForm,
    answering.DraftForm,
    answering.VerifyForm,
    answering.SendBackForm,
    answering.SignForm,
    answering.ServeForm,
    importing.TakeOnForm,
    importing.FailImportForm,
    concluding.ReportForm,
    concluding.ConcludeForm,
    concluding.CarryOutForm,
    concluding.RequestReviewForm,
    concluding.RequestFinalReviewForm,
    concluding.EndForm,
    *proceedings.FORMS,
    *papers.FORMS,
)
FORMS: dict[Action, type[ActForm]] = {form.action: form for form in _ALL}
FORM_BY_NOUN = {form.noun: form for form in FORMS.values()}
#: Acts that nobody needs to see while they do not apply.
SHOWN_ONLY_WHEN_OPEN = frozenset(
    {
        Action.GRANT_EXTENSION,
        Action.REFUSE_EXTENSION,
        Action.CARRY_OUT,
        Action.REPORT,
        Action.END,
        Action.ANSWER_REVIEW,
        Action.WITHDRAW_EXTENSION,
        Action.DECIDE_RECUSAL,
        Action.CONVERT,
        Action.ANSWER_ENQUIRY,
        Action.DISPUTE,
        Action.MERGE,
        Action.SEPARATE,
        Action.COMPARE,
        Action.PERFORM,
        Action.FAIL_PERFORMANCE,
        Action.APPLY_CONFIRMATION,
        Action.WAIVE_CONFIRMATION,
        Action.CONFIRM,
        Action.LEAVE_JOINTLY,
    }
)


@dataclass(frozen=True)
class Possible:
    """One act of this person on this hop; `reason_against` is why it is not lawful today, or ""."""

    transition: Transition
    form: type[ActForm]
    reason_against: str
    is_next: bool

    @property
    def action(self) -> Action:
        return self.transition.action


def possible(referral: Referral, user: User, *, on: dt.date) -> list[Possible]:
    """The acts in this person's competence in the hop's present state, the expected one first.
    Whoever is concerned has none, but to step back."""
    barred = interests.interest(referral.claim, user)
    duty = permissions.duty_of(referral)
    awaited = permissions.is_awaited(user, referral)
    found = []
    for row in _lawful(referral, user):
        if row.action in PAPER_ACTS or (barred and not _may_step_back(row.action, referral, user)):
            continue
        reason = guards.reason_against(row.guards, referral, on=on)
        if reason and row.action in SHOWN_ONLY_WHEN_OPEN:
            continue
        is_next = awaited and duty is not None and duty.action == row.action and not reason
        found.append(Possible(row, FORMS[row.action], reason, is_next))
    return sorted(found, key=lambda act: not act.is_next)


def writable(referral: Referral, user: User, *, on: dt.date) -> list[Action]:
    """The papers beside the road that this person may write on this hop today."""
    if interests.interest(referral.claim, user):
        return []
    return [
        row.action
        for row in _lawful(referral, user)
        if row.action in PAPER_ACTS and not guards.reason_against(row.guards, referral, on=on)
    ]


def _may_step_back(action: Action, referral: Referral, user: User) -> bool:
    return action in STEPPING_BACK and not interests.has_stepped_back(referral.claim, user)


def _lawful(referral: Referral, user: User) -> Iterator[Transition]:
    """The rows of the table for the hop as it stands and for this person's posts."""
    for row in TRANSITIONS:
        if referral.hop not in row.hops or referral.state not in row.sources:
            continue
        if permissions.post_for(user, row.action, referral) is not None:
            yield worded(row, referral.claim.kind)
