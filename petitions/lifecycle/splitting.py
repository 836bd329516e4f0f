"""拆分、并回: one letter, several things asked, each with a claim and a road of its own.

A part that is a report takes the letter with it: the petition, its attachments and its registration
slip are sealed, and the other parts go on from an extract that says only what they ask. So nobody
who handles the open parts can read, search, count or infer the sealed one."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from accounts.models import Role
from petitions import clocks, documents, notifications
from petitions.clocks import Start
from petitions.errors import FieldError, NotAllowedError
from petitions.guards import open_clock
from petitions.letters import Letter
from petitions.lifecycle.move import Move, begin, finish, record, start_clock
from petitions.lifecycle.referring import DISCIPLINE_CLASS
from petitions.lifecycle.registration import free_number, slip
from petitions.models import BaseFlag, Claim, Party, Petition, Referral, Split
from petitions.models.statistics import Mark
from petitions.states import Action, Hop, Kind, State

if TYPE_CHECKING:
    from accounts.models import Organization, Post
    from routing.models import Category

FEWEST, MOST = 2, 6
#: What a claim is, and what an undone split gives back to it.
KEPT = ("summary", "kind", "category_id", "territory_id", "is_sealed")


@dataclass(frozen=True)
class Part:
    """One thing asked, in the clerk's words."""

    summary: str
    kind: Kind
    category: Category
    territory: Organization

    @property
    def is_sealed(self) -> bool:
        return self.kind == Kind.ACCUSATION


@dataclass(frozen=True)
class Cut:
    """How a letter is taken apart. `extract_title` names the open parts where another is a report;
    `accused_name` and `accused_organization` say whom the report is about."""

    parts: tuple[Part, ...]
    extract_title: str = ""
    accused_name: str = ""
    accused_organization: Organization | None = None

    @property
    def open_parts(self) -> list[Part]:
        return [part for part in self.parts if not part.is_sealed]

    @property
    def needs_extract(self) -> bool:
        return 0 < len(self.open_parts) < len(self.parts)


