"""单件: everything one page shows of one petition, gathered in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from accounts.models import Role
from petitions import acts, earlier, permissions, turns
from petitions.chips import Chip, chip
from petitions.guidance import UNDECIDED, Guidance, guidance_of
from petitions.models import (
    Attachment,
    Claim,
    Deadline,
    Document,
    Event,
    ImportResult,
    Petition,
    Referral,
    Refusal,
)
from petitions.procedures import OutsidePeriod, outside
from petitions.reviewfile import ReviewFile, reads, review_file
from petitions.roadmap import Station, road
from petitions.states import Action, Hop, State
from petitions.tally import Tally, tally
from petitions.worklist import nearest_clock

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from petitions.acts import Possible
    from petitions.models.event import EventQuerySet
    from petitions.models.matter import ClaimQuerySet
    from routing.calendar import WorkCalendar

#: Acts that change nobody's picture of the case; "只看关键节点" leaves them out.
MINOR = ("receive", "assign_handler", "recuse", "view_contact", "verify", "send_back")
#: Acts beside the road, offered last.
ASIDE = (
    Action.RECUSE,
    Action.ASSIGN_HANDLER,
    Action.TERMINATE,
    Action.WITHDRAW,
    Action.HANDLE_JOINTLY,
    Action.LEAVE_JOINTLY,
    Action.REQUEST_RECUSAL,
    Action.SPLIT,
    Action.MERGE,
    Action.SEPARATE,
)
#: Events on one page; older ones are a link away.
EVENTS = 60
RELATED = 20
REFUSALS = 10
SEVERAL = 2
#: Petitions counted on one page; nobody brings more.
COUNTED = 500


@dataclass(frozen=True)
class Offer:
    """One act in the 下一步 panel; without `url` it is shown with the reason against it."""

    act: Possible
    label: str
    url: str

    @property
    def is_main(self) -> bool:
        """The one to press next; where two answers are open, the page leans to neither."""
        return self.act.is_next and self.act.action not in turns.CHOICES


@dataclass(frozen=True)
class Next:
    """What this person may do on one hop."""

    hop: Referral
    offers: list[Offer]


@dataclass(frozen=True)
class ClaimCard:
    """One claim with its road, its hops, its clocks and its papers."""

    claim: Claim
    stations: list[Station]
    hops: list[Referral]
    deadlines: list[tuple[Deadline, Chip]]
    documents: list[Document]
    outside: tuple[OutsidePeriod, ...]
    imports: list[ImportResult]
    #: Papers beside the road that this person may write, each with its address.
    papers: list[tuple[str, str]]
    #: 越级走访、涉法涉诉 of a claim that nobody has decided on, and where this person may decide.
    guidance: Guidance | None
    guidance_url: str

    @property
    def is_done(self) -> bool:
        """Nothing of this claim waits for anybody any more."""
        return bool(self.hops) and not any(hop.is_open for hop in self.hops)


@dataclass(frozen=True)
class CaseFile:
    petition: Petition
    cards: list[ClaimCard]
    nexts: list[Next]
    turns: list[str]
    nearest: Deadline | None
    attachments: list[Attachment]
    related: list[Petition]
    in_matter: Tally
    by_person: Tally
    reviews: list[ReviewFile]
    refusals: list[Refusal]

    @property
    def is_looking_on(self) -> bool:
        """Nothing waits for this person; what may be done is beside the road."""
        offers = [offer for found in self.nexts for offer in found.offers]
        return all(offer.act.action in ASIDE and not offer.act.is_next for offer in offers)

    @property
    def standing(self) -> str:
        """共 3 项诉求，已办结 1 项: a petition of several claims is done when all of them are."""
        if len(self.cards) < SEVERAL:
            return ""
        done = sum(card.is_done for card in self.cards)
        return f"共 {len(self.cards)} 项诉求，已办结 {done} 项"

    @property
    def current(self) -> Referral | None:
        """The hop that the identity bar speaks of: the newest that waits, else the last."""
        hops = [hop for card in self.cards for hop in card.hops]
        return next((hop for hop in reversed(hops) if hop.is_open), hops[-1] if hops else None)


def gather(petition: Petition, user: User, *, on: dt.date, calendar: WorkCalendar) -> CaseFile:
    """The page of this petition as this person may see it."""
    claims = list(_claims(petition, user))
    hops = [hop for claim in claims for hop in claim.referrals.all()]
    nexts = [found for hop in hops if (found := _next(hop, user, on=on)).offers]
    clocks = [clock for hop in hops if (clock := nearest_clock(hop))]
    return CaseFile(
        petition=petition,
        cards=[_card(claim, user, on=on, calendar=calendar) for claim in claims],
        nexts=sorted(nexts, key=lambda found: not any(o.act.is_next for o in found.offers)),
        turns=[said for hop in hops if (said := turns.whose_turn(hop) + turns.together(hop))],
        nearest=min(clocks, key=lambda clock: clock.due_on, default=None),
        attachments=list(Attachment.objects.visible_to(user).filter(petition=petition)),
        in_matter=tally(_of_matter(petition, user)),
        by_person=tally(_of_people(petition, user)),
        related=list(
            Petition.objects.visible_to(user)
            .filter(matter=petition.matter_id)
            .exclude(pk=petition.pk)[:RELATED]
        ),
        reviews=[review_file(hop, user, on=on) for hop in hops if reads(hop, user)],
        refusals=_refusals(petition, user),
    )


def _refusals(petition: Petition, user: User) -> list[Refusal]:
    """Who was kept from what, for those who answer for it."""
    if not user.holds(Role.SUPERVISOR, Role.CHIEF, Role.APPROVER):
        return []
    rows = Refusal.objects.visible_to(user).filter(referral__claim__matter=petition.matter_id)
    return list(rows.select_related("user").order_by("-at")[:REFUSALS])


def _of_matter(petition: Petition, user: User) -> list[tuple[str, int]]:
    rows = Petition.objects.visible_to(user).filter(matter=petition.matter_id, is_sealed=False)
    return list(rows.order_by().values_list("intake", "people_count")[:COUNTED])


def _of_people(petition: Petition, user: User) -> list[tuple[str, int]]:
    """What the same people brought in otherwise too; of what is sealed not even the number."""
    rows = earlier.of_same_people(petition).filter(is_sealed=False)
    visible = Petition.objects.visible_to(user).filter(pk__in=rows.order_by().values("pk"))
    return list(visible.order_by().values_list("intake", "people_count")[:COUNTED])


def timeline(
    petition: Petition, user: User, *, key_only: bool, before: int | None
) -> tuple[list[Event], int | None]:
    """A page of what happened, newest first, and the number to go on from (`None`: that is all)."""
    events: EventQuerySet = Event.objects.visible_to(user).filter(matter=petition.matter_id)
    if key_only:
        events = events.exclude(action__in=MINOR)
    if before is not None:
        events = events.filter(sequence__lt=before)
    rows = list(events.select_related("by", "organization").order_by("-sequence")[: EVENTS + 1])
    shown = rows[:EVENTS]
    return shown, shown[-1].sequence if len(rows) > EVENTS else None


def _claims(petition: Petition, user: User) -> ClaimQuerySet:
    hops = (
        Referral.objects.select_related(
            "organization",
            "sender",
            "handler",
            "objection",
            "subject__organization",
            "review_answer__answered_by",
        )
        .prefetch_related(
            Prefetch("deadlines", Deadline.objects.select_related("organization")),
            Prefetch("documents", _documents(user)),
            "children",
            "extensions",
            "joint_bodies__organization",
            "recusal_requests",
            "mediations__installments",
            "mediations__confirmation",
            "import_results",
        )
        .order_by("delivered_at", "delivered_on")
    )
    return (
        Claim.objects.visible_to(user)
        .filter(matter=petition.matter_id)
        .exclude(referrals__state=State.MERGED)
        .select_related("petition__organization", "category__parent", "territory", "situation")
        .prefetch_related(Prefetch("referrals", hops))
        .order_by("ordinal")
    )


def _documents(user: User) -> Any:
    return Document.objects.visible_to(user).select_related("organization", "service")


def _next(hop: Referral, user: User, *, on: dt.date) -> Next:
    found = acts.possible(hop, user, on=on)
    if not hop.is_open and all(act.reason_against for act in found):
        found = []  # Behind us: why nothing more may be done there is nobody's question.
    found.sort(key=lambda act: (not act.is_next, bool(act.reason_against), act.action in ASIDE))
    return Next(hop, [_offer(hop, act) for act in found])


def _offer(hop: Referral, act: Possible) -> Offer:
    label = turns.draft_label(hop) if act.action == Action.DRAFT else act.transition.label
    return Offer(act, label, "" if act.reason_against else turns.act_url(hop, act.action))


def _papers(hops: list[Referral], user: User, *, on: dt.date) -> list[tuple[str, str]]:
    """On this person's own hop, the newest; a paper is about the claim, not about the hop."""
    for hop in reversed(hops):
        found = acts.writable(hop, user, on=on)
        if found:
            return [(action.label, turns.act_url(hop, action)) for action in found]
    return []


