"""The roads of the demo as a table: which acts, how long ago, on whose desk, how many times.

`ages` are days before the day of the demo, one petition each; they say when `anchor` happened
(left out: the last act). The order matters for `--only`: the first of every road comes first, and
those at the top of the table show every state and every hop.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from petitions.demo.accounts import ENV, HR
from petitions.demo.steps import Step
from petitions.letters import Outcome, ReviewOutcome
from petitions.lifecycle import DeclineGround
from petitions.models.petition import Intake
from petitions.models.statistics import Mark
from petitions.states import Branch, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

DUTY, PETITION = (Branch.DUTY,), (Branch.PETITION,)
ELSEWHERE = (Branch.LITIGATION, Branch.ARBITRATION, Branch.ADMINISTRATIVE)
MEDIABLE = (Branch.DUTY, Branch.PETITION)
UPHOLD, QUASH, CHANGE = ReviewOutcome.UPHOLD, ReviewOutcome.QUASH, ReviewOutcome.CHANGE
REFUSED = (Outcome.REFUSE, Outcome.EXPLAIN)
SUPPORTED = (Outcome.SUPPORT,)


@dataclass(frozen=True)
class Road:
    """`due_in` are days from the day of the demo to the day that a paper names (反馈、落实), one
    for each age; `follows` names the road whose petition this one repeats or points to. Without
    `body` any body may have it but 人社局 and 生态环境分局, which have roads of their own."""

    name: str
    acts: str
    ages: tuple[int, ...]
    anchor: Step | None = None
    body: str = ""
    kind: Kind = Kind.GRIEVANCE
    branches: tuple[Branch, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    reviews: tuple[ReviewOutcome, ...] = ()
    reviewer: str = "qinghe-gov"
    gaps: Mapping[Step, int] = field(default_factory=dict)
    due_in: tuple[int, ...] = ()
    intake: Intake | None = None
    registrar: str = ""
    goes_astray: bool = False
    is_anonymous: bool = False
    is_enquiry: bool = False
    crowd: int = 1
    ground: DeclineGround | None = None
    mark: Mark = Mark.LITIGATION
    follows: str = ""
    joins: bool = False

    @property
    def at_any_body(self) -> bool:
        """Finished roads are everybody's history."""
        return bool(self.outcomes)

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(Step(act) for act in self.acts.split())


TAKE = "receive accept"
WRITE = "draft verify sign"
ANSWER = f"{WRITE} serve"
HANDLED = f"refer {TAKE} {ANSWER} conclude"
ASSIGNED = f"assign {TAKE} {ANSWER} report conclude"
REVIEWED = f"ask_review {TAKE} {ANSWER} conclude"
QUASHED = f"ask_review {TAKE} {ANSWER} close"
OFFICE_LATE = (21, 18, 16)

