"""起草、审核、签发、送达: the answer of a hop, by at least two people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from petitions import clocks, documents
from petitions.clocks import Start
from petitions.errors import FieldError, NotAllowedError
from petitions.guards import answer
from petitions.letters import Letter, ReviewOutcome, ServiceWay, missing_fields
from petitions.lifecycle import joint, two_people
from petitions.lifecycle.move import (
    Move,
    Received,
    begin,
    finish,
    meet_clocks,
    open_hop,
    start_clock,
    towards,
)
from petitions.models import Document, Referral, Service
from petitions.states import REMEDY_CLOCKS, Action, Hop, State, answer_letter
from petitions.words import month_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accounts.models import Organization, Post, User


@dataclass(frozen=True)
class Delivery:
    """How and when a letter reached the petitioner; `refused` stands in for the signature."""

    way: ServiceWay
    served_on: dt.date
    signer: str = ""
    refused: bool = False
    note: str = ""


@transaction.atomic
def draft(
    referral: Referral,
    values: Mapping[str, object],
    *,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Document:
    """起草: the one letter that may answer this hop (G8), with every field it needs."""
    move = begin(referral, Action.DRAFT, by=by, at=at, version=version)
    if move.referral.handler_id != by.user_id:
        raise NotAllowedError("只有承办人可以起草；请先由收发指定您为承办人。")
    letter = letter_of(move.referral)
    lacking = {
        field.name: f"“{field.label}”不能为空。"
        for field in missing_fields(letter, values)
        if not field.computed
    }
    if lacking:
        raise FieldError(lacking)
    documents.check_remedy(move.referral, letter)
    document = documents.draft(move.referral, letter, values, by=by.user, on=move.on)
    finish(move, f"起草{document.title}，送审核")
    return document


@transaction.atomic
def verify(
    referral: Referral,
    *,
    by: Post,
    at: dt.datetime,
    likeness_reason: str = "",
    version: int | None = None,
) -> Referral:
    """审核通过: by another person than the drafter, and than the only one who can sign. An opinion
    that repeats a quashed one needs `likeness_reason`."""
    move = begin(referral, Action.VERIFY, by=by, at=at, version=version)
    document = _draft_of(move)
    two_people.refuse_own(move, document)
    two_people.refuse_only_signer(move, document)
    repeated = two_people.check_likeness(move, document, likeness_reason)
    document.verified_by = by.user
    document.save(update_fields=["verified_by"])
    finish(move, f"{document.title}审核通过，送签发{repeated}")
    return move.referral


@transaction.atomic
def send_back(
    referral: Referral, *, reason: str, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    move = begin(referral, Action.SEND_BACK, by=by, at=at, version=version)
    finish(move, f"退回修改：{reason}")
    return move.referral


@transaction.atomic
def sign(referral: Referral, *, by: Post, at: dt.datetime, version: int | None = None) -> Document:
    """签发: numbered, rendered, frozen; the clock of the hop stops on this day (Article 34)."""
    move = begin(referral, Action.SIGN, by=by, at=at, version=version)
    document = _draft_of(move)
    two_people.refuse_own(move, document)
    two_people.refuse_verifier(move, document)
    document.values = {**document.values, **computed(move.referral)}
    documents.issue(document, by=by.user, on=move.on)
    meet_clocks(move)
    clocks.void(move.referral, ["respond"])
    start = Start("serve", on=move.on, event=f"签发{document.title}")
    start_clock(move, start, referral=move.referral, responsible=move.referral.organization)
    signed = f"签发{document.title}（{document.number}）"
    event = finish(move, signed, outcome=document.outcome)
    joint.tell_of_answer(move.referral, event)
    return document


@transaction.atomic
def serve(
    referral: Referral, delivery: Delivery, *, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """送达: the petitioner's thirty days run from the day of receipt (Articles 35, 36). A quashed
    opinion goes back to the body that made it, to be redone in thirty days."""
    move = begin(referral, Action.SERVE, by=by, at=at, version=version)
    document = answer(move.referral)
    if document is None or document.issued_on is None:
        raise NotAllowedError("没有已签发的文书，不能送达。")
    _check_delivery(delivery, document, on=move.on)
    meet_clocks(move)
    move = towards(move, document.letter)
    code = "import" if move.transition.target == State.IMPORTING else "close"
    close = Start(code, on=move.on, event=f"登记{document.title}送达")
    start_clock(move, close, referral=move.referral, responsible=move.referral.organization)
    last_day = _open_remedy(move, document, delivery)
    _write_service(move, document, delivery, by=by.user, last_day=last_day)
    how = "拒收" if delivery.refused else "签收"
    finish(move, f"{document.title}{delivery.way.label}，{month_day(delivery.served_on)}{how}")
    if document.outcome == ReviewOutcome.QUASH:
        _send_for_redo(move, document, delivery)
    return move.referral


def letter_of(referral: Referral) -> Letter:
    """The letter that answers this hop."""
    claim = referral.claim
    subject = referral.subject.letter if referral.subject else None
    return answer_letter(referral.hop, claim.kind, claim.branch, subject)


def computed(referral: Referral) -> dict[str, object]:
    """What the answer of this hop says from the records, as it will be stored with the letter."""
    claim = referral.claim
    values: dict[str, object] = {"accepted_on": referral.accepted_on}
    if referral.subject is not None and letter_of(referral) in (
        Letter.REVIEW_OPINION,
        Letter.FINAL_OPINION,
    ):
        # A review that is redone answers the opinion it had reviewed, not its own quashed one.
        subject = referral.subject
        if referral.hop == Hop.REDO and subject.referral.subject is not None:
            subject = subject.referral.subject
        values |= {
            "respondent": subject.organization.legal_body.name,
            "challenged_number": subject.number,
            "challenged_on": subject.issued_on,
            "requested_on": referral.delivered_on,
        }
    if claim.branch:
        values["procedure"] = claim.get_branch_display()
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in values.items()
    }


def _draft_of(move: Move) -> Document:
    document = move.referral.documents.filter(issued_on=None).order_by("-drafted_on").first()
    if document is None:
        raise NotAllowedError("没有待审的文书稿。")
    return document


def _check_delivery(delivery: Delivery, document: Document, *, on: dt.date) -> None:
    wrong: dict[str, str] = {}
    if delivery.served_on > on:
        wrong["served_on"] = "送达日期不能晚于今天。"
    elif document.issued_on and delivery.served_on < document.issued_on:
        wrong["served_on"] = f"送达日期不能早于签发日期（{month_day(document.issued_on)}）。"
    if not delivery.refused and not delivery.signer.strip():
        wrong["signer"] = "填写签收人；对方拒收的，勾选“拒收”并写明情况。"
    if delivery.refused and not delivery.note.strip():
        wrong["note"] = "拒收的，写明拒收理由、时间和见证人。"
    if wrong:
        raise FieldError(wrong)


def about_service(document: Document, *, by: User) -> dict[str, object]:
    """What a 送达回证 says of the letter that is served."""
    return {
        "document_number": document.number,
        "document_title": document.title,
        "document_code": documents.code_of(document),
        "recipient": document.values["petitioner_name"],
        "recorded_by": by.name,
    }


def _write_service(
    move: Move, document: Document, delivery: Delivery, *, by: User, last_day: dt.date | None
) -> None:
    Service.objects.create(
        document=document,
        way=delivery.way.value,
        served_on=delivery.served_on,
        signer=delivery.signer,
        is_refused=delivery.refused,
        note=delivery.note,
        recorded_by=by,
        recorded_at=move.at,
    )
    values = {
        **about_service(document, by=by),
        "last_day": last_day,
        "way": delivery.way.value,
        "served_on": delivery.served_on,
        "signer": delivery.signer,
        "refused": delivery.refused,
        "note": delivery.note,
    }
    documents.issue_now(move.referral, Letter.SERVICE_RECEIPT, values, by=by, on=move.on)


def _open_remedy(move: Move, document: Document, delivery: Delivery) -> dt.date | None:
    """The last day on which the petitioner may ask for a review; `None` where there is none."""
    code = REMEDY_CLOCKS.get(Letter(document.letter))
    if code is None or document.outcome == ReviewOutcome.QUASH:
        return None
    start = Start(code, on=delivery.served_on, event=f"收到{document.title}")
    return start_clock(move, start, referral=move.referral, responsible=None)


def _send_for_redo(move: Move, document: Document, delivery: Delivery) -> None:
    quashed = move.referral.subject
    if quashed is None:
        raise NotAllowedError("没有被撤销的意见书，不能责令重新办理。")
    body: Organization = quashed.referral.organization
    request = f"{document.number}撤销{quashed.number}，责令重新办理。"
    redo = open_hop(move, Hop.REDO, body, Received(delivery.served_on, quashed.pk, request))
    start = Start("redo", on=delivery.served_on, event=f"收到{document.title}")
    start_clock(move, start, referral=redo, responsible=body)
    clocks.void(move.referral, ["request_final_review"])
