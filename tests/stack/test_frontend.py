"""The charts' files are fetched once for each lock; where they cannot be had, a start goes on."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from config.stack.folder import PROJECT

NOWHERE = "http://127.0.0.1:1/"
COPIED = ("config/__init__.py", "config/install.py", "config/frontend.py", "package.json",
          "package-lock.json", ".npmrc", "requirements-node.txt")  # fmt: skip


@pytest.fixture
def checkout(tmp_path):
    """The step in a checkout of its own, beside an environment that is installed."""
    for name in COPIED:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(PROJECT / name, tmp_path / name)
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    return tmp_path


def fetch(project, *options, **environment):
    return subprocess.run(
        [sys.executable, "-m", "config.frontend", *options],
        env={"PATH": "/usr/bin:/bin", "HOME": str(project), "PYTHONUTF8": "1"} | environment,
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


UNREACHABLE = {
    "the registry of npm": {"npm_config_registry": NOWHERE},
    "both npm and the index of pip": {
        "PATH": "/nowhere",
        "PIP_INDEX_URL": f"{NOWHERE}simple",
        "PIP_CONFIG_FILE": "/dev/null",
        "PIP_NO_CACHE_DIR": "1",
        "PIP_RETRIES": "0",
    },
}


@pytest.mark.parametrize("away", UNREACHABLE)
def test_a_start_goes_on_without_the_charts_and_says_so_in_one_sentence(checkout, away):
    done = fetch(checkout, **UNREACHABLE[away])

    told = [line for line in done.stdout.splitlines() if line.startswith("注意：")]
    assert done.returncode == 0
    assert len(told) == 1
    assert told[0].endswith("系统照常启动，图表先以表格显示。")
    assert "Traceback" not in done.stdout + done.stderr


def test_the_tests_refuse_to_go_on_without_the_charts(checkout):
    done = fetch(checkout, "--required", npm_config_registry=NOWHERE)

    assert done.returncode == 1
    assert done.stderr.startswith("错误：图表组件没有取到")


def test_files_of_this_lock_are_not_fetched_again(checkout):
    shutil.copytree(PROJECT / "static/vendor", checkout / "static/vendor")

    again = fetch(checkout, PATH="/nowhere")
    (checkout / "package-lock.json").write_text("{}")
    changed = fetch(checkout, npm_config_registry=NOWHERE)

    assert (again.returncode, again.stdout) == (0, "")
    assert "准备图表组件" in changed.stdout


def test_the_lock_names_no_host():
    lock = json.loads((PROJECT / "package-lock.json").read_text())

    assert all("resolved" not in one for one in lock["packages"].values())
    assert "://" not in json.dumps(lock)
    assert all(one["integrity"] for name, one in lock["packages"].items() if name)
