"""F24: two who act on one hop in the same moment. Each duel sets its stage, lets both go, and gives
back what was wrong afterwards."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import TYPE_CHECKING

from django.db import transaction

from oversight import tickets
from oversight.models import Ticket, TicketKind, TicketStatus
from oversight.sweep import sweep
from petitions import clocks, lifecycle
from petitions.models import Deadline, Document, Matter, Notice
from petitions.states import State
from tests.oversight.ticket_samples import REPLY, demand
from tests.walk import OPINION

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.faults.stage import Stage
    from petitions.models import Referral

    Duel = Callable[[Stage], list[str]]

WITHDRAWN = {TicketStatus.VOID.value}


# --- 撤回 against 批准 -----------------------------------------------------------------------
def withdrawal_and_grant(stage: Stage) -> list[str]:
    """信访人撤回 and 批准延期, as two pages send them: each with the version that it showed."""
    hop = _asks_for_more(stage)
    told = stage.at_once(
        撤回=lambda: _withdraw(stage, hop, version=hop.version),
        批准=lambda: _grant(stage, hop, version=hop.version),
    )
    return stage.exactly_one(told)


def withdrawal_and_grant_unseen(stage: Stage) -> list[str]:
    """The same without versions: the withdrawal always ends the hop, before the grant or after."""
    hop = _asks_for_more(stage)
    told = stage.at_once(
        撤回=lambda: _withdraw(stage, hop),
        批准=lambda: _grant(stage, hop),
    )
    granted = not isinstance(told.pop("批准"), Exception)
    stage.first["先批准后撤回" if granted else "先撤回"] += 1
    wrong = [] if stage.again().state == State.ENDED else ["withdrawn and not ended"]
    if hop.deadlines.open().exists():
        wrong.append("a clock runs on")
    return wrong + [repr(one) for one in told.values() if isinstance(one, Exception)]


def grant_and_refusal(stage: Stage) -> list[str]:
    """批准延期 and 不予批准 by two who may both decide."""
    hop = _asks_for_more(stage)
    leader, at = stage.road.cast["hr_leader"], stage.road.at("2026-05-08", "11:00")
    told = stage.at_once(
        准予=lambda: _grant(stage, hop),
        不准=lambda: lifecycle.refuse_extension(hop, answer="材料已齐。", by=leader, at=at),
    )
    granted = not isinstance(told["准予"], Exception)
    due_on = _conclude(hop).due_on.isoformat()
    wrong = [] if due_on == ("2026-06-08" if granted else "2026-05-09") else [f"due {due_on}"]
    return wrong + stage.exactly_one(told)


def void_and_reply(stage: Stage) -> list[str]:
    """撤回督办单 by the office that wrote it, and the reply of the body that got it."""
    hop, cast = stage.enter("accepted"), stage.road.cast
    at = stage.road.at("2026-04-01")
    wanted = demand(TicketKind.REMINDER, stage.road, hop=hop)
    ticket = tickets.open_by_hand(wanted, by=cast["chief"], at=at, key=uuid.uuid4())
    told = stage.at_once(
        撤回督办=lambda: tickets.void(ticket, reason="开错了机关。", by=cast["chief"], at=at),
        答复督办=lambda: tickets.answer(ticket, text=REPLY, by=cast["hr_desk"], at=at),
    )
    ticket.refresh_from_db()
    right = TicketStatus.ANSWERED if ticket.replies.exists() else TicketStatus.VOID
    wrong = [] if ticket.status == right else [f"ticket {ticket.status}"]
    return wrong + stage.exactly_one(told)


# --- 改派 against 答复 -----------------------------------------------------------------------
def reassignment_and_draft(stage: Stage) -> list[str]:
    """指定另一承办人, and the draft of the one who had the hop."""
    hop, cast = stage.enter("accepted"), stage.road.cast
    at = stage.road.at("2026-04-13")
    told = stage.at_once(
        改派=lambda: _reassign(stage, hop, "2026-04-13"),
        起草=lambda: lifecycle.draft(hop, OPINION, by=cast["hr_handler"], at=at),
    )
    drafted = Document.objects.filter(referral=hop, issued_on=None).count()
    old = stage.again().handler == cast["hr_handler"].user
    wrong = [] if drafted == int(old) else [f"{drafted} drafts, handler {stage.again().handler}"]
    return wrong + stage.exactly_one(told)


def reassignment_and_reply(stage: Stage) -> list[str]:
    """指定另一承办人 and the old one's reply to a 催办, while a sweep hands over what was said."""
    hop, cast = stage.enter("accepted"), stage.road.cast
    sweep(stage.road.at("2026-05-10"))
    ticket = Ticket.objects.get(deadline=_conclude(hop))
    at = stage.road.at("2026-05-11")
    told = stage.at_once(
        改派=lambda: _reassign(stage, hop, "2026-05-11"),
        答复督办=lambda: tickets.answer(ticket, text=REPLY, by=cast["hr_handler"], at=at),
        检查=lambda: sweep(at),
    )
    sweep(stage.road.at("2026-05-11", "10:01"))
    ticket.refresh_from_db()
    wrong = [repr(one) for one in told.values() if isinstance(one, Exception)]
    if (ticket.status, ticket.replies.count()) != (TicketStatus.ANSWERED, 1):
        wrong.append(f"ticket {ticket.status}, {ticket.replies.count()} replies")
    if stage.again().handler != stage.second.user:
        wrong.append("not reassigned")
    return wrong + _told_of_one_handler(stage, hop)


