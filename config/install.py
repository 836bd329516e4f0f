"""Create `.venv` and install a lock into it, once for each content of the lock.

Runs on the machine's own Python, before anything is installed: standard library only.
"""

import hashlib
import shutil
import subprocess
import sys
import venv
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
NEEDED_MB = 1200
#: The development lock holds the runtime lock, so installing it satisfies both.
HOLDS = {"requirements-dev.txt": ("requirements.txt", "requirements-dev.txt")}


def main(lock: str) -> int:
    if _stamp(lock).exists() and _stamp(lock).read_text() == _fingerprint(lock) and _works():
        return 0
    free_mb = shutil.disk_usage(PROJECT).free // 2**20
    if free_mb < NEEDED_MB:
        return _refuse(f"磁盘空间不足：安装依赖需要 {NEEDED_MB} MB，只剩 {free_mb} MB。")
    _tell(f"准备 Python 环境：按 {lock} 安装依赖（首次约一两分钟）……")
    if not _works():
        venv.create(VENV, clear=True, with_pip=not _have_pip())
    log = VENV / "install.log"
    if install(lock, log):
        return _refuse(_reason(log.read_text(errors="replace")) + f"详细记录：{log}")
    for held in HOLDS.get(lock, (lock,)):
        _stamp(held).write_text(_fingerprint(held))
    _tell("依赖已安装")
    return 0


def install(lock: str, log: Path, *more: str) -> int:
    """Run pip over a lock; its words go to `log`, `more` to pip. Returns its exit code."""
    pip = [str(PYTHON), "-m", "pip"]
    if _have_pip():
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--retries", "2"]
    with log.open("wb") as out:
        return subprocess.run(
            [*pip, "install", *options, *more, "--require-hashes", "-r", str(PROJECT / lock)],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            check=False,
        ).returncode


def _reason(log: str) -> str:
    if "No space left" in log:
        return "磁盘空间不足，依赖没有装完。"
    if "DO NOT MATCH THE HASHES" in log:
        return "下载的依赖与锁文件中的校验值不符，已拒绝安装。"
    return "依赖没有装成：软件包索引连接不上，或缺少所需版本。请检查网络与 pip 的索引设置后重试。"


def _have_pip() -> bool:
    return not subprocess.run(
        [sys.executable, "-m", "pip", "--version"], capture_output=True, check=False
    ).returncode


def _works() -> bool:
    """False too for an environment whose Python was taken away or replaced by an older one."""
    probe = "import sys; sys.exit(sys.version_info[:2] != tuple(map(int, sys.argv[1:])))"
    version = map(str, sys.version_info[:2])
    try:
        return not subprocess.run([PYTHON, "-c", probe, *version], check=False).returncode
    except OSError:
        return False


def _stamp(lock: str) -> Path:
    return VENV / f".installed-{lock}"


def _fingerprint(lock: str) -> str:
    return hashlib.sha256((PROJECT / lock).read_bytes()).hexdigest()


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"错误：{sentence}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
