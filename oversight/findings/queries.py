"""The rows of each rule. Every query starts from an index: open rows, or rows of the last weeks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import (
    CharField,
    Count,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Concat, TruncDate
from django.utils import timezone

from oversight.models import Ticket
from petitions.letters import Letter
from petitions.models import Claim, Deadline, Document, Event, Extension, Petition, Referral
from petitions.models.deadline import DeadlineStatus, Verdict
from petitions.models.document import ANSWERS
from petitions.states import (
    OPEN_STATES,
    REFERRED_HOPS,
    Action,
    Branch,
    Hop,
    Kind,
    State,
    answer_letter,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Organization

#: DB03: a result sent back is to be handed in again within so many days.
REDO_DAYS = 5
#: More hops than this, and the bodies are passing a case around.
MOST_HOPS = 2
OPEN_ENOUGH = sorted(OPEN_STATES)
NOTICE_CODES = ("notify_direct", "notify_referred")
_ELSEWHERE = tuple(branch for branch in Branch if branch not in (Branch.DUTY, Branch.PETITION))
DECIDED = (State.CONCLUDED, State.ENDED)


@dataclass(frozen=True)
class Hit:
    """One irregularity: on which hop, who answers for it, and the fact in words."""

    referral: Referral
    organization: Organization
    fact: str


def no_acceptance(since: dt.date, on: dt.date) -> QuerySet[Referral]:
    """Accepted, and no 受理告知书 on the hop. An enquiry, which has no branch, wants none."""
    told = Document.objects.filter(
        referral=OuterRef("pk"),
        letter__in=(Letter.ACCEPTANCE, Letter.REVIEW_ACCEPTANCE),
        issued_on__isnull=False,
    )
    hops = Referral.objects.filter(state__in=OPEN_ENOUGH, accepted_on__isnull=False)
    owed = hops.exclude(hop=Hop.REDO).filter(claim__petition__is_anonymous=False)
    owed = owed.exclude(claim__kind=Kind.GRIEVANCE, claim__branch=None)
    return _with_claim(owed.filter(~Exists(told)))


def no_direction(since: dt.date, on: dt.date) -> QuerySet[Referral]:
    """Sent on more than fifteen days after it came, and the petitioner was told nothing of it."""
    told = Document.objects.filter(
        referral=OuterRef("pk"), letter=Letter.DIRECTION, issued_on__isnull=False
    )
    hops = Referral.objects.filter(
        hop=Hop.INTAKE,
        state=State.REFERRED,
        claim__petition__registered_at__range=_moments(since, on),
        claim__petition__received_on__lt=on - dt.timedelta(15),
        claim__petition__is_anonymous=False,
    )
    return _with_claim(hops.exclude(claim__kind=Kind.ACCUSATION).filter(~Exists(told)))


def late_notice(since: dt.date, on: dt.date) -> QuerySet[Deadline]:
    """Notices given late that no ticket asked about while they were late."""
    asked = Ticket.objects.filter(deadline=OuterRef("pk"))
    late = Deadline.objects.order_by("pk").filter(
        status=DeadlineStatus.MET,
        verdict=Verdict.LATE,
        code__in=NOTICE_CODES,
        closed_on__range=(since, on),
        organization__isnull=False,
        referral__claim__is_sealed=False,
    )
    return late.filter(~Exists(asked)).select_related(*_of_hop("referral"), "organization")


def wrong_document(since: dt.date, on: dt.date) -> QuerySet[Document]:
    """An answer that does not belong to the claim's branch (G8)."""
    letters = _answers(since, on).exclude(referral__hop=Hop.REDO)
    right = (
        Q(letter=Letter.REVIEW_OPINION, referral__hop=Hop.REVIEW)
        | Q(letter=Letter.FINAL_OPINION, referral__hop=Hop.FINAL_REVIEW)
        | Q(letter=Letter.SUGGESTION_REPLY, referral__claim__kind=Kind.SUGGESTION)
        | Q(letter=Letter.OPINION, referral__claim__branch=Branch.PETITION)
        | Q(letter=Letter.DUTY_REPLY, referral__claim__branch=Branch.DUTY)
        | Q(letter=Letter.PROCEDURE, referral__claim__branch__in=_ELSEWHERE)
        | Q(letter=Letter.PROCEDURE, referral__claim__branch=None)
    )
    return letters.exclude(right)


def wanted_letter(document: Document) -> Letter:
    hop, claim = document.referral, document.referral.claim
    return answer_letter(hop.hop, claim.kind, claim.branch)


def no_remedy(since: dt.date, on: dt.date) -> QuerySet[Document]:
    """An issued opinion that does not say where the petitioner can turn."""
    owed = (Letter.OPINION, Letter.DUTY_REPLY, Letter.REVIEW_OPINION, Letter.FINAL_OPINION)
    bare = Q(values__remedy__isnull=True) | Q(values__remedy="")
    return _answers(since, on).filter(bare, letter__in=owed)


