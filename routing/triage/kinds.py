"""事项性质: suggestion, report on a person in office, or grievance; and whether it only asks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from routing.models import Kind
from routing.triage.tables import rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from routing.triage.text import Letter

#: From here it is a report; from the lower mark the clerk is told that it may be one.
REPORT, DOUBT = 6, 3
SUGGESTS, ENQUIRES = 6, 5
ACT, FAR_ACT, DOUBTFUL_ACT, ASK, AGAINST, TITLE = 4, 2, 3, 2, 4, 4
SHOWN_WORDS = 3


@dataclass(frozen=True)
class Judged:
    kind: Kind
    reason: str
    is_enquiry: bool = False
    may_be_report: bool = False


def judge(letter: Letter) -> Judged:
    points, words = _accusation(letter)
    if points >= REPORT:
        return Judged(Kind.ACCUSATION, f"反映党员、干部或者公职人员：{_quote(words)}。")
    doubt = points >= DOUBT
    points, words = _suggestion(letter)
    if points >= SUGGESTS:
        return Judged(Kind.SUGGESTION, f"提出建议：{_quote(words)}。", may_be_report=doubt)
    points, words = _enquiry(letter)
    if points >= ENQUIRES:
        reason = f"咨询政策或者办事流程：{_quote(words)}。"
        return Judged(Kind.GRIEVANCE, reason, is_enquiry=True, may_be_report=doubt)
    return Judged(Kind.GRIEVANCE, "反映自身诉求，请求解决。", may_be_report=doubt)


def _accusation(letter: Letter) -> tuple[float, list[str]]:
    """Nobody in office named: nothing. An act counts more beside the person who did it."""
    table = _table("accusation")
    text = letter.text
    people = _in(text, table["who"])
    if not people:
        return 0, []
    acts = _in(text, table["acts"])
    beside = "。".join(one.text for one in letter.sentences if _in(one.text, table["who"]))
    doubtful = _in(beside, table["doubtful"])
    if not acts and not doubtful:
        return 0, []
    asks, against = _in(text, table["ask"]), _in(text, table["against"])
    points = (
        sum(ACT if word in beside else FAR_ACT for word in acts)
        + DOUBTFUL_ACT * min(len(doubtful), 2)
        + ASK * min(len(asks), 2)
        - AGAINST * len(against)
    )
    return points, [*people[:1], *dict.fromkeys([*acts, *doubtful])]


def _suggestion(letter: Letter) -> tuple[float, list[str]]:
    return _weighed(letter, "suggestion", "建议")


def _enquiry(letter: Letter) -> tuple[float, list[str]]:
    return _weighed(letter, "enquiry", "咨询")


def _weighed(letter: Letter, name: str, in_title: str) -> tuple[float, list[str]]:
    table = _table(name)
    text = letter.text
    strong, plain = _in(text, table["strong"]), _in(text, table["plain"])
    points = 4 * len(strong) + min(len(plain), 3) - 3 * len(_in(text, table["against"]))
    if in_title in letter.title or text.startswith(in_title):
        points += TITLE
        strong = [in_title, *strong]
    return points, [*dict.fromkeys([*strong, *plain])]


def _in(text: str, words: Iterable[str]) -> list[str]:
    return [word for word in words if word in text]


def _quote(words: list[str]) -> str:
    return "、".join(f"“{word}”" for word in words[:SHOWN_WORDS])


@cache
def _table(name: str) -> dict[str, tuple[str, ...]]:
    return {part: tuple(words.lower().split()) for part, words in rules("kinds")[name].items()}
