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
    about_service,
    computed,
    draft,
    letter_of,
    send_back,
    serve,
    sign,
    verify,
)
from petitions.lifecycle.concluding import carry_out, conclude, end, report, request_review
from petitions.lifecycle.confirmation import apply_confirmation, confirm, waive_confirmation
from petitions.lifecycle.disputing import decide_dispute, dispute
from petitions.lifecycle.enquiry import EnquiryWay, answer_enquiry
from petitions.lifecycle.handling import (
    grant_extension,
    refuse_extension,
    request_extension,
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
from petitions.lifecycle.joint import handle_jointly, leave_jointly
from petitions.lifecycle.mediation import (
    Agreed,
    Consent,
    agreement,
    fail_mediation,
    fail_performance,
    letter_of_agreement,
    mediate,
    perform,
    settle,
)
from petitions.lifecycle.papers import (
    LEADERS,
    LETTER_OF,
    computed_beside,
    take_charge,
    who,
    write_paper,
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
    "LEADERS",
    "LETTER_OF",
    "Acceptance",
    "Agreed",
    "Assignment",
    "Consent",
    "Cut",
    "DeclineGround",
    "Delivery",
    "EnquiryWay",
    "Facts",
    "Part",
    "Person",
    "Proposed",
    "RatingWindow",
    "Sitting",
    "SuspensionGround",
    "TerminationGround",
    "Wanted",
    "about_service",
    "accept",
    "accept_simple",
    "agreement",
    "answer_enquiry",
    "answer_review",
    "apply_confirmation",
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
    "computed_beside",
    "conclude",
    "confirm",
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
    "fail_performance",
    "grant_extension",
    "handle_jointly",
    "leave_jointly",
    "letter_of",
    "letter_of_agreement",
    "mark",
    "mediate",
    "merge",
    "object_to",
    "perform",
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
    "take_charge",
    "take_on",
    "terminate",
    "uphold_objection",
    "verify",
    "waive_confirmation",
    "who",
    "withdraw",
    "withdraw_extension",
    "write_paper",
]
