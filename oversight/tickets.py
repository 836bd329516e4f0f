"""督办单: who may answer one, and the answer itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from oversight.models import Act, Ticket, TicketStatus
from oversight.recipients import ANSWERERS
from petitions import events
from petitions.errors import FieldError, NotAllowedError
from petitions.models import Event, Matter, Recusal

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Post, User

LONGEST = 4000
SHORTEST = 5


def answering_post(user: User, ticket: Ticket) -> Post | None:
    """The post in which this person may answer; `None` for those who may only read."""
    if Recusal.objects.filter(claim=ticket.claim_id, user=user).exists():
        return None
    for post in user.active_posts:
        here = post.role in ANSWERERS and post.organization_id == ticket.organization_id
        if here and (post.is_cleared or not ticket.claim.is_sealed):
            return post
    return None


def require_answering_post(user: User, ticket: Ticket) -> Post:
    post = answering_post(user, ticket)
    if post is None:
        raise PermissionDenied(f"督办单由{ticket.organization.name}答复，您的岗位只能查看。")
    return post


@transaction.atomic
def answer(ticket: Ticket, *, text: str, by: Post, at: dt.datetime) -> Ticket:
    """答复督办单 in writing, once. Raises `FieldError`, or `NotAllowedError` where somebody was
    faster or the ticket was withdrawn."""
    text = _checked(text)
    matter = Matter.objects.locked().get(claims=ticket.claim_id)
    locked = (
        Ticket.objects.select_for_update(of=("self",))
        .select_related("organization", "deadline", "answered_by")
        .get(pk=ticket.pk)
    )
    _refuse_closed(locked)
    locked.status = TicketStatus.ANSWERED
    locked.answer, locked.answered_by, locked.answered_at = text, by.user, at
    locked.save(update_fields=["status", "answer", "answered_by", "answered_at"])
    events.append(
        Event(
            matter=matter,
            claim_id=locked.claim_id,
            referral_id=locked.referral_id,
            action=Act.ANSWER_TICKET.value,
            article="内部要求",
            text=f"{locked.organization.name}答复“{locked.deadline.name}”督办单：{text}",
            data={"ticket": str(locked.pk)},
            by=by.user,
            organization=by.organization,
            at=at,
        )
    )
    return locked


def _checked(text: str) -> str:
    text = text.strip()
    if len(text) < SHORTEST:
        raise FieldError({"answer": "请写明超期的原因和下一步措施。"})
    if len(text) > LONGEST:
        raise FieldError({"answer": f"答复不能超过 {LONGEST} 字。"})
    return text


def _refuse_closed(ticket: Ticket) -> None:
    if ticket.status == TicketStatus.ANSWERED:
        raise NotAllowedError(f"本督办单已由{ticket.answered_by}答复。")
    if ticket.status == TicketStatus.VOID:
        raise NotAllowedError("期限已经变更，本督办单已撤回，不用再答复。")
