"""The verbs. One verb is one function, one transaction, one event; nothing else changes a petition.

`by` is the post somebody acts in (from `permissions.require`), `at` the moment; both are arguments,
so that a test names its day and a task names its clock."""

from petitions.lifecycle.acceptance import (
    Acceptance,
    DeclineGround,
    accept,
    accept_simple,
    assign_handler,
    convert,
    decline,
)
from petitions.lifecycle.answering import (
    Delivery,
    computed,
    draft,
    letter_of,
    send_back,
    serve,
    sign,
    verify,
)
from petitions.lifecycle.concluding import carry_out, conclude, end, report, request_review
from petitions.lifecycle.disputing import decide_dispute, dispute
from petitions.lifecycle.handling import (
    fail_mediation,
    grant_extension,
    mediate,
    refuse_extension,
    request_extension,
    settle,
    withdraw_extension,
)
from petitions.lifecycle.hearing import (
    Sitting,
    cancel_hearing,
    close_hearing,
    convene_hearing,
)
from petitions.lifecycle.importing import fail_import, take_on
from petitions.lifecycle.intervals import (
    SuspensionGround,
    ask_papers,
    close_panel,
    complete_papers,
    continue_suspension,
    convene_panel,
    resume,
    suspend,
)
from petitions.lifecycle.rating import RatingWindow, rate, rating_window
from petitions.lifecycle.recusal import decide_recusal, recuse, request_recusal
from petitions.lifecycle.referring import (
    Assignment,
    classify,
    object_to,
    receive,
    refer,
    refuse_objection,
    uphold_objection,
)
from petitions.lifecycle.registration import Facts, Person, Proposed, Wanted, register
from petitions.lifecycle.repeats import compare, separate
from petitions.lifecycle.reviewing import (
    TerminationGround,
    answer_review,
    terminate,
    withdraw,
)
from petitions.lifecycle.splitting import Cut, Part, merge, split
from petitions.lifecycle.statistics import mark

__all__ = [
    "Acceptance",
    "Assignment",
    "Cut",
    "DeclineGround",
    "Delivery",
    "Facts",
    "Part",
    "Person",
    "Proposed",
    "RatingWindow",
    "Sitting",
    "SuspensionGround",
    "TerminationGround",
    "Wanted",
    "accept",
    "accept_simple",
    "answer_review",
    "ask_papers",
    "assign_handler",
    "cancel_hearing",
    "carry_out",
    "classify",
    "close_hearing",
    "close_panel",
    "compare",
    "complete_papers",
    "computed",
    "conclude",
    "continue_suspension",
    "convene_hearing",
    "convene_panel",
    "convert",
    "decide_dispute",
    "decide_recusal",
    "decline",
    "dispute",
    "draft",
    "end",
    "fail_import",
    "fail_mediation",
    "grant_extension",
    "letter_of",
    "mark",
    "mediate",
    "merge",
    "object_to",
    "rate",
    "rating_window",
    "receive",
    "recuse",
    "refer",
    "refuse_extension",
    "refuse_objection",
    "register",
    "report",
    "request_extension",
    "request_recusal",
    "request_review",
    "resume",
    "send_back",
    "separate",
    "serve",
    "settle",
    "sign",
    "split",
    "suspend",
    "take_on",
    "terminate",
    "uphold_objection",
    "verify",
    "withdraw",
    "withdraw_extension",
]
