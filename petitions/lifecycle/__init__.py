"""The verbs. One verb is one function, one transaction, one event; nothing else changes a petition.

`by` is the post somebody acts in (from `permissions.require`), `at` the moment; both are arguments,
so that a test names its day and a task names its clock."""

from petitions.lifecycle.acceptance import (
    Acceptance,
    DeclineGround,
    accept,
    assign_handler,
    decline,
    recuse,
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
from petitions.lifecycle.handling import (
    fail_mediation,
    grant_extension,
    mediate,
    refuse_extension,
    request_extension,
    settle,
)
from petitions.lifecycle.referring import (
    Assignment,
    classify,
    object_to,
    receive,
    refer,
    refuse_objection,
    uphold_objection,
)
from petitions.lifecycle.registration import Facts, Person, register

__all__ = [
    "Acceptance",
    "Assignment",
    "DeclineGround",
    "Delivery",
    "Facts",
    "Person",
    "accept",
    "assign_handler",
    "carry_out",
    "classify",
    "computed",
    "conclude",
    "decline",
    "draft",
    "end",
    "fail_mediation",
    "grant_extension",
    "letter_of",
    "mediate",
    "object_to",
    "receive",
    "recuse",
    "refer",
    "refuse_extension",
    "refuse_objection",
    "register",
    "report",
    "request_extension",
    "request_review",
    "send_back",
    "serve",
    "settle",
    "sign",
    "uphold_objection",
    "verify",
]
