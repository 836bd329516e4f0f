"""What the words alone say: kind, class, situations, branch. No database."""

from __future__ import annotations

from dataclasses import dataclass

from routing.models import Kind
from routing.triage.classes import Classified, classify
from routing.triage.kinds import Judged, judge
from routing.triage.situations import Situated, of_kind, situate
from routing.triage.tables import guide
from routing.triage.text import letter

SUGGESTION, ACCUSATION, ENQUIRY = "X-01", "X-02", "X-06"
ORDINALS = "一二三四五六"
#: Why a kind is a situation of its own.
GROUNDS = {
    SUGGESTION: "建议意见研究论证后回复；《信访工作条例》第二十九条。",
    ACCUSATION: "检举控告按管理权限移交；《信访工作条例》第三十条。",
    ENQUIRY: "能当即答复的当即答复；《信访事项简易办理办法（试行）》。",
}
VISIT = "visit"
#: 涉法涉诉: what is brought by a visit is explained and guided, not accepted.
LITIGATION = 1
GUIDED = "走访提出的涉法涉诉事项，释法明理、引导向政法机关提出（第二十条第二款）。"


@dataclass(frozen=True)
class Reading:
    judged: Judged
    category: Classified
    situations: tuple[Situated, ...]
    branch: int | None
    guidance: str = ""

    @property
    def kind(self) -> Kind:
        return self.judged.kind

    @property
    def branch_ordinal(self) -> str:
        return ORDINALS[self.branch - 1] if self.branch else ""

    @property
    def branch_reason(self) -> str:
        name = self.situations[0].name
        if self.branch is None:
            return f"“{name}”不适用第三十一条的六项途径。"
        return f"“{name}”属于第三十一条第{self.branch_ordinal}项。{self.guidance}"

    @property
    def is_sealed(self) -> bool:
        return self.kind == Kind.ACCUSATION


def read(text: str, *, intake: str | None = None) -> Reading:
    """`text` may begin with a line that is its title."""
    said = letter(text)
    judged = judge(said)
    category = classify(said, is_accusation=judged.kind == Kind.ACCUSATION)
    match judged:
        case Judged(kind=Kind.ACCUSATION):
            situations = of_kind(ACCUSATION, GROUNDS[ACCUSATION])
        case Judged(kind=Kind.SUGGESTION):
            situations = of_kind(SUGGESTION, GROUNDS[SUGGESTION])
        case Judged(is_enquiry=True):
            situations = of_kind(ENQUIRY, GROUNDS[ENQUIRY])
        case _:
            situations = situate(said, category.code)
    branch = guide()[situations[0].code].branch
    # A dispute between people, for a mediator, is nothing that a court or the police already has.
    is_guided = branch == LITIGATION and intake == VISIT and not situations[0].mediates
    return Reading(judged, category, situations, branch, GUIDED if is_guided else "")