@transaction.atomic
def split(
    referral: Referral, cut: Cut, *, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """拆分诉求: the present claim keeps the first part, or the first report among them; the others
    become claims beside it, each waiting at the office with the same last day. Raises
    `FieldError`."""
    move = begin(referral, Action.SPLIT, by=by, at=at, version=version)
    _check(move, cut)
    first = next((part for part in cut.parts if part.is_sealed), cut.parts[0])
    made = Split.objects.create(
        claim=move.claim,
        before={**_kept(move.claim), "title": move.claim.matter.title},
        made_by=by.user,
        made_at=at,
    )
    if first.is_sealed:
        _seal(move.claim.petition, cut)
    if cut.needs_extract:
        made.extract = _extract(move, cut)
        made.save(update_fields=["extract"])
    _rewrite(move.claim, first)
    for part in cut.parts:
        if part is not first:
            _open(move, part, made)
    finish(move, f"拆分为 {len(cut.parts)} 项诉求", parts=len(cut.parts))
    return move.referral


@transaction.atomic
def merge(
    referral: Referral, *, reason: str, by: Post, at: dt.datetime, version: int | None = None
) -> Referral:
    """并回: undo a split of which no part has moved. What was sealed by it is opened again only by
    a supervisor or the chief."""
    move = begin(referral, Action.MERGE, by=by, at=at, version=version)
    made = move.claim.splits.get(merged_at=None)
    if move.claim.is_sealed and not made.before["is_sealed"] and by.role == Role.CLERK:
        raise NotAllowedError("解除密件须由督办员或者负责人决定。")
    for hop in Referral.objects.filter(claim__split=made).select_related("claim"):
        _close(move, hop)
    _restore(move.claim, made)
    if made.extract is not None:
        BaseFlag.objects.create(
            petition=made.extract,
            flag=Mark.UNCOUNTED,
            value=True,
            reason="拆分已并回，原件照常统计",
            set_by=by.user,
            set_at=at,
        )
    made.merged_at = at
    made.save(update_fields=["merged_at"])
    finish(move, f"并回原诉求：{reason}")
    return move.referral


def _check(move: Move, cut: Cut) -> None:
    wrong: dict[str, str] = {}
    if not FEWEST <= len(cut.parts) <= MOST:
        wrong["summary_2"] = f"拆分为 {FEWEST} 至 {MOST} 项诉求，每项写明要求什么。"
    for index, part in enumerate(cut.parts, 1):
        if part.is_sealed and part.category.first_level_code != DISCIPLINE_CLASS:
            wrong[f"category_{index}"] = "检举控告只能归入“纪检监察”类。"
    if cut.needs_extract and not cut.extract_title.strip():
        wrong["extract_title"] = "原件将成为密件，请为其余诉求另写一个标题，不要提到检举的内容。"
    if cut.accused_name and cut.accused_name in f"{cut.extract_title}{_told(cut)}":
        wrong["extract_title"] = "其余诉求的标题和摘要不能出现被检举人的姓名。"
    if move.claim.matter.petitions.count() > 1 and cut.needs_extract:
        wrong["kind_1"] = "本事项已并入其他信访件，先拆出重件，再拆出检举控告的部分。"
    if wrong:
        raise FieldError(wrong)


def _told(cut: Cut) -> str:
    return "\n".join(part.summary for part in cut.open_parts)


def _kept(claim: Claim) -> dict[str, object]:
    petition = claim.petition
    return {name: getattr(claim, name) for name in KEPT} | {
        "accused_name": petition.accused_name,
        "accused_organization_id": petition.accused_organization_id,
        "petition_is_sealed": petition.is_sealed,
    }


def _rewrite(claim: Claim, part: Part) -> None:
    claim.summary, claim.kind = part.summary, part.kind
    claim.category, claim.territory = part.category, part.territory
    claim.is_sealed = part.is_sealed
    claim.save(update_fields=["summary", "kind", "category", "territory", "is_sealed"])


def _seal(petition: Petition, cut: Cut) -> None:
    petition.is_sealed = True
    petition.accused_name = cut.accused_name or petition.accused_name
    petition.accused_organization = cut.accused_organization or petition.accused_organization
    petition.save(update_fields=["is_sealed", "accused_name", "accused_organization"])


def _extract(move: Move, cut: Cut) -> Petition:
    """The petition of the open parts: the same people and days, the clerk's words, no more."""
    letter = move.claim.petition
    extract = Petition.objects.create(
        number=free_number(letter.organization, on=letter.received_on, intake=letter.intake),
        matter=move.claim.matter,
        organization=letter.organization,
        intake=letter.intake,
        purpose=letter.purpose,
        title=cut.extract_title,
        text=_told(cut),
        received_on=letter.received_on,
        postmarked_on=letter.postmarked_on,
        people_count=letter.people_count,
        is_anonymous=letter.is_anonymous,
        is_repeat=letter.is_repeat,
        registered_at=move.at,
        registered_by=move.by.user if move.by else letter.registered_by,
        idempotency_key=uuid.uuid4(),
    )
    for party in letter.parties.all():
        Party.objects.create(
            petition=extract,
            petitioner_id=party.petitioner_id,
            part=party.part,
            ordinal=party.ordinal,
        )
    move.claim.matter.title = cut.extract_title
    move.claim.matter.save(update_fields=["title"])
    return extract


def _open(move: Move, part: Part, made: Split) -> None:
    """One more claim at the office, with the last day that the letter already had."""
    last = Claim.objects.filter(matter=move.claim.matter_id).aggregate(last=Max("ordinal"))["last"]
    petition = made.extract if made.extract and not part.is_sealed else move.claim.petition
    claim = Claim.objects.create(
        matter=move.claim.matter,
        petition=petition,
        ordinal=last + 1,
        summary=part.summary,
        kind=part.kind,
        category=part.category,
        territory=part.territory,
        is_sealed=part.is_sealed,
        split=made,
    )
    own = move.referral
    hop = Referral.objects.create(
        claim=claim,
        hop=Hop.INTAKE,
        organization=own.organization,
        state=State.PENDING,
        delivered_on=own.delivered_on,
        delivered_at=own.delivered_at,
        received_at=own.received_at,
    )
    clock = open_clock(own, "forward")
    if clock is not None:
        start = Start("forward", on=clock.started_on, event=clock.start_event, number=clock.number)
        start_clock(move, start, referral=hop, responsible=own.organization)
    if move.by is not None:
        values = slip(petition, claim, by=move.by)
        documents.issue_now(hop, Letter.REGISTRATION, values, by=move.user, on=move.on)
    event = record(Move(move.transition, hop, move.by, move.at), "从来件中分出本项诉求")
    notifications.plan(event, hop)


def _close(move: Move, hop: Referral) -> None:
    clocks.void(hop)
    hop.state, hop.closed_on = State.MERGED, move.on
    hop.version += 1
    hop.save(update_fields=["state", "closed_on", "version"])
    hop.claim.matter = move.claim.matter  # One chain, one head.
    hop.claim.ended_on = move.on
    hop.claim.save(update_fields=["ended_on"])
    record(Move(move.transition, hop, move.by, move.at), "并回原诉求，本项不再单独办理")


def _restore(claim: Claim, made: Split) -> None:
    before, petition = made.before, claim.petition
    for name in KEPT:
        setattr(claim, name, before[name])
    claim.save(update_fields=list(KEPT))
    petition.is_sealed = before["petition_is_sealed"]
    petition.accused_name = before["accused_name"]
    petition.accused_organization_id = before["accused_organization_id"]
    petition.save(update_fields=["is_sealed", "accused_name", "accused_organization"])
    claim.matter.title = before["title"]
    claim.matter.save(update_fields=["title"])
