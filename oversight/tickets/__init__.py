"""督办: open, answer, accept, return, lift. One function is one act in one transaction.

`competence` says who may, `kinds` what each ticket is, `story` what happened to one."""

from oversight.tickets.acting import LONGEST, LONGEST_REASON, SHORTEST, noun
from oversight.tickets.answering import accept, again_by, answer, send_back
from oversight.tickets.competence import (
    MAY,
    Verb,
    acting_post,
    kinds_open_to,
    opening_post,
    require,
)
from oversight.tickets.kinds import BY_HAND, KINDS, About, KindSpec
from oversight.tickets.lifting import lift, void
from oversight.tickets.opening import Demand, open_by_hand, proposed_due, sign

__all__ = [
    "BY_HAND",
    "KINDS",
    "LONGEST",
    "LONGEST_REASON",
    "MAY",
    "SHORTEST",
    "About",
    "Demand",
    "KindSpec",
    "Verb",
    "accept",
    "acting_post",
    "again_by",
    "answer",
    "kinds_open_to",
    "lift",
    "noun",
    "open_by_hand",
    "opening_post",
    "proposed_due",
    "require",
    "send_back",
    "sign",
    "void",
]
