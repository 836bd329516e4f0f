"""答复咨询: an enquiry is answered, at once where that is possible, and the answer is recorded. It
has no 处理意见书 and no remedy: nothing was decided about anybody's rights."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models, transaction

from petitions import clocks
from petitions.lifecycle.move import begin, finish, meet_clocks
from petitions.states import Action

if TYPE_CHECKING:
    from accounts.models import Post
    from petitions.models import Referral


class EnquiryWay(models.TextChoices):
    """How an enquirer was answered; none of them needs a signature."""

    IN_PERSON = "in_person", "当面"
    PHONE = "phone", "电话"
    TEXT = "text", "短信"
    WEB = "web", "网上"
    WRITTEN = "written", "书面"


@transaction.atomic
def answer_enquiry(
    referral: Referral,
    *,
    way: EnquiryWay,
    answer: str,
    by: Post,
    at: dt.datetime,
    version: int | None = None,
) -> Referral:
    """The hop ends with it, and so does the period of the simplified procedure, where one runs.
    What is answered at once was accepted with the answer."""
    move = begin(referral, Action.ANSWER_ENQUIRY, by=by, at=at, version=version)
    meet_clocks(move)
    clocks.void(move.referral, ["object"])
    move.referral.accepted_on = move.referral.accepted_on or move.on
    finish(move, f"{way.label}答复咨询：{answer}", way=way.value, answer=answer)
    return move.referral
