"""`manage.py export_events`: the history as lines of JSON, for whoever counts for themselves.

No name, telephone, address, title or text leaves: keys, days, organizations and acts only."""

from __future__ import annotations

import json
import sys
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from oversight.models import SUGGESTIONS, Ticket
from petitions.models import BaseFlag, Claim, Event, Petition, Rating, Service

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What an act says about itself that is no text and no person.
TELLING = ("hop", "organization", "organizations", "petition", "flag", "value", "days", "ground")
CHUNK = 2000


class Command(BaseCommand):
    help = "逐行输出流转记录和统计所需的事实（JSON Lines，不含姓名、电话和内容，不含密件）。"

    def handle(self, *args: Any, **options: Any) -> None:
        told = (_petitions(), _claims(), _events(), _services(), _ratings(), _flags())
        for line in chain(*told, _suggestions()):
            sys.stdout.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def _petitions() -> Iterator[dict[str, Any]]:
    rows = Petition.objects.filter(is_sealed=False).order_by("pk").values(
        "number", "matter_id", "organization__code", "organization__kind", "intake",
        "people_count", "is_repeat", "is_anonymous", "registered_at",
    )  # fmt: skip
    for row in rows.iterator(CHUNK):
        yield {
            "line": "petition",
            "petition": row["number"],
            "matter": row["matter_id"],
            "office": row["organization__code"],
            "kind": row["organization__kind"],
            "intake": row["intake"],
            "people": row["people_count"],
            "repeat": row["is_repeat"],
            "anonymous": row["is_anonymous"],
            "at": _said(row["registered_at"]),
        }


def _claims() -> Iterator[dict[str, Any]]:
    rows = Claim.objects.filter(is_sealed=False).order_by("matter_id", "ordinal")
    for pk, number, kind, branch in rows.values_list(
        "pk", "petition__number", "kind", "branch"
    ).iterator(CHUNK):
        yield {
            "line": "claim", "claim": str(pk), "petition": number, "kind": kind, "branch": branch,
        }  # fmt: skip


def _said_if(key: object) -> str:
    """The key as text; empty for an event of no hop."""
    return "" if key is None else str(key)


def _events() -> Iterator[dict[str, Any]]:
    rows = Event.objects.filter(claim__is_sealed=False).order_by("matter_id", "sequence").values(
        "matter_id", "sequence", "claim_id", "referral_id", "action", "organization__code", "data",
        "at",
    )  # fmt: skip
    for row in rows.iterator(CHUNK):
        told = row["data"]
        yield {
            "line": "event",
            "matter": row["matter_id"],
            "sequence": row["sequence"],
            "claim": str(row["claim_id"]),
            "referral": _said_if(row["referral_id"]),
            "action": row["action"],
            "by": row["organization__code"],
            "at": _said(row["at"]),
            **{f"data_{name}": told[name] for name in TELLING if name in told},
        }


def _services() -> Iterator[dict[str, Any]]:
    rows = Service.objects.filter(document__referral__claim__is_sealed=False).order_by("pk")
    for referral, day in rows.values_list("document__referral", "served_on").iterator(CHUNK):
        yield {"line": "service", "referral": str(referral), "served_on": day.isoformat()}


def _ratings() -> Iterator[dict[str, Any]]:
    rows = Rating.objects.filter(claim__is_sealed=False).order_by("pk")
    for matter, code, score in rows.values_list(
        "matter_id", "organization__code", "score"
    ).iterator(CHUNK):
        yield {"line": "rating", "matter": matter, "organization": code, "score": score}


def _flags() -> Iterator[dict[str, Any]]:
    rows = BaseFlag.objects.filter(petition__is_sealed=False).order_by("pk")
    for number, flag, value in rows.values_list("petition__number", "flag", "value"):
        yield {"line": "flag", "petition": number, "flag": flag, "value": value}


def _suggestions() -> Iterator[dict[str, Any]]:
    """三项建议 with every reply that was accepted, the last one last."""
    rows = Ticket.objects.filter(kind__in=SUGGESTIONS).exclude(claim__is_sealed=True)
    for row in rows.select_related("organization").prefetch_related("replies").order_by("pk"):
        replies = [reply.adoption for reply in row.replies.all() if reply.is_accepted]
        yield {
            "line": "suggestion",
            "kind": row.kind,
            "organization": row.organization.code,
            "opened_on": row.opened_on.isoformat(),
            "status": row.status,
            "replies": replies,
        }


def _said(at: Any) -> str:
    return str(timezone.localtime(at).isoformat())
