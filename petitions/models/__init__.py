"""The records: what was brought in, what is asked, who had it, by when, and what happened."""

from petitions.models.attachment import Attachment
from petitions.models.deadline import Deadline, DeadlinePause
from petitions.models.document import Document, DocumentFile, NumberSeries, Service
from petitions.models.draft import FormDraft
from petitions.models.event import Event
from petitions.models.matter import Claim, ClaimUserObjectPermission, Matter
from petitions.models.notice import Notice
from petitions.models.petition import Party, Petition, Petitioner
from petitions.models.referral import Extension, Mediation, Objection, Recusal, Referral

__all__ = [
    "Attachment",
    "Claim",
    "ClaimUserObjectPermission",
    "Deadline",
    "DeadlinePause",
    "Document",
    "DocumentFile",
    "Event",
    "Extension",
    "FormDraft",
    "Matter",
    "Mediation",
    "Notice",
    "NumberSeries",
    "Objection",
    "Party",
    "Petition",
    "Petitioner",
    "Recusal",
    "Referral",
    "Service",
]
