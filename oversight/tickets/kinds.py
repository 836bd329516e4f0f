"""The kinds of tickets as a table: which paper each has, how long it may wait, who may issue it.

The Regulation sets no day for any of these replies. Each period here is a requirement of the house
(内部要求), proposed in the form and changeable there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from accounts.models import Role
from oversight.models import TicketKind
from petitions.letters import Letter
from routing.limits import Limit, Unit


class About(Enum):
    """Whether a ticket is about one claim, or rests on several that it cites."""

    CLAIM = "claim"
    EITHER = "either"
    CASES = "cases"


@dataclass(frozen=True)
class KindSpec:
    """`issuers` open it with their own name, `proposers` prepare it for an issuer's signature.
    `demand` names the entry of the paper that says what is wanted."""

    letter: Letter | None
    reply: Limit
    article: str
    about: About = About.CLAIM
    issuers: frozenset[Role] = frozenset()
    proposers: frozenset[Role] = frozenset()
    demand: str = ""


def _within(kind: TicketKind, number: int, unit: Unit) -> Limit:
    return Limit(
        code=f"ticket_{kind}",
        name=f"{kind.label}答复",
        article="内部要求",
        number=number,
        unit=unit,
        rolls=False,
        extension_cap=0,
        version=1,
        is_internal=True,
        starts_at=f"{kind.label}送达之日",
    )


K, DAYS, WORKDAYS = TicketKind, Unit.DAYS, Unit.WORKDAYS
_OFFICE, _CHIEF, _STAFF = (
    frozenset({Role.SUPERVISOR, Role.CHIEF}),
    frozenset({Role.CHIEF}),
    frozenset({Role.SUPERVISOR}),
)
#: How long a suggestion may wait for its feedback (Article 40 says nothing of it).
FEEDBACK_DAYS = 30

KINDS: dict[TicketKind, KindSpec] = {
    K.URGE: KindSpec(None, _within(K.URGE, 3, WORKDAYS), "第三十八条第二款"),
    K.ORDER: KindSpec(
        Letter.ORDER, _within(K.ORDER, 3, WORKDAYS), "第四十条第一款",
        issuers=_OFFICE, demand="requirement",
    ),
    K.REPORT_UP: KindSpec(None, _within(K.REPORT_UP, 3, WORKDAYS), "第三十八条第二款"),
    K.CIRCULAR: KindSpec(
        Letter.PRESSURE, _within(K.CIRCULAR, 10, WORKDAYS), "第三十九条第三款",
        about=About.EITHER, issuers=_CHIEF, proposers=_STAFF, demand="requirement",
    ),
    K.TALK: KindSpec(
        Letter.PRESSURE, _within(K.TALK, 5, WORKDAYS), "第三十九条第三款",
        about=About.EITHER, issuers=_CHIEF, proposers=_STAFF, demand="requirement",
    ),
    K.LISTED: KindSpec(
        Letter.PRESSURE, _within(K.LISTED, 30, DAYS), "第三十九条第三款",
        about=About.EITHER, issuers=_CHIEF, proposers=_STAFF, demand="requirement",
    ),
    K.REMINDER: KindSpec(
        Letter.REMINDER, _within(K.REMINDER, 5, WORKDAYS), "第三十八条第二款",
        about=About.EITHER, issuers=_OFFICE, demand="expected",
    ),
    K.LIAISON: KindSpec(
        Letter.LIAISON, _within(K.LIAISON, 5, WORKDAYS), "第十三条",
        about=About.EITHER, issuers=_OFFICE, demand="question",
    ),
    K.ASSIGNMENT: KindSpec(
        Letter.TASK, _within(K.ASSIGNMENT, 30, DAYS), "第十三条",
        about=About.EITHER, issuers=_OFFICE, demand="task",
    ),
    K.IMPROVEMENT: KindSpec(
        Letter.IMPROVEMENT, _within(K.IMPROVEMENT, FEEDBACK_DAYS, DAYS), "第四十条第一款",
        about=About.CASES, issuers=_CHIEF, proposers=_STAFF, demand="suggestion",
    ),
    K.POLICY: KindSpec(
        Letter.POLICY, _within(K.POLICY, FEEDBACK_DAYS, DAYS), "第四十条第二款",
        about=About.CASES, issuers=_CHIEF, proposers=_STAFF, demand="proposal",
    ),
    K.ACCOUNTABILITY: KindSpec(
        Letter.ACCOUNTABILITY, _within(K.ACCOUNTABILITY, FEEDBACK_DAYS, DAYS), "第四十条第三款",
        about=About.CASES, issuers=_CHIEF, proposers=_STAFF, demand="conduct",
    ),
}  # fmt: skip

#: Kinds that a person may open, in the order in which they are offered.
BY_HAND = tuple(kind for kind, spec in KINDS.items() if spec.issuers)
