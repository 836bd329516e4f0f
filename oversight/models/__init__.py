"""What oversight remembers: stages told, tickets with their replies, and signs of life."""

from oversight.models.annual import AnnualPaper
from oversight.models.call import CallNote
from oversight.models.card_lift import CardLift
from oversight.models.delivery import Circuit, DemoText, DigestDay
from oversight.models.heartbeat import ClockWatermark, Heartbeat, MarksStamp
from oversight.models.instruction import Instruction
from oversight.models.paper import TicketClaim, TicketPaper
from oversight.models.reminder import (
    Act,
    Reminder,
    Stage,
    every_key_of,
    read_reminder_key,
    reminder_key,
    still_holds,
)
from oversight.models.snapshot import Snapshot, SnapshotFigure
from oversight.models.ticket import (
    SUGGESTIONS,
    WAITING,
    Adoption,
    Origin,
    Reply,
    Ticket,
    TicketKind,
    TicketQuerySet,
    TicketStatus,
)

__all__ = [
    "SUGGESTIONS",
    "WAITING",
    "Act",
    "Adoption",
    "AnnualPaper",
    "CallNote",
    "CardLift",
    "Circuit",
    "ClockWatermark",
    "DemoText",
    "DigestDay",
    "Heartbeat",
    "Instruction",
    "MarksStamp",
    "Origin",
    "Reminder",
    "Reply",
    "Snapshot",
    "SnapshotFigure",
    "Stage",
    "Ticket",
    "TicketClaim",
    "TicketKind",
    "TicketPaper",
    "TicketQuerySet",
    "TicketStatus",
    "every_key_of",
    "read_reminder_key",
    "reminder_key",
    "still_holds",
]
