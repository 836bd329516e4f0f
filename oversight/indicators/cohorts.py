"""统计对象: the rows that a period looks at, with the days that the definitions compare.

A cohort is chosen by the day on which something was due or done, never by more; what is in the
base, counted or a hit is decided by the conditions of `oversight.indicators.table`. The rows carry
their judgement with them, so one query object makes the count, the list and the export."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import (
    BooleanField,
    Case,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    Min,
    OuterRef,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least, TruncDate
from django.utils import timezone

from oversight.models import SUGGESTIONS, Adoption, Reply, TicketStatus
from petitions.models import BaseFlag, Mediation, Petition, Rating, Referral, Service
from petitions.models.deadline import FIRST_ANSWERS, NOTICES, DeadlineStatus
from petitions.models.petition import Intake
from petitions.models.statistics import Mark
from petitions.states import REFERRED_HOPS, Hop, State

if TYPE_CHECKING:
    from uuid import UUID

    from oversight.indicators.periods import Period
    from oversight.indicators.scope import Scope

    #: A queryset with columns of its own, which no type of a model can name.
    Rows = Any

#: 100 来信, 200 来访, 300 and 303 网信, 600 来电. 代办 has no place in the official list.
CHANNELS = (Intake.LETTER, Intake.VISIT, Intake.WEB, Intake.CODE, Intake.PHONE)
NETWORK = (Intake.WEB, Intake.CODE)
MOST_PEOPLE = 9999
OFFICE_DAYS, BODY_DAYS = 15, 30
COUNTED_STATUS = (DeadlineStatus.RUNNING, DeadlineStatus.PAUSED, DeadlineStatus.MET)
NOT_RETURNED = tuple(state for state in State if state is not State.RETURNED)
CLOCK = "referrals__deadlines"
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Supposition:
    """What if these claims, open today, were answered on that day? Nothing is written."""

    claims: frozenset[UUID]
    on: dt.date


@dataclass(frozen=True)
class Question:
    """For whom, over which period, as of which day, and under which supposition."""

    scope: Scope
    period: Period
    on: dt.date
    supposing: Supposition | None = None


def items(question: Question) -> Rows:
    """信访件 by the day of their registration, first ones and repeats."""
    return _registered(question, days=0)


def office_items(question: Question) -> Rows:
    """First items whose fifteenth day after registration lies in the period, with the day of the
    office's own first act: it forwarded, assigned, declined or accepted."""
    hop = Referral.objects.filter(claim__petition=OuterRef("pk"), hop=Hop.INTAKE).order_by()
    sent = Referral.objects.filter(
        claim__petition=OuterRef("pk"),
        parent__hop=Hop.INTAKE,
        hop__in=(*REFERRED_HOPS, Hop.HANDOVER),
    ).order_by()
    declined = hop.filter(state=State.DECLINED)
    return (
        _registered(question, days=OFFICE_DAYS)
        .filter(is_repeat=False)
        .annotate(
            done_on=Least(
                _first(sent, "delivered_on"),
                _first(declined, "closed_on"),
                _first(hop, "accepted_on"),
            ),
            sent_on=_first(sent, "delivered_on"),
            limit_on=_plus("registered_on", OFFICE_DAYS),
        )
        .annotate(days=_between("registered_on", "sent_on"))
    )


def body_claims(question: Question) -> Rows:
    """Claims of first items that went to a body, by the thirtieth day after registration; with
    the day on which the body accepted or declined in writing."""
    since, until = _moments(question.period, back=BODY_DAYS)
    return (
        _claims(question)
        .filter(petition__registered_at__gte=since, petition__registered_at__lt=until)
        .filter(referrals__hop__in=REFERRED_HOPS, referrals__state__in=NOT_RETURNED)
        .annotate(
            answering=F("referrals__organization"),
            registered_on=TruncDate("petition__registered_at"),
            delivered_on=F("referrals__delivered_on"),
            done_on=Case(
                When(referrals__state=State.DECLINED, then=F("referrals__closed_on")),
                default=F("referrals__accepted_on"),
                output_field=DateField(),
            ),
        )
        .annotate(
            limit_on=_plus("registered_on", BODY_DAYS),
            days=_between("delivered_on", "done_on"),
        )
        .filter(question.scope.answering("answering"))
    )


def notices(question: Question) -> Rows:
    """Claims whose written notice (Article 23) was due in the period."""
    return _clocked(question, NOTICES, by="due_on")


def due_answers(question: Question) -> Rows:
    """Claims whose first answer was due in the period, answered or not."""
    return _clocked(question, FIRST_ANSWERS, by="due_on")


def given_answers(question: Question) -> Rows:
    """Claims whose first answer was given in the period, with what came after it: the window for
    ratings and a petition about the same matter."""
    rows = _clocked(question, FIRST_ANSWERS, by="closed_on")
    again = Petition.objects.filter(matter=OuterRef("matter"), is_repeat=True).annotate(
        day=TruncDate("registered_at")
    )
    return rows.annotate(
        days=_between("accepted_on", "done_on"),
        watched_until=_plus("done_on", settings.RESOLUTION_DAYS),
    ).annotate(
        came_again=Exists(
            again.filter(day__gt=OuterRef("done_on"), day__lte=OuterRef("watched_until"))
        ),
    )


def rateable_by_body(question: Question) -> Rows:
    """Answered claims with the rating of the body that answered."""
    return _rateable(given_answers(question), "answering")


