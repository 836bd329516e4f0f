"""Make sure there is a Chromium with Chinese fonts for the browser tests."""

import os
import shutil
import subprocess
import sys

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-cjk")
ADVICE = f"浏览器测试需要 Chromium 与中文字体：请以管理员执行 apt-get install {' '.join(PACKAGES)}"


def main() -> int:
    if any(map(shutil.which, PROGRAMS)):
        return 0
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return _refuse(f"{ADVICE}，然后重试。")
    sys.stdout.write("安装浏览器测试所需的 Chromium 与中文字体（首次约一分钟）……\n")
    sys.stdout.flush()
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
        done = _apt_get(arguments)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["没有输出"])[-1]
            return _refuse(f"{ADVICE}。自动安装没有成功：{last}")
    return 0


def _apt_get(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["apt-get", "-qq", *arguments],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"错误：{sentence}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
