"""Papers beside the road: 紧急报告、领导接访、领导包案、风险告知、帮扶救助. No hop moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.models import Organization, OrganizationKind, Role
from petitions import documents
from petitions.errors import FieldError
from petitions.letters import Letter
from petitions.lifecycle.move import begin, record
from petitions.notifications import Message, tell
from petitions.permissions import grant_sight
from petitions.states import Action

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from accounts.models import Post, User
    from petitions.lifecycle.move import Move
    from petitions.models import Document, Petition, Referral

NATIONAL_OFFICE = "国家信访局"
#: The papers that one person writes and that nothing else follows from.
LETTER_OF = {
    Action.REPORT_URGENT: Letter.URGENT_REPORT,
    Action.RECORD_RECEPTION: Letter.RECEPTION,
    Action.WARN_OF_RISK: Letter.RISK_NOTICE,
    Action.APPLY_FOR_AID: Letter.AID_APPLICATION,
}
#: Who may take charge of a case.
LEADERS = (Role.LEADER, Role.CHIEF, Role.APPROVER)


@transaction.atomic
def write_paper(
    referral: Referral,
    action: Action,
    values: Mapping[str, object],
    *,
    by: Post,
    at: dt.datetime,
) -> Document:
    """Issue one of `LETTER_OF`. Of what is urgent the leaders of the body hear at any hour."""
    move = begin(referral, action, by=by, at=at)
    _refuse_future(values, move, "held_on", "接访日期不能晚于今天。")
    paper = _issued(move, LETTER_OF[action], values, by=by)
    if action is Action.REPORT_URGENT:
        _tell_leaders(move, by=by)
    return paper


@transaction.atomic
def take_charge(
    referral: Referral,
    leader: User,
    values: Mapping[str, object],
    *,
    by: Post,
    at: dt.datetime,
) -> Document:
    """领导包案: the leader named sees the case from now on, and is told."""
    move = begin(referral, Action.TAKE_CHARGE, by=by, at=at)
    target_on = values.get("target_on")
    if target_on is not None and str(target_on) < move.on.isoformat():
        raise FieldError({"target_on": "目标日期不能早于今天。"})
    paper = _issued(move, Letter.CASE_CHARGE, {**values, "leader": leader.name}, by=by)
    grant_sight(move.claim, to=leader)
    said = f"请您包案：{move.claim.petition.title}"
    tell({leader.pk} - {by.user_id}, _message(move, said, is_urgent=False), at=at)
    return paper


def computed_beside(referral: Referral, letter: Letter, *, by: Post) -> dict[str, object]:
    """What such a paper says from the records."""
    petition = referral.claim.petition
    values: dict[str, object] = {
        **who(petition),
        "people_count": petition.people_count,
        "recorded_by": by.user.name,
        "contact": f"{by.organization.name} {by.user.name} {by.organization.phone}".strip(),
    }
    if letter is Letter.URGENT_REPORT:
        values |= _superiors(referral.organization)
    return values


def who(petition: Petition) -> dict[str, object]:
    """How the first petitioner is known and reached."""
    first = petition.parties.select_related("petitioner").first()
    person = first.petitioner if first else None
    return {
        "id_number": person.id_number if person else "",
        "phone": person.phone if person else "",
        "address": person.address if person else "",
    }


def _superiors(organization: Organization) -> dict[str, object]:
    """Article 25: the own government; of a petition office also its superior and the national
    office; of any other body the petition office beside it."""
    government = organization.government or organization
    office = organization.kind == OrganizationKind.PETITION_OFFICE
    beside = Organization.objects.filter(
        kind=OrganizationKind.PETITION_OFFICE, is_active=True, government=government
    )
    above = organization.line_superior if office else beside.first()
    copied = [above.name] if above else []
    return {
        "addressee": government.name,
        "copied_to": [*copied, NATIONAL_OFFICE] if office else copied or ["本级信访工作联席会议"],
    }


def _issued(move: Move, letter: Letter, values: Mapping[str, object], *, by: Post) -> Document:
    told = {**computed_beside(move.referral, letter, by=by), **values}
    known = documents.entries_of(letter)
    paper = documents.issue_now(
        move.referral,
        letter,
        {name: value for name, value in told.items() if name in known},
        by=by.user,
        on=move.on,
    )
    record(move, f"{paper.title}（{paper.number}）")
    return paper


def _refuse_future(values: Mapping[str, object], move: Move, name: str, why: str) -> None:
    if str(values.get(name) or "") > move.on.isoformat():
        raise FieldError({name: why})


def _tell_leaders(move: Move, *, by: Post) -> None:
    posts = by.organization.posts.filter(role__in=LEADERS, ends_on=None, user__is_active=True)
    people = set(posts.values_list("user_id", flat=True)) - {by.user_id}
    said = f"已上报重大紧急信访事项：{move.claim.petition.title}"
    tell(people, _message(move, said, is_urgent=True), at=move.at)


def _message(move: Move, said: str, *, is_urgent: bool) -> Message:
    action = move.transition.action.value
    return Message(
        key=f"{action}:{move.referral.pk}:{move.at.isoformat()}",
        kind=action,
        claim=move.claim,
        subject=said,
        body=f"信访件 {move.claim.petition.number}。",
        is_urgent=is_urgent,
    )
