"""The acts of a story, and how many days usually lie between one and the next."""

from __future__ import annotations

from enum import StrEnum


class Step(StrEnum):
    REGISTER = "register"
    REFER = "refer"
    ASSIGN = "assign"
    RECEIVE = "receive"
    OBJECT = "object"
    UPHOLD = "uphold"
    REFUSE = "refuse"
    ACCEPT = "accept"
    DECLINE = "decline"
    RECUSE = "recuse"
    REASSIGN = "reassign"
    MEDIATE = "mediate"
    SETTLE = "settle"
    WAIVE = "waive"
    FAIL = "fail"
    ASK_EXTENSION = "ask_extension"
    GRANT = "grant"
    DENY = "deny"
    DRAFT = "draft"
    VERIFY = "verify"
    SEND_BACK = "send_back"
    SIGN = "sign"
    SERVE = "serve"
    REPORT = "report"
    CONCLUDE = "conclude"
    CLOSE = "close"
    CARRY_OUT = "carry_out"
    ASK_REVIEW = "ask_review"
    END = "end"
    RATE = "rate"
    MARK = "mark"
    SPLIT = "split"
    MERGE = "merge"
    DISPUTE = "dispute"
    HEAR = "hear"
    ASK_PAPERS = "ask_papers"
    CONVENE_PANEL = "convene_panel"
    SUSPEND = "suspend"
    JOIN = "join"
    ANSWER_ENQUIRY = "answer_enquiry"


#: Fewest and most days since the step before.
GAPS = {
    Step.REFER: (2, 9),
    Step.ASSIGN: (2, 8),
    Step.RECEIVE: (0, 2),
    Step.OBJECT: (1, 2),
    Step.UPHOLD: (1, 1),
    Step.REFUSE: (1, 1),
    Step.ACCEPT: (2, 9),
    Step.DECLINE: (2, 8),
    Step.RECUSE: (2, 5),
    Step.REASSIGN: (0, 1),
    Step.MEDIATE: (5, 12),
    Step.SETTLE: (8, 20),
    Step.WAIVE: (5, 20),
    Step.FAIL: (6, 14),
    Step.ASK_EXTENSION: (38, 48),
    Step.GRANT: (1, 4),
    Step.DENY: (1, 3),
    Step.DRAFT: (12, 34),
    Step.VERIFY: (0, 2),
    Step.SEND_BACK: (1, 2),
    Step.SIGN: (1, 3),
    Step.SERVE: (1, 4),
    Step.REPORT: (1, 3),
    Step.CONCLUDE: (0, 2),
    Step.CLOSE: (0, 1),
    Step.CARRY_OUT: (8, 24),
    Step.ASK_REVIEW: (4, 22),
    Step.END: (46, 60),
    Step.RATE: (1, 12),
    Step.MARK: (1, 6),
    Step.SPLIT: (1, 3),
    Step.MERGE: (1, 2),
    Step.DISPUTE: (1, 2),
    Step.HEAR: (6, 14),
    Step.ASK_PAPERS: (1, 1),
    Step.CONVENE_PANEL: (3, 6),
    Step.SUSPEND: (4, 8),
    Step.JOIN: (2, 5),
    Step.ANSWER_ENQUIRY: (0, 2),
}