def _guided(claim: Claim, hops: list[Referral], user: User) -> tuple[Guidance | None, str]:
    """What the first hop proposes while nobody has decided, with the page of this person's act."""
    for hop in hops:
        if hop.hop == Hop.INTAKE and hop.state in UNDECIDED:
            found = guidance_of(claim, hop.organization)
            may = found and found.ground and permissions.post_for(user, Action.DECLINE, hop)
            return found, turns.act_url(hop, Action.DECLINE) if may else ""
    return None, ""


def _card(claim: Claim, user: User, *, on: dt.date, calendar: WorkCalendar) -> ClaimCard:
    hops = list(claim.referrals.all())
    clocks = [clock for hop in hops for clock in hop.deadlines.all()]
    clocks.sort(key=lambda clock: (not clock.is_open, clock.due_on, clock.pk))
    papers = [paper for hop in hops for paper in hop.documents.all()]
    papers.sort(key=lambda paper: (paper.issued_on or on, paper.drafted_on, paper.number or ""))
    guidance, guidance_url = _guided(claim, hops, user)
    return ClaimCard(
        claim=claim,
        guidance=guidance,
        guidance_url=guidance_url,
        stations=road(claim, on=on),
        hops=hops,
        deadlines=[(clock, chip(clock, on=on, calendar=calendar)) for clock in clocks],
        documents=papers[::-1],
        outside=outside(claim.branch),
        papers=_papers(hops, user, on=on),
        imports=[result for hop in hops for result in hop.import_results.all()],
    )