def too_many_hops(since: dt.date, on: dt.date) -> QuerySet[Referral]:
    """Open hops of claims that were forwarded or assigned more than twice."""
    hops = (
        Referral.objects.filter(claim=OuterRef("claim"), hop__in=sorted(REFERRED_HOPS))
        .order_by()
        .values("claim")
        .annotate(count=Count("pk"))
        .values("count")
    )
    opened = Referral.objects.filter(state__in=OPEN_ENOUGH, hop__in=sorted(REFERRED_HOPS))
    return _with_claim(opened.annotate(hops=Subquery(hops)).filter(hops__gt=MOST_HOPS))


def petitioned_again(since: dt.date, on: dt.date) -> QuerySet[Petition]:
    """Repeats of a matter whose claims were all decided before they came."""
    hops = Referral.objects.filter(claim__matter=OuterRef("matter"))
    decided = hops.filter(state__in=DECIDED, closed_on__lt=OuterRef("received_on"))
    # What the repeat itself opened is its own road, not the earlier one.
    waiting = hops.filter(state__in=OPEN_ENOUGH).exclude(claim__petition=OuterRef("pk"))
    last = Referral.objects.filter(state__in=DECIDED).select_related(*_of_hop(), "organization")
    claims = Claim.objects.filter(ordinal=1).prefetch_related(
        Prefetch("referrals", last.order_by("-closed_on", "-delivered_at"))
    )
    return (
        Petition.objects.filter(
            is_repeat=True, is_sealed=False, registered_at__range=_moments(since, on)
        )
        .filter(Exists(decided), ~Exists(waiting))
        .filter(matter__claims__ordinal=1, matter__claims__is_sealed=False)
        .prefetch_related(Prefetch("matter__claims", claims))
        .order_by("pk")
    )


def late_extension(since: dt.date, on: dt.date) -> QuerySet[Extension]:
    """Granted after the period it extends had ended."""
    clock = Deadline.objects.filter(referral=OuterRef("referral"), code="conclude").order_by("-pk")
    day = dt.timedelta(days=1)
    was = ExpressionWrapper(
        Subquery(clock.values("due_on")[:1], output_field=DateField())
        - ExpressionWrapper(F("days") * day, output_field=DurationField()),
        output_field=DateField(),
    )
    return (
        Extension.objects.filter(
            is_granted=True, decided_on__range=(since, on), referral__claim__is_sealed=False
        )
        .annotate(was_due_on=was)
        .filter(decided_on__gt=F("was_due_on"))
        .select_related(*_of_hop("referral"), "referral__organization")
        .order_by("pk")
    )


def not_resubmitted(since: dt.date, on: dt.date) -> QuerySet[Referral]:
    """DB03: sent back for another draft, and none handed in since."""
    events = Event.objects.filter(referral=OuterRef("pk")).order_by("-sequence")
    moves = events.filter(action__in=(Action.SEND_BACK, Action.DRAFT))
    back = moves.annotate(day=TruncDate("at")).values("day")[:1]
    waiting = Referral.objects.filter(state=State.ACCEPTED).annotate(
        last_move=Subquery(moves.values("action")[:1]), sent_back_on=Subquery(back)
    )
    late = waiting.filter(last_move=Action.SEND_BACK, sent_back_on__lt=on - dt.timedelta(REDO_DAYS))
    return _with_claim(late)


def _moments(since: dt.date, on: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Moments, not dates: a cast of the column would pass by its index."""
    first = timezone.make_aware(dt.datetime.combine(since, dt.time()))
    return first, timezone.make_aware(dt.datetime.combine(on, dt.time.max))


def _answers(since: dt.date, on: dt.date) -> QuerySet[Document]:
    return (
        Document.objects.filter(
            letter__in=ANSWERS, issued_on__range=(since, on), referral__claim__is_sealed=False
        )
        .select_related(*_of_hop("referral"), "organization")
        .order_by("pk")
    )


def _with_claim(hops: QuerySet[Referral]) -> QuerySet[Referral]:
    rows = hops.filter(claim__is_sealed=False).select_related(*_of_hop(), "organization")
    return rows.order_by("pk")


def _of_hop(path: str = "") -> tuple[str, ...]:
    at = f"{path}__" if path else ""
    return (f"{at}claim__petition__organization", f"{at}claim__matter", f"{at}sender")


def is_unknown(code: str) -> Any:
    """Rows of which this rule has not spoken yet, whatever became of the ticket since."""
    key = Concat(Value(f"finding:{code}:"), Cast(OuterRef("pk"), CharField()))
    return ~Exists(Ticket.objects.filter(natural_key=key))
