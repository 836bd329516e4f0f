"""解除 and 撤回: a ticket ends without an accepted reply, and somebody says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from oversight.models import WAITING, Act, Origin, TicketStatus
from oversight.tickets.acting import (
    LONGEST_REASON,
    close,
    locked,
    noun,
    record,
    require_status,
    written,
)
from oversight.tickets.competence import Verb
from oversight.tickets.telling import tell
from petitions.errors import NotAllowedError

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Post
    from oversight.models import Ticket


@transaction.atomic
def lift(
    ticket: Ticket, *, reason: str, by: Post, at: dt.datetime, version: int | None = None
) -> Ticket:
    """解除 a yellow or red card, or a finding that was a false alarm. The row and its natural key
    stay, so the rule that opened it opens it never again."""
    reason = written("reason", reason, missing="请写明解除的理由。", longest=LONGEST_REASON)
    now = locked(ticket, version=version)
    require_status(now, *WAITING)
    close(now, TicketStatus.LIFTED, by=by, at=at, reason=reason)
    record(now, Act.LIFT_TICKET, f"解除{noun(now)}“{now.subject}”：{reason}", by=by, at=at)
    tell(now, Verb.ANSWER, f"{noun(now)}已解除：{now.subject}", by=by, at=at)
    now.refresh_from_db()
    return now


@transaction.atomic
def void(
    ticket: Ticket, *, reason: str, by: Post, at: dt.datetime, version: int | None = None
) -> Ticket:
    """撤回 what was opened or proposed by mistake. What a rule opened is lifted, not withdrawn."""
    reason = written("reason", reason, missing="请写明撤回的理由。", longest=LONGEST_REASON)
    now = locked(ticket, version=version)
    if now.origin != Origin.HAND:
        raise NotAllowedError(f"本{noun(now)}由系统按规则开出，不能撤回；情况属实的可以解除。")
    was_proposed = now.status == TicketStatus.PROPOSED
    require_status(now, TicketStatus.PROPOSED, TicketStatus.OPEN)
    close(now, TicketStatus.VOID, by=by, at=at, reason=reason)
    if not was_proposed:
        record(now, Act.VOID_TICKET, f"撤回{noun(now)}“{now.subject}”：{reason}", by=by, at=at)
        tell(now, Verb.ANSWER, f"{noun(now)}已撤回，不用答复：{now.subject}", by=by, at=at)
    now.refresh_from_db()
    return now
