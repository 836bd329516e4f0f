"""登记: one act makes petition, matter, claim, first hop, clock, event and notices, or nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from accounts.models import OrganizationKind
from petitions import clocks, documents, events, notifications, numbers
from petitions.clocks import Start
from petitions.errors import FieldError
from petitions.letters import Letter
from petitions.models import Claim, Event, Matter, Party, Petition, Petitioner, Referral
from petitions.models.petition import Intake, Part, Purpose
from petitions.permissions import first_hop
from petitions.states import Action, Kind, State

if TYPE_CHECKING:
    from accounts.models import Organization, Post
    from routing.models import Category, Situation

#: Article 20 paragraph 3: a joint visit sends at most five representatives.
MAX_REPRESENTATIVES = 5


@dataclass(frozen=True)
class Person:
    """One petitioner as written down; birth, sex and region come from a valid ID number."""

    name: str
    part: Part = Part.PETITIONER
    id_number: str = ""
    phone: str = ""
    address: str = ""
    birth_on: dt.date | None = None
    sex: str = ""
    region: str = ""


@dataclass(frozen=True)
class Proposed:
    """What was proposed while the petition was written down (see `routing.triage`), and why the
    clerk chose otherwise; empty where the proposal was taken."""

    kind: str
    category: str
    situation: str
    otherwise: str = ""

    @property
    def note(self) -> str:
        return f"；未采用分类建议：{self.otherwise}" if self.otherwise else ""


@dataclass(frozen=True)
class Wanted:
    """What a claim asks for, and where."""

    kind: Kind
    category: Category | None = None
    territory: Organization | None = None
    situation: Situation | None = None
    proposed: Proposed | None = None


@dataclass(frozen=True)
class Facts:
    """What a registration says. `joins` is the matter of a repeat; `None` opens a new matter.
    `distinct` is why it is a first petition although one much like it was found."""

    intake: Intake
    purpose: Purpose
    kind: Kind
    title: str
    text: str
    received_on: dt.date
    category: Category | None = None
    territory: Organization | None = None
    people: tuple[Person, ...] = field(default=())
    people_count: int = 1
    is_anonymous: bool = False
    postmarked_on: dt.date | None = None
    accused_name: str = ""
    accused_organization: Organization | None = None
    joins: Matter | None = None
    distinct: str = ""
    situation: Situation | None = None
    proposed: Proposed | None = None


def register(facts: Facts, *, by: Post, at: dt.datetime, key: UUID) -> Petition:
    """Register once for each (person, key): a double click, a refresh or a retry gets the same
    petition back, also when both requests run at the same moment. Raises `FieldError`."""
    _check(facts, on=timezone.localtime(at).date())
    while True:
        earlier = Petition.objects.filter(registered_by=by.user, idempotency_key=key).first()
        if earlier is not None:
            return earlier
        try:
            return _write(facts, by=by, at=at, key=key)
        except IntegrityError as error:
            if not _lost_a_race(error):
                raise


@transaction.atomic
def _write(facts: Facts, *, by: Post, at: dt.datetime, key: UUID) -> Petition:
    number = free_number(by.organization, on=facts.received_on, intake=facts.intake)
    matter = _matter(facts, number)
    petition = Petition.objects.create(
        number=number,
        matter=matter,
        organization=by.organization,
        intake=facts.intake,
        purpose=facts.purpose,
        title=facts.title,
        text=facts.text,
        received_on=facts.received_on,
        postmarked_on=facts.postmarked_on,
        people_count=max(facts.people_count, len(facts.people), 1),
        is_anonymous=facts.is_anonymous,
        is_sealed=facts.kind == Kind.ACCUSATION,
        is_repeat=facts.joins is not None,
        accused_name=facts.accused_name,
        accused_organization=facts.accused_organization,
        registered_at=at,
        registered_by=by.user,
        idempotency_key=key,
    )
    _write_people(petition, facts.people)
    host = _host(petition) if facts.joins is not None else None
    if host is not None:
        _join(petition, host, by=by, at=at)
    else:
        wanted = Wanted(
            facts.kind, facts.category, facts.territory, facts.situation, facts.proposed
        )
        text = f"{petition.get_intake_display()}{'重件' if petition.is_repeat else ''}登记"
        if facts.distinct:
            text += f"；仍作初件：{facts.distinct}"
        open_claim(petition, wanted, by=by, at=at, text=text)
    return petition


def _matter(facts: Facts, number: str) -> Matter:
    if facts.joins is not None:
        return Matter.objects.locked().get(pk=facts.joins.pk)
    return Matter.objects.create(
        code=number,
        token=numbers.token(),
        query_code=numbers.query_code(),
        title=facts.title,
        opened_on=facts.received_on,
    )


def open_claim(petition: Petition, wanted: Wanted, *, by: Post, at: dt.datetime, text: str) -> None:
    """A claim of the whole petition, with its first hop, clock and slip; the next of its matter."""
    last = petition.matter.claims.aggregate(last=Max("ordinal"))["last"] or 0
    claim = Claim.objects.create(
        matter=petition.matter,
        petition=petition,
        ordinal=last + 1,
        summary=petition.text[:2000],
        kind=wanted.kind,
        category=wanted.category,
        territory=wanted.territory,
        situation=wanted.situation,
        is_sealed=petition.is_sealed,
    )
    hop, state = first_hop(by.organization.kind)
    referral = Referral.objects.create(
        claim=claim,
        hop=hop,
        organization=by.organization,
        state=state,
        delivered_on=petition.received_on,
        delivered_at=at,
        received_at=at,
    )
    begin = Start(_first_clock(petition, state), on=petition.received_on, event="收到信访件")
    clocks.start(referral, begin, responsible=by.organization)
    documents.issue_now(
        referral, Letter.REGISTRATION, slip(petition, claim, by=by), by=by.user, on=_day(at)
    )
    _record(petition, claim, referral, by=by, at=at, text=text, proposed=wanted.proposed)


def _first_clock(petition: Petition, state: State) -> str:
    if state == State.PENDING:
        return "forward"
    return "examine" if petition.is_anonymous else "notify_direct"


def _host(petition: Petition) -> Claim | None:
    """The claim under way that a repeat is added to; `None` where all is decided, so that somebody
    decides on the new letter too, and for a report, which is sealed in a claim of its own."""
    if petition.is_sealed:
        return None
    waiting = Referral.objects.open().filter(claim=OuterRef("pk"))
    claims = petition.matter.claims.filter(Exists(waiting), is_sealed=False)
    return claims.order_by("ordinal").first()


def _join(petition: Petition, claim: Claim, *, by: Post, at: dt.datetime) -> None:
    """A repeat adds a line to its matter and tells whoever has it now; no clock starts anew."""
    referral = claim.referrals.order_by("-delivered_at").first()
    text = f"重件：{petition.get_intake_display()} {petition.number} 并入本事项"
    _record(petition, claim, referral, by=by, at=at, text=text)


def _record(  # noqa: PLR0913 - who, when, what and what was proposed make one event
    petition: Petition,
    claim: Claim,
    referral: Referral | None,
    *,
    by: Post,
    at: dt.datetime,
    text: str,
    proposed: Proposed | None = None,
) -> None:
    data: dict[str, object] = {
        "petition": petition.number,
        "version": referral.version if referral else 0,
    }
    if proposed is not None:
        data["proposed"] = asdict(proposed)
    event = events.append(
        Event(
            matter=petition.matter,
            claim=claim,
            referral=referral,
            action=Action.REGISTER.value,
            article="第二十二条"
            if by.organization.kind == OrganizationKind.PETITION_OFFICE
            else "第二十三条",
            text=text + (proposed.note if proposed else ""),
            data=data,
            by=by.user,
            organization=by.organization,
            at=at,
        )
    )
    if referral is not None:
        notifications.plan(event, referral)


def _write_people(petition: Petition, people: tuple[Person, ...]) -> None:
    for ordinal, person in enumerate(people, 1):
        row = Petitioner.objects.create(
            name=person.name,
            id_number=person.id_number,
            phone=person.phone,
            address=person.address,
            birth_on=person.birth_on,
            sex=person.sex,
            region=person.region,
        )
        Party.objects.create(petition=petition, petitioner=row, part=person.part, ordinal=ordinal)


def slip(petition: Petition, claim: Claim, *, by: Post) -> dict[str, object]:
    """What stands on the registration slip of this claim beside the entries of every letter."""
    parties = list(petition.parties.select_related("petitioner"))
    first = parties[0].petitioner if parties else None
    others = [f"{row.petitioner.name}（{row.get_part_display()}）" for row in parties[1:]]
    representatives = [row.petitioner.name for row in parties if row.part == Part.REPRESENTATIVE]
    return {
        "channel": petition.get_intake_display(),
        "received_on": petition.received_on,
        "registered_on": _day(petition.registered_at),
        "id_number": first.id_number if first else "",
        "phone": first.phone if first else "",
        "address": first.address if first else "",
        "people_count": f"{petition.people_count} 人",
        "representatives": "、".join(
            representatives + [one for one in others if "代表" not in one]
        ),
        "demands": petition.title,
        "territory": claim.territory.name if claim.territory else "待核",
        "category": claim.category.name if claim.category else "待分类",
        "purpose": petition.get_purpose_display(),
        "repeat": "重件" if petition.is_repeat else "初件",
        "flags": "密件" if petition.is_sealed else "",
        "recorded_by": by.user.name,
    }


def _check(facts: Facts, *, on: dt.date) -> None:
    wrong: dict[str, str] = {}
    if facts.received_on > on:
        wrong["received_on"] = "收到日期不能晚于今天。"
    if facts.postmarked_on and facts.postmarked_on > facts.received_on:
        wrong["postmarked_on"] = "邮戳日期不能晚于收到日期。"
    if not facts.people and not facts.is_anonymous:
        wrong["people"] = "至少填写一名信访人；确实无法查明的，勾选“匿名”。"
    present = sum(person.part in (Part.REPRESENTATIVE, Part.PETITIONER) for person in facts.people)
    if facts.intake == Intake.VISIT and present > MAX_REPRESENTATIVES:
        wrong["people"] = (
            "多人走访的代表不得超过 5 人（第二十条第三款），其余人员请登记为共同信访人。"
        )
    numbers_seen = [person.id_number for person in facts.people if person.id_number]
    if len(numbers_seen) != len(set(numbers_seen)):
        wrong["people"] = "同一身份证号填写了两次，请核对。"
    if wrong:
        raise FieldError(wrong)


def free_number(organization: Organization, *, on: dt.date, intake: str) -> str:
    """A petition number that nobody has yet."""
    while True:
        number = numbers.petition_number(
            division=organization.division,
            on=on,
            intake=Intake(intake),
            serial=numbers.random_serial(),
        )
        if not Petition.objects.filter(number=number).exists():
            return number


def _lost_a_race(error: IntegrityError) -> bool:
    """Whether another request took the same key or number first; the loop then looks again."""
    return any(
        name in str(error)
        for name in ("petition_once_for_each_key", "petition_number", "matter_code")
    )


def _day(at: dt.datetime) -> dt.date:
    return timezone.localtime(at).date()
