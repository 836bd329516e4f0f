"""`.env.example` names every variable that is read, and no other."""

import ast
import re
from itertools import pairwise

from config.stack.folder import PROJECT
from tests.architecture.source import nodes

READERS = {"env", "bool", "int", "list", "db", "email", "get"}
NOT_OURS = {"DJANGO_SETTINGS_MODULE", "PATH"}


def read_variables():
    """First arguments of `env("X")`, `env.bool("X")` and `os.environ.get("X")`."""
    return {
        node.args[0].value
        for _, node in nodes(ast.Call)
        if _reads_environment(node.func) and node.args and isinstance(node.args[0], ast.Constant)
    }


def _reads_environment(func):
    if isinstance(func, ast.Name):
        return func.id == "env"
    return (
        isinstance(func, ast.Attribute)
        and func.attr in READERS
        and ast.unparse(func.value) in {"env", "os.environ"}
    )


def test_the_example_lists_the_variables_that_are_read():
    example = (PROJECT / ".env.example").read_text(encoding="utf-8")
    listed = re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)

    assert sorted(listed) == sorted(set(listed))
    assert set(listed) == read_variables() - NOT_OURS


def test_every_listed_variable_but_the_obvious_is_explained_above_it():
    lines = (PROJECT / ".env.example").read_text(encoding="utf-8").splitlines()
    bare = [
        line
        for above, line in pairwise(lines)
        if re.match(r"[A-Z_]+=$", line) and not above.startswith("#")
    ]
    assert bare == ["DEFAULT_FROM_EMAIL="]