ROADS: tuple[Road, ...] = (
    # --- at the petition office ---------------------------------------------------------------
    Road("pending", "", (14, 15, *OFFICE_LATE, 15, 13, 12, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)),
    Road("pending-report", "", (9, 4), kind=Kind.ACCUSATION, is_anonymous=True),
    Road("pending-idea", "", (6, 2), kind=Kind.SUGGESTION, intake=Intake.WEB),
    Road("pending-visit", "", (3, 10), intake=Intake.VISIT, crowd=7),
    # --- at 人社局 -------------------------------------------------------------------------------
    Road("hr-delivered", "refer", (2, 1, 4), body=HR),
    Road("hr-received", "refer receive", (15, 16, 13, 9, 5), Step.REFER, body=HR),
    Road("hr-accepted", f"refer {TAKE}", (60, 62, 58, 57, 51, 44, 37, 26, 15, 6), Step.ACCEPT,
         body=HR,
         branches=PETITION, gaps={Step.RECEIVE: 0}),
    Road("hr-drafted", f"refer {TAKE} draft", (2, 1), body=HR, branches=PETITION),
    Road("hr-verified", f"refer {TAKE} draft verify", (2, 1, 3), body=HR, branches=PETITION),
    Road("hr-signed", f"refer {TAKE} {WRITE}", (2, 4), body=HR, branches=PETITION),
    Road("hr-served", f"refer {TAKE} {ANSWER}", (30, 12, 5), Step.SERVE, body=HR,
         branches=PETITION),
    Road("hr-extension-asked", f"refer {TAKE} ask_extension", (58, 55, 50), Step.ACCEPT, body=HR,
         branches=PETITION),
    Road("hr-extension-granted", f"refer {TAKE} ask_extension grant", (70, 88), Step.ACCEPT,
         body=HR,
         branches=PETITION),
    Road("hr-extension-denied", f"refer {TAKE} ask_extension deny", (56,), Step.ACCEPT, body=HR,
         branches=PETITION, gaps={Step.ASK_EXTENSION: 45}),
    Road("hr-mediating", f"refer {TAKE} mediate", (8, 3), body=HR, branches=DUTY),
    Road("hr-assigned", f"assign {TAKE}", (30, 40), Step.ACCEPT, body=HR, branches=PETITION,
         due_in=(0, 3)),
    Road("hr-own", "", (13, 9, 4), body=HR, registrar=HR, intake=Intake.VISIT),
    Road("hr-duty", f"refer {TAKE}", (41, 20, 7), body=HR, branches=DUTY),
    # --- reviews: county, line, city -----------------------------------------------------------
    Road("county-review-new", f"{HANDLED} ask_review", (2, 5), body=HR, branches=PETITION,
         outcomes=REFUSED),
    Road("county-review-open", f"{HANDLED} ask_review {TAKE}", (25, 12), Step.ASK_REVIEW,
         branches=PETITION,
         outcomes=REFUSED),
    Road("city-final-open", f"{HANDLED} {REVIEWED} ask_review {TAKE}", (28, 29),
         Step.ASK_REVIEW,
         branches=PETITION, outcomes=REFUSED, reviews=(UPHOLD,), gaps={Step.ASK_REVIEW: 9,
         Step.DRAFT: 12}),
    Road("city-final-new", f"{HANDLED} {REVIEWED} ask_review", (3,), branches=PETITION,
         outcomes=REFUSED,
         reviews=(UPHOLD,)),
    Road("city-final-drafted", f"{HANDLED} {REVIEWED} ask_review {TAKE} draft", (2,),
         branches=PETITION,
         outcomes=REFUSED, reviews=(CHANGE, UPHOLD)),
    Road("city-final-verified", f"{HANDLED} {REVIEWED} ask_review {TAKE} draft verify", (1,),
         branches=PETITION, outcomes=REFUSED, reviews=(UPHOLD, UPHOLD)),
    Road("city-final-signed", f"{HANDLED} {REVIEWED} ask_review {TAKE} {WRITE}", (2,),
         branches=PETITION,
         outcomes=REFUSED, reviews=(UPHOLD, UPHOLD)),
    Road("redo-new", f"{HANDLED} {QUASHED}", (4,), body=HR, branches=PETITION,
         outcomes=REFUSED, reviews=(QUASH,)),
    Road("ended-final", f"{HANDLED} {REVIEWED} {REVIEWED} end", (30,), branches=PETITION,
         outcomes=REFUSED, reviews=(UPHOLD, UPHOLD), gaps={Step.END: 5}),
    # --- what a petition waits for -------------------------------------------------------------
    Road("split-and-merged", "split merge", (3,)),
    Road("importing", f"refer {TAKE} {ANSWER}", (4, 15), branches=ELSEWHERE),
    Road("hr-hearing", f"refer {TAKE} hear", (3, 8), body=HR, branches=PETITION),
    Road("review-papers", f"{HANDLED} ask_review receive ask_papers", (2,), body=HR,
         branches=PETITION, outcomes=REFUSED),
    Road("review-panel", f"{HANDLED} ask_review {TAKE} convene_panel", (5,), branches=PETITION,
         outcomes=REFUSED),
    Road("review-suspended", f"{HANDLED} ask_review {TAKE} suspend", (9,), branches=PETITION,
         outcomes=REFUSED),
    Road("disputed", "refer receive object refuse dispute", (2, 6), body=HR),
    # --- objections ----------------------------------------------------------------------------
    Road("objected", "refer receive object", (1, 2, 3), goes_astray=True),
    Road("objection-upheld", "refer receive object uphold", (1, 4), goes_astray=True),
    # --- at 生态环境分局 ------------------------------------------------------------------------
    Road("env-delivered", "refer", (1, 3), body=ENV),
    Road("env-received", "refer receive", (15, 11, 6), Step.REFER, body=ENV),
    Road("env-accepted", f"refer {TAKE}", (59, 61, 47, 30, 18, 8), Step.ACCEPT, body=ENV),
    Road("env-drafted", f"refer {TAKE} draft", (1, 3), body=ENV),
    Road("env-verified", f"refer {TAKE} draft verify", (1, 2), body=ENV),
    Road("env-signed", f"refer {TAKE} {WRITE}", (3,), body=ENV),
    Road("env-extension", f"refer {TAKE} ask_extension", (52,), Step.ACCEPT, body=ENV,
         branches=PETITION),
    # --- reports about people ------------------------------------------------------------------
    Road("report-delivered", "refer", (2, 1, 6), kind=Kind.ACCUSATION, is_anonymous=True),
    Road("report-received", "refer receive", (20, 34, 43, 52, 64, 77, 88, 95, 110),
         kind=Kind.ACCUSATION),
    # --- what is not taken on ------------------------------------------------------------------
    Road("declined-pending", "decline mark", (3, 9), mark=Mark.UNCOUNTED,
         intake=Intake.LETTER, follows="hr-accepted", ground=DeclineGround.ALREADY_PENDING),
    Road("declined-level", "decline", (70, 12, 21, 33, 40, 47, 61, 79, 98, 120),
         intake=Intake.VISIT,
         ground=DeclineGround.BEYOND_LEVEL),
    Road("declined-court", "decline mark", (5, 19, 33, 48, 66, 90, 112), body="qinghe-party-legal",
         intake=Intake.VISIT, ground=DeclineGround.COURT),
    Road("declined-exhausted", "decline", (8,), intake=Intake.LETTER, follows="ended-final",
         ground=DeclineGround.EXHAUSTED),
    Road("declined-by-body", "refer receive decline", (14, 40), ground=DeclineGround.BEYOND_LEVEL,
         intake=Intake.VISIT),
    # --- repeats -------------------------------------------------------------------------------
    Road("repeat-hr", "", (2, 5, 8, 1, 3, 4), follows="hr-accepted", joins=True,
         intake=Intake.PHONE),
    # --- every other body: on the way ----------------------------------------------------------
    Road("delivered", "refer", (1, 2, 2, 3, 4, 5, 6)),
    Road("received", "refer receive", (17, 15, 14, 13, 12, 10, 8, 7, 6, 4), Step.REFER),
    Road("received-anonymous", "refer receive", (9, 3), Step.REFER, is_anonymous=True),
    Road("joint-visit", "refer receive", (10, 6), Step.REFER, intake=Intake.VISIT, crowd=23,
         branches=PETITION),
    Road("objection-refused", "refer receive object refuse", (3, 7), body=HR),
    Road("sent-again", f"refer receive object uphold refer {TAKE}", (25, 12, 40), goes_astray=True),
    Road("accepted", f"refer {TAKE}",
         (1, 3, 5, 8, 10, 13, 16, 18, 22, 24, 27, 29, 32, 35, 38, 42, 45, 49, 53, 56, 58, 59, 60,
         63),
         Step.ACCEPT),
    Road("repeat-others", "", (3, 6, 11, 16, 2, 4), follows="accepted", joins=True,
         intake=Intake.WEB),
    Road("elsewhere", f"refer {TAKE}", (11, 28), branches=ELSEWHERE),
    Road("assigned", f"assign {TAKE}", (20, 33, 46, 12), Step.ACCEPT, branches=PETITION,
         due_in=(2, 1, 12, 40)),
    Road("recused", f"refer {TAKE} recuse reassign", (18, 9), body=HR, branches=PETITION),
    Road("mediating", f"refer {TAKE} mediate", (14, 6, 2), branches=MEDIABLE),
    Road("mediation-failed", f"refer {TAKE} mediate fail", (4, 13), branches=MEDIABLE),
    Road("extension-asked", f"refer {TAKE} ask_extension", (54, 49), Step.ACCEPT,
         branches=PETITION),
    Road("extension-granted", f"refer {TAKE} ask_extension grant", (72, 64), Step.ACCEPT,
         branches=PETITION),
    Road("drafted", f"refer {TAKE} draft", (1, 2, 4)),
    Road("sent-back", f"refer {TAKE} draft send_back", (3, 1), branches=PETITION),
    Road("verified", f"refer {TAKE} draft verify", (1, 3)),
    Road("signed", f"refer {TAKE} {WRITE}", (1, 3, 5)),
    Road("served", f"refer {TAKE} {ANSWER}", (2, 8, 17), branches=PETITION),
    Road("idea-open", f"refer {TAKE}", (15, 40), Step.ACCEPT, kind=Kind.SUGGESTION),
    # --- every other body: done ----------------------------------------------------------------
    Road("concluded-window", HANDLED, (3, 11, 16, 25), branches=PETITION, outcomes=REFUSED),
    Road("carry-out-open", HANDLED, (10, 22, 6, 31, 15, 40), branches=PETITION, outcomes=SUPPORTED,
         due_in=(0, -2, 3, 14, 25, 2)),
    Road("carried-out", f"{HANDLED} rate carry_out", (4, 17, 36, 68, 102),
         branches=PETITION, outcomes=SUPPORTED),
    Road("duty-done", f"{HANDLED} rate", (5, 13, 30, 64, 108, 133), branches=DUTY),
    Road("led-elsewhere", HANDLED, (18, 44, 99), branches=ELSEWHERE),
    Road("idea-answered", HANDLED, (6, 87), kind=Kind.SUGGESTION),
    Road("settled", f"refer {TAKE} mediate settle", (7, 15), branches=MEDIABLE),
    Road("settled-waived", f"refer {TAKE} mediate settle waive",
         (23, 34, 46, 58, 70, 83, 95, 110, 125), branches=MEDIABLE),
    Road("settled-ended", f"refer {TAKE} mediate settle rate end", (20, 60), branches=MEDIABLE),
    Road("assigned-done", f"{ASSIGNED} rate", (9, 53, 81), branches=PETITION, outcomes=REFUSED),
    Road("late-done", f"{HANDLED} rate", (34, 66), branches=PETITION, outcomes=REFUSED,
         gaps={Step.DRAFT: 62}),
    Road("late-told", HANDLED, (41, 73), branches=DUTY, gaps={Step.ACCEPT: 18}),
    Road("ended", f"{HANDLED} rate end", (2, 19, 45, 78, 111), branches=PETITION,
         outcomes=REFUSED),
    Road("ended-supported", f"{HANDLED} carry_out end", (5, 49), branches=PETITION,
         outcomes=SUPPORTED),
    Road("own-done", f"accept {ANSWER} conclude", (15, 50), body=HR, registrar=HR, branches=DUTY,
         intake=Intake.VISIT),
    Road("env-own", "", (11, 6), body=ENV, registrar=ENV, intake=Intake.PHONE),
    # --- more reviews --------------------------------------------------------------------------
    Road("line-review", f"{HANDLED} ask_review {TAKE}", (21,), Step.ASK_REVIEW, body=HR,
         branches=PETITION, outcomes=REFUSED, reviewer="jiangqiao-hr"),
    Road("line-final", f"{HANDLED} {REVIEWED} ask_review {TAKE}", (16,), Step.ASK_REVIEW, body=HR,
         branches=PETITION, outcomes=REFUSED, reviews=(UPHOLD,), reviewer="jiangqiao-hr"),
    Road("env-review", f"{HANDLED} ask_review {TAKE}", (14,), Step.ASK_REVIEW, body=ENV,
         branches=PETITION, outcomes=REFUSED, reviewer="jiangqiao-env"),
    Road("review-drafted", f"{HANDLED} ask_review {TAKE} draft", (3,), branches=PETITION,
         outcomes=REFUSED, reviews=(UPHOLD,)),
    Road("review-verified", f"{HANDLED} ask_review {TAKE} draft verify", (2,), branches=PETITION,
         outcomes=REFUSED, reviews=(CHANGE,)),
    Road("review-signed", f"{HANDLED} ask_review {TAKE} {WRITE}", (2,), branches=PETITION,
         outcomes=REFUSED, reviews=(UPHOLD,)),
    Road("review-served", f"{HANDLED} ask_review {TAKE} {ANSWER}", (9,), branches=PETITION,
         outcomes=REFUSED, reviews=(UPHOLD,)),
    Road("review-done", f"{HANDLED} {REVIEWED}", (26,), branches=PETITION, outcomes=REFUSED,
         reviews=(UPHOLD,)),
    Road("review-changed", f"{HANDLED} {REVIEWED}", (19,), branches=PETITION, outcomes=REFUSED,
         reviews=(CHANGE,)),
    Road("redoing", f"{HANDLED} {QUASHED} {TAKE}", (13,), branches=PETITION,
         outcomes=REFUSED, reviews=(QUASH,)),
    Road("redone", f"{HANDLED} {QUASHED} {TAKE} {ANSWER} conclude", (8,),
         branches=PETITION, outcomes=REFUSED, reviews=(QUASH,), gaps={Step.DRAFT: 14}),
    Road("final-done", f"{HANDLED} {REVIEWED} {REVIEWED}", (4,), branches=PETITION,
         outcomes=REFUSED,
         reviews=(UPHOLD, UPHOLD)),
    # --- together, and at once ----------------------------------------------------------------
    Road("hr-joint", f"refer {TAKE} join", (22, 14), Step.ACCEPT, body=HR, branches=PETITION),
    Road("joint-done", f"refer {TAKE} join {ANSWER} conclude", (40,), body=HR, branches=PETITION,
         outcomes=REFUSED),
    Road("enquiry-new", "refer receive", (1,), Step.REFER, body=HR, is_enquiry=True),
    Road("enquiry-answered", "refer receive answer_enquiry", (6, 17), body=HR, is_enquiry=True),
)  # fmt: skip
