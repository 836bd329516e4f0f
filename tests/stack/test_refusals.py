"""What cannot work is told in one sentence, at once, and starts nothing."""

import socket
import subprocess
import sys

import pytest

from config.stack import folder
from config.stack.problems import StackError
from tests.stack.instances import COMMAND, environment, processes_of


def expect_refusal(data, sentence, **extra):
    done = subprocess.run(
        [*COMMAND, "run"],
        env=environment(data, **extra),
        cwd=folder.PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("错误：")
    assert done.stderr.count("\n") == 1, done.stderr
    assert sentence in done.stderr
    assert processes_of(data) == {}


def test_a_port_in_use(data):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        expect_refusal(data, f"端口 {port} 已被占用", PORT=str(port))


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_a_port_that_is_none(data, port):
    expect_refusal(data, "PORT 应当是", PORT=port)


def test_a_data_folder_that_is_a_file(data):
    data.write_text("")
    expect_refusal(data, "不可写")


def test_a_data_folder_another_instance_uses(data):
    folder.prepare(data)
    taken = folder.lock(data)
    assert taken
    with taken:
        expect_refusal(data, "正由另一个实例使用")


def test_a_database_that_is_out_of_reach(data):
    url = "postgres://nobody@127.0.0.1:1/none"
    expect_refusal(data, "DATABASE_URL 指定的数据库连接不上", DATABASE_URL=url)


def test_a_broker_that_is_out_of_reach(data):
    expect_refusal(data, "REDIS_URL 指定的 Redis 连接不上", REDIS_URL="redis://127.0.0.1:1/0")


def test_data_of_another_postgresql(data):
    (data / "postgres").mkdir(parents=True)
    (data / "postgres/PG_VERSION").write_text("9\n")
    (data / "postgres.password").write_text("x")
    expect_refusal(data, "数据目录由 PostgreSQL 9 建立")


def test_a_full_disk(tmp_path):
    with pytest.raises(StackError, match=r"磁盘空间不足.*至少需要 1000000000 MB"):
        folder.require_space(tmp_path, needed_mb=10**9)


def install(project, **extra):
    return subprocess.run(
        [sys.executable, "-m", "config.install", "requirements.txt"],
        env=environment(project / "var", **extra) | {"PYTHONPATH": str(project)},
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def checkout(tmp_path):
    """A checkout with one small requirement, whose index is out of reach."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config/__init__.py").touch()
    source = folder.PROJECT / "config/install.py"
    (tmp_path / "config/install.py").write_text(source.read_text())
    (tmp_path / "requirements.txt").write_text("six==1.17.0 --hash=sha256:" + "0" * 64 + "\n")
    return tmp_path


def test_a_package_index_that_is_out_of_reach(checkout):
    index = "http://127.0.0.1:1/simple"
    nothing = {"PIP_FIND_LINKS": "", "PIP_NO_CACHE_DIR": "1", "PIP_CONFIG_FILE": "/dev/null"}

    done = install(checkout, PIP_INDEX_URL=index, PIP_EXTRA_INDEX_URL="", **nothing)

    assert done.returncode == 1
    assert done.stderr.startswith("错误：依赖没有装成：软件包索引连接不上")
    assert "Traceback" not in done.stdout + done.stderr


def test_requirements_are_installed_once_for_each_lock(checkout):
    (checkout / "requirements.txt").write_text("")

    first, second = install(checkout), install(checkout)
    (checkout / "requirements.txt").write_text("# changed\n")
    third = install(checkout)

    assert [done.returncode for done in (first, second, third)] == [0, 0, 0]
    assert "依赖已安装" in first.stdout
    assert second.stdout == ""
    assert "依赖已安装" in third.stdout


def test_a_python_that_is_too_old():
    done = subprocess.run(
        ["make", "--no-print-directory", "run", "PYTHON="],
        cwd=folder.PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "错误：需要 Python 3.11 或更高版本" in done.stderr