def rateable_by_office(question: Question) -> Rows:
    """Answered claims with the rating of the office that registered."""
    rows = _clocked(question, FIRST_ANSWERS, by="closed_on", party="petition__organization")
    return _rateable(rows, "answering")


def suggestions(question: Question) -> Rows:
    """三项建议 sent out in the period, with what the body finally said to them."""
    period = question.period
    reply = Reply.objects.filter(ticket=OuterRef("pk"), is_accepted=True).order_by("-pk")
    return (
        question.scope.tickets()
        .filter(kind__in=SUGGESTIONS, opened_on__range=(period.starts_on, period.ends_on))
        .exclude(status__in=(TicketStatus.PROPOSED, TicketStatus.VOID))
        .filter(question.scope.answering("organization"))
        .annotate(
            answering=F("organization"),
            adoption=Subquery(reply.values("adoption")[:1]),
            is_uncounted=Value(False),  # noqa: FBT003 - a column
            is_litigation=Value(False),  # noqa: FBT003 - a column
        )
    )


ADOPTED = (Adoption.ADOPTED, Adoption.PARTLY)


def _registered(question: Question, *, days: int) -> Rows:
    since, until = _moments(question.period, back=days)
    rows = question.scope.petitions().filter(registered_at__gte=since, registered_at__lt=until)
    return rows.filter(question.scope.answering("organization")).annotate(
        answering=F("organization"),
        registered_on=TruncDate("registered_at"),
        **_marks("pk"),
    )


def _claims(question: Question) -> Rows:
    rows = question.scope.claims().filter(petition__is_repeat=False)
    return rows.annotate(**_marks("petition"))


def _clocked(
    question: Question, codes: tuple[str, ...], *, by: str, party: str = f"{CLOCK}__organization"
) -> Rows:
    """Claims with their one clock of these codes that has a day in the period. One `filter` makes
    one join, and everything after it reads that join."""
    within = (question.period.starts_on, question.period.ends_on)
    wanted = {
        f"{CLOCK}__code__in": codes,
        f"{CLOCK}__status__in": COUNTED_STATUS,
        f"{CLOCK}__{by}__range": within,
    }
    return (
        _claims(question)
        .filter(**wanted)
        .annotate(
            answering=F(party),
            hop_id=F(f"{CLOCK}__referral"),
            # A duty's clock starts with the request; the handling of it with its acceptance.
            accepted_on=Coalesce(F(f"{CLOCK}__referral__accepted_on"), F(f"{CLOCK}__started_on")),
            limit_on=F(f"{CLOCK}__due_on"),
            near_on=F(f"{CLOCK}__near_on"),
            done_on=_done(question.supposing),
        )
        .filter(question.scope.answering("answering"))
    )


def _done(supposing: Supposition | None) -> Any:
    closed_on = F(f"{CLOCK}__closed_on")
    if supposing is None:
        return closed_on
    supposed = Case(
        When(pk__in=supposing.claims, then=Value(supposing.on)),
        default=None,
        output_field=DateField(),
    )
    return Coalesce(closed_on, supposed)


def _rateable(rows: Rows, party: str) -> Rows:
    """The window opens when the answer is served; a settlement is signed by the petitioner, so
    its own day opens it (E18)."""
    served = Service.objects.filter(document__referral=OuterRef("hop_id")).order_by("served_on")
    settled = Mediation.objects.filter(referral=OuterRef("hop_id"), is_settled=True)
    rating = Rating.objects.filter(matter=OuterRef("matter"), organization=OuterRef(party))
    return rows.annotate(
        heard_on=Coalesce(
            Subquery(served.values("served_on")[:1]),
            Case(When(Exists(settled), then=F("done_on")), output_field=DateField()),
        ),
        score=Subquery(rating.values("score")[:1]),
    ).annotate(limit_on_rating=_plus("heard_on", settings.RATING_DAYS))


def _marks(petition: str) -> dict[str, Any]:
    """The mark in force, of each kind; no row means that it was never set."""
    rows = BaseFlag.objects.filter(petition=OuterRef(petition)).order_by("-pk")
    return {
        f"is_{mark.value}": Coalesce(
            Subquery(rows.filter(flag=mark).values("value")[:1]),
            Value(False),  # noqa: FBT003 - a column
            output_field=BooleanField(),
        )
        for mark in Mark
    }


def _first(hops: Rows, field: str) -> Subquery:
    found = hops.filter(**{f"{field}__isnull": False}).values("claim__petition")
    return Subquery(found.annotate(first=Min(field)).values("first"), output_field=DateField())


def _plus(field: str, days: int) -> Func:
    """PostgreSQL adds whole numbers to dates as days."""
    return Func(
        F(field),
        Value(days),
        template="(%(expressions)s)",
        arg_joiner=" + ",
        output_field=DateField(),
    )


def _between(start: str, end: str) -> Func:
    """Whole days from one date to another; PostgreSQL subtracts dates to a number."""
    return Func(
        F(end),
        F(start),
        template="(%(expressions)s)",
        arg_joiner=" - ",
        output_field=IntegerField(),
    )


def _moments(period: Period, *, back: int) -> tuple[dt.datetime, dt.datetime]:
    """The moments between which something was registered whose day, so many days on, is in it."""
    shift = dt.timedelta(days=back)
    return _midnight(period.starts_on - shift), _midnight(period.ends_on - shift + ONE_DAY)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
