"""`make shared-checks`: the worked petitions that are not ours, walked through the verbs. Not part
of `make test`. Prints a table of marks, no text of theirs.

Every date of theirs is asked of the product. A date that belongs to another procedure is asked of
its calendar, and marked “=” as such; what the product does not count at all is named."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Post, Role
from petitions import lifecycle
from petitions.errors import FieldError
from petitions.guards import open_clock
from petitions.lifecycle import DeclineGround
from petitions.models import Document, Referral
from petitions.models.petition import Intake, Purpose
from petitions.states import Action, Branch, Hop, Kind
from petitions.worklist import expected_act
from routing.competence import competent
from routing.limits import Limit, Unit, due_on
from routing.models import Category
from routing.timelimits import limit_for
from routing.triage import propose
from routing.triage.territory import named_place
from routing.workdays import work_calendar
from tests.triage.against_shared import branch_of, is_right_body, kind_of, say
from tests.worked.chairs import seat

pytestmark = [pytest.mark.django_db, pytest.mark.leaves_gaps]
#: What is done with it at the office where it came in, and the letter or hop that follows.
REFUSED = {
    "P14": (DeclineGround.COURT, "D04"),
    "P23": (DeclineGround.ALREADY_PENDING, "D05"),
    "P24": (DeclineGround.EXHAUSTED, "D06"),
}
#: Their line, by a word of it: what the product calls the clock.
CLOCKS = {
    "履责": "duty_reply",
    "信访部门转送": "forward",
    "承办机关异议": "object",
    "书面告知受理": "notify_referred",
    "书面告知(不予": "forward",
    "办结 60日": "conclude",
    "延期后最长": "extended",
    "下级纪检接到转送": "take_over",
    "建议回复": "research",
    "简易:受理之日起": "simple_conclude",
    "司法确认": "confirm",
    "简易:信访部门转送": "simple_accept",
    "当场": "at once",
}
#: Clocks of other procedures: days, whether working days, from which day of theirs.
BESIDE = {
    "劳动监察调查": (60, Unit.WORKDAYS, "accepted_on"),
    "实名受理告知": (15, Unit.WORKDAYS, "delivered_on"),
    "市监投诉受理": (7, Unit.WORKDAYS, "delivered_on"),
    "市监调解": (45, Unit.WORKDAYS, "accepted_on"),
    "调解:产品默认30日": (30, Unit.DAYS, "accepted_on"),
}

#: Those of them that set the period of branch (5) itself: the law that the notice names.
SPECIAL = {
    "劳动监察调查": "《劳动保障监察条例》第十七条",
    "市监调解": "《市场监督管理投诉举报处理暂行办法》第二十一条",
}


@pytest.fixture
def rows(request) -> list[dict]:
    path = Path(request.config.getoption("--shared")) / "data" / "petitions.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_every_date_of_theirs(rows, walk):
    marks = [Theirs(row, walk).marks() for row in rows]

    for line in ["petition kind branch body class act dates", *(" ".join(one) for one in marks)]:
        say(line)
    dates = [mark for one in marks for mark in one[6:]]
    right = sum(mark.startswith(("+", "=")) for mark in dates)
    say(f"walked: next act {sum(one[5] == '+' for one in marks)}/{len(marks)}, "
        f"dates {right}/{len(dates)} (= {sum(mark[0] == '=' for mark in dates)} of other "
        "procedures, ~ no day named)")  # fmt: skip
    assert all(one[5] == "+" for one in marks)
    assert not [mark for mark in dates if mark.startswith(("!", "-"))]


class Theirs:
    """One of their petitions, and the hop at which it stands."""

    def __init__(self, row: dict, walk) -> None:
        self.row, self.walk = row, walk
        self.proposal = propose(row["text"], intake=self.intake.value, home=walk.tree["qinghe-gov"])
        self.category = Category.objects.get(name=row["subcategory"], parent__name=row["category"])
        self.territory = named_place(row["text"]) or walk.tree["qinghe-gov"]
        self.due: dict[str, dt.date | None] = {}
        self.hop = Referral.objects.get(claim__petition=self._register())
        self._keep(self.hop)

    @property
    def intake(self) -> Intake:
        return Intake.VISIT if self.row["channel"].startswith("来访") else Intake.WEB

    @property
    def kind(self) -> Kind:
        return Kind(kind_of(self.row))

    def marks(self) -> list[str]:
        row, read = self.row, self.proposal.reading
        found = [
            self.proposal.kind == self.kind,
            read.branch == branch_of(row),
            is_right_body(row, self.proposal),
            read.category.name == row["category"],
            self._next_act(),
        ]
        marks = ["+" if one else "-" for one in found]
        return [row["id"], *marks, *(self._date(*line) for line in row["deadlines"])]

    @property
    def is_enquiry(self) -> bool:
        return self.proposal.reading.situations[0].code == "X-06"

    def _register(self):
        row, walk = self.row, self.walk
        facts = lifecycle.Facts(
            intake=self.intake,
            purpose=Purpose.ENQUIRY if self.is_enquiry else Purpose.DEMAND,
            kind=self.kind,
            title=row["id"],
            text=row["text"],
            received_on=_day(row["received_on"]),
            category=self.category,
            territory=self.territory,
            people=() if row["people"] == "匿名" else (lifecycle.Person(row["id"]),),
            is_anonymous=row["people"] == "匿名",
        )
        at = walk.at(row["received_on"])
        return lifecycle.register(facts, by=walk.cast["clerk"], at=at, key=uuid.uuid4())

    def _next_act(self) -> bool:
        """Do what their next step asks for, and see that the road of the product leads there."""
        row = self.row
        if row["id"] in REFUSED:
            return self._refuse(*REFUSED[row["id"]])
        if expected_act(self.hop) != Action.REFER:
            return False
        body = competent(self.category, self.territory)[0].organization
        seat(body)
        at = self.walk.at(row["delivered_on"])
        self.hop = lifecycle.refer(self.hop, organization=body, by=self.walk.cast["clerk"], at=at)
        self._keep(self.hop)
        if self.hop.hop == Hop.HANDOVER:
            return self.kind == Kind.ACCUSATION or branch_of(self.row) == Branch.PARTY_APPEAL
        return expected_act(self.hop) == Action.RECEIVE and self._accept()

    def _refuse(self, ground: DeclineGround, letter: str) -> bool:
        proof = self._register().number if ground == DeclineGround.ALREADY_PENDING else ""
        by, at = self.walk.cast["supervisor"], self.walk.at(self.row["received_on"], "11:00")
        try:
            lifecycle.decline(
                self.hop, ground=ground, guidance="见指引。", proof=proof, by=by, at=at
            )
        except FieldError as refusal:
            # The final opinion is not in their file, and without it nobody is turned away.
            return ground == DeclineGround.EXHAUSTED and "核对事实" in refusal.fields["ground"]
        issued = Document.objects.get(referral=self.hop, letter=letter)
        self.due["at once"] = issued.issued_on
        return True

    def _accept(self) -> bool:
        row, walk = self.row, self.walk
        accepted = row.get("accepted_on", row["delivered_on"])
        desk, handler = self._post(Role.DESK), self._post(Role.HANDLER)
        self.hop = lifecycle.receive(self.hop, by=desk, at=walk.at(row["delivered_on"], "11:00"))
        number = branch_of(row)
        branch = Branch(number) if number else None
        acceptance = lifecycle.Acceptance(
            handler.user, branch=branch, branch_reason="见导引。", **self._special()
        )
        verb = lifecycle.accept_simple if self.is_enquiry else lifecycle.accept
        self.hop = verb(self.hop, acceptance, by=desk, at=walk.at(accepted, "12:00"))
        self._keep(self.hop)
        self._extend(desk, handler)
        return expected_act(self.hop) == (
            Action.ANSWER_ENQUIRY if self.is_enquiry else Action.DRAFT
        )

    def _special(self) -> dict[str, Any]:
        """The period that another law sets for branch (5), where they name it as such."""
        for label, _ in self.row["deadlines"]:
            for words, law in SPECIAL.items():
                if label.startswith(words):
                    number, unit, _start = BESIDE[words]
                    return {"duty_law": law, "duty_days": number, "duty_unit": unit}
        return {}

    def _extend(self, desk: Post, handler: Post) -> None:
        clock = open_clock(self.hop, "conclude")
        if clock is None:
            return
        approver = self._post(Role.APPROVER)
        at = self.walk.at(clock.due_on.isoformat())
        lifecycle.request_extension(self.hop, days=30, reason="复杂。", by=handler, at=at)
        lifecycle.grant_extension(self.hop, answer="同意。", by=approver, at=at)
        self.due["extended"] = self.walk.due(self.hop, "conclude")

    def _post(self, role: Role) -> Post:
        """Somebody of that role where the hop is; the discipline body has one post for all."""
        here = Post.objects.filter(organization=self.hop.organization).order_by("pk")
        return here.filter(role=role).first() or here.get(role=Role.DISCIPLINE)

    def _keep(self, hop: Referral) -> None:
        self.due |= {row.code: row.due_on for row in hop.deadlines.all()}

    def _date(self, label: str, said: str) -> str:
        """`+` the product's clock, `=` its calendar, `!` another day than theirs, `-` the product
        counts otherwise (its own day follows), `~` they name no day."""
        found = re.findall(r"\d{4}-\d\d-\d\d", said)
        clock = next((code for words, code in CLOCKS.items() if label.startswith(words)), "")
        beside = next((one for words, one in BESIDE.items() if label.startswith(words)), None)
        if not found or said.startswith("自"):
            mark = "~"
        elif clock:
            mark = self._clock(clock, label, found)
        elif label.startswith(tuple(SPECIAL)):
            mark = _mark("+", self.due.get("duty_reply"), found)
        elif beside:
            number, unit, start = beside
            mark = _mark("=", self._count(number, unit, _day(self.row[start])), found)
        else:
            mark = f"-{label.partition(':')[0]}:{self.due.get('duty_reply')}"
        return mark

    def _clock(self, code: str, label: str, found: list[str]) -> str:
        if code in ("confirm", "simple_accept"):
            named = re.search(r"\d{4}-\d\d-\d\d", label)
            start = _day(named[0] if named else self.row["received_on"])
            day = due_on(start, limit_for(code, on=start), work_calendar()).due_on
            return _mark("+", day, found[-1:])
        # Officials have the fifteenth or sixtieth day itself; what it rolls to is theirs beside it.
        return _mark("+", self.due.get(code), found[:1])

    @staticmethod
    def _count(number: int, unit: Unit, start: dt.date) -> dt.date:
        limit = Limit("beside", "", "", number, unit, rolls=False, extension_cap=0, version=1)
        return due_on(start, limit, work_calendar()).due_on


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _mark(sign: str, ours: dt.date | None, theirs: list[str]) -> str:
    return sign if ours and ours.isoformat() in theirs else f"!{ours}"
