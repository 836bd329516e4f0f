"""向导: a few plain questions that lead to one row of the guide. A path is the options chosen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from routing.triage.tables import rules

START = "start"


@dataclass(frozen=True)
class Option:
    text: str
    to: str = ""
    situation: str = ""


@dataclass(frozen=True)
class Question:
    ask: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Place:
    """Where a path has come to: a question, or the code of a situation. `told` are the questions
    answered so far, each with its answer."""

    told: tuple[tuple[str, str], ...]
    question: Question | None
    situation: str = ""


def follow(path: str) -> Place | None:
    """`"141"` is the first option, then the fourth, then the first; `None` where there is none."""
    name, told, situation = START, [], ""
    for step in path:
        question = questions().get(name)
        if (
            question is None
            or not (step.isascii() and step.isdigit())
            or not 0 < int(step) <= len(question.options)
        ):
            return None
        option = question.options[int(step) - 1]
        told.append((question.ask, option.text))
        name, situation = option.to, option.situation
    return Place(tuple(told), questions().get(name), situation)


@cache
def questions() -> dict[str, Question]:
    return {name: _question(row) for name, row in rules("questions").items()}


def _question(row: dict[str, Any]) -> Question:
    return Question(row["ask"], tuple(Option(**option) for option in row["options"]))
