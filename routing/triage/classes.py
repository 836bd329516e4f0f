"""内容分类 from the words found: the sum of their weights, the title and what is asked for more."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from routing.triage.tables import (
    DISCIPLINE,
    UNCLASSIFIED,
    class_names,
    lexicon,
    other_class_of,
)
from routing.triage.text import Words, is_beside, masked

if TYPE_CHECKING:
    from routing.triage.text import Letter

#: A letter without a title says in its first sentence what it is about.
TITLE, FIRST, ASKING, BESIDE = 3.0, 1.5, 1.25, 0.3
#: A second class is worth naming from this share of the first one's points.
ALSO = 0.5
SHOWN_WORDS = 4


@dataclass(frozen=True)
class Classified:
    """`also` are further classes the words speak for, the next best first."""

    code: str
    words: tuple[str, ...]
    points: float
    also: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return class_names()[self.code][0]

    @property
    def subname(self) -> str:
        return class_names()[self.code][1]

    @property
    def reason(self) -> str:
        if not self.words:
            return "文中没有可以据以分类的词，请人工选择。"
        return f"文中写到{'、'.join(f'“{word}”' for word in self.words)}。"


def classify(letter: Letter, *, is_accusation: bool) -> Classified:
    """Accusations are filed under 纪检监察 whatever they are about; nothing else is."""
    points = _points(letter, is_accusation=is_accusation)
    ranked = _ranked(points)
    if not ranked:
        return Classified(other_class_of(DISCIPLINE) if is_accusation else UNCLASSIFIED, (), 0)
    best, total, words = ranked[0]
    also = [code for code, sum_, _ in ranked[1:3] if sum_ >= total * ALSO]
    return Classified(
        _second(best, points), words, total, tuple(_second(first, points) for first in also)
    )


def ranking(letter: Letter) -> list[str]:
    """Every first level the words speak for, reports left aside, the likeliest first."""
    return [first for first, *_ in _ranked(_points(letter, is_accusation=False))]


def _points(letter: Letter, *, is_accusation: bool) -> dict[str, dict[str, float]]:
    """Second level → word → what it counts for."""
    points: dict[str, dict[str, float]] = defaultdict(dict)
    for word, times in _strengths(letter).items():
        for code, weight in lexicon()[word].items():
            if (code[:2] == DISCIPLINE) == is_accusation:
                points[code][word] = weight * times
    return points


def _strengths(letter: Letter) -> dict[str, float]:
    """word → how much it says here, before its weight. The second time it says half, the third
    time a third."""
    seen: Counter[str] = Counter()
    strength: dict[str, float] = defaultdict(float)
    for sentence in letter.sentences:
        place = TITLE if sentence.is_title else FIRST if sentence.is_first else 1
        place *= ASKING if sentence.is_asking else 1
        for at, word, counts in _words().find(sentence.text):
            if not counts:
                continue
            is_place = is_beside(sentence.text, at + len(word))
            strength[word] += place * (BESIDE if is_place else 1) / (1 + seen[word])
            seen[word] += 1
    return strength


def _ranked(points: dict[str, dict[str, float]]) -> list[tuple[str, float, tuple[str, ...]]]:
    """First levels by points. A word that stands in several of its classes counts once."""
    firsts: dict[str, dict[str, float]] = defaultdict(dict)
    for code, words in points.items():
        of_first = firsts[code[:2]]
        for word, value in words.items():
            of_first[word] = max(value, of_first.get(word, 0))
    rows = [
        (first, sum(words.values()), tuple(sorted(words, key=lambda w: -words[w])[:SHOWN_WORDS]))
        for first, words in firsts.items()
    ]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def _second(first: str, points: dict[str, dict[str, float]]) -> str:
    sums = {
        code: sum(words.values())
        for code, words in points.items()
        if code[:2] == first and code in class_names()
    }
    return max(sums, key=lambda code: (sums[code], code)) if sums else other_class_of(first)


@cache
def _words() -> Words[bool]:
    """All words of the lexicon; masked ones take their place and count nothing."""
    return Words(dict.fromkeys(lexicon(), True) | dict.fromkeys(masked(), False))