def reply_and_climb(stage: Stage) -> list[str]:
    """The reply of the last moment, and the sweep that takes the ticket a level up."""
    hop, cast = stage.enter("accepted"), stage.road.cast
    sweep(stage.road.at("2026-05-10"))
    ticket = Ticket.objects.get(deadline=_conclude(hop))
    at = stage.road.at("2026-05-21")
    told = stage.at_once(
        答复督办=lambda: tickets.answer(ticket, text=REPLY, by=cast["hr_desk"], at=at),
        检查=lambda: sweep(at),
    )
    ticket.refresh_from_db()
    refused = isinstance(told["答复督办"], Exception)
    climbed = Ticket.objects.filter(parent=ticket).count()
    stage.first["先升级" if refused else "先答复"] += 1
    right = TicketStatus.OPEN if refused else TicketStatus.ANSWERED
    wrong = [] if (climbed, ticket.status) == (int(refused), right) else ["answered and climbed"]
    return wrong + ([repr(told["检查"])] if isinstance(told["检查"], Exception) else [])


def reassignment_and_sweep(stage: Stage) -> list[str]:
    """指定另一承办人 while two sweeps remind whoever has the hop."""
    hop = stage.enter("accepted")
    told = stage.at_once(
        改派=lambda: _reassign(stage, hop, "2026-05-04"),
        检查=lambda: sweep(stage.road.at("2026-05-04")),
        再检查=lambda: sweep(stage.road.at("2026-05-04")),
    )
    sweep(stage.road.at("2026-05-04", "10:01"))
    wrong = [repr(one) for one in told.values() if isinstance(one, Exception)]
    heard = Notice.objects.filter(
        kind="reminder", channel="inbox", voided_at=None, claim=hop.claim_id
    )
    names = list(heard.values_list("recipient__username", flat=True))
    return wrong + ([] if names == ["hr_second"] else [f"reminded: {names}"])


# --- 延期 against the sweep ------------------------------------------------------------------
def grant_and_sweep(stage: Stage) -> list[str]:
    """Granted in the last minute of 9 May while two sweeps of 10 May are under way."""
    hop = _asks_for_more(stage)
    midnight = stage.road.at("2026-05-10", "00:00")
    told = stage.at_once(
        批准=lambda: _grant(stage, hop, on="2026-05-09", clock="23:59"),
        检查=lambda: sweep(midnight),
        再检查=lambda: sweep(midnight),
    )
    found = Ticket.objects.filter(deadline=_conclude(hop)).exists()
    stage.first["检查先开督办" if found else "先批准"] += 1
    sweep(stage.road.at("2026-05-10", "00:01"))
    clock = _conclude(hop)
    wrong = [repr(one) for one in told.values() if isinstance(one, Exception)]
    if (clock.due_on.isoformat(), clock.breached_on) != ("2026-06-08", None):
        wrong.append(f"due {clock.due_on}, breached {clock.breached_on}")
    waiting = Notice.objects.filter(kind="ticket", voided_at=None, claim=hop.claim_id)
    return wrong + _nothing_stands(clock) + (["a demand waits"] if waiting.exists() else [])


