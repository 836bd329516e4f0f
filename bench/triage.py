"""How well and how fast the triage reads: our own letters, and the labelled letters and worked
petitions of others where given."""

from __future__ import annotations

import json
import os
import time
import tomllib
from importlib import import_module
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from routing.triage import Reading

    Reader = Callable[..., Reading]

OWN = Path(__file__).resolve().parent.parent / "tests" / "triage" / "letters.toml"
ROUNDS = 10


def figures(shared: str = "") -> Iterator[tuple[str, str]]:
    """Names and figures. `shared` is the folder given as SHARED, or empty. No database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    read = import_module("routing.triage").read  # only now that Django is set up
    rows = tomllib.loads(OWN.read_text(encoding="utf-8"))["letter"]
    yield "triage, our own letters", _right(rows, read)
    if shared:
        yield from _of_others(Path(shared, "data"), read)
    yield "triage, one letter", _speed([row["text"] for row in rows], read)


def _right(rows: list[dict[str, Any]], read: Reader) -> str:
    readings = [(row, read(row["text"])) for row in rows]
    kind = sum(row["kind"] == one.kind for row, one in readings)
    category = sum(row["category"] == one.category.code[:2] for row, one in readings)
    branch = sum(row["branch"] == (one.branch or 0) for row, one in readings)
    total = len(rows)
    return f"kind {kind}/{total}, class {category}/{total}, branch {branch}/{total}"


def _of_others(data: Path, read: Reader) -> Iterator[tuple[str, str]]:
    """The bodies need a database: `make shared-checks` counts them."""
    lines = (data / "labelled.jsonl").read_text(encoding="utf-8").splitlines()
    yield "triage, labelled letters", _labelled([json.loads(line) for line in lines], read)
    worked = json.loads((data / "petitions.json").read_text(encoding="utf-8"))
    yield "triage, worked petitions", _worked(worked, read)


def _labelled(rows: list[dict[str, Any]], read: Reader) -> str:
    best_of = import_module("tests.triage.against_shared").best_of
    names = {row["category"] for row in rows}
    right = sum(
        row["category"] == read(f"{row['subject']}\n{row['text'].strip()}").category.name
        for row in rows
    )
    among = sum(row["category"] == best_of(names, row) for row in rows)
    total = len(rows)
    return (
        f"class {right}/{total} = {right / total:.3f}, "
        f"of their {len(names)} classes alone {among}/{total} = {among / total:.3f}"
    )


def _worked(rows: list[dict[str, Any]], read: Reader) -> str:
    theirs = import_module("tests.triage.against_shared")
    readings = [(row, read(row["text"], intake=theirs.intake_of(row))) for row in rows]
    kind = sum(theirs.kind_of(row) == one.kind for row, one in readings)
    branch = sum(theirs.branch_of(row) == one.branch for row, one in readings)
    category = sum(row["category"] == one.category.name for row, one in readings)
    total = len(rows)
    return f"kind {kind}/{total}, class {category}/{total}, branch {branch}/{total}"


def _speed(texts: list[str], read: Reader) -> str:
    taken = []
    for text in texts * ROUNDS:
        began = time.perf_counter()
        read(text)
        taken.append((time.perf_counter() - began) * 1000)
    cuts = quantiles(taken, n=20)
    return f"p50 {cuts[9]:.1f} ms, p95 {cuts[18]:.1f} ms"
