"""A petition as the rules read it: a title, sentences, and neither greetings nor street names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from routing.triage.tables import rules

T = TypeVar("T")
#: What stands later says little new; it bounds the time.
LONGEST = 6_000
LONGEST_TITLE = 60
_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_BLANK = re.compile(r"[^\S\n]+")
#: Whom the letter is addressed to says nothing about whom it is about.
_ADDRESSEE = re.compile(
    r"(?:尊敬的|敬爱的|请|望|恳请|呈|致)?[\u4e00-\u9fff]{0,4}?(?:书记|市长|县长|区长|局长|厅长|主任|领导)"
    r"(?:们|及各位领导)?(?=[:,，、]|您好|你好|为民|为我|帮|关注|百忙|能)"
)


@dataclass(frozen=True)
class Sentence:
    text: str
    is_title: bool = False
    is_first: bool = False
    is_asking: bool = False


class Words(Generic[T]):
    """Finds the longest word that begins at each place; what it covers is not read again."""

    def __init__(self, words: Mapping[str, T]) -> None:
        self._heads: dict[str, list[tuple[str, T]]] = {}
        for word in sorted(words, key=len, reverse=True):
            self._heads.setdefault(word[:2], []).append((word, words[word]))

    def find(self, text: str) -> Iterator[tuple[int, str, T]]:
        at, end = 0, len(text) - 1
        while at < end:
            found = next(
                (pair for pair in self._heads.get(text[at : at + 2], ())
                 if text.startswith(pair[0], at)), None,
            )  # fmt: skip
            if found is None:
                at += 1
            else:
                yield at, *found
                at += len(found[0])


@dataclass(frozen=True)
class Letter:
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        return "。".join(sentence.text for sentence in self.sentences)

    @property
    def title(self) -> str:
        return self.sentences[0].text if self.sentences and self.sentences[0].is_title else ""


def letter(text: str) -> Letter:
    """A first line of at most 60 characters with more below it is the title."""
    plain = _BLANK.sub("", unicodedata.normalize("NFKC", text).lower()).strip()[:LONGEST]
    first, _, rest = plain.partition("\n")
    title = first if rest.strip() and len(first) <= LONGEST_TITLE else ""
    parts = _SENTENCE.findall(_without_polite(rest if title else plain))
    sentences = [
        Sentence(part, is_first=not (title or place), is_asking=_asks(part))
        for place, part in enumerate(parts)
    ]
    if title:
        sentences.insert(0, Sentence(title, is_title=True, is_asking=_asks(title)))
    return Letter(tuple(sentences))


def _asks(sentence: str) -> bool:
    return any(word in sentence for word in _lists()["asking"])


def _without_polite(text: str) -> str:
    text = _ADDRESSEE.sub("。", text)
    for phrase in _lists()["polite"]:
        text = text.replace(phrase, "。")
    return text


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(sorted(words.lower().split(), key=len, reverse=True))
        for name, words in rules("plain").items()
    }


def masked() -> tuple[str, ...]:
    """Words that look like a class and are names of places, or figures of speech."""
    return _lists()["masked"]


def is_beside(text: str, end: int) -> bool:
    """Whether the word that ends here only says where: “学校旁边的工地”."""
    return text.startswith(_lists()["beside"], end)
