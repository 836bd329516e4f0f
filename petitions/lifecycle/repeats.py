"""拆出重件、核对事实: what a repeat is, decided by people and undone by them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from petitions import earlier, numbers
from petitions.errors import FieldError
from petitions.lifecycle.move import begin, finish
from petitions.lifecycle.registration import Wanted, open_claim
from petitions.models import Comparison, Document, Matter, Petition, Referral
from petitions.states import Action

if TYPE_CHECKING:
    from accounts.models import Post


@transaction.atomic
def separate(  # noqa: PLR0913 - which petition, what it is, and why
    referral: Referral,
    *,
    petition: Petition,
    wanted: Wanted,
    reason: str,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """拆出重件: a petition joined by mistake gets a matter, a claim and a clock of its own, counted
    from the day it was received. The line that it left in this matter stays. Returns the hop of
    this matter. Raises `FieldError`."""
    move = begin(referral, Action.SEPARATE, by=by, at=at, version=version)
    if not earlier.joined(move.referral).filter(pk=petition.pk).exists():
        raise FieldError({"petition": "只能拆出并入本事项、没有单独诉求的重件。"})
    petition.matter = Matter.objects.create(
        code=petition.number,
        token=numbers.token(),
        query_code=numbers.query_code(),
        title=petition.title,
        opened_on=petition.received_on,
    )
    petition.is_repeat = False
    petition.save(update_fields=["matter", "is_repeat"])
    open_claim(petition, wanted, by=by, at=at, text=f"自其他事项拆出，另立本事项：{reason}")
    finish(move, f"重件 {petition.number} 拆出另立事项：{reason}", petition=petition.number)
    return move.referral


@transaction.atomic
def compare(  # noqa: PLR0913 - what was compared, and what was found
    referral: Referral,
    *,
    opinion: Document,
    is_same: bool,
    reason: str,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """核对事实: a supervisor reads the petition beside the final opinion. Only the same facts and
    reasons may be refused (Article 36 paragraph 3); new ones go their road as any petition does.
    Raises `FieldError`."""
    move = begin(referral, Action.COMPARE, by=by, at=at, version=version)
    if not earlier.final_opinions(move.referral).filter(pk=opinion.pk).exists():
        raise FieldError({"opinion": "只能与本事项或者同一信访人的复核意见书核对。"})
    Comparison.objects.create(
        claim=move.claim,
        opinion=opinion,
        is_same=is_same,
        reason=reason,
        decided_by=by.user,
        decided_on=move.on,
    )
    found = "事实和理由相同" if is_same else "有新的事实和理由，照常办理"
    finish(move, f"与{opinion.number}核对：{found}（{reason}）", opinion=opinion.number)
    return move.referral
