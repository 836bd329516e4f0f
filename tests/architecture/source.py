"""Our own Python source, parsed once."""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from config.stack.folder import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

Node = TypeVar("Node", bound=ast.AST)
APPS = ("accounts", "routing", "petitions", "oversight", "portal", "config")


@cache
def modules() -> dict[str, ast.Module]:
    """Path from the project's root to syntax tree, migrations left out."""
    return {
        str(path.relative_to(PROJECT)): ast.parse(path.read_text(encoding="utf-8"))
        for app in APPS
        for path in sorted((PROJECT / app).rglob("*.py"))
        if "migrations" not in path.parts
    }


def nodes(*kinds: type[Node]) -> Iterator[tuple[str, Node]]:
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, kinds):
                yield path, node
