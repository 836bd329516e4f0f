"""调解 and 和解: opened with the consent of both sides, agreed or failed, performed or broken."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from petitions import clocks, documents
from petitions.clocks import Start
from petitions.errors import FieldError, ForbiddenError, NotAllowedError
from petitions.letters import Letter
from petitions.letters.mediation import effect_of
from petitions.lifecycle.move import Move, begin, finish, meet_clocks, start_clock
from petitions.models import Installment, Mediation
from petitions.states import Action, Hop
from petitions.vocabulary import MediationKind
from petitions.words import long_day, month_day
from routing.limits import due_on
from routing.timelimits import limit_for
from routing.workdays import work_calendar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accounts.models import Post
    from petitions.models import Referral

#: What follows an agreement; void once it is broken.
_AFTER_AGREEMENT = ("confirm", "court")


@dataclass(frozen=True)
class Consent:
    """Who mediates between whom, and that both sides agreed to it (Article 33, G9). Nobody mediates
    where the parties reach their agreement themselves: `body` and `mediator` are then ""."""

    kind: MediationKind
    body: str
    mediator: str
    other_party: str
    consented_on: dt.date
    both_consent: bool
    is_suitable: bool


@dataclass(frozen=True)
class Agreed:
    """When the agreement took effect, and what is to be performed by when; nothing where all of it
    was performed at once."""

    effective_on: dt.date
    installments: tuple[tuple[dt.date, str], ...] = ()


@transaction.atomic
def mediate(
    referral: Referral, consent: Consent, *, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """组织调解 with the consent of both sides. The clock of the hop runs on. Another kind may be
    tried after one has failed. Raises `FieldError`."""
    move = begin(referral, Action.MEDIATE, by=by, at=at, version=version)
    _check_consent(move, consent)
    Mediation.objects.create(
        referral=move.referral,
        kind=consent.kind,
        body=consent.body,
        mediator=consent.mediator,
        other_party=consent.other_party,
        consented_on=consent.consented_on,
        opened_on=move.on,
    )
    text = f"双方同意，开始{consent.kind.label}（{consent.body}，调解人{consent.mediator}）"
    if consent.kind == MediationKind.PARTIES:
        text = f"双方同意自行和解，另一方为{consent.other_party}"
    finish(move, text, kind=consent.kind.value)
    return move.referral


@transaction.atomic
def settle(
    referral: Referral,
    values: Mapping[str, object],
    agreed: Agreed,
    *,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """调解达成: the agreement is the answer, and the hop is concluded with it. What is promised is
    followed up; 人民调解 opens the thirty days for 司法确认. Raises `FieldError`."""
    move = begin(referral, Action.SETTLE, by=by, at=at, version=version)
    held = move.referral.mediations.get(closed_on=None)
    _check_agreed(move, held, agreed)
    said, kind = {**values, **agreement(move.referral, agreed)}, letter_of_agreement(move.referral)
    for day, what in agreed.installments:
        Installment.objects.create(mediation=held, what=what, due_on=day)
    held.closed_on, held.is_settled, held.effective_on = move.on, True, agreed.effective_on
    held.save(update_fields=["closed_on", "is_settled", "effective_on"])
    letter = documents.issue_now(move.referral, kind, said, by=by.user, on=move.on)
    meet_clocks(move)
    follow_up(move, held)
    text = f"{held.get_kind_display()}达成协议（{letter.number}）"
    if held.kind == MediationKind.PEOPLE:
        begins = Start("confirm", on=agreed.effective_on, event="调解协议生效")
        organization = move.referral.organization
        last = start_clock(move, begins, referral=move.referral, responsible=organization)
        text += f"，{month_day(last)}前可以共同申请司法确认"
    finish(move, text, effective_on=agreed.effective_on.isoformat())
    return move.referral


@transaction.atomic
def fail_mediation(
    referral: Referral, *, note: str, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """调解未成: handling goes on as if there had been none."""
    move = begin(referral, Action.FAIL_MEDIATION, by=by, at=at, version=version)
    move.referral.mediations.filter(closed_on=None).update(
        closed_on=move.on, is_settled=False, note=note
    )
    finish(move, f"调解未成：{note}")
    return move.referral


@transaction.atomic
def perform(
    referral: Referral,
    *,
    performed_on: dt.date,
    proof: str,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """登记履行 of the installment that comes next; the one after it is followed up then."""
    move = begin(referral, Action.PERFORM, by=by, at=at, version=version)
    held = settled(move.referral)
    due = held.installments.filter(performed_on=None).first()
    if due is None:
        raise NotAllowedError("协议已经履行完毕。")
    if not (held.effective_on or held.opened_on) <= performed_on <= move.on:
        raise FieldError({"performed_on": "履行日期应当在协议生效之后，不晚于今天。"})
    due.performed_on, due.proof = performed_on, proof
    due.save(update_fields=["performed_on", "proof"])
    meet_clocks(move)
    following = follow_up(move, held)
    more = f"，下一项 {month_day(following.due_on)}" if following else "，全部履行完毕"
    finish(move, f"已履行：{due.what}{more}", installment=due.pk)
    return move.referral


@transaction.atomic
def fail_performance(
    referral: Referral, *, reason: str, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """没有履行: what was settled is open again. The body determines the lawful way anew, which for
    a confirmed agreement is enforcement by the court."""
    move = begin(referral, Action.FAIL_PERFORMANCE, by=by, at=at, version=version)
    hop, held = move.referral, settled(move.referral)
    held.broken_on, held.note = move.on, reason
    held.save(update_fields=["broken_on", "note"])
    meet_clocks(move)
    clocks.void(hop, _AFTER_AGREEMENT)
    begins = Start(
        "redo" if hop.hop == Hop.REDO else "reroute", on=move.on, event="调解协议没有履行"
    )
    start_clock(move, begins, referral=hop, responsible=hop.organization)
    hop.handler = hop.accepted_on = hop.closed_on = None
    confirmed = getattr(held, "confirmation", None)
    way = "引导申请强制执行" if confirmed and confirmed.is_confirmed else "重新确定途径"
    finish(move, f"调解协议没有履行，{way}：{reason}")
    return hop


def settled(referral: Referral) -> Mediation:
    """The newest agreement of this hop that stands."""
    held = referral.mediations.filter(is_settled=True, broken_on=None).order_by("-pk").first()
    if held is None:
        raise NotAllowedError("没有达成的调解协议。")
    return held


def follow_up(move: Move, held: Mediation) -> Installment | None:
    """Start the clock of the first installment that is not performed; gives it back."""
    following = held.installments.filter(performed_on=None).first()
    if following is not None:
        begins = Start("perform", on=move.on, event="调解协议履行", fixed_on=following.due_on)
        organization = move.referral.organization
        start_clock(move, begins, referral=move.referral, responsible=organization)
    return following


def _check_consent(move: Move, consent: Consent) -> None:
    wrong: dict[str, str] = {}
    if not consent.both_consent:
        wrong["both_consent"] = "须经双方当事人同意才能调解（第三十三条）。"
    if not consent.is_suitable:
        wrong["is_suitable"] = "行政争议和正在诉讼、仲裁的，不能调解，按法定途径办理。"
    if not move.referral.delivered_on <= consent.consented_on <= move.on:
        wrong["consented_on"] = "双方同意的日期应当在收到本件之后，不晚于今天。"
    reason = _partial(move, consent) if consent.mediator else ""
    if reason:
        wrong["mediator"] = reason
    if reason:
        raise ForbiddenError(wrong)
    if wrong:
        raise FieldError(wrong)


def _partial(move: Move, consent: Consent) -> str:
    """G2: a mediator is nobody's party, and not somebody who stepped back."""
    petition, name = move.claim.petition, consent.mediator
    if name in {consent.other_party, petition.accused_name}:
        return "调解人不能是当事人（第二十八条第三款）。"
    if petition.parties.filter(petitioner__name=name).exists():
        return "信访人不能担任调解人，同名的请另选（第二十八条第三款）。"
    if move.claim.recusals.filter(user__name=name).exists():
        return f"{name}已回避本件（第二十八条第三款）。"
    return ""


