"""The rules of the house that no linter knows."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from config.stack.folder import PROJECT
from tests.architecture.source import APPS, modules, nodes

LONGEST_MODULE, LONGEST_FUNCTION = 400, 40
CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: Fields of Django and guardian, named by them.
FOREIGN = {"id", "password", "last_login", "is_superuser", "permission", "user"}
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "services", "misc"}
TESTS = "".join(path.read_text(encoding="utf-8") for path in (PROJECT / "tests").rglob("*.py"))


def test_a_module_fits_in_the_head():
    lengths = {path: len((PROJECT / path).read_text().splitlines()) for path in modules()}
    too_long = {path: length for path, length in lengths.items() if length > LONGEST_MODULE}
    assert too_long == {}, "split by noun or verb"


def test_a_function_fits_on_the_screen():
    too_long = [
        f"{path}:{node.lineno} {node.name}"
        for path, node in nodes(ast.FunctionDef)
        if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert too_long == [], "name its steps"


def test_no_module_has_a_name_that_says_nothing():
    names = [path for path in modules() if EMPTY_NAMES & set(Path(path).with_suffix("").parts)]
    assert names == []


def test_every_model_has_a_chinese_name():
    ours = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    nameless = [
        model.__name__ for model in ours if not CHINESE.search(str(model._meta.verbose_name))
    ]
    assert len(ours) > 5
    assert nameless == []


def test_no_field_shows_its_english_attribute_to_people():
    derived = [
        f"{model.__name__}.{field.name}"
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.fields
        if field.name not in FOREIGN and field.verbose_name == field.name.replace("_", " ")
    ]
    assert derived == []


def test_only_the_lifecycle_changes_the_state_of_a_referral():
    """In petitions only referrals have a `state`; give what a page shows another name."""
    writers = {
        path
        for path, node in nodes(ast.Attribute, ast.Call)
        if path.startswith("petitions/") and _writes_state(node)
    }
    assert {path for path in writers if not path.startswith("petitions/lifecycle/")} == set()


def _writes_state(node):
    if isinstance(node, ast.Attribute):
        return node.attr == "state" and isinstance(node.ctx, ast.Store)
    updates = isinstance(node.func, ast.Attribute) and node.func.attr == "update"
    return updates and any(keyword.arg == "state" for keyword in node.keywords)


def test_celery_is_imported_by_tasks_and_its_configuration_only():
    importers = {
        path
        for path, node in nodes(ast.Import, ast.ImportFrom)
        if any(name.split(".")[0] == "celery" for name in _imported(node))
    }
    allowed = {path for path in importers if path.endswith("/tasks.py")} | {"config/celery.py"}
    assert importers - allowed == set()


def _imported(node):
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names]


COMMANDS = [
    Path(path).stem
    for path in modules()
    if "/management/commands/" in path and not path.endswith("__init__.py")
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_management_command_has_a_test(command):
    assert f'"{command}"' in TESTS, f"no test calls {command}"


TASKS = [
    node.name
    for path, node in nodes(ast.FunctionDef)
    if path.endswith("/tasks.py") and node.decorator_list
]


@pytest.mark.parametrize("task", TASKS)
def test_every_task_has_a_test(task):
    assert re.search(rf"\b{task}\b", TESTS), f"no test names {task}"
