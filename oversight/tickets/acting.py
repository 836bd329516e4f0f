"""What every act on a ticket shares: lock, compare, change, record, tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from oversight.models import SUGGESTIONS, Ticket, TicketStatus
from oversight.tickets.kinds import KINDS
from petitions import events
from petitions.errors import FieldError, NotAllowedError, StaleError
from petitions.models import Event, Matter

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Post
    from oversight.models import Act

LONGEST, SHORTEST, LONGEST_REASON = 4000, 5, 1000
_WHY_NOT = {
    TicketStatus.PROPOSED: "还没有签发",
    TicketStatus.OPEN: "还没有答复",
    TicketStatus.ANSWERED: "已经答复，正在等待审核",
    TicketStatus.ACCEPTED: "已经办结",
    TicketStatus.LIFTED: "已经解除",
    TicketStatus.VOID: "已经撤回，不用再办理",
}


def locked(ticket: Ticket, *, version: int | None) -> Ticket:
    """The row as it is now, held until the transaction ends. All acts on a matter queue on the
    matter's row, the sweep's too, so a reply is never returned while the ticket climbs."""
    if ticket.claim_id is not None:
        Matter.objects.locked().get(claims=ticket.claim_id)
    now = (
        Ticket.objects.locked()
        .select_related("organization", "issuer", "claim__matter", "claim__petition", "deadline")
        .get(pk=ticket.pk)
    )
    if version is not None and version != now.version:
        raise StaleError(f"您打开之后，别人已经办理了本{noun(now)}，现在{_stands(now)}。", [])
    return now


def first_of(ticket: Ticket) -> Ticket:
    """The ticket with which the chain began: what it asked is what the newest link asks."""
    while ticket.parent is not None:
        ticket = ticket.parent
    return ticket


def asks_adoption(ticket: Ticket) -> bool:
    """A suggestion that went unanswered and climbed still wants to be adopted or not."""
    return first_of(ticket).kind in SUGGESTIONS


def require_status(ticket: Ticket, *allowed: TicketStatus) -> None:
    if ticket.status not in allowed:
        raise NotAllowedError(f"本{noun(ticket)}{_stands(ticket)}，不能这样办理。")
    climbed = Ticket.objects.filter(parent=ticket).first()
    if climbed is not None:
        raise NotAllowedError(
            f"本{noun(ticket)}逾期未办结，已升级为{noun(climbed)}，请办理新的一份。"
        )


def change(ticket: Ticket, **fields: object) -> None:
    """Write these fields and a new version, so that a page opened before is noticed."""
    for name, value in fields.items():
        setattr(ticket, name, value)
    ticket.version += 1
    ticket.save(update_fields=[*fields, "version"])


def close(
    ticket: Ticket, status: TicketStatus, *, by: Post, at: dt.datetime, reason: str = ""
) -> None:
    """Close the ticket, and with it those from which it climbed: they asked for the same."""
    link: Ticket | None = ticket
    while link is not None:
        if link.status in (TicketStatus.PROPOSED, TicketStatus.OPEN, TicketStatus.ANSWERED):
            closed = {"status": status, "closed_at": at, "closed_by": by.user}
            change(link, **closed, closing_reason=reason)
        earlier = Ticket.objects.locked().filter(next=link)
        link = earlier.first()


def record(ticket: Ticket, act: Act, text: str, *, by: Post, at: dt.datetime) -> None:
    """One line in the matter's history; a ticket about no single claim has none."""
    if ticket.claim is None:
        return
    events.append(
        Event(
            matter=ticket.claim.matter,
            claim=ticket.claim,
            referral_id=ticket.referral_id,
            action=act.value,
            article=KINDS[ticket.kind].article,  # type: ignore[index]
            text=text,
            data={"ticket": str(ticket.pk), "kind": ticket.kind, "level": ticket.level},
            by=by.user,
            organization=by.organization,
            at=at,
        )
    )


def written(name: str, text: str, *, missing: str, longest: int = LONGEST) -> str:
    """What was typed, without its margins; a word or two is not a reply."""
    text = text.strip()
    if len(text) < SHORTEST:
        raise FieldError({name: missing})
    if len(text) > longest:
        raise FieldError({name: f"不能超过 {longest} 字。"})
    return text


def noun(ticket: Ticket) -> str:
    """建议 are called what they are; 报分管领导 and 催办 are no 单 of their own."""
    label = str(ticket.get_kind_display())
    return f"{label}书" if ticket.kind in SUGGESTIONS else label


def day_of(at: dt.datetime) -> dt.date:
    return timezone.localtime(at).date()


def _stands(ticket: Ticket) -> str:
    return _WHY_NOT[TicketStatus(ticket.status)]