def _check_agreed(move: Move, held: Mediation, agreed: Agreed) -> None:
    if not held.opened_on <= agreed.effective_on <= move.on:
        raise FieldError({"effective_on": "协议生效日期应当在调解开始之后，不晚于今天。"})
    if any(day < agreed.effective_on for day, _ in agreed.installments):
        raise FieldError({"installments": "履行期限不能早于协议生效之日。"})


def letter_of_agreement(referral: Referral) -> Letter:
    """What an agreement on this hop would be: 和解协议书 where nobody mediates, which no mediator
    signs and no court confirms."""
    held = _under_way(referral)
    alone = held is not None and held.kind == MediationKind.PARTIES
    return Letter.SETTLEMENT if alone else Letter.MEDIATION


def _under_way(referral: Referral) -> Mediation | None:
    return referral.mediations.filter(closed_on=None).first()


def agreement(referral: Referral, agreed: Agreed) -> dict[str, object]:
    """What the agreement says from the records of the mediation under way."""
    held = _under_way(referral)
    if held is None:
        return {}
    limit = limit_for("confirm", on=agreed.effective_on, organization=referral.organization)
    last = due_on(agreed.effective_on, limit, work_calendar()).due_on
    promised = [f"{long_day(day)}前：{what}。" for day, what in sorted(agreed.installments)]
    said: dict[str, object] = {
        "installments": "\n".join(promised) or "签订时已经当场履行完毕。",
        "effective_on": f"本协议自{long_day(agreed.effective_on)}起生效。",
    }
    effect = effect_of(MediationKind(held.kind), last_day=long_day(last))
    if held.kind == MediationKind.PARTIES:
        return {**said, "effect": effect}
    by = {"kind": held.get_kind_display(), "mediator": f"{held.body}{held.mediator}"}
    return {**said, **by, "confirmation_notice": effect}
