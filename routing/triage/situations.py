"""情形: which rows of the guide the letter is an instance of, from rules written by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from routing.triage.tables import guide, rules

if TYPE_CHECKING:
    from routing.triage.text import Letter

LEAST = 4.0
STRONG, PLAIN, WEAK, TOGETHER, OF_CLASS, AGAINST = 4.0, 2.0, 1.0, 4.0, 2.0, 4.0
#: A further situation is shown from this share of the first one's points.
ALSO = 0.5
SHOWN, SHOWN_WORDS = 3, 4
#: Where nothing fits: 查处 and 监管 ask for a duty, everything else for a decision.
DUTY, REST = "A-05", "X-04"
#: Whether it may be taken up at all is asked before which road it takes.
NOT_AGAIN = ("N-01", "N-02")
_DUTY_WORDS = ("监管", "查处", "整治", "制止", "执法", "治理", "取缔", "责令", "督促")


@dataclass(frozen=True)
class Rule:
    """See rules/situations.toml. `leads` are classes whose bodies run the procedure; `is_led`
    puts them before the bodies of the content class; `prefers` is a word of their ground.
    `mediates` names the people's mediation committee of the place too; `care` is what is left to
    the party committee and government of the place where no body decides any more."""

    code: str
    strong: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    both: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    classes: tuple[str, ...] = ()
    least: float = LEAST
    leads: tuple[str, ...] = ()
    leads_for: tuple[str, ...] = ()
    is_led: bool = False
    prefers: str = ""
    mediates: bool = False
    care: str = ""


@dataclass(frozen=True)
class Situated:
    code: str
    reason: str
    points: float
    words: tuple[str, ...] = field(default=())
    leads: tuple[str, ...] = field(default=())
    is_led: bool = False
    prefers: str = ""
    mediates: bool = False
    care: str = ""

    @property
    def name(self) -> str:
        return guide()[self.code].name

    @property
    def branch(self) -> int | None:
        return guide()[self.code].branch


def situate(letter: Letter, category: str) -> tuple[Situated, ...]:
    """At most three, the likeliest first; never empty."""
    text = letter.text
    found = [one for rule in _rules() if (one := _apply(rule, letter, text, category))]
    if not found:
        return (_rest(text),)
    least = max(one.points for one in found) * ALSO
    found.sort(key=lambda one: (one.code not in NOT_AGAIN, -one.points))
    return tuple(one for one in found if one.points >= least)[:SHOWN]


def of_kind(code: str, reason: str) -> tuple[Situated, ...]:
    """The one situation that follows from what the petition is: X-01, X-02, X-06."""
    return (Situated(code, reason, LEAST),)


def _apply(rule: Rule, letter: Letter, text: str, category: str) -> Situated | None:
    if rule.needs and not any(word in text for word in rule.needs):
        return None
    words: list[str] = []
    points = 0.0
    for listed, weight in ((rule.strong, STRONG), (rule.plain, PLAIN), (rule.weak, WEAK)):
        hits = _outer([word for word in listed if word in text])
        points += weight * len(hits)
        words += hits
    for one, other in rule.both:
        if pair := _together(letter, one, other):
            points += TOGETHER
            words += pair
    if not points:
        return None
    points += OF_CLASS * category.startswith(rule.classes) if rule.classes else 0
    points -= AGAINST * sum(word in text for word in rule.against)
    if points < rule.least:
        return None
    shown = tuple(dict.fromkeys(words))[:SHOWN_WORDS]
    leads = rule.leads if not rule.leads_for or set(rule.leads_for) & set(words) else ()
    return Situated(
        rule.code,
        _because(rule.code, shown),
        points,
        shown,
        leads,
        rule.is_led,
        rule.prefers,
        rule.mediates,
        rule.care,
    )


def _outer(hits: list[str]) -> list[str]:
    """Without words that stand inside another word found: “拖欠工资” is one thing, not three."""
    return [word for word in hits if not any(word != other and word in other for other in hits)]


def _together(letter: Letter, one: tuple[str, ...], other: tuple[str, ...]) -> list[str]:
    for sentence in letter.sentences:
        first = next((word for word in one if word in sentence.text), None)
        second = next((word for word in other if word in sentence.text), None)
        if first and second:
            return [first, second]
    return []


def _rest(text: str) -> Situated:
    words = tuple(word for word in _DUTY_WORDS if word in text)[:SHOWN_WORDS]
    if words:
        return Situated(DUTY, _because(DUTY, words), LEAST, words)
    return Situated(REST, "没有找到其他法定途径的词，依信访程序处理。", LEAST)


def _because(code: str, words: tuple[str, ...]) -> str:
    quoted = "、".join(f"“{word}”" for word in words)
    return f"文中写到{quoted}；{guide()[code].ground}。"


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(_rule(row) for row in rules("situations")["rule"])


def _rule(row: dict[str, Any]) -> Rule:
    def words(name: str) -> tuple[str, ...]:
        return tuple(row.get(name, "").lower().split())

    return Rule(
        row["code"],
        strong=words("strong"),
        plain=words("plain"),
        weak=words("weak"),
        against=words("against"),
        needs=words("needs"),
        both=tuple(
            (tuple(one.split()), tuple(other.split())) for one, other in row.get("both", ())
        ),
        classes=words("classes"),
        least=row.get("least", LEAST),
        leads=words("leads"),
        leads_for=words("leads_for"),
        is_led=row.get("is_led", False),
        prefers=row.get("prefers", ""),
        mediates=row.get("mediates", False),
        care=row.get("care", ""),
    )
