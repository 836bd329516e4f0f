"""The records: what was brought in, what is asked, who had it, by when, and what happened."""

from petitions.models.attachment import Attachment
from petitions.models.comparison import Comparison
from petitions.models.deadline import Deadline, DeadlinePause
from petitions.models.document import Document, DocumentFile, NumberSeries, Service
from petitions.models.draft import FormDraft
from petitions.models.event import Event
from petitions.models.import_result import ImportResult
from petitions.models.joint import JointBody
from petitions.models.matter import Claim, ClaimUserObjectPermission, Matter
from petitions.models.mediation import Confirmation, Installment, Mediation
from petitions.models.notice import Notice
from petitions.models.petition import Party, Petition, Petitioner
from petitions.models.preference import Preference, Webhook
from petitions.models.proceeding import (
    Dispute,
    Hearing,
    Interval,
    IntervalKind,
    RecusalRequest,
    Refusal,
    ReviewAnswer,
)
from petitions.models.rating import Rating
from petitions.models.referral import Extension, Objection, Recusal, Referral
from petitions.models.split import Split
from petitions.models.statistics import BaseFlag

__all__ = [
    "Attachment",
    "BaseFlag",
    "Claim",
    "ClaimUserObjectPermission",
    "Comparison",
    "Confirmation",
    "Deadline",
    "DeadlinePause",
    "Dispute",
    "Document",
    "DocumentFile",
    "Event",
    "Extension",
    "FormDraft",
    "Hearing",
    "ImportResult",
    "Installment",
    "Interval",
    "IntervalKind",
    "JointBody",
    "Matter",
    "Mediation",
    "Notice",
    "NumberSeries",
    "Objection",
    "Party",
    "Petition",
    "Petitioner",
    "Preference",
    "Rating",
    "Recusal",
    "RecusalRequest",
    "Referral",
    "Refusal",
    "ReviewAnswer",
    "Service",
    "Split",
    "Webhook",
]