def move_and_climb(stage: Stage) -> list[str]:
    """A period moves while the ticket of its old day climbs in two sweeps."""
    hop = stage.enter("accepted")
    for day in ("2026-05-10", "2026-05-15"):
        sweep(stage.road.at(day))
    told = stage.at_once(
        顺延=lambda: _move(hop),
        检查=lambda: sweep(stage.road.at("2026-05-21")),
        再检查=lambda: sweep(stage.road.at("2026-05-21")),
    )
    sweep(stage.road.at("2026-05-21", "09:01"))
    levels = Counter(Ticket.objects.filter(deadline=_conclude(hop)).values_list("level"))
    wrong = [repr(one) for one in told.values() if isinstance(one, Exception)]
    wrong += [f"twice at level {level}" for level, count in levels.items() if count > 1]
    return wrong + _nothing_stands(_conclude(hop))


def last_moment_and_sweep(stage: Stage) -> list[str]:
    """Sent on in the last minute of the last day, while two sweeps look: not late."""
    hop, road = stage.enter("registered"), stage.road
    evening = road.at("2026-03-17", "23:59")
    house, clerk = road.tree["qinghe-hr"], road.cast["clerk"]
    told = stage.at_once(
        转送=lambda: lifecycle.refer(hop, organization=house, by=clerk, at=evening),
        检查=lambda: sweep(evening),
        再检查=lambda: sweep(evening),
    )
    sweep(road.at("2026-03-18", "00:01"))
    clock = Deadline.objects.get(referral=hop.pk, code="forward")
    wrong = [repr(one) for one in told.values() if isinstance(one, Exception)]
    if (clock.verdict, clock.late_days) != ("in_time", None):
        wrong.append(f"{clock.verdict}, {clock.late_days} days late")
    said = Notice.objects.filter(key__startswith=f"reminder:{clock.pk}:", voided_at=None)
    return wrong + _nothing_stands(clock) + (["still reminded"] if said.exists() else [])


WITHDRAWALS: tuple[Duel, ...] = (
    withdrawal_and_grant,
    withdrawal_and_grant_unseen,
    grant_and_refusal,
    void_and_reply,
)
REASSIGNMENTS: tuple[Duel, ...] = (
    reassignment_and_draft,
    reassignment_and_reply,
    reply_and_climb,
    reassignment_and_sweep,
)
EXTENSIONS: tuple[Duel, ...] = (grant_and_sweep, move_and_climb, last_moment_and_sweep)


def _asks_for_more(stage: Stage) -> Referral:
    """Due on 9 May, an extension asked for in time."""
    hop, handler = stage.enter("accepted"), stage.road.cast["hr_handler"]
    at = stage.road.at("2026-05-08")
    lifecycle.request_extension(hop, days=30, reason="须等待档案。", by=handler, at=at)
    return stage.again()


def _withdraw(stage: Stage, hop: Referral, *, version: int | None = None) -> object:
    at = stage.road.at("2026-05-08", "11:00")
    reason, desk = "信访人书面撤回。", stage.road.cast["hr_desk"]
    return lifecycle.withdraw(hop, reason=reason, is_harmless=True, by=desk, at=at, version=version)


def _grant(
    stage: Stage,
    hop: Referral,
    *,
    on: str = "2026-05-08",
    clock: str = "11:00",
    version: int | None = None,
) -> object:
    leader, at = stage.road.cast["hr_leader"], stage.road.at(on, clock)
    return lifecycle.grant_extension(hop, answer="同意。", by=leader, at=at, version=version)


def _reassign(stage: Stage, hop: Referral, day: str) -> object:
    desk, at = stage.road.cast["hr_desk"], stage.road.at(day)
    return lifecycle.assign_handler(hop, handler=stage.second.user, by=desk, at=at)


@transaction.atomic
def _move(hop: Referral) -> None:
    Matter.objects.locked().get(claims=hop.claim_id)
    clocks.extend(_conclude(hop), 30)


def _conclude(hop: Referral) -> Deadline:
    return Deadline.objects.get(referral=hop.pk, code="conclude")


def _nothing_stands(clock: Deadline) -> list[str]:
    standing = set(Ticket.objects.filter(deadline=clock).values_list("status", flat=True))
    return [] if standing <= WITHDRAWN else [f"a ticket stands: {standing}"]


def _told_of_one_handler(stage: Stage, hop: Referral) -> list[str]:
    """Of the two handlers, the one who has the hop now."""
    old = stage.road.cast["hr_handler"].user
    told = Notice.objects.filter(
        key__startswith="reminder:", recipient=old, channel="inbox", voided_at=None, claim=hop.claim
    )
    return ["the old handler is still told"] if told.filter(read_at=None).exists() else []
