"""紧急报告、领导接访、领导包案、风险告知、帮扶救助: papers that leave the road as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Post, User
from petitions import lifecycle
from petitions.acts.base import LetterForm, PersonChoice
from petitions.letters import FIVE_DUTIES, Letter
from petitions.states import Action

if TYPE_CHECKING:
    import datetime as dt


class PaperForm(LetterForm):
    def letter(self) -> Letter:
        return lifecycle.LETTER_OF[self.action]

    def known(self, *, by: Post) -> dict[str, object]:
        return lifecycle.computed_beside(self.referral, self.letter(), by=by)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        return lifecycle.write_paper(self.referral, self.action, self.values(), by=by, at=at)


class UrgentForm(PaperForm):
    action, noun = Action.REPORT_URGENT, "urgent-report"

    def prepare(self) -> None:
        super().prepare()
        self.initial.setdefault("demand", self.referral.claim.summary)


class ReceptionForm(PaperForm):
    action, noun = Action.RECORD_RECEPTION, "reception"

    def prepare(self) -> None:
        super().prepare()
        self.initial.setdefault("held_on", self.on)
        self.initial.setdefault("demand", self.referral.claim.summary)


class RiskForm(PaperForm):
    action, noun = Action.WARN_OF_RISK, "risk-notice"


class AidForm(PaperForm):
    action, noun = Action.APPLY_FOR_AID, "aid-application"


class ChargeForm(PaperForm):
    action, noun = Action.TAKE_CHARGE, "case-charge"
    leader = PersonChoice(label="包案领导")

    def letter(self) -> Letter:
        return Letter.CASE_CHARGE

    def prepare(self) -> None:
        super().prepare()
        self.initial.setdefault("duties", FIVE_DUTIES)
        body = self.referral.organization
        at = [pk for pk in (body.pk, body.government_id) if pk]
        leaders = Post.objects.filter(
            organization__in=at, role__in=lifecycle.LEADERS, ends_on=None, user__is_active=True
        )
        choice = self.fields["leader"]
        choice.queryset = User.objects.filter(pk__in=leaders.values("user"))  # type: ignore[attr-defined]
        choice.empty_label = "请选择"  # type: ignore[attr-defined]

    def known(self, *, by: Post) -> dict[str, object]:
        leader = self.cleaned_data.get("leader") if hasattr(self, "cleaned_data") else None
        return {**super().known(by=by), "leader": leader.name if leader else ""}

    def run(self, *, by: Post, at: dt.datetime) -> object:
        leader = self.cleaned_data["leader"]
        return lifecycle.take_charge(self.referral, leader, self.values(), by=by, at=at)


FORMS = (UrgentForm, ReceptionForm, ChargeForm, RiskForm, AidForm)
